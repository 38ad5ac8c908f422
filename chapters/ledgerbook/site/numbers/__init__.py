"""Traced numbers in prose, their notes, and the results that notebooks publish."""
