"""The table of one row without a label, printed another way round: a row for each group of its columns, or a row for
each column and a column for each group.

It is then a table like any other, and is read as one. Nothing is taken of it unless every row stands beside its own
label, whole, and the header names every column: the figures are then put back into the one row of the form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from extractor.forms import Block, Column, Row, Section
from extractor.lexicon.folding import fold_label
from extractor.reading.header_rules import NAMED_BY_LABELS
from extractor.reading.model import TEXT, ColumnBasis, Header, RowBasis, RowReading, SectionReading, Token


def read_turned(
    section: Section, tokens: Sequence[Token], read: Callable[[Section], SectionReading]
) -> SectionReading | None:
    """The section whose only row has no label, read by `read` another way round; None where it is not printed so.

    `tokens` are those of its table.
    """
    for turned in _ways_round(section):
        if _may_be_printed(turned, tokens) and (made := read(turned)).found and _is_whole(made):
            return _put_back(section, made)
    return None


def _may_be_printed(turned: Section, tokens: Sequence[Token]) -> bool:
    """Whether each of its labels stands alone in a row of the layout, with a cell for each column: seen at a glance."""
    cells = Counter(token.row for token in tokens if token.kind != TEXT)
    rows: dict[str, list[int]] = {}
    for token in tokens:
        if token.kind == TEXT:
            rows.setdefault(fold_label(token.text), []).append(token.row)
    return all(
        any(cells[at] == len(row.fields) for label in row.labels for at in rows.get(fold_label(label), ()))
        for row in turned.rows
    )


def _ways_round(section: Section) -> Iterator[Section]:
    """The section with a row for each group, and with a row for each column of a group."""
    (block,) = section.blocks
    (row,) = block.rows
    groups = [group for group in section.groups if any(column.group == group.key for column in block.columns)]
    own = [column for column in block.columns if column.group == groups[0].key]
    fields = [row.fields[at : at + len(own)] for at in range(0, len(row.fields), len(own))]
    columns = tuple(column._replace(group=None) for column in own)
    total = next((i for i, column in enumerate(own) if column.is_total), None)
    by_group = (
        Row(group.key, group.labels, cells, en=group.en, total=total)
        for group, cells in zip(groups, fields, strict=True)
    )
    yield _with_rows(section, columns, tuple(by_group))
    as_columns = tuple(Column(group.key, group.labels, own[0].kind, own[0].unit, group.en) for group in groups)
    by_column = (
        Row(column.key, column.labels, cells, en=column.en, is_total=column.is_total)
        for column, cells in zip(own, zip(*fields, strict=True), strict=True)
    )
    yield _with_rows(section, as_columns, tuple(by_column))


def _with_rows(section: Section, columns: tuple[Column, ...], rows: tuple[Row, ...]) -> Section:
    block = Block(section.blocks[0].heading, columns, rows)
    return replace(section, blocks=(block,), groups=(), spans=(), captions=())


def _is_whole(made: SectionReading) -> bool:
    """Whether every row stands beside its own whole label, a cell for each column that the header names, and nothing
    that speaks against a row or a column would be lost with them.
    """
    (header,) = made.headers
    header_is_whole = header.names_every and not header.possible_columns and not header.foreign_words
    return header_is_whole and not made.leftover and all(map(_is_beside_its_label, made.rows))


def _is_beside_its_label(row: RowReading) -> bool:
    in_doubt = row.foreign_words or row.movable or row.inferred or row.repeated or row.merged_cells or row.is_doubled
    return row.basis == RowBasis.EXACT and row.label_on_line and row.tidy and row.settled and not in_doubt


def _put_back(section: Section, made: SectionReading) -> SectionReading:
    """The table as the form has it: all figures in its one row."""
    (row,) = section.rows
    read = [zip(one.row.fields, one.placements[0], strict=True) for one in made.rows]
    cells = dict(chain.from_iterable(read))
    tokens = sorted(chain.from_iterable(one.tokens for one in made.rows), key=lambda token: token.start)
    reading = RowReading(row, RowBasis.EXACT, (tuple(cells[field] for field in row.fields),), True, True, tuple(tokens))
    header = Header(ColumnBasis.NAMED, rule=NAMED_BY_LABELS.name)
    return made._replace(section=section, rows=(reading,), headers=(header,), if_blank=(), label_matches=())
