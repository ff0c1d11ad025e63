"""A table as it was read, as the rules of doubt ask it: its rows, their figures, and the identities over them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from extractor.forms import Form, Identity
from extractor.judging.misread_digits import nearly_all_fail
from extractor.judging.repeated_digits import figures_of
from extractor.judging.resolve_placements import Value
from extractor.reading.model import Placement, Reading, RowBasis, RowReading, SectionReading


class ReadTable(NamedTuple):
    """One table as it was read: `values` are its figures with those that follow, `printed` those that were read alone.

    `violated` are the fields in identities that fail, `identities` those of the form that can be checked; `of_report`
    are the figures that all tables print; `sums_fail` says that nearly all identities of the report do.
    """

    form: Form
    section: SectionReading
    values: Mapping[str, Value | None]
    printed: Mapping[str, Value | None]
    violated: frozenset[str]
    identities: Sequence[Identity]
    of_report: Collection[str]
    sums_fail: bool

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


def read_tables(
    reading: Reading,
    values: Mapping[str, Value | None],
    printed: Mapping[str, Value | None],
    violated: frozenset[str],
    identities: Sequence[Identity],
) -> list[ReadTable]:
    """The tables of a reading that were found."""
    found = [section for section in reading.sections if section.found]
    figures = set[str]().union(*(figures_of(row) for section in found for row in section.rows))
    sums_fail = bool(violated) and nearly_all_fail(identities, printed)
    return [
        ReadTable(reading.form, section, values, printed, violated, identities, figures, sums_fail) for section in found
    ]


def fields_of_rows(rows: Iterable[RowReading]) -> Iterator[str]:
    """The fields of some rows, row by row."""
    return chain.from_iterable(row.row.fields for row in rows)
