"""What stands above the columns of a block, as the rules of `header_rules` ask it: its words, line by line, and which
column's name each is a piece of.

Text shows the order of names that stand on one line. Of names on different lines it shows it only where the lines keep
their spaces, and one name ends before the other begins however wide a Chinese character is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain, combinations, groupby, pairwise, permutations, product
from typing import NamedTuple

from extractor.forms import Block, Section
from extractor.lexicon.folding import fold_label
from extractor.reading.alignment import is_part
from extractor.reading.model import TEXT, Token
from extractor.reading.text_layout import TextLayout

_WORD = re.compile(r"\S+")
# A word of so many characters is known although some are lost in the middle, if this share of the name is left.
_LONG = 3
_LEFT = 0.6
# Fewer characters than this are no name of a column.
_NO_NAME = 2
# No header has so many words that are a part of a name; each is held against each other.
_MOST_NAMES = 300

_NONE = frozenset[int]()
Pairs = set[tuple[int, int]]


class HeaderWord(NamedTuple):
    """A word of a header; the columns of characters it takes where a Chinese one takes one, and where it takes two.

    No columns where its line has lost its spaces, or another word may have pushed it along.
    """

    text: str
    spans: tuple[tuple[int, int], ...] = ()


class _Name(NamedTuple):
    """A piece of a column's name, or what spans several: the columns, the word, its line and its place there."""

    columns: frozenset[int]
    word: HeaderWord
    line: int
    at: int


def words_by_line(tokens: Sequence[Token], layout: TextLayout | None = None) -> list[list[HeaderWord]]:
    """The words of the labels, line by line; `layout` tells where they stand in lines that have kept their spaces."""
    lines: dict[int, list[Token]] = {}
    for token in tokens:
        if token.kind == TEXT:
            words = _WORD.finditer(token.text)
            pieces = [(one.group(), token.start + one.start(), token.start + one.end()) for one in words]
            own = [token._replace(text=text, start=start, end=end) for text, start, end in pieces]
            lines.setdefault(token.line, []).extend(own)
    return [_placed(words, layout) for words in lines.values()]


def _placed(words: Sequence[Token], layout: TextLayout | None) -> list[HeaderWord]:
    if layout is None or not layout.keeps_spaces(words[0].line):
        return [HeaderWord(word.text) for word in words]
    spans = zip(*(layout.spans(words, width) for width in (1, 2)), strict=True)
    # What stands one space behind another word may have been pushed along by it.
    gaps = (layout.text[max(layout.starts[word.line], word.start - 2) : word.start] for word in words)
    return [
        HeaderWord(word.text, () if gap.strip() else own) for word, own, gap in zip(words, spans, gaps, strict=True)
    ]


