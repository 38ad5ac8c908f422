"""Prose judged without a build: its numbers, its links, and what the words should be.

The build of the site and ``python -m ledgerbook.prose.check`` take each judgement from here. The build finds the words
in the pages that it makes, the command in the Markdown itself.
"""
