"""Pages of words and ruling lines → lines of text: prose a paragraph a line, tables a row a line with tabs.

What each page holds is found first (`extractor.sources.page_content`); headers and footers are then taken out where
several pages show that they are such, and tables that go on over pages are put together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from extractor.sources.continued import continue_tables
from extractor.sources.lines import joined, spans_of
from extractor.sources.model import Box
from extractor.sources.page_content import PageContent, page_content
from extractor.sources.page_noise import without_page_noise
from extractor.sources.tables import Row, TextLine
from extractor.sources.unruled_labels import Spend
from extractor.sources.words import OPENING, Line, PageWords, Span, Word, around, centre, text_of

# A line is full where it ends this many characters from the margin, and goes on where the next is no further indented.
_RAGGED = 1.8
_INDENTED = 1.2
# A paragraph's lines take at least this share of the page's width, and are this close as a share of their height.
_BROAD = 0.5
_CLOSE = 1.7
_ALIKE = 0.15


def lay_out(pages: Sequence[PageWords], spend: Spend = lambda _: None) -> list[list[TextLine]]:
    """The lines of each page, from the top down; `spend` takes the steps of what grows faster than a page does."""
    contents = without_page_noise([page_content(page, spend) for page in pages])
    return [list(_lines(content)) for content in continue_tables(contents)]


def _lines(content: PageContent) -> Iterator[TextLine]:
    tops = [table.box[1] for table in content.tables]

    def above(line: Sequence[Word]) -> int:
        """How many tables begin above a line of text."""
        return bisect_right(tops, centre(around(word.box for word in line))[1])

    runs = {at: list(lines) for at, lines in groupby(sorted(content.lines, key=above), key=above)}
    for at in range(len(content.tables) + 1):
        if at:
            table = content.tables[at - 1]
            yield from (TextLine(_row_line(row), row, table) for row in table.rows)
        if at in runs:
            yield from map(TextLine, _paragraphs(runs[at], content.page.width))


def _row_line(row: Row) -> Line:
    """A row as one line; what follows a blank cell, a tab or the end of the line, has the cell's box."""
    spans: list[Span] = []
    for at, cell in enumerate(row):
        spans += cell.line
        last = at + 1 == len(row)
        if not last or not cell.line:
            drawn = not cell.line and cell.box[2] > cell.box[0]
            spans.append(Span("" if last else "\t", cell.box if drawn else None))
    return tuple(spans)


def _paragraphs(lines: Sequence[Sequence[Word]], width: float) -> Iterator[Line]:
    """Lines of text joined where one fills its line and the next goes on."""
    boxes = [around(word.box for word in line) for line in lines]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    pending: list[Sequence[Span]] = []
    for at, line in enumerate(lines):
        spans = spans_of(line)
        if not spans:
            continue
        whole = pending and not _has_gap(pending[-1]) and not _has_gap(spans)
        if pending and not (whole and _goes_on(boxes[at - 1], boxes[at], (left, right), width, text_of(spans))):
            yield joined(pending, "")
            pending = []
        pending.append(spans)
    if pending:
        yield joined(pending, "")


def _has_gap(line: Sequence[Span]) -> bool:
    """Whether a line is parted by a wide gap, as the cells of a table are."""
    return any(span.box is None and len(span.text) > 1 for span in line)


def _goes_on(above: Box, below: Box, margins: tuple[float, float], width: float, text: str) -> bool:
    """Whether the lower of two lines of text goes on with the sentence of the upper one."""
    size = above[3] - above[1]
    full = above[2] >= margins[1] - _RAGGED * size and above[2] - above[0] >= _BROAD * width
    outset = below[0] <= margins[0] + _INDENTED * size
    near = below[1] - above[3] <= _CLOSE * size and abs(below[3] - below[1] - size) <= _ALIKE * size
    return full and outset and near and not OPENING.match(text)
