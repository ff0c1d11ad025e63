"""Digits on a line without a label, in a table whose rows stand on a line each: they may be parts of figures too long
for their cells, which were broken over two lines.

A rule of `doubts.DOUBTS`: it gives the fields of a table that it touches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from extractor.arithmetic import check, integers_in
from extractor.judging.read_table import ReadTable
from extractor.reading.model import NUMBER, RowReading, Token

# A part of a figure may be all there is on the line beside a row of one figure.
_ALONE = 2


def beside_parts(table: ReadTable) -> Iterator[str]:
    """Rows right above or below digits alone on their line, where all sums of the row hold with these as the
    beginnings, or the ends, of as many of its figures; and the rows whose figures these digits are taken for.
    """
    several = [row for row in table.rows if len(row.figures) > 1]
    if 2 * sum(map(_is_in_line, several)) < len(several):
        return
    rows = {row.figures[0].line: row for row in table.rows if row.label_on_line and row.is_on_one_line and row.figures}
    strays = _strays(table, set(rows))
    for line, row in rows.items():
        # Some converters leave a blank line between any two; what stands below a row's next label is that row's own.
        above = strays.get(line - 1) or (() if line - 1 in rows else strays.get(line - 2, ()))
        for parts, at_end in ((above, False), (strays.get(line + 1, ()), True)):
            if _may_be_parts(table, row, parts, at_end=at_end):
                yield from row.row.fields
                yield from _owners(table, set(parts))


def _is_in_line(row: RowReading) -> bool:
    """Whether some of a row's figures stand beside each other, and not all one below the other."""
    return len({token.line for token in row.figures}) < len(row.figures)


def _strays(table: ReadTable, lines: set[int]) -> dict[int, list[Token]]:
    """The digits on each line that is no row's, from left to right."""
    strays: dict[int, list[Token]] = {}
    for token in sorted({*table.section.tokens, *table.section.leftover}, key=lambda token: token.start):
        if token.kind == NUMBER and token.line not in lines:
            strays.setdefault(token.line, []).append(token)
    return {line: tokens for line, tokens in strays.items() if all(token.text.isdecimal() for token in tokens)}


def _may_be_parts(table: ReadTable, row: RowReading, parts: Sequence[Token], *, at_end: bool) -> bool:
    """Whether all sums of a row hold with these digits put before, or behind, as many of its figures, of which none
    begins with a 0 then.
    """
    cells = dict(zip(row.row.fields, row.placements[0], strict=True)) if row.placements else {}
    figures = {
        field: cell.token.text
        for field, cell in cells.items()
        if cell.token is not None and cell.kind == NUMBER and cell.token.text.isdecimal()
    }
    if at_end:
        figures = {field: text for field, text in figures.items() if not text.startswith("0")}
    elif any(part.text.startswith("0") for part in parts):
        return False
    # A line with as many figures as there are columns is a row of its own.
    if not 0 < len(parts) <= len(figures) or len(parts) >= max(len(row.row.fields), _ALONE):
        return False
    own = [one for one in table.identities if set(one.fields) <= set(row.row.fields)]
    read = {field: table.values.get(field) for field in row.row.fields}
    for fields in combinations(figures, len(parts)):
        whole = {
            field: int(figures[field] + part.text if at_end else part.text + figures[field])
            for field, part in zip(fields, parts, strict=True)
        }
        if not any(one.violated for one in check(own, integers_in({**read, **whole}))):
            return True
    return False


def _owners(table: ReadTable, parts: set[Token]) -> Iterator[str]:
    """The fields of the rows that these digits were read into."""
    for row in table.rows:
        if not parts.isdisjoint(row.tokens):
            yield from row.row.fields
