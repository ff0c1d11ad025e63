"""Whose report it is, of which year and region, and which names are of one body."""
