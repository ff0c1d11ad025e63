"""Whether it is proved where a figure stands: its row, its column, and that no shift would pass unseen.

Identities cannot see two result rows swapped, two applicant columns swapped throughout, or a row dropped with the rows
below moving up. So each figure needs its place proved, or to be the same under every order that is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from extractor.arithmetic import check
from extractor.forms import Form, Identity, Section
from extractor.judging.resolve_placements import Value
from extractor.reading.model import Columns, Header, Label, Placement, Reading, RowReading, SectionReading
from extractor.reading.numbers import whole_number
from extractor.reading.tokenize import BLANK, MARK, NUMBER

_PLACED = (Label.EXACT, Label.FUZZY, Label.CHAINED, Label.UNIFORM)


class Doubt(StrEnum):
    """Why a figure's place is not proved."""

    ROW = "row"
    """Its row is known by the order of the form alone, and order matters for it."""
    COLUMN = "column"
    """Its column is known by the order of the form alone, and order matters for it."""
    SHIFT = "shift"
    """A row below it is empty in a table that prints its zeros: rows may have moved up."""
    DISORDER = "disorder"
    """Figures are left over in its table, or labels without figures: not all of the table is where it should be."""
    RECOGNISED = "recognised"
    """Its characters were recognised in a picture, not for sure, and the identities do not vouch for it."""


class _Table(NamedTuple):
    section: SectionReading
    values: Mapping[str, Value | None]

    def figure(self, row: RowReading, column: int) -> Value | None:
        return self.values.get(row.row.fields[column])

    def agrees(self, row: RowReading, placement: Placement) -> bool:
        """Whether every figure of a placement is the value its slot has, or has none."""
        known = [self.values.get(field) for field in row.row.fields]
        return all(one.value in (None, value) or value is None for one, value in zip(placement, known, strict=True))


def names_all(header: Header) -> bool:
    """Whether the header says of every column which it is; one it does not name is known by the others."""
    return header.columns == Columns.NAMED and len(header.unnamed) < 2


def find_doubts(
    reading: Reading,
    values: Mapping[str, Value | None],
    printed: Mapping[str, Value | None],
    violated: frozenset[str],
    identities: Sequence[Identity],
) -> dict[str, Doubt]:
    """The fields whose place is in doubt, each with the reason; the others are where the result says they are.

    `printed` are the values that were read, not deduced; `violated` are the fields in identities that fail;
    `identities` are those of the form that can be checked.
    """
    doubts: dict[str, Doubt] = {}
    for section in reading.sections:
        if not section.found:
            continue
        table = _Table(section, values)
        exchangeable = _exchangeable_rows(reading.form, section.section)
        _doubt_disorder(section, violated, doubts)
        _doubt_unread(table, doubts)
        _doubt_rows(table, exchangeable, doubts)
        _doubt_columns(table, doubts)
        _doubt_totals(section, doubts)
        _doubt_lone_figures(section, doubts)
        _doubt_shifts(_Table(section, printed), identities, doubts)
    return doubts


@lru_cache(maxsize=32)
def _exchangeable_rows(form: Form, section: Section) -> dict[str, int]:
    """Rows that stand in the same identities have the same number: swapping their figures breaks nothing."""
    numbers: dict[tuple[int, frozenset[str]], int] = {}
    exchangeable: dict[str, int] = {}
    for number, block in enumerate(section.blocks):
        for row in block.rows:
            fields = set(row.fields)
            shared = frozenset(
                f"{identity.name}{'<' if not fields.isdisjoint(identity.left) else '>'}"
                for identity in form.identities
                if not fields.isdisjoint(identity.fields) and not fields.issuperset(identity.fields)
            )
            exchangeable[row.key] = numbers.setdefault((number, shared), len(numbers))
    return exchangeable


