"""A table whose header names the columns in another order than the form: read in the order that it names.

The order is taken where every name is there whole, from lines that show it of any two: they, or what spans them, stand
on one line, or each is a line of its own. A section with its columns in that order is read by the same rules as any
other; what was read is then put back into the form's order. Nothing is taken where the header, held against that order,
does not name every column, or the figures of a row stand on several lines and not all behind its label: what a
converter wrote in an order of its own shows none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain, combinations, groupby, permutations, product

from extractor.forms import Block, Row, Section
from extractor.reading.header_names import SeenHeader, transitive_closure
from extractor.reading.model import ColumnBasis, Header, RowReading, SectionReading

Order = tuple[int, ...]
"""The indices of a block's columns, in the order in which a header names them."""


def named_order(seen: SeenHeader) -> Order | None:
    """The order in which a header names the columns of its block; None where it does not show it."""
    count = len(seen.own)
    if not all(seen.times):
        return None
    if any(len(line) > 1 for line in seen.columns_by_line):
        inner = _order_by_lines(seen) if seen.groups == 1 else _order_in_groups(seen)
    else:
        inner = _order_of_cells(seen)
    if inner is None or sorted(inner) != list(range(count)):
        return None
    return tuple(i + count * group for group in range(seen.groups) for i in inner)


def _order_by_lines(seen: SeenHeader) -> Order | None:
    """The order in which lines name the columns, where all lines together show it of any two."""
    pairs = (
        product(one.columns, other.columns)
        for one, other in permutations(seen.all_names, 2)
        if one.line == other.line and one.at < other.at and one.columns.isdisjoint(other.columns)
    )
    every = range(len(seen.own))
    before = transitive_closure(set(chain.from_iterable(pairs)), len(seen.own))
    if any(((i, j) in before) == ((j, i) in before) for i, j in combinations(every, 2)):
        return None
    return tuple(sorted(every, key=lambda i: sum((j, i) in before for j in every)))


def _order_in_groups(seen: SeenHeader) -> Order | None:
    """The order in which every group of columns is named, where each is on one line."""
    count = len(seen.own)
    groups = {tuple(line[at : at + count]) for line in seen.columns_by_line for at in range(0, len(line), count)}
    return groups.pop() if len(groups) == 1 else None


def _order_of_cells(seen: SeenHeader) -> Order | None:
    """The order of names that are each a line, one right behind the other: each is a cell.

    The total may stand before them, since its cell begins a line higher: its own place the sums of the rows show. For
    the same reason nothing is known where a name stands behind one that spans others.
    """
    runs = (list(own) for is_name, own in groupby(seen.names_of_lines, key=bool) if is_name)
    lines = list(chain.from_iterable(run for run in runs if len(run) > 1))
    for at, over in enumerate(lines):
        if len(over) > 1 and any(one.isdisjoint(over) and one.intersection(seen.terms) for one in lines[at:]):
            return None
    terms = [i for own in lines if len(own) == 1 for i in own if i in seen.terms]
    count = len(seen.terms)
    groups = {tuple(terms[at : at + count]) for at in range(0, len(terms), count)}
    if len(groups) != 1 or len(terms) != count * seen.groups:
        return None
    order = list(groups.pop())
    for i in range(len(seen.own)):
        if i not in seen.terms:
            order.insert(i, i)
    return tuple(order)


def in_named_order(
    section: Section,
    judged: Sequence[tuple[SeenHeader, Header]],
    read: Callable[[Section], SectionReading],
) -> SectionReading | None:
    """The section read again by `read` with the columns of its blocks in the order of their headers, where the form's
    is contradicted; None where no header shows another, or what it shows does not explain the table.
    """
    orders = [_order_of(seen, header) for seen, header in judged]
    if all(order == tuple(range(len(order))) for order in orders):
        return None
    made = read(replace(section, blocks=tuple(map(_with_order, section.blocks, orders))))
    names_every = all(header.names_every and not header.possible_columns for header in made.headers)
    if not names_every or not all(map(_is_read_across, made.rows)):
        return None
    rows = {row.row.key: row for row in made.rows}
    blocks = zip(section.blocks, orders, strict=True)
    restored = tuple(_restored(rows[row.key], row, order) for block, order in blocks for row in block.rows)
    headers = tuple(map(_header_restored, made.headers, orders))
    return made._replace(section=section, rows=restored, headers=headers)


def _is_read_across(row: RowReading) -> bool:
    """Whether the figures of a row are known to stand side by side: on one line, or all of them behind its label."""
    return not row.filled or row.is_on_one_line or (row.settled and row.tidy and row.has_own_label)


def _order_of(seen: SeenHeader, header: Header) -> Order:
    named = named_order(seen) if header.basis == ColumnBasis.CONTRADICTED else None
    return named or tuple(range(len(seen.block.columns)))


def _with_order(block: Block, order: Order) -> Block:
    columns = tuple(block.columns[i] for i in order)
    rows = (
        replace(
            row,
            fields=tuple(row.fields[i] for i in order),
            total=None if row.total is None else order.index(row.total),
        )
        for row in block.rows
    )
    return replace(block, columns=columns, rows=tuple(rows))


def _restored(reading: RowReading, row: Row, order: Order) -> RowReading:
    """The reading of a row in the form's order."""
    places = [order.index(i) for i in range(len(order))]
    placements = tuple(tuple(shown[at] for at in places) for shown in reading.placements)
    return reading._replace(row=row, placements=placements, movable=frozenset(order[i] for i in reading.movable))


def _header_restored(header: Header, order: Order) -> Header:
    return header._replace(foreign_words=tuple(sorted((order[i], words) for i, words in header.foreign_words)))
