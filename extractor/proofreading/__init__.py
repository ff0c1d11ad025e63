"""Reads a draft as a careful editor would: its prose against its tables, and the document itself.

Nothing here is evidence for a figure; all that comes of it are findings.
"""

from extractor.proofreading.draft import Draft, PrintedCell, ReportOn
from extractor.proofreading.of_report import draft_of
from extractor.proofreading.proofread import proofread
from extractor.proofreading.since_last_year import compare_with_last_year

__all__ = ["Draft", "PrintedCell", "ReportOn", "compare_with_last_year", "draft_of", "proofread"]