def _doubt_disorder(section: SectionReading, violated: frozenset[str], doubts: dict[str, Doubt]) -> None:
    """Where figures are left over, only a row beside its own label is sure, and none whose label stands there twice;
    rows read by count need a whole table that balances.
    """
    fails = any(field in violated for row in section.rows for field in row.row.fields)
    whole = not section.leftover and not fails and all(row.tokens for row in section.rows)
    counted = any(row.label == Label.BULK for row in section.rows)
    for row in section.rows:
        by_count = counted or row.label in (Label.ANCHORED, Label.CHAINED, Label.PRESUMED)
        sure = (row.tidy and row.label_on_line) if section.leftover else (whole or not by_count)
        if section.copies_differ or row.repeated or (not sure and row.label != Label.UNIFORM):
            doubts.update((field, Doubt.DISORDER) for field in row.row.fields)


def _doubt_unread(table: _Table, doubts: dict[str, Doubt]) -> None:
    """Rows whose figures the arithmetic knows, but not one placement of what is printed there agrees with it."""
    for row in table.section.rows:
        printed = any(token.kind == NUMBER and token.text != "0" for token in row.tokens)
        if printed and not row.settled and not any(table.agrees(row, placement) for placement in row.placements):
            doubts.update((field, Doubt.DISORDER) for field in row.row.fields)


def _doubt_rows(table: _Table, exchangeable: Mapping[str, int], doubts: dict[str, Doubt]) -> None:
    """Rows without a label of their own are sure where their figures are the same as those of all such rows of a kin.

    One alone between labelled neighbours is where it can only be; two may have changed places.
    """
    unplaced = [row for row in table.section.rows if row.label not in _PLACED]
    for row in unplaced:
        others = [
            other for other in unplaced if other is not row and exchangeable[other.row.key] == exchangeable[row.row.key]
        ]
        if row.label == Label.ANCHORED and not others:
            continue
        alone = row.label == Label.PRESUMED and not others
        for i, field in enumerate(row.row.fields):
            figure = table.figure(row, i)
            same = figure is not None and all(table.figure(other, i) == figure for other in others)
            if not same or (alone and any(table.figure(row, k) for k in range(len(row.row.fields)))):
                doubts[field] = Doubt.ROW


def _doubt_columns(table: _Table, doubts: dict[str, Doubt]) -> None:
    by_key = {row.row.key: row for row in table.section.rows}
    for block, header in zip(table.section.section.blocks, table.section.headers, strict=True):
        if header.columns == Columns.PRESUMED and all(row.label == Label.PRESUMED for row in by_key.values()):
            doubts.update((field, Doubt.COLUMN) for form_row in block.rows for field in form_row.fields)
        for i, places in enumerate(header.places):
            for row in (by_key[form_row.key] for form_row in block.rows):
                if len({table.figure(row, place) for place in places}) > 1 and row.label != Label.UNIFORM:
                    doubts[row.row.fields[i]] = Doubt.COLUMN
        summed = [i for i, column in enumerate(block.columns) if column.key != "total" or column.group is not None]
        open_columns = summed if header.columns != Columns.NAMED else sorted(header.unnamed)
        if len(open_columns) < 2:
            continue
        for form_row in block.rows:
            row = by_key[form_row.key]
            figures = {table.figure(row, i) for i in open_columns}
            if len(figures) > 1 and row.label != Label.UNIFORM:
                doubts.update((form_row.fields[i], Doubt.COLUMN) for i in open_columns)


def _doubt_totals(section: SectionReading, doubts: dict[str, Doubt]) -> None:
    """The totals of a table of whole numbers in which each row has a figure too few, and none ends in a sum: that
    column may be the one that was cut off, and what an author printed there is not what follows from the others.
    """
    for block in section.section.blocks:
        own = [row for row in section.rows if row.row in block.rows]
        figures = [[token.text for token in row.tokens if token.kind == NUMBER] for row in own]
        counts = {len(texts) for texts in figures}
        if (
            block.columns[-1].key == "total"
            and counts == {len(block.columns) - 1}
            and not any(map(_ends_in_sum, figures))
        ):
            doubts.update((row.row.fields[-1], Doubt.COLUMN) for row in own)


