"""What makes the check of drafts a linter: which rules are told of, what was let stand and why, what is new, what is
mended.

First step of the way: a draft that was read and its findings → what is told of it. Nothing here reads a report.
"""
