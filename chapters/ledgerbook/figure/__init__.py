"""Figures: tidy data, marks, one theme, and a chart with its finding and its table as one notebook output."""

FIGURE_MIME = "application/vnd.book.figure+json"  # the structured form of a figure in a notebook's output
