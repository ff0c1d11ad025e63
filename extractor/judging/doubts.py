"""Judging's first question: is each figure's place proved, or the same under every order that is left?

Identities cannot see two result rows swapped, two applicant columns swapped throughout, or a row dropped with the rows
below moving up. What may have happened unseen stands in `DOUBTS`, a table of named rules; `find_doubts` runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from extractor.forms import Form, Section
from extractor.judging import torn_order
from extractor.judging.column_doubts import column_gone, totals_cut_off, unnamed_columns
from extractor.judging.misread_digits import led_by_zero
from extractor.judging.moved_cells import moved_cells
from extractor.judging.moved_rows import moved_fields
from extractor.judging.read_table import ReadTable, fields_of_rows
from extractor.judging.repeated_digits import repeated_fields
from extractor.judging.words_in_rows import beside_unread, with_foreign_words
from extractor.judging.wrapped_figures import beside_parts
from extractor.reading.model import (
    ColumnBasis,
    RowBasis,
)
from extractor.reading.numbers import is_figure

_PLACED = (RowBasis.EXACT, RowBasis.FUZZY, RowBasis.CHAINED, RowBasis.ARRANGED, RowBasis.UNIFORM)
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
    YEAR = "year"
    """Words over its table say that it is another year's."""
    REPEATED = "repeated"
    """Each of its digits may be printed several times."""
    DIGITS = "digits"
    """Its digits may be others than those that are printed."""
    LABEL = "label"
    """Words stand in its row's label, or in the header of its column, that make another thing of it."""
    CELL = "cell"
    """Its row shows that the author may have put it, or another of the row, into the cell beside its own."""
    READERS = "readers"
    """The grid of the file and the decoder of its text read different figures."""
    RECOGNISED = "recognised"
    """Its characters were recognised in a picture, not for sure, and the identities do not vouch for it."""


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
        certain = set(fields_of_rows(row for row in table.rows if row.in_grid))
        for rule in DOUBTS:
            for field in rule.fields(table):
                if rule.in_grids or field not in certain:
                    doubts.setdefault(field, rule)
    return doubts


def _moved_up(table: ReadTable) -> Iterable[str]:
    return moved_fields(table.rows, table.printed, table.identities)


def _without_labels(table: ReadTable) -> Iterator[str]:
    """Blocks without a header in a table without any label."""
    if all(row.basis == RowBasis.PRESUMED for row in table.rows):
        for _, header, rows in table.section.blocks():
            yield from fields_of_rows(rows) if header.basis == ColumnBasis.PRESUMED else ()


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


def _movable(table: ReadTable) -> Iterator[str]:
    """Figures in whose place others stand in another order in which all sums hold as well."""
    yield from (row.row.fields[column] for row in table.rows for column in row.movable)


def _unplaced(table: ReadTable) -> Iterator[str]:
    """Rows whose figures the arithmetic knows, but not one placement of what is printed there agrees with it."""
    for row in table.rows:
        printed = any(token.text != "0" for token in row.figures)
        if printed and not row.settled and not any(table.agrees(row, placement) for placement in row.placements):
            yield from row.row.fields


def _left_over(table: ReadTable) -> Iterable[str]:
    """Where figures are left over, only a row beside its own label is sure."""
    rows = table.rows if table.section.leftover else ()
    return fields_of_rows(row for row in rows if row.basis != RowBasis.UNIFORM and not (row.tidy and row.label_on_line))


def _by_count(table: ReadTable) -> Iterator[str]:
    """Rows known by count need a whole table that is understood and balances."""
    fails = not table.violated.isdisjoint(table.section.fields)
    unread = any(not is_figure(token.text) for row in table.rows for token in row.figures)
    if table.section.leftover or (not fails and not unread and all(row.tokens for row in table.rows)):
        return
    counted = any(row.basis == RowBasis.BULK for row in table.rows)
    yield from fields_of_rows(
        row for row in table.rows if row.basis in _BY_COUNT or (counted and row.basis != RowBasis.UNIFORM)
    )


def _read_otherwise(table: ReadTable) -> Iterable[str]:
    return table.section.read_otherwise


def _of_another_year(table: ReadTable) -> Iterator[str]:
    return fields_of_rows(table.rows if table.section.other_year is not None else ())


def _where_sums_fail(table: ReadTable) -> Iterator[str]:
    """All figures beside those that stand in the identities which fail: they are of the same print."""
    if table.sums_fail:
        yield from (field for field in fields_of_rows(table.rows) if field not in table.violated)


