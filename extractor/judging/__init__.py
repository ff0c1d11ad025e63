"""Judging: readings and arithmetic in; values, statuses, confidence and findings out."""
