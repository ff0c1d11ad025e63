"""In which order a header names its columns, where their names are broken over lines.

Text shows the order of names that stand on one line. Of names on different lines it shows it only where the lines keep
their spaces, and one name ends before the other begins however wide a Chinese character is. A name that may stand in
several places makes a difference for figures that differ between these places.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from extractor.forms import Column
from extractor.lexicon.folding import fold_label

Span = tuple[int, int]
ColumnIndices = tuple[frozenset[int], ...]
# No header has so many words that are a part of a name; each is held against each other.
_MOST_NAMES = 300


class HeaderWord(NamedTuple):
    """A word of a header; the columns of characters it takes where a Chinese one takes one, and where it takes two.

    No columns where its line has lost its spaces.
    """

    text: str
    narrow: Span | None = None
    wide: Span | None = None


class _Name(NamedTuple):
    """A part of a column's name: the column, the word, its line and its place there."""

    column: int
    word: HeaderWord
    line: int
    at: int


def are_whole(columns: Sequence[Column], header: str) -> bool:
    """Whether a header, as label text, has every column's name in one piece."""
    return all(any(fold_label(label) in header for label in column.labels) for column in columns)


def possible_columns(
    columns: Sequence[Column], lines: Sequence[Sequence[HeaderWord]], captions: Sequence[str]
) -> ColumnIndices | None:
    """For each column those it may be, by the names that stand before and behind its own (topological bounds).

    None where a name stands before one it should follow, or there are more names than in any header. Each column is
    its own where no line names two columns: then the lines are cells.
    """
    spanning = [fold_label(caption) for caption in captions]
    names = [name for number, line in enumerate(lines) for name in _names(columns, line, number, spanning)]
    if len(names) > _MOST_NAMES:
        return None
    before = {(one.column, other.column) for one, other in combinations(names, 2) if _is_before(one, other)}
    before |= {(other.column, one.column) for one, other in combinations(names, 2) if _is_before(other, one)}
    own = tuple(frozenset((i,)) for i in range(len(columns)))
    if not any(one.line == other.line and one.column != other.column for one, other in combinations(names, 2)):
        return own
    named = {name.column for name in names}
    if 0 in named and (any(one == 0 for one, _ in before) or _leads(columns, lines, spanning)):
        before |= {(0, other) for other in named - {0}}
    before = _transitive_closure(before, len(columns))
    if any(one > other for one, other in before):
        return None
    possible: list[frozenset[int]] = []
    for i in range(len(columns)):
        first = sum(other not in named or (other, i) in before for other in range(i))
        last = (
            len(columns) - 1 - sum(other not in named or (i, other) in before for other in range(i + 1, len(columns)))
        )
        possible.append(frozenset(range(first, last + 1)) if i in named else own[i])
    return tuple(possible)


def _names(columns: Sequence[Column], line: Sequence[HeaderWord], number: int, captions: Sequence[str]) -> list[_Name]:
    """The words of a line that are a part of one column's name alone."""
    found: list[_Name] = []
    for at, word in enumerate(line):
        piece = fold_label(word.text)
        if not piece or any(piece in caption and len(piece) > 2 for caption in captions):
            continue
        holding = [i for i, column in enumerate(columns) if any(piece in fold_label(label) for label in column.labels)]
        if len(holding) == 1:
            found.append(_Name(holding[0], word, number, at))
    return found


def _leads(columns: Sequence[Column], lines: Sequence[Sequence[HeaderWord]], captions: Sequence[str]) -> bool:
    """Whether the first column's name stands on a line before the name that spans the others."""
    for line in lines:
        pieces = [fold_label(word.text) for word in line]
        spanning = [
            i for i, piece in enumerate(pieces) if any(len(piece) > 2 and piece in caption for caption in captions)
        ]
        labels = [*map(fold_label, columns[0].labels)]
        first = [i for i, piece in enumerate(pieces) if piece and any(piece in label for label in labels)]
        if first and spanning and first[0] < spanning[-1]:
            return True
    return False


def _is_before(one: _Name, other: _Name) -> bool:
    """Whether one name is seen to stand before another."""
    if one.column == other.column:
        return False
    if one.line == other.line:
        return one.at < other.at
    left, right = one.word, other.word
    if left.narrow is None or left.wide is None or right.narrow is None or right.wide is None:
        return False
    return left.narrow[1] <= right.narrow[0] and left.wide[1] <= right.wide[0]


def _transitive_closure(before: set[tuple[int, int]], count: int) -> set[tuple[int, int]]:
    """What follows from these relations too: what is before a name is before all that are behind it."""
    closed = set(before)
    for middle in range(count):
        left = [one for one in range(count) if (one, middle) in closed]
        right = [other for other in range(count) if (middle, other) in closed]
        closed |= {(one, other) for one in left for other in right}
    return closed
