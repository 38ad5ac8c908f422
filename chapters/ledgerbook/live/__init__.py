"""The book shown while it is written: what is saved appears in the open browser."""
