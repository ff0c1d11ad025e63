"""What can go wrong, as one tree.

::

    ExtractorError
    ├── FormError          a form's TOML file does not fit its schema
    ├── SourceError        a file cannot be read as a report
    │   ├── EmptySource        it holds no text
    │   ├── NotText            its content is of another kind than its reader takes
    │   ├── NoPage             it has no page of that number
    │   └── TooLarge           it passes a limit on bytes, pages, characters or work
    ├── Failed             the program itself failed on one file, which costs no other its result
    ├── SettingsError      a setting, of the language model or of the work allowed, is unknown or no such value
    ├── SchemaError        a result is of a schema that this version does not know
    ├── BatchError         a run over many files cannot begin
    ├── WriteError         what has to be written cannot be: the disk is full, or will not take it
    ├── PanelError         a panel cannot be written, or a file beside it is not what it should be
    ├── AuditError         an audit cannot be drawn, or what was keyed for it is not what it should be
    ├── ListError          a list of who should hand in is not what it should be
    ├── PagesError         a folder of pages, or a summary, cannot be written
    ├── OverviewError      the report of a run cannot be written, or not be printed
    ├── ServiceError       the service may not listen, or cannot
    ├── StoreError         the store cannot be opened or is of a newer version
    │   ├── Unknown            it holds no such document, extraction, job or person
    │   ├── Outdated           what was decided meanwhile, by whom: a decision that knew nothing of it is not taken
    │   └── NotYours           only somebody else may do this
    ├── WrongValue         no figure, body or year can be what somebody says it is
    └── UnknownField       a field key that the form does not have
"""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence

NO_ROOM: tuple[int, ...] = tuple(getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name))
"""What the system says where there is no room to write: on a disk, in a quota, within a file's limit."""
_SQLITE_NO_ROOM = frozenset((13, 778, 4874))
"""SQLITE_FULL, SQLITE_IOERR_WRITE and SQLITE_IOERR_SHMSIZE, without what imports them."""
_SQLITE_FULL = "database or disk is full"
# So much of what Python says of a failure is told: it may repeat what stands in the file.
_LONGEST_FAILURE = 200


class ExtractorError(Exception):
    """The base of every error this package raises on purpose; its text is one sentence for the user."""


def install(extra: str) -> str:
    """What to do where an extra is not installed: the package comes from its checkout or its wheel, from no index."""
    return f"pip install '.[{extra}]' in the checkout (or 'WHEEL[{extra}]', with the wheel's name)"


class FormError(ExtractorError):
    """A form's TOML file does not fit the schema; the text names file and key."""


class SourceError(ExtractorError):
    """A file cannot be read as a report; the text names the file and says what to do."""


class EmptySource(SourceError):
    """The file holds no text."""


class NotText(SourceError):
    """The content is of a kind that this reader does not take, such as a picture named .txt."""


class NoPage(SourceError):
    """The file has no page of that number; the text says how many it has."""


class TooLarge(SourceError):
    """The content passes a limit on bytes, pages, characters or work."""


class Failed(ExtractorError):
    """The program itself failed on one file, which costs no other its result; the text names it and says how."""


def failure(error: Exception) -> str:
    """What is said of a mistake of the program itself, behind the name of the file that it was made on."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    if len(what) > _LONGEST_FAILURE:
        what = f"{what[:_LONGEST_FAILURE]}…"
    return f"extractor itself failed on it ({what}); please report that."


class SettingsError(ExtractorError):
    """A setting, of the language model or of the work allowed, is unknown or no such value; the text names it."""


class WrongValue(ExtractorError):
    """What somebody says of a figure can be none; `why` is a stable word for it, such as `negative`."""

    def __init__(self, field: str, why: str, text: str) -> None:
        super().__init__(f"{field}: {text}")
        self.field = field
        self.why = why


class UnknownField(ExtractorError):
    """A field key that the form does not have; the text names the nearest keys."""


class BatchError(ExtractorError):
    """A run over many files cannot begin, or its folder is of another run; the text says what to do."""


class WriteError(ExtractorError):
    """What has to be written to `place` cannot be, for a `reason` that the system gives.

    The text is made of the `cause` and `advice` what to do.
    """

    def __init__(self, place: str | os.PathLike[str], error: BaseException) -> None:
        self.place, self.reason = os.fspath(place), _said(error)
        self.cause = f"{self.place}: cannot be written ({self.reason})"
        self.advice = "make room on its disk" if is_disk_full(error) else "name another place, or see to its disk,"
        super().__init__(f"{self.cause}; {self.advice} and give the command again.")

    def __reduce__(self) -> tuple[type[WriteError], tuple[str, OSError]]:
        return WriteError, (self.place, OSError(self.reason))


def is_disk_full(error: BaseException) -> bool:
    """Whether the system says that there is no room to write: on a disk, in a quota, or within a file's limit."""
    number, code = getattr(error, "errno", None), getattr(error, "sqlite_errorcode", None)
    return number in NO_ROOM or code in _SQLITE_NO_ROOM or _told_no_room(error) is not None


def _told_no_room(error: BaseException) -> str | None:
    """What the system said, where a library puts it among words of its own."""
    told = str(error)
    if told == _SQLITE_FULL:
        return told
    return next((os.strerror(one) for one in NO_ROOM if os.strerror(one) in told or errno.errorcode[one] in told), None)


def _said(error: BaseException) -> str:
    """What an error of the system says, in one line and without its number."""
    said = _told_no_room(error) or getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(said).split())


class SchemaError(ExtractorError):
    """A result is of a schema that this version does not know; the text is to follow what names the result."""

    def __init__(self, schema: object) -> None:
        shown = repr(schema)[:20]
        super().__init__(
            f"a result of schema {shown}, which this version of extractor does not know; update extractor."
        )
        self.schema = schema

    def __reduce__(self) -> tuple[type[SchemaError], tuple[object]]:
        return SchemaError, (self.schema,)


class PanelError(ExtractorError):
    """A panel cannot be written, or a file by hand beside it is not what it should be; the text names the file."""


class AuditError(ExtractorError):
    """An audit cannot be drawn, or its sheet is not what it should be; the text says what to do."""


class ListError(ExtractorError):
    """A list of who should hand in cannot be read, or is none; the text names file and line."""


class PagesError(ExtractorError):
    """A folder of pages, or a summary, cannot be written; the text names it and says what to do."""


class OverviewError(ExtractorError):
    """The report of a run cannot be written as a page or printed; the text names the file and says what to do."""


class ServiceError(ExtractorError):
    """The service may not listen where it was told to, or cannot; the text says what to do."""


class StoreError(ExtractorError):
    """The store cannot be opened, or is of a newer version; the text names it."""


class Unknown(StoreError):
    """The store holds no such thing; the text names it."""


class Outdated(StoreError):
    """A figure was decided or read anew since it was looked at; the text says what happened to it and by whom.

    `fields` names the figures.
    """

    def __init__(self, text: str, fields: Sequence[str] = ()) -> None:
        super().__init__(text)
        self.fields = tuple(fields)


class NotYours(StoreError):
    """Only somebody else may do this: who made a decision, or who did not make it; the text says who."""
