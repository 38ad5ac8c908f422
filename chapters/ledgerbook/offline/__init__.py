"""The book as one PDF and as one EPUB, both made from the pages of the built site.

``pages`` reads the site, ``articles`` takes from its pages what only a screen can use and moves what is folded away to
appendices, ``front`` writes the pages before the first; ``pdf`` and ``epub`` are the commands.
"""