class SeenHeader:
    """What stands above the columns of a block: its `text` as label text, and its words line by line.

    Where the columns form groups, `own` are those of one of them, and `above` the names of the groups and of what spans
    these, in their orders; else all of them. `terms` are, by their index, all but the total; `elsewhere` are the
    labels of columns that other blocks of the table name.
    """

    def __init__(
        self,
        section: Section,
        block: Block,
        text: str,
        lines: Sequence[Sequence[HeaderWord]],
        above: Sequence[Sequence[str]] = (),
    ) -> None:
        self.block = block
        self.own = [column for column in block.columns if column.group == block.columns[0].group]
        self.terms = [i for i, column in enumerate(self.own) if not column.is_total]
        self.groups = len(block.columns) // len(self.own)
        self.labels = [[fold_label(label) for label in column.labels] for column in self.own]
        self.above = above
        self.whole_text = text
        # A caption spans several columns, and may hold a column's name inside (法人或其他组织).
        self._captions = [fold_label(caption) for caption in section.captions]
        self.text = _without(text, self._captions)
        self.is_bare = len(_without(self.text, map(fold_label, (*block.heading, *section.titles)))) < _NO_NAME
        self.elsewhere: Sequence[Sequence[Sequence[str]]] = ()
        self._lines = lines
        index = {column.key: i for i, column in enumerate(self.own)}
        spans = ((fold_label(one.label), {index[key] for key in one.over if key in index}) for one in section.spans)
        self._spans = {label: frozenset(over) for label, over in spans if 1 < len(over) < len(self.own)}

    @cached_property
    def all_names(self) -> list[_Name]:
        """The words that are a piece of one column's name alone, and those that span some of the columns."""
        words = ((word, line, at) for line, words in enumerate(self._lines) for at, word in enumerate(words))
        found = [_Name(self._named_by(fold_label(word.text)), word, line, at) for word, line, at in words]
        found = [name for name in found if name.columns]
        return found if len(found) <= _MOST_NAMES else []

    @cached_property
    def names(self) -> list[_Name]:
        """The same but for the total, whose place the sums of the rows show, and which is often out of line with the
        others; where no line names two columns the lines are cells, of which one piece of each name counts.
        """
        if self._cells is None:
            return _of_first_group(self._names_of_terms, self.groups)
        return _in_order(self._cells)

    @cached_property
    def are_of_one_group(self) -> bool:
        """Whether the pieces that show the order stand all in one group: before one of them is repeated.

        With those of the next group any order that begins within the form's and goes round would read as it.
        """
        if self.groups == 1 or not self._cells:
            return True
        last = max(name.at for name in self.names)
        own = [(name.columns, name.word.text) for name in self._cells[: last + 1]]
        return len(set(own)) == len(own)

    @cached_property
    def _names_of_terms(self) -> list[_Name]:
        return [name for name in self.all_names if name.columns.intersection(self.terms)]

    @cached_property
    def _cells(self) -> list[_Name] | None:
        """The pieces of names of one column where each has a line of its own; None where some line names two."""
        alone = [name for name in self._names_of_terms if len(name.columns) == 1]
        if any(one.line == other.line and one.columns != other.columns for one, other in combinations(alone, 2)):
            return None
        return [name._replace(line=0, at=at) for at, name in enumerate(alone)]

    def _named_by(self, piece: str) -> frozenset[int]:
        if len(piece) > 2 and any(piece in caption for caption in self._captions):
            return next((over for label, over in self._spans.items() if is_part(label, piece) or piece in label), _NONE)
        holding = [i for i, labels in enumerate(self.labels) if piece and any(piece in label for label in labels)]
        if not holding and len(piece) >= _LONG:
            holding = [i for i, labels in enumerate(self.labels) if any(is_nearly(piece, one) for one in labels)]
        return frozenset(holding) if len(holding) == 1 else _NONE

    @cached_property
    def pieces(self) -> set[int]:
        """The columns, but for the total, of whose names a word is a piece."""
        found = chain.from_iterable(name.columns for name in self.names if len(name.columns) == 1)
        return set(self.terms).intersection(found)

    @cached_property
    def before(self) -> Pairs:
        """The columns of which one is seen to stand before the other, with all that follows from that."""
        pairs = ((one.columns, other.columns) for one, other in permutations(self.names, 2) if _is_before(one, other))
        seen = set(chain.from_iterable(product(*pair) for pair in pairs))
        for over in self._spans.values():
            # What one name spans stands together.
            outside = [(i, j) for i, j in seen if (i in over) != (j in over)]
            seen.update(chain.from_iterable(product(_with(i, over), _with(j, over)) for i, j in outside))
        return transitive_closure(seen, len(self.own))

    @cached_property
    def places(self) -> list[list[int]]:
        """Where each column's whole name stands in the text."""
        return [
            sorted({one.start() for label in labels for one in re.finditer(label, self.text)}) for labels in self.labels
        ]

    @cached_property
    def times(self) -> list[int]:
        """How often each column's whole name stands in the text."""
        return [len(places) for places in self.places]

    @cached_property
    def columns_by_line(self) -> list[list[int]]:
        """The columns that are named on each line, in the order of their names."""
        named = [name for name in self.all_names if len(name.columns) == 1]
        return [[i for name in line for i in name.columns] for _, line in groupby(named, key=lambda name: name.line)]

    @cached_property
    def names_of_lines(self) -> list[frozenset[int]]:
        """For each line that is a whole name and nothing else the columns it is of, none for other lines."""
        columns = {label: frozenset((i,)) for i, labels in enumerate(self.labels) for label in labels}
        lines = ("".join(fold_label(word.text) for word in line) for line in self._lines)
        return [(columns | self._spans).get(line, _NONE) for line in lines]

    @cached_property
    def is_broken(self) -> bool:
        """Whether names stand side by side, broken over lines: 结果结果其他尚未 and below 维持纠正结果审结.

        In each of the groups, unless it prints them whole: names in another order may read so from one group to the
        next.
        """
        names = [self.labels[i][0] for i in self.terms]
        longest, whole = max(map(len, names)), self.text.count("".join(names))
        for width in range(1, longest):
            lines = ["".join(name[start : start + width] for name in names) for start in range(0, longest, width)]
            if all(line in self.text and (self.text.count(line) + whole) % self.groups == 0 for line in lines):
                return True
        return False

    @cached_property
    def named(self) -> set[int]:
        """The columns, but for the total, of whose names a piece is seen."""
        return self.pieces | {i for i in self.terms if self.places[i]}


def _without(text: str, words: Iterable[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return text


def _in_order(names: Sequence[_Name]) -> list[_Name]:
    """Of each column the first piece behind that of the column before; where it has none there, its first."""
    chosen: list[_Name] = []
    for column in sorted({name.columns for name in names}, key=min):
        own = [name for name in names if name.columns == column]
        chosen.append(next((one for one in own if not chosen or one.at > chosen[-1].at), own[0]))
    return chosen


def _of_first_group(names: Sequence[_Name], groups: int) -> list[_Name]:
    """The names up to the first on each line that is repeated there: the next group has the same."""
    kept: list[_Name] = []
    for _, line in groupby(names, key=lambda name: name.line):
        seen: set[frozenset[int]] = set()
        for name in line:
            if groups > 1 and name.columns in seen:
                break
            seen.add(name.columns)
            kept.append(name)
    return kept


def is_nearly(piece: str, wording: str) -> bool:
    """Whether a word is a label that lost a few of its characters, or has a few more."""
    short, long = sorted((piece, wording), key=len)
    return len(short) >= _LEFT * len(long) and is_part(short, long)


def rising_runs(places: Sequence[int]) -> list[list[int]]:
    """The pieces of a row of numbers in which each is larger than the one before."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place > runs[-1][-1]:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def are_out_of_order(places: Sequence[int]) -> bool:
    """Whether one of these is smaller than the one before."""
    return any(later < earlier for earlier, later in pairwise(places))


def _is_before(one: _Name, other: _Name) -> bool:
    """Whether one name is seen to stand before another."""
    if not one.columns.isdisjoint(other.columns):
        return False
    if one.line == other.line:
        return one.at < other.at
    left, right = one.word.spans, other.word.spans
    return bool(left and right) and all(before[1] <= behind[0] for before, behind in zip(left, right, strict=True))


def _with(column: int, over: frozenset[int]) -> frozenset[int]:
    """A column with all that stand together with it."""
    return over if column in over else frozenset((column,))


def transitive_closure(before: Pairs, count: int) -> Pairs:
    """What follows from these relations too: what is before a name is before all that are behind it."""
    closed = set(before)
    for middle in range(count):
        left = [one for one, behind in closed if behind == middle]
        right = [other for ahead, other in closed if ahead == middle]
        closed.update(product(left, right))
    return closed
