"""Gives each row of a section its tokens: those between its label and the next, or, where labels are lost or stand
apart from their figures, those that the count of the rows around leaves for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.forms import Column, Row, Section
from extractor.reading.cut import BLANK, TEXT, Token
from extractor.reading.fit import place
from extractor.reading.landmarks import ROW, Sighting
from extractor.reading.model import Label, RowReading
from extractor.reading.ribbon import Ribbon


@dataclass(slots=True)
class _Stretch:
    """One labelled row (or a header) with the tokens up to the next label, and the unlabelled rows that follow it."""

    sighting: Sighting | None
    row: Row | None
    tokens: list[Token]
    unlabelled: list[Row] = field(default_factory=list[Row])


def read_rows(
    section: Section, sightings: Sequence[Sighting], ribbon: Ribbon, start: int, end: int
) -> tuple[RowReading, ...]:
    """The rows of a section in the order of the form, each with its placements.

    `start` and `end` are positions of the ribbon that enclose the table.
    """
    columns = {row.key: block.columns for block in section.blocks for row in block.rows}
    stretches = _stretches(section, sightings, ribbon, start, end)
    readings: dict[str, RowReading] = {}
    for stretch in stretches:
        for reading in _read_stretch(stretch, columns):
            readings[reading.row.key] = reading
    _read_bulks([row for row in section.rows if row.key in columns], stretches, columns, readings)
    return tuple(readings.get(row.key) or _missing(row) for row in section.rows)


def _stretches(
    section: Section, sightings: Sequence[Sighting], ribbon: Ribbon, start: int, end: int
) -> list[_Stretch]:
    by_key = {row.key: row for row in section.rows}
    order = {row.key: i for i, row in enumerate(section.rows)}
    made = [_Stretch(None, None, [])]
    for i, sighting in enumerate(sightings):
        last = i + 1 == len(sightings)
        until = end if last else sightings[i + 1].start
        row = by_key[sighting.landmark.key] if sighting.landmark.kind == ROW else None
        tokens = figures_between(ribbon, sighting.start, until)
        made.append(_Stretch(sighting, row, tokens))
    seen = {stretch.row.key for stretch in made if stretch.row is not None}
    for row in section.rows:
        if row.key not in seen:
            before = [s for s in made if s.row is not None and order[s.row.key] < order[row.key]]
            _last_header_or(before, made, section, row).unlabelled.append(row)
    return made


def _last_header_or(before: list[_Stretch], made: list[_Stretch], section: Section, row: Row) -> _Stretch:
    """The stretch in which the figures of an unlabelled row must stand: behind the row or header before it."""
    block = next(i for i, block in enumerate(section.blocks) if row in block.rows)
    headers = [s for s in made if s.row is None and s.sighting is not None and s.sighting.landmark.block == block]
    behind = before[-1] if before else made[0]
    if headers and made.index(headers[-1]) > made.index(behind):
        return headers[-1]
    return behind


def figures_between(ribbon: Ribbon, start: int, end: int) -> list[Token]:
    """The figures, blanks and marks behind position `start` of the ribbon, up to and at `end`."""
    first, last = bisect_right(ribbon.at, start), bisect_right(ribbon.at, end)
    return [token for token in ribbon.tokens[first:last] if token.kind != TEXT]


def _read_stretch(stretch: _Stretch, columns: dict[str, tuple[Column, ...]]) -> list[RowReading]:
    row = stretch.row
    if row is not None and not stretch.unlabelled:
        assert stretch.sighting is not None
        label = Label.EXACT if stretch.sighting.share == 1.0 else Label.FUZZY
        return [_reading(row, label, stretch.tokens, columns[row.key])]
    rows = ([row] if row is not None else []) + stretch.unlabelled
    shares = _shares(stretch.tokens, [len(columns[r.key]) for r in rows])
    if shares is None:
        return [_reading(row, Label.PRESUMED, stretch.tokens, columns[row.key])] if row is not None else []
    lost = Label.ANCHORED if len(stretch.unlabelled) == 1 else Label.PRESUMED
    labels = ([Label.EXACT] if row is not None else []) + [lost] * len(stretch.unlabelled)
    return [_reading(r, label, share, columns[r.key]) for r, label, share in zip(rows, labels, shares, strict=True)]


def _shares(tokens: list[Token], slots: list[int]) -> list[list[Token]] | None:
    """The tokens of each of several rows: by the rows that the layout shows, else by count."""
    by_row: dict[int, list[Token]] = {}
    for token in tokens:
        by_row.setdefault(token.row, []).append(token)
    shown = [share for share in by_row.values() if any(token.kind != BLANK for token in share) or len(share) in slots]
    if len(shown) == len(slots) and all(len(share) >= 1 for share in shown):
        return shown
    if len(tokens) == sum(slots):
        shares: list[list[Token]] = []
        at = 0
        for count in slots:
            shares.append(tokens[at : at + count])
            at += count
        return shares
    return None


def _read_bulks(
    rows: list[Row],
    stretches: list[_Stretch],
    columns: dict[str, tuple[Column, ...]],
    readings: dict[str, RowReading],
) -> None:
    """Rows whose labels stand together and their figures after them: read by count, where both are complete."""
    labelled = {s.row.key: s for s in stretches if s.row is not None and not s.unlabelled}
    run: list[Row] = []
    for row in rows:
        stretch = labelled.get(row.key)
        if stretch is None:
            run = []
            continue
        run.append(row)
        if not stretch.tokens:
            continue
        slots = [len(columns[r.key]) for r in run]
        if len(run) > 1 and len(stretch.tokens) == sum(slots):
            shares = _shares(stretch.tokens, slots)
            assert shares is not None
            for r, share in zip(run, shares, strict=True):
                readings[r.key] = _reading(r, Label.BULK, share, columns[r.key])
        run = []


def _reading(row: Row, label: Label, tokens: list[Token], columns: tuple[Column, ...]) -> RowReading:
    if not tokens:
        return RowReading(row, label, (), False, ())
    placements, tidy = place(tokens, columns)
    return RowReading(row, label, placements, tidy, tuple(tokens))


def _missing(row: Row) -> RowReading:
    return RowReading(row, Label.MISSING, (), False, ())
