"""How it is known which column a figure stands in: what the header above the figures names, and in which order.

Text shows the order of names that stand on one line. Of names on different lines it shows it only where the lines keep
their spaces, and one name ends before the other begins however wide a Chinese character is. A name that may stand in
several places makes a difference for figures that differ between these places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain, combinations, pairwise, permutations, product
from typing import NamedTuple

from extractor.forms import Block, Column
from extractor.lexicon.folding import fold_label
from extractor.reading.labels import is_part
from extractor.reading.model import ColumnBasis, Header

# This share of the ordered columns must be named in the header.
_ENOUGH = 0.6
# A word of so many characters is known although some are lost in the middle.
_LONG = 3
# No header has so many words that are a part of a name; each is held against each other.
_MOST_NAMES = 300
_CONTRADICTED = Header(ColumnBasis.CONTRADICTED)


def without_total(columns: Sequence[Column]) -> list[Column]:
    """The columns whose order counts: the total is checked by every row's sum, and its header cell is often out of line
    with the others.
    """
    return [column for column in columns if not column.is_total]


def judge_header_text(columns: Sequence[Column], header: str, captions: Sequence[str] = ()) -> Header:
    """Whether a header, as label text, names these columns in the order of the form, and which it does not name.

    A column is named by its whole label or, where the header is cut short or broken over lines, by the first two
    characters of it, if no other begins so. `captions` span several columns and may hold a column's label
    inside (法人或其他组织).
    """
    ordered = without_total(columns)
    if len(columns) < 2:
        return Header(ColumnBasis.NAMED)
    for caption in captions:
        header = header.replace(fold_label(caption), "")
    whole = [_position(header, [fold_label(label) for label in column.labels]) for column in ordered]
    if _out_of_order([place for place in whole if place is not None]):
        return Header(ColumnBasis.CONTRADICTED)
    named: set[str] = set()
    behind = 0
    beginnings = Counter(fold_label(column.labels[0])[:2] for column in ordered)
    for column, place in zip(ordered, whole, strict=True):
        if place is None:
            begin = fold_label(column.labels[0])[:2]
            place = header.find(begin, behind) if beginnings[begin] == 1 else -1
        if place >= behind:
            named.add(column.key)
            behind = place + 1
    return _header_of(columns, named)


def _header_of(columns: Sequence[Column], named: set[str]) -> Header:
    ordered = {column.key for column in without_total(columns)}
    if len(named & ordered) < _ENOUGH * len(ordered):
        return Header(ColumnBasis.PRESUMED)
    return Header(ColumnBasis.NAMED, frozenset(i for i, c in enumerate(columns) if c.key in ordered - named))


def judge_two_level_header(columns: Sequence[Column], groups: Sequence[str], header: str) -> Header:
    """The same for a header of two levels: the groups stand in order, and so do the columns under each of them."""
    places = [header.rfind(fold_label(label)) for label in groups]
    if _out_of_order([place for place in places if place >= 0]):
        return _CONTRADICTED
    own = [column for column in columns if column.group == columns[0].group]
    whole = sorted((place, i) for i, column in enumerate(own) for place in _all_places(header, column))
    names = [fold_label(column.labels[0]) for column in without_total(own)]
    broken = _is_broken(header, names, len(columns) // len(own))
    if {i for _, i in whole} == set(range(len(own))):
        runs = _rising_runs([i for _, i in whole])
        if broken:  # The total is short enough to be whole where the names beside it are broken.
            runs = [run for run in runs if [own[i].is_total for i in run] != [True]]
        in_order = all(run == list(range(run[0], run[0] + len(run))) and len(run) > 1 for run in runs)
        if not in_order:
            return _CONTRADICTED
        times = Counter(i for _, i in whole)
        rare = {one.key for i, one in enumerate(own) if times[i] * len(own) < len(columns) and not one.is_total}
        lost = frozenset(i for i, one in enumerate(columns) if one.key in rare and len(rare) > 1 and not broken)
        return Header(ColumnBasis.NAMED, _ungrouped(columns, groups, header) | lost)
    return Header(ColumnBasis.NAMED, _ungrouped(columns, groups, header)) if broken else Header(ColumnBasis.PRESUMED)


def _ungrouped(columns: Sequence[Column], groups: Sequence[str], header: str) -> frozenset[int]:
    """The columns of groups of which not two characters side by side are seen that no other group has."""
    pairs = [frozenset(map("".join, pairwise(fold_label(label)))) for label in groups]
    others = [frozenset(chain.from_iterable(other for other in pairs if other is not own)) for own in pairs]
    seen = [any(pair in header for pair in own - other) for own, other in zip(pairs, others, strict=True)]
    keys = list(dict.fromkeys(column.group for column in columns))[1:]
    lost = {key for key, is_seen in zip(keys, seen, strict=True) if not is_seen}
    return frozenset(i for i, column in enumerate(columns) if column.group in lost) if len(lost) > 1 else frozenset()


def _is_broken(header: str, labels: Sequence[str], groups: int) -> bool:
    """Whether a header prints labels side by side, broken over lines: 结果结果其他尚未 and below 维持纠正结果审结.

    In each of the groups, unless it prints them whole: names in another order may read so from one group to the next.
    """
    longest = max(map(len, labels))
    whole = header.count("".join(labels))
    for width in range(1, longest):
        lines = ["".join(label[start : start + width] for label in labels) for start in range(0, longest, width)]
        if all(line in header and (header.count(line) + whole) % groups == 0 for line in lines):
            return True
    return False


def fill_from_other_blocks(
    blocks: Sequence[Block], headers: Sequence[Header], bare: Sequence[bool]
) -> tuple[Header, ...]:
    """The headers of a table's blocks; where one is lost whole, the columns are known that another block names with
    the same labels in the same places.

    `bare` says of which blocks nothing at all stands where the header would.
    """
    named = [
        block.columns
        for block, one in zip(blocks, headers, strict=True)
        if one.basis == ColumnBasis.NAMED and not one.unnamed
    ]
    return tuple(
        Header(ColumnBasis.NAMED)
        if lost and one.basis == ColumnBasis.PRESUMED and any(_begin_alike(block.columns, other) for other in named)
        else one
        for block, one, lost in zip(blocks, headers, bare, strict=True)
    )


def _begin_alike(columns: Sequence[Column], others: Sequence[Column]) -> bool:
    """Whether the other columns begin with these."""
    labels = [column.labels for column in columns]
    return labels == [column.labels for column in others[: len(columns)]]


def _all_places(header: str, column: Column) -> list[int]:
    places: list[int] = []
    for label in map(fold_label, column.labels):
        place = header.find(label)
        while place >= 0:
            places.append(place)
            place = header.find(label, place + 1)
    return places


def judge_header_lines(
    columns: Sequence[Column], lines: Sequence[Sequence[str]], captions: Sequence[str] = ()
) -> Header:
    """The same for a header whose cells are broken over lines, by the words of each line.

    A word names the column whose label alone holds it (维持, 社会, a single 律). On every line the columns must stand
    in the order of the form; a line may begin anew for the next group of columns, where there are groups, but no group
    is then of one word.
    """
    grouped = any(column.group is not None for column in columns)
    labels: dict[str, list[str]] = {}
    for column in columns:
        labels.setdefault(column.key, [fold_label(label) for label in column.labels])
    order = list(labels)
    spanning = [fold_label(caption) for caption in captions]
    seen: set[int] = set()
    for line in lines:
        named = [found for word in line if (found := _named_by(word, labels, order, spanning)) is not None]
        runs = _rising_runs(named)
        if len(named) > 1 and any(len(run) == 1 or (run is not runs[0] and not grouped) for run in runs):
            return Header(ColumnBasis.CONTRADICTED)
        if any(run[0] != runs[0][0] for run in runs):  # Each group begins with the same column.
            return Header(ColumnBasis.CONTRADICTED)
        if len(named) > 1:
            seen.update(named)
    seen.update(_named_downwards(lines, labels, spanning))
    return _header_of(columns, {order[place] for place in seen})


def _named_downwards(lines: Sequence[Sequence[str]], labels: dict[str, list[str]], captions: list[str]) -> list[int]:
    """The columns that cells of a line each name, one below the other; none where they are out of order."""
    order = list(labels)
    words = [line[0] for line in lines if len(line) == 1 and len(fold_label(line[0])) >= _LONG]
    named = [found for word in words if (found := _named_by(word, labels, order, captions)) is not None]
    return named if all(before < behind for before, behind in pairwise(named)) else []


def _named_by(word: str, labels: dict[str, list[str]], order: list[str], captions: list[str]) -> int | None:
    piece = fold_label(word)
    if not piece or _is_in_caption(piece, captions):
        return None
    holding = [key for key, wordings in labels.items() if any(piece in wording for wording in wordings)]
    if not holding and len(piece) >= _LONG:
        holding = [key for key, wordings in labels.items() if any(_is_most_of(piece, wording) for wording in wordings)]
    return order.index(holding[0]) if len(holding) == 1 else None


def _is_in_caption(piece: str, captions: Sequence[str]) -> bool:
    """Whether a word is a part of a caption that spans several columns."""
    return len(piece) > 2 and any(piece in caption for caption in captions)


def _is_most_of(piece: str, wording: str) -> bool:
    """Whether a word is a label that lost a few of its characters."""
    return len(piece) >= _ENOUGH * len(wording) and is_part(piece, wording)


def _rising_runs(places: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for place in places:
        if runs and place > runs[-1][-1]:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _position(header: str, wordings: list[str]) -> int | None:
    """Where a label stands; of several places the last, as a wider caption above may hold it too."""
    for word in wordings:
        place = header.rfind(word)
        if place >= 0:
            return place
    return None


def _out_of_order(places: list[int]) -> bool:
    return any(later < earlier for earlier, later in pairwise(places))


Span = tuple[int, int]
ColumnIndices = tuple[frozenset[int], ...]


class HeaderWord(NamedTuple):
    """A word of a header; the columns of characters it takes where a Chinese one takes one, and where it takes two.

    No columns where its line has lost its spaces.
    """

    text: str
    spans: tuple[Span, ...] = ()


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
    before = {(one.column, other.column) for one, other in permutations(names, 2) if _is_before(one, other)}
    own = tuple(frozenset((i,)) for i in range(len(columns)))
    if not any(one.line == other.line and one.column != other.column for one, other in combinations(names, 2)):
        return own
    named = {name.column for name in names}
    if 0 in named and (any(one == 0 for one, _ in before) or _leads(columns, lines, spanning)):
        before |= {(0, other) for other in named - {0}}
    before = _transitive_closure(before, len(columns))
    if any(one > other for one, other in before):
        return None
    # Names not seen count as in their places, so each stands before those behind it.
    unseen = set(range(len(columns))) - named
    before |= {(i, other) for i, other in combinations(range(len(columns)), 2) if not unseen.isdisjoint((i, other))}
    preceding, following = (Counter(pair[end] for pair in before) for end in (1, 0))
    bounds = ((preceding[i], len(columns) - following[i]) for i in range(len(columns)))
    return tuple(frozenset(range(first, behind_last)) for first, behind_last in bounds)


def _names(columns: Sequence[Column], line: Sequence[HeaderWord], number: int, captions: Sequence[str]) -> list[_Name]:
    """The words of a line that are a part of one column's name alone."""
    found: list[_Name] = []
    for at, word in enumerate(line):
        piece = fold_label(word.text)
        if not piece or _is_in_caption(piece, captions):
            continue
        holding = [i for i, column in enumerate(columns) if any(piece in fold_label(label) for label in column.labels)]
        if len(holding) == 1:
            found.append(_Name(holding[0], word, number, at))
    return found


def _leads(columns: Sequence[Column], lines: Sequence[Sequence[HeaderWord]], captions: Sequence[str]) -> bool:
    """Whether the first column's name stands on a line before the name that spans the others."""
    for line in lines:
        pieces = [fold_label(word.text) for word in line]
        spanning = [i for i, piece in enumerate(pieces) if _is_in_caption(piece, captions)]
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
    left, right = one.word.spans, other.word.spans
    return bool(left and right) and all(before[1] <= behind[0] for before, behind in zip(left, right, strict=True))


def _transitive_closure(before: set[tuple[int, int]], count: int) -> set[tuple[int, int]]:
    """What follows from these relations too: what is before a name is before all that are behind it."""
    closed = set(before)
    for middle in range(count):
        left = [one for one, behind in closed if behind == middle]
        right = [other for ahead, other in closed if ahead == middle]
        closed.update(product(left, right))
    return closed
