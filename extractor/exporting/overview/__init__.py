"""The report of a run: one page, whole in itself, of how much was read, how surely, and what the figures look like."""
