"""Passages that a reader runs: short pieces of Python with fields, in the page (Pyodide) and here alike.

All of this room is pure Python, for neither pandas nor a solver can be had in a page from the book's own host.
"""
