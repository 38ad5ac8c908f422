"""Figures: tidy data, marks, one theme, and a chart with its finding and its table as one notebook output."""
