"""How the book, and anything in it, is cited: one file of the book says who made it, the rest follows from that."""
