"""The record: rows of claims and sources, the ledger that holds them, and the rules that both obey."""