def _doubt_lone_figures(section: SectionReading, doubts: dict[str, Doubt]) -> None:
    """A figure alone on a line behind a label, where other rows have theirs beside it and some have lost blank cells:
    it may be a page number in the place of a blank.
    """
    filled = [row for row in section.rows if row.tokens]
    if len(filled) == len(section.rows) or 2 * sum(row.label_on_line for row in filled) < len(filled):
        return
    for row in filled:
        if len(row.tokens) == len(row.row.fields) == 1 and not row.label_on_line:
            doubts[row.row.fields[0]] = Doubt.DISORDER


def _ends_in_sum(texts: Sequence[str]) -> bool:
    numbers = [whole_number(text) or 0 for text in texts]
    return numbers[-1] > 0 and numbers[-1] == sum(numbers[:-1])


def _doubt_shifts(table: _Table, identities: Sequence[Identity], doubts: dict[str, Doubt]) -> None:
    """Above a row without figures or zeros, the figures that would be others if a row had been dropped and those below
    it moved up.

    Each row above is tried as the one that was dropped. Where everything that balances now would balance then as well,
    only a person can say.
    """
    rows = [row for row in table.section.rows if row.row.labels]
    checked = {name for identity in identities for name in identity.fields}
    shown = _zeros_shown(rows, alone=checked.isdisjoint(name for row in rows for name in row.row.fields))
    zeros_printed = any(_has_zero(row, NUMBER) for row in rows)
    whole = {name: 0 for identity in identities for name in identity.fields}
    whole.update((name, value) for name, value in table.values.items() if isinstance(value, int))
    holding = [one.identity for one in check(identities, whole) if one.holds]
    for last, hollow in enumerate(rows):
        shows_zeros = (
            any(token.kind in shown for token in hollow.tokens) if shown else _has_cells(hollow, zeros_printed)
        )
        if shows_zeros and hollow.label != Label.MISSING:
            continue
        moved = whole | dict.fromkeys(hollow.row.fields, 0)
        for first in range(last - 1, -1, -1):
            above, below = rows[first].row.fields, rows[first + 1].row.fields
            if len(above) != len(below):
                break
            moved.update((lower, whole.get(upper, 0)) for upper, lower in zip(above, below, strict=True))
            moved.update(dict.fromkeys(above, 0))
            if all(one.holds for one in check(holding, moved)):
                doubts.update((name, Doubt.SHIFT) for name, value in moved.items() if whole.get(name, 0) != value)


def _zeros_shown(rows: Sequence[RowReading], *, alone: bool) -> tuple[str, ...]:
    """The kinds of token that show figures or zeros: a stroke or a blank cell is a zero only where no row prints its
    zeros better. None where no row of zeros is seen; in a table that stands `alone`, without identities, where no zero.
    """
    for last, kind in enumerate((NUMBER, MARK, BLANK)):
        if any(_is_of_zeros(row, kind) or (alone and _has_zero(row, kind)) for row in rows):
            return (NUMBER, MARK, BLANK)[: last + 1]
    return ()


def _has_cells(row: RowReading, zeros_printed: bool) -> bool:
    """Whether a row may be one of zeros although it shows none: where others print a 0, at least its cells are seen."""
    return bool(row.tokens) or not zeros_printed


def _has_zero(row: RowReading, kind: str) -> bool:
    return any(token.kind == kind and (kind != NUMBER or token.text == "0") for token in row.tokens)


def _is_of_zeros(row: RowReading, kind: str) -> bool:
    filled = [token for token in row.tokens if token.kind != BLANK or kind == BLANK]
    zeros = all(token.kind == kind and (kind != NUMBER or token.text == "0") for token in filled)
    return zeros and len(filled) >= len(row.row.fields)
