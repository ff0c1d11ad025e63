"""What else a table's figures might be: exchanges of rows, of columns and of neighbours that no sum can tell.

A field's figure is proved by its place only where nothing else could be: of two rows exchanged, two columns exchanged
throughout a block, or two neighbouring figures exchanged, either an identity breaks, or the text shows which is which.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from extractor.arithmetic import check
from extractor.forms import Block, Form, Identity, Section

Values = Mapping[str, int]


class Exchange(NamedTuple):
    """Fields that take each other's figures, pairwise: those of two rows or columns, or two neighbours; `one` and
    `other` name what is exchanged.
    """

    kind: str
    one: str
    other: str
    pairs: tuple[tuple[str, str], ...]

    def moved(self, values: Values) -> frozenset[str]:
        """The fields that have another figure afterwards."""
        changed = [pair for pair in self.pairs if values.get(pair[0], 0) != values.get(pair[1], 0)]
        return frozenset(field for pair in changed for field in pair)


def exchanges(section: Section) -> Iterator[Exchange]:
    """All of a section's table."""
    for number, block in enumerate(section.blocks):
        for one, other in combinations(block.rows, 2):
            yield Exchange("rows", one.key, other.key, tuple(zip(one.fields, other.fields, strict=True)))
        for i, j in combinations(range(len(block.columns)), 2):
            pairs = tuple((row.fields[i], row.fields[j]) for row in block.rows)
            yield Exchange("columns", f"{number} {i}", f"{number} {j}", pairs)
        yield from _neighbours(block)


def _neighbours(block: Block) -> Iterator[Exchange]:
    for row in block.rows:
        for one, other in pairwise(row.fields):
            yield Exchange("neighbours", one, other, ((one, other),))
    for above, below in pairwise(block.rows):
        for one, other in zip(above.fields, below.fields, strict=True):
            yield Exchange("neighbours", one, other, ((one, other),))


def unseen_by_sums(section: Section, form: Form, values: Values) -> list[Exchange]:
    """The exchanges that change a figure, after which every identity holds that did so before."""
    own = [one for one in form.identities if set(one.fields) <= {field for row in section.rows for field in row.fields}]
    holding = [one.identity for one in check(own, values) if one.holds]
    by_field: dict[str, list[Identity]] = {}
    for identity in holding:
        for field in identity.fields:
            by_field.setdefault(field, []).append(identity)
    return [one for one in exchanges(section) if _holds(one, values, by_field)]


def _holds(exchange: Exchange, values: Values, by_field: Mapping[str, Sequence[Identity]]) -> bool:
    moved = exchange.moved(values)
    if not moved:
        return False
    after = exchanged(values, exchange)
    touched = {one.name: one for field in moved for one in by_field.get(field, ())}
    return all(one.holds for one in check(list(touched.values()), after))


def exchanged(values: Values, exchange: Exchange) -> dict[str, int]:
    """The values after an exchange."""
    after = dict(values)
    for one, other in exchange.pairs:
        after[one], after[other] = values.get(other, 0), values.get(one, 0)
    return after
