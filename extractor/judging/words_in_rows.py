"""Words where figures are: in a row's cells, in its label, or in the header of its column.

Rules of `doubts.DOUBTS`: each gives the fields of a table that it touches.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from extractor.judging.read_table import ReadTable, fields_of_rows
from extractor.lexicon.folding import HAN
from extractor.reading.model import RowReading
from extractor.reading.numbers import is_figure

# Words alone on a line may be the report's name over a page from so many characters on; cells that say so much are few.
_TITLE = 7
_WORD_END = re.compile(rf"{HAN}$")


def beside_unread(table: ReadTable) -> Iterator[str]:
    """Rows in which something is printed that is not understood, and may have moved the other cells along.

    It is no figure and not every placement gives it a slot; or it is alone on its line and as long as a title: then it
    may be the page's, and what stands below it too. Or it is a figure that its column cannot hold: a sign before a
    count; or its last words stand right before a figure, which may be a part of it (本级13，下级 9).
    """
    for row in table.rows:
        shown = [{cell.token for cell in placement} for placement in row.placements]
        unread = [token for token in row.figures if not is_figure(token.text)]
        has_slots = bool(shown) and all(tokens.issuperset(unread) for tokens in shown)
        per_line = Counter(token.line for token in row.tokens)
        may_be_title = any(per_line[one.line] == 1 and len(one.text) >= _TITLE for one in unread)
        is_misplaced = any(cell.is_unread and not cell.too_large and is_figure(cell.printed) for cell in row.cells)
        if (unread and not has_slots) or may_be_title or is_misplaced or _speaks_of_next(row):
            yield from row.row.fields


def _speaks_of_next(row: RowReading) -> bool:
    """Whether a row has figures with words behind them, and right behind these another figure."""
    return any(
        not is_figure(one.text)
        and any(map(str.isdecimal, one.text))
        and _WORD_END.search(one.text)
        and one.line == other.line
        and other.start - one.end <= 1
        for one, other in pairwise(row.figures)
    )


def with_foreign_words(table: ReadTable) -> Iterator[str]:
    """Rows and columns whose labels say more than the form's, and nobody knows that it is harmless."""
    yield from fields_of_rows(row for row in table.rows if row.foreign_words)
    for _, header, rows in table.section.blocks():
        yield from (row.row.fields[column] for column, _ in header.foreign_words for row in rows)
