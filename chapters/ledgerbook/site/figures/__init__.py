"""Figures in chapters, on pages of their own, and in the list of all."""
