"""Judging's first question: is each figure's place proved, or the same under every order that is left?

Identities cannot see two result rows swapped, two applicant columns swapped throughout, or a row dropped with the rows
below moving up. What may have happened unseen stands in `DOUBTS`, a table of named rules; `find_doubts` runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from extractor.forms import Form, Identity, Section
from extractor.judging.moved_rows import moved_fields
from extractor.judging.resolve_placements import Value
from extractor.reading.model import (
    ColumnBasis,
    Placement,
    Reading,
    RowBasis,
    RowReading,
    SectionReading,
)
from extractor.reading.numbers import is_figure, whole_number

_PLACED = (RowBasis.EXACT, RowBasis.FUZZY, RowBasis.CHAINED, RowBasis.UNIFORM)
_BY_COUNT = (RowBasis.ANCHORED, RowBasis.CHAINED, RowBasis.PRESUMED)


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
    UNREAD = "unread"
    """Something is printed among the figures of its row that is none, and may be a cell of its own or a part of one."""
    READERS = "readers"
    """The grid of the file and the decoder of its text read different figures."""
    RECOGNISED = "recognised"
    """Its characters were recognised in a picture, not for sure, and the identities do not vouch for it."""


class ReadTable(NamedTuple):
    """One table as it was read: `values` are its figures with those that follow, `printed` those that were read alone.

    `violated` are the fields in identities that fail, `identities` those of the form that can be checked.
    """

    form: Form
    section: SectionReading
    values: Mapping[str, Value | None]
    printed: Mapping[str, Value | None]
    violated: frozenset[str]
    identities: Sequence[Identity]

    @property
    def rows(self) -> tuple[RowReading, ...]:
        """Its rows, in the order of the form."""
        return self.section.rows

    def figure(self, row: RowReading, column: int) -> Value | None:
        """The value of a row in a column."""
        return self.values.get(row.row.fields[column])

    def differs(self, row: RowReading, columns: Iterable[int]) -> bool:
        """Whether a row has other figures in some of these columns than in the others."""
        return row.basis != RowBasis.UNIFORM and len({self.figure(row, column) for column in columns}) > 1

    def agrees(self, row: RowReading, placement: Placement) -> bool:
        """Whether every figure of a placement is the value its slot has, or has none."""
        pairs = zip((cell.value for cell in placement), map(self.values.get, row.row.fields), strict=True)
        return all(None in pair or pair[0] == pair[1] for pair in pairs)


@dataclass(frozen=True, slots=True)
class DoubtRule:
    """A way in which a figure may not be where it seems: `fields` finds those it touches.

    `says` tells a user what it saw; `case` is the file of tests/cases that fails without it. `in_grids` says that it
    holds for a row whose cells the file itself shows: such a row cannot have lost or moved any.
    """

    name: str
    doubt: Doubt
    says: str
    case: str
    fields: Callable[[ReadTable], Iterable[str]]
    in_grids: bool = False


def find_doubts(tables: Iterable[ReadTable]) -> dict[str, DoubtRule]:
    """The fields whose place is in doubt, each with the first rule that says so; the others are where they seem."""
    doubts: dict[str, DoubtRule] = {}
    for table in tables:
        certain = set(_fields_of(row for row in table.rows if row.in_grid))
        for rule in DOUBTS:
            for field in rule.fields(table):
                if rule.in_grids or field not in certain:
                    doubts.setdefault(field, rule)
    return doubts


def read_tables(
    reading: Reading,
    values: Mapping[str, Value | None],
    printed: Mapping[str, Value | None],
    violated: frozenset[str],
    identities: Sequence[Identity],
) -> list[ReadTable]:
    """The tables of a reading that were found."""
    found = (section for section in reading.sections if section.found)
    return [ReadTable(reading.form, section, values, printed, violated, identities) for section in found]


def _fields_of(rows: Iterable[RowReading]) -> Iterator[str]:
    return chain.from_iterable(row.row.fields for row in rows)


def _moved_up(table: ReadTable) -> Iterable[str]:
    return moved_fields(table.rows, table.printed, table.identities)


def _lone_figures(table: ReadTable) -> Iterator[str]:
    """Figures alone on a line behind a label, where other rows have theirs beside it and some have lost their cells."""
    filled = [row for row in table.rows if row.tokens]
    if len(filled) == len(table.rows) or 2 * sum(row.label_on_line for row in filled) < len(filled):
        return
    alone = (row for row in filled if len(row.tokens) == len(row.row.fields) == 1)
    yield from _fields_of(row for row in alone if not row.label_on_line)


def _totals_cut_off(table: ReadTable) -> Iterator[str]:
    """The totals of whole numbers where each row has a figure too few, and none holds a sum: what an author printed
    in a column that was cut off is not what follows from the others.
    """
    for block, _, rows in table.section.blocks():
        figures = [[token.text for token in row.figures] for row in rows]
        one_too_few = set(map(len, figures)) == {len(block.columns) - 1}
        for end in (i for i in (0, -1) if one_too_few and block.columns[i].is_total):
            if not any(_is_sum(texts, end) for texts in figures):
                yield from (row.row.fields[end] for row in rows)


def _is_sum(texts: Sequence[str], end: int) -> bool:
    """Whether the first figure or the last, at `end`, is the sum of the others."""
    numbers = [whole_number(text) or 0 for text in texts]
    return numbers[end] > 0 and 2 * numbers[end] == sum(numbers)


def _unnamed_columns(table: ReadTable) -> Iterator[str]:
    """Figures that differ between columns which the header does not name."""
    for block, header, rows in table.section.blocks():
        terms = [i for i, column in enumerate(block.columns) if not column.is_total or column.group is not None]
        unnamed = terms if header.basis != ColumnBasis.NAMED else sorted(header.unnamed)
        yield from (row.row.fields[i] for row in rows if table.differs(row, unnamed) for i in unnamed)


def _interchangeable_columns(table: ReadTable) -> Iterator[str]:
    """Figures that would differ in another place in which their column's name may stand as well."""
    for _, header, rows in table.section.blocks():
        for column, others in enumerate(header.possible_columns):
            yield from (row.row.fields[column] for row in rows if table.differs(row, others))