def _led_by_zero(table: ReadTable) -> Iterator[str]:
    return led_by_zero(table.rows, table.of_report)


def _in_two_copies(table: ReadTable) -> Iterator[str]:
    return fields_of_rows(table.rows if table.section.copies_differ else ())


def _in_repeated_rows(table: ReadTable) -> Iterator[str]:
    return fields_of_rows(row for row in table.rows if row.repeated)


DOUBTS: tuple[DoubtRule, ...] = (
    DoubtRule(
        "words-name-another-year",
        Doubt.YEAR,
        "what stands over its table says that the table is of another year than the report",
        "last-years-tables-and-this-years-as-pictures",
        _of_another_year,
        in_grids=True,
    ),
    DoubtRule(
        "words-beside-a-label",
        Doubt.LABEL,
        "words stand in its row's label, or in the header of its column, that make another thing of it",
        "label-that-says-the-opposite",
        with_foreign_words,
        in_grids=True,
    ),
    DoubtRule(
        "nearly-all-sums-fail",
        Doubt.DIGITS,
        "nearly all sums of the report fail, as where its digits are not those that are printed",
        "every-digit-one-more-than-is-printed",
        _where_sums_fail,
        in_grids=True,
    ),
    DoubtRule(
        "zero-before-a-figure",
        Doubt.DIGITS,
        "a 0 stands before its other digits, as where its first digit is a picture or two rows lie upon each other",
        "first-digit-lost-before-a-zero",
        _led_by_zero,
        in_grids=True,
    ),
    DoubtRule(
        "figure-in-the-cell-beside-its-own",
        Doubt.CELL,
        "a figure of its row seems to stand in the cell beside its own: a change without a sign beside a blank, a sum "
        "under the number of purchases",
        "decisions-printed-under-the-change-of-items",
        moved_cells,
        in_grids=True,
    ),
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
        beside_unread,
    ),
    DoubtRule(
        "digits-printed-twice",
        Doubt.REPEATED,
        "each of its digits may be printed twice, as bold by double printing comes out of converters",
        "a-figure-printed-twice-beside-such-a-label",
        lambda table: repeated_fields(table.rows, table.form, table.of_report),
        in_grids=True,
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
        torn_order.lone_figures,
    ),
    DoubtRule(
        "figures-before-their-header",
        Doubt.DISORDER,
        "its label stands before the names of its columns, and it stands apart from its label: nothing is in the order "
        "in which it is read",
        "label-and-figure-before-their-header",
        torn_order.before_their_header,
    ),
    DoubtRule(
        "figure-above-its-row",
        Doubt.DISORDER,
        "a figure of its row stands on a line above the others: which column it is of, its place does not show",
        "cell-of-two-lines-before-its-row",
        torn_order.above_their_row,
    ),
    DoubtRule(
        "figure-below-its-row",
        Doubt.DISORDER,
        "a figure of its row stands on a line below the others: which column it is of, its place does not show",
        "cell-of-two-lines-behind-its-row",
        torn_order.below_their_row,
    ),
    DoubtRule(
        "digits-on-a-line-without-a-label",
        Doubt.DISORDER,
        "digits stand alone on the line above or below its row, and may be parts of its figures, broken over "
        "two lines: its sums hold with them too",
        "figures-broken-over-the-line-above-their-row",
        beside_parts,
    ),
    DoubtRule(
        "figure-left-out-of-its-row",
        Doubt.DISORDER,
        "its row has a figure too many, and sums that leave one out between two others",
        "figure-parted-in-a-row-whose-sum-fails",
        torn_order.left_out_of_rows,
    ),
    DoubtRule(
        "column-of-totals-cut-off",
        Doubt.COLUMN,
        "each row has a figure too few, and none ends in a sum: the column of totals may have been cut off",
        "column-of-totals-cut-off",
        totals_cut_off,
    ),
    DoubtRule(
        "columns-not-named",
        Doubt.COLUMN,
        "the header does not show which column is its own, and the figures of those that it may be differ",
        "columns-in-another-order-under-a-wrapped-header",
        unnamed_columns,
    ),
    DoubtRule(
        "column-not-named-may-be-gone",
        Doubt.COLUMN,
        "the header leaves a column out, and no row shows that it is there: an empty cell may stand for a merged one",
        "column-gone-with-its-name-and-a-pad-in-front",
        column_gone,
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
        "figures-in-another-order",
        Doubt.ROW,
        "its table's figures stand apart from their labels, and all sums hold in an order in which it is another",
        "bands-of-columns-that-may-be-exchanged",
        _movable,
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
        "last-years-table-behind-this-years-blank",
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
