"""A body's year as the tables with one row for each have it: what is known of it, and for every field what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from extractor.exporting.comparing import BodyYear
from extractor.exporting.known_bodies import KnownBody
from extractor.exporting.obs_status import ObsStatus
from extractor.files import kinds
from extractor.result import Number

_BETWEEN = ";"
_KNOWN_BLANK = ("blank", "nil_mark")
_FORMATS = {kind.media_type: kind.key for kind in vars(kinds).values() if isinstance(kind, kinds.FileKind)}


class Observation(NamedTuple):
    """A field of a body and year: its value, None unless it is accepted; where that is from, or why there is none.

    Where bounds are asked for, the value lies between `low` and `high`, which are itself where it is known; None says
    that there is no bound. `read` is what was read where that waits for a person.
    """

    value: Number | None
    status: ObsStatus
    low: Number | None = None
    high: Number | None = None
    read: Number | None = None

    @property
    def is_known(self) -> bool:
        """Whether it is known what the report says, a blank among it."""
        return self.value is not None or self.status in _KNOWN_BLANK


class ObservedYear(NamedTuple):
    """A body's year: `form` and `formats` are those of its reports, several joined by `;`; `waiting` is how many of
    the figures are empty because they wait for a person or reports disagree.
    """

    body: KnownBody
    year: int
    form: str | None
    formats: str
    files: Sequence[str]
    waiting: int
    observations: Mapping[str, Observation]

    @property
    def figures(self) -> int:
        """How many figures the form of its reports has."""
        return sum(one.status != "not_on_form" for one in self.observations.values())

    @property
    def share_accepted(self) -> float | None:
        """The share of these that are accepted, as a value or as printed blank; rounded to four decimals."""
        figures = self.figures
        return round(sum(one.is_known for one in self.observations.values()) / figures, 4) if figures else None

    def head(self) -> list[str | Number | None]:
        """The cells before the figures, as `WIDE_HEAD` names their columns."""
        known, where = self.body[:2], self.body[2:]
        about = (self.form, len(self.files), _BETWEEN.join(self.files), self.formats)
        return [*known, self.year, *where, *about, self.figures, self.share_accepted, self.waiting]


def observed_year(one: BodyYear, body: KnownBody, fields: Sequence[str], zero_blanks: bool) -> ObservedYear:
    """What is observed of every field in a body's year, which is known; `zero_blanks` takes blanks for 0."""
    if one.year is None:
        raise ValueError("a body's year must be known")
    selected = one.selected
    observations: dict[str, Observation] = {}
    for field in fields:
        counting = selected.figures.get(field)
        status = selected.status(field)
        value = None if counting is None or field in selected.disputed else counting.value
        if zero_blanks and status in _KNOWN_BLANK:
            value, status = 0, "blank_taken_zero"
        read = counting.read if counting is not None and value is None else None
        observations[field] = Observation(value, status, read=read)
    forms = _joined(report.form for report in one.reports)
    formats = _joined(file_format(report.media_type) for report in one.reports)
    files = [report.name for report in one.reports]
    return ObservedYear(body, one.year, forms or None, formats, files, selected.fields_without_value, observations)


def file_format(media_type: str) -> str:
    """What a kind of file is called in tables: `pdf`, `docx`, `html`, `text`; else its media type."""
    return _FORMATS.get(media_type, media_type)


def _joined(texts: Iterable[str | None]) -> str:
    return _BETWEEN.join(sorted({text for text in texts if text}))
