"""Figures of which each digit is printed twice, as bold by double printing comes out: 33220088 for 3208.

Where the whole text proves it they are read once (`sources/extra_characters.py`). What is left is asked here: may it be
so, and no identity would tell?
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from extractor.forms import Form
from extractor.lexicon.repeated import is_said_twice, telling_digits, times_printed
from extractor.reading.model import RowReading

# So many different digits that are all printed twice are no chance.
_NO_CHANCE = 3
# The share of a report's figures that are nearly all.
_MOST = 0.8


def repeated_fields(rows: Sequence[RowReading], form: Form, of_report: Collection[str]) -> Iterator[str]:
    """The fields of the rows with such figures in a table: one that has no others, or a row beside a label printed so,
    or one that no identity sums up in a table with so many of them that it is no chance; all such rows where the tables
    of the report have no other figures, which are `of_report`.
    """
    figures = {row.row.key: figures_of(row) for row in rows}
    repeated = set(filter(_is_repeated, chain.from_iterable(figures.values())))
    if not repeated:
        return
    is_whole = any(map(_are_no_others, (set(chain.from_iterable(figures.values())), of_report))) or _are_most(of_report)
    alone = {row.row.key for row in rows if not any(map(form.within.get, row.row.fields))}
    telling = (_telling(one) for one in repeated if any(one in figures[key] for key in alone))
    is_no_chance = sum(digits for digits in telling if digits > 1) >= _NO_CHANCE
    for row in rows:
        is_open = is_whole or row.is_doubled or (is_no_chance and row.row.key in alone)
        if is_open and not repeated.isdisjoint(figures[row.row.key]):
            yield from row.row.fields


def figures_of(row: RowReading) -> set[str]:
    """The figures of a row as they are printed."""
    return {one.text for one in row.figures if any(map(str.isdecimal, one.text))}


def _is_repeated(figure: str) -> bool:
    return times_printed(figure) > 1 or is_said_twice(figure)


def _are_no_others(figures: Collection[str]) -> bool:
    """Whether all figures are such, and there are several, or a zero is."""
    return all(map(_is_repeated, figures)) and (len(figures) > 1 or any(not one.strip("0") for one in figures))


def _are_most(figures: Collection[str]) -> bool:
    """Whether a zero is such a figure, since nobody prints 00 for 0; or nearly all figures are, with so many digits
    printed twice that it is no chance.
    """
    repeated = [figure for figure in figures if times_printed(figure) > 1]
    is_no_chance = sum(map(_telling, repeated)) >= 2 * _NO_CHANCE
    has_zero = any(not one.strip("0") for one in repeated)
    return has_zero or (len(repeated) >= _MOST * len(figures) and is_no_chance)


def _telling(repeated: str) -> int:
    """How many digits of a figure say that it is printed twice."""
    times = times_printed(repeated)
    return telling_digits(repeated, times) if times > 1 else len(repeated[: len(repeated) // 2].replace("0", ""))
