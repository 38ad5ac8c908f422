"""Keeping a version: one archive of everything that it is, and a report of what it changed."""
