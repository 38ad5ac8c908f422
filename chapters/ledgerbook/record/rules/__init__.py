"""The rules of any record that a table schema cannot say, each a function from the ledger to what is wrong.

A book adds its own: a module with ``RULES``, named by the setting ``book_rules`` of its ``_config.yml``.
"""

from ledgerbook.record.rules import (
    claims,
    disagreements,
    prose,
    published,
    references,
    renderings,
    repeats,
    scores,
    searches,
    second_reading,
    sources,
    words,
)

# What each row must be by itself; a book's own rules are tried together with these.
ROW_RULES = (
    claims.check,
    references.check,
    repeats.check,
    sources.check,
    second_reading.check,
    scores.check,
    searches.check,
    words.check,
    renderings.check,
)
# What is judged on rows that are sound each for itself.
RECORD_RULES = (published.check, disagreements.check, prose.check)