def _without_labels(table: ReadTable) -> Iterator[str]:
    """Blocks without a header in a table without any label."""
    if all(row.basis == RowBasis.PRESUMED for row in table.rows):
        for _, header, rows in table.section.blocks():
            yield from _fields_of(rows) if header.basis == ColumnBasis.PRESUMED else ()


def _exchangeable_figures(table: ReadTable) -> Iterator[str]:
    """Figures of rows without a label of their own that are not the same in all such rows which may be exchanged.

    One row alone between labelled neighbours is where it can only be; two may have changed places.
    """
    group = _exchangeable_rows(table.form, table.section.section)
    unplaced = [row for row in table.rows if row.basis not in _PLACED]
    for row in unplaced:
        others = [other for other in unplaced if other is not row and group[other.row.key] == group[row.row.key]]
        if row.basis == RowBasis.ANCHORED and not others:
            continue
        figures = [table.figure(row, i) for i in range(len(row.row.fields))]
        alone = row.basis == RowBasis.PRESUMED and not others and any(figures)
        for i, figure in enumerate(figures):
            if alone or figure is None or any(table.figure(other, i) != figure for other in others):
                yield row.row.fields[i]


@lru_cache(maxsize=32)
def _exchangeable_rows(form: Form, section: Section) -> dict[str, int]:
    """Rows that stand in the same identities have the same number: swapping their figures breaks nothing."""
    numbers: dict[tuple[int, frozenset[str]], int] = {}
    groups: dict[str, int] = {}
    for number, block in enumerate(section.blocks):
        for row in block.rows:
            fields = set(row.fields)
            shared = frozenset(
                f"{identity.name}{'<' if not fields.isdisjoint(identity.left) else '>'}"
                for identity in form.identities
                if not fields.isdisjoint(identity.fields) and not fields.issuperset(identity.fields)
            )
            groups[row.key] = numbers.setdefault((number, shared), len(numbers))
    return groups


def _unplaced(table: ReadTable) -> Iterator[str]:
    """Rows whose figures the arithmetic knows, but not one placement of what is printed there agrees with it."""
    for row in table.rows:
        printed = any(token.text != "0" for token in row.figures)
        if printed and not row.settled and not any(table.agrees(row, placement) for placement in row.placements):
            yield from row.row.fields


def _left_over(table: ReadTable) -> Iterable[str]:
    """Where figures are left over, only a row beside its own label is sure."""
    rows = table.rows if table.section.leftover else ()
    return _fields_of(row for row in rows if row.basis != RowBasis.UNIFORM and not (row.tidy and row.label_on_line))


def _by_count(table: ReadTable) -> Iterator[str]:
    """Rows known by count need a whole table that balances."""
    fails = not table.violated.isdisjoint(table.section.fields)
    if table.section.leftover or (not fails and all(row.tokens for row in table.rows)):
        return
    counted = any(row.basis == RowBasis.BULK for row in table.rows)
    yield from _fields_of(
        row for row in table.rows if row.basis in _BY_COUNT or (counted and row.basis != RowBasis.UNIFORM)
    )


