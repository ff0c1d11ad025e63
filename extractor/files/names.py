"""The names of files: how they are shown, and by which a report is known; what a file is, its content says alone."""

from __future__ import annotations

import os

SUFFIXES = (
    *(".txt", ".text", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".pdf", ".ofd"),
    *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"),
    *(".docx", ".docm", ".doc", ".wps", ".rtf", ".odt"),
    *(".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods"),
)
"""What is taken from a folder; a file that is named itself may be called anything."""

ARCHIVES = (".zip", ".tar", ".tgz", ".gz", ".tbz", ".tbz2", ".bz2", ".txz", ".xz", ".eml")
"""What is looked into for reports: archives, compressed files, and messages with attachments."""

OTHERS = (
    *(".pptx", ".ppt", ".dps", ".ceb"),
    *(".rar", ".7z", ".msg"),
    *ARCHIVES,
)
"""What may hold a report as well and is not read, or only after it was unpacked: told of, so that it is not missed."""


def is_report_name(name: str) -> bool:
    """Whether a file of this name is taken from a folder: not hidden, no lock of Word's, and a report by its ending."""
    return name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$"))


def may_hold_report(name: str) -> bool:
    """Whether a file of this name is a report, or one to tell of where it is not read."""
    return is_report_name(name) or (name.lower().endswith(OTHERS) and not name.startswith((".", "~$")))


def called(path_or_bytes: str | os.PathLike[str] | bytes, name: str | None = None) -> str:
    """What a file is called in sentences: by this name, or by its own."""
    if name is None and not isinstance(path_or_bytes, bytes):
        name = os.path.basename(os.fspath(path_or_bytes))
    return printable(name or "(bytes)")


def printable(name: str) -> str:
    """A file's name that any terminal and any JSON can hold: names in GBK decoded, what is left escaped."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        try:
            name = os.fsencode(name).decode("gb18030")
        except UnicodeError:
            name = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return name if name.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)
