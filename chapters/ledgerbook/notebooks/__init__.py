"""Notebooks executed, kept current, and run again under other assumptions."""
