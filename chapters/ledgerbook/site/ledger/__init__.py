"""The pages and tables of the record."""
