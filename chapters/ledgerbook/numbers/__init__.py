"""Numbers that know how exactly they are known: printed wording, intervals, quantities and what they imply."""
