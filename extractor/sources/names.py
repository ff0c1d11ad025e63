"""By which names reports are known in a folder or an archive; what a file is, its content says alone."""

from __future__ import annotations

SUFFIXES = (
    *(".txt", ".text", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".pdf"),
    *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"),
    *(".docx", ".docm", ".doc", ".wps", ".rtf", ".odt"),
)
"""What is taken from a folder; a file that is named itself may be called anything."""

OTHERS = (
    *(".xlsx", ".xlsm", ".xls", ".et", ".ods", ".pptx", ".ppt", ".dps", ".ofd", ".ceb"),
    *(".zip", ".rar", ".7z", ".gz", ".tgz"),
)
"""What may hold a report as well and is not read, or only after it was unpacked: told of, so that it is not missed."""


def is_report_name(name: str) -> bool:
    """Whether a file of this name is taken from a folder: not hidden, no lock of Word's, and a report by its ending."""
    return name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$"))


def may_hold_report(name: str) -> bool:
    """Whether a file of this name is a report, or one to tell of where it is not read."""
    return is_report_name(name) or (name.lower().endswith(OTHERS) and not name.startswith((".", "~$")))
