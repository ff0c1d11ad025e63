"""Workbooks (.xlsx, .xlsm) → `Source`: read from their XML, each sheet written as a Word file's tables are."""

from extractor.sources.sheets.read import read_workbook, workbook_text

__all__ = ["read_workbook", "workbook_text"]