def _beside_unread(table: ReadTable) -> Iterator[str]:
    """Rows in which something is printed that is no figure, and that not every placement gives a slot to."""
    for row in table.rows:
        shown = [{cell.token for cell in placement} for placement in row.placements]
        unread = [token for token in row.figures if not is_figure(token.text)]
        if unread and not (shown and all(tokens.issuperset(unread) for tokens in shown)):
            yield from row.row.fields


def _read_otherwise(table: ReadTable) -> Iterable[str]:
    return table.section.read_otherwise


def _in_two_copies(table: ReadTable) -> Iterator[str]:
    return _fields_of(table.rows if table.section.copies_differ else ())


def _in_repeated_rows(table: ReadTable) -> Iterator[str]:
    return _fields_of(row for row in table.rows if row.repeated)


DOUBTS: tuple[DoubtRule, ...] = (
    DoubtRule(
        "readers-differ",
        Doubt.READERS,
        "the cells of the file show one figure, and its text read by itself another",
        "",
        _read_otherwise,
        in_grids=True,
    ),
    DoubtRule(
        "words-among-the-figures",
        Doubt.UNREAD,
        "something is printed in its row that is no figure, and may be a part of one or a cell of its own",
        "words-between-two-figures-of-a-row",
        _beside_unread,
    ),
    DoubtRule(
        "rows-moved-up",
        Doubt.SHIFT,
        "a row below is empty in a table that prints its zeros; rows may have moved up, and all would balance",
        "rows-moved-up-above-an-empty-row",
        _moved_up,
    ),
    DoubtRule(
        "figure-alone-on-its-line",
        Doubt.DISORDER,
        "it stands alone on a line behind its label, where other rows have theirs beside it: perhaps a page number",
        "page-number-in-the-place-of-a-blank",
        _lone_figures,
    ),
    DoubtRule(
        "column-of-totals-cut-off",
        Doubt.COLUMN,
        "each row has a figure too few, and none ends in a sum: the column of totals may have been cut off",
        "column-of-totals-cut-off",
        _totals_cut_off,
    ),
    DoubtRule(
        "columns-not-named",
        Doubt.COLUMN,
        "the header does not name its column, and the figures of the columns in question differ",
        "columns-named-in-another-order",
        _unnamed_columns,
    ),
    DoubtRule(
        "column-names-may-be-exchanged",
        Doubt.COLUMN,
        "the order of the columns' names cannot be seen, and the figure would be another in another order",
        "name-of-a-column-on-a-line-of-its-own",
        _interchangeable_columns,
    ),
    DoubtRule(
        "no-label-and-no-header",
        Doubt.COLUMN,
        "neither a row's label nor a header was found in its table",
        "all-zero-disputes-without-names-of-columns",
        _without_labels,
    ),
    DoubtRule(
        "rows-may-be-exchanged",
        Doubt.ROW,
        "its row is known by the order of the form alone, and rows that no identity tells apart have other figures",
        "two-damaged-labels-in-each-others-place",
        _exchangeable_figures,
    ),
    DoubtRule(
        "printed-figures-fit-no-slot",
        Doubt.DISORDER,
        "no placement of the figures printed in its row agrees with what the identities say",
        "figure-too-many-in-the-row-of-totals",
        _unplaced,
    ),
    DoubtRule(
        "figures-left-over",
        Doubt.DISORDER,
        "figures of its table were left over, and its own do not stand beside their label",
        "figures-without-a-row-and-a-row-short-of-one",
        _left_over,
    ),
    DoubtRule(
        "rows-by-count-in-a-torn-table",
        Doubt.DISORDER,
        "its row is known by count alone, in a table that is not whole or does not balance",
        "columns-read-one-by-one-within-blocks",
        _by_count,
    ),
    DoubtRule(
        "table-printed-twice",
        Doubt.DISORDER,
        "its table stands there more than once, with other figures",
        "table-of-the-year-before-above-it",
        _in_two_copies,
        in_grids=True,
    ),
    DoubtRule(
        "row-printed-twice",
        Doubt.DISORDER,
        "its row's label stands in the table once more, with figures behind it",
        "row-twice-with-other-figures-beside-two-blanks",
        _in_repeated_rows,
        in_grids=True,
    ),
)
"""The rules, first match first."""

OCR_DOUBT = DoubtRule(
    "recognised-not-for-sure",
    Doubt.RECOGNISED,
    "its characters were recognised in a picture, not for sure, and no identity says them without another such figure",
    "",
    lambda _: (),
)
"""What is said of the figures that `ocr_confidence` finds; it is asked once the identities are known that vouch."""
