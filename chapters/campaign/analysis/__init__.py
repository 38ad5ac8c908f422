"""Numbers in, quantities out: comparisons, rates and windows. No reading of files, no drawing."""
