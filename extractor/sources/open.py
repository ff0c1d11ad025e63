"""The one opener for files: a path or bytes → `Source`, by the kind of file it is."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from importlib import import_module

from extractor.errors import EmptySource, NotText, SourceError, TooLarge
from extractor.files.detect import kind_of
from extractor.files.names import called, printable
from extractor.sources.compose import File
from extractor.sources.model import Source
from extractor.sources.text import not_text
from extractor.work import Work

LIMIT = 20_000_000
"""The most bytes a file may have, unless a caller says otherwise."""

Opener = Callable[[File], Source]

_PICTURE = ("scan.opener", "read_picture")
_LOCK, _LOCK_BYTES = "~$", 1024
"""How the names of files begin that Office programs keep beside those that are open, and more than these have."""
_READERS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("bmp", "gif", "jpeg", "png", "tiff", "webp"), _PICTURE),
    "text": ("text", "read_text"),
    "html": ("html", "read_html"),
    "mhtml": ("html", "read_web_archive"),
    "docx": ("word", "read_word"),
    "xlsx": ("sheets", "read_workbook"),
    **dict.fromkeys(("ole", "odt", "ods", "rtf", "wordxml", "sheetxml", "xlsb"), ("office", "read_office")),
    "pdf": ("pdf", "read_pdf"),
    "ofd": ("ofd", "read_ofd"),
}
"""Kind → module and function that read it; what a kind needs is imported when a file of that kind comes."""


def open_source(
    path_or_bytes: str | os.PathLike[str] | bytes,
    name: str | None = None,
    *,
    limit: int = LIMIT,
    work: Work | None = None,
) -> Source:
    """The source at this path, or of these bytes; `name` is what it is called, by default the file's own name.

    `work` is what is left of the work that this document may take, by default as much as any may.

    Raises:
        EmptySource: it holds no text.
        NotText: it is of a kind no reader takes.
        TooLarge: it has more than `limit` bytes, or takes too much work.
        SourceError: it is not there, is no file, or may not be read.
    """
    if isinstance(path_or_bytes, bytes):
        name = called(path_or_bytes, name)
        _check_size(len(path_or_bytes), name, limit)
        return _read(File(path_or_bytes, name, None, work or Work(name)))
    path = os.fspath(path_or_bytes)
    shown = printable(path) or "(no path)"
    data = load_bytes(path, shown, limit)
    name = called(path, name)
    return _read(File(data, name, shown, work or Work(name)))


def _read(file: File) -> Source:
    if not file.data:
        raise EmptySource(f"{file.name}: is empty; check that the right file was saved.")
    kind = kind_of(file.data)
    if os.path.basename(file.name).startswith(_LOCK) and len(file.data) < _LOCK_BYTES:
        raise NotText(f"{file.name}: is what Office keeps beside a file that is open; give that file itself.")
    if kind.key not in _READERS:
        raise not_text(file.name, kind)
    module, function = _READERS[kind.key]
    reader: Opener = getattr(import_module(f"extractor.sources.{module}"), function)
    return reader(file)


def load_bytes(path: str, shown: str, limit: int = LIMIT) -> bytes:
    """The bytes of a file called `shown`; its size is looked at before it is opened, and again as it is read.

    Raises:
        TooLarge: it has more than `limit` bytes.
        SourceError: it is not there, is no file, or may not be read.
    """
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            raise SourceError(f"{shown}: is a folder; give one of its files.")
        if not stat.S_ISREG(found.st_mode):
            raise SourceError(f"{shown}: is not an ordinary file; save the report as a file and give that.")
        _check_size(found.st_size, shown, limit)
        with open(path, "rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise SourceError(f"{shown}: there is no such file; check the path.") from None
    except PermissionError:
        raise SourceError(
            f"{shown}: may not be read by this user, or another program holds it; "
            "close it there, or change its permissions."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{shown}: cannot be read ({reason}); check the path and the disk.") from None
    _check_size(len(data), shown, limit)
    return data


def _check_size(size: int, name: str, limit: int) -> None:
    if size > limit:
        raise TooLarge(
            f"{name}: has {size / 1e6:.1f} MB, more than the {limit / 1e6:g} MB a report may have; "
            "give the report itself, without attachments or pictures."
        )
