"""The code that the chapters of *Two Up, Two Down* share.

Imports run in one direction only: ``record`` (wording, quantities, ledger) <- ``analysis`` <- ``figures`` <- ``site``.
``record`` and ``site`` know nothing of this campaign in particular.
"""
