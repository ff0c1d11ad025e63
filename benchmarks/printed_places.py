"""Where the figures of a made-up report stand in a converter's text: its printed cells laid beside the table's tokens.

The report says in which order its cells are printed, row by row or, as some converters write them, column by column.
First whole stretches of cells are found again, the telling ones before those that may stand anywhere: figures that are
rare in the table count more, and most of all the row's label before them. What is left between two cells that were
found is laid side by side, figures in pieces or glued to others among it; and a figure that is left over once is the
cell that is left over once. A blank cell has no token. A cell of which the digits are nowhere is lost.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from rapidfuzz.fuzz import ratio

from benchmarks.grid import Table
from extractor.lexicon.figure import CHANGES, UNIT
from extractor.lexicon.folding import fold_label
from extractor.reading.model import MARK, NUMBER, TEXT, Token

_PLAIN = str.maketrans("０１２３４５６７８９．", "0123456789.")
_STROKE = "—"
_WORDS = re.compile("[a-zA-Z一-鿿]")
_AROUND = re.compile(f"{UNIT}|{'|'.join(CHANGES)}")
_GLUED = re.compile(r"(?<=[一-鿿)）])\d+$")
# A stretch of cells is known by so much information, in bits: a label, or a few figures that are rare in the table.
_TELLING = 5.0
_LABEL, _OTHER_LABEL, _ONE_LABEL = 8.0, -6.0, -0.5
_ALIKE, _UNLIKE = 70.0, 40.0
# Rows come first: a stretch down a column has to tell more than the same along a row.
_DOWNWARDS = 0.9


class Piece(NamedTuple):
    """Characters `start` to `end` of a token's text."""

    token: Token
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters."""
        return self.token.text[self.start : self.end]

    @property
    def is_whole(self) -> bool:
        """Whether it is all of its token."""
        return self.start == 0 and self.end == len(self.token.text)


class Places(NamedTuple):
    """The pieces of text that each printed field is written in, in order; and the fields that are not: those whose
    digits stand among what is left over, and those whose digits are lost.
    """

    of_field: Mapping[str, tuple[Piece, ...]]
    unaligned: frozenset[str]
    lost: frozenset[str]

    def among(self, fields: Collection[str]) -> "Places":
        """Those of these fields."""
        own = {field: pieces for field, pieces in self.of_field.items() if field in fields}
        return Places(own, self.unaligned & set(fields), self.lost & set(fields))


class _Cell(NamedTuple):
    """A printed figure with the label printed before it, empty where there is none."""

    field: str
    text: str
    label: str


class _Word(NamedTuple):
    """A figure of the text, with the label before it."""

    piece: Piece
    text: str
    label: str


def digits_of(printed: str) -> str:
    """The digits and the point of a figure as it is printed, a stroke as one; nothing of a blank. What has words beside
    its digits other than a sign or a unit is taken as it stands.
    """
    plain = "".join(printed.translate(_PLAIN).split())
    if _WORDS.search(_AROUND.sub("", plain)):
        return plain
    digits = re.sub(r"[^\d.]", "", plain).strip(".")
    return digits or (_STROKE if plain else "")


def find_places(table: Table, printed: Mapping[str, str], tokens: Sequence[Token]) -> Places:
    """The places of a printed table among the tokens of its section; `printed` are the characters of each field."""
    along, down = _cells(table, printed, downwards=False), _cells(table, printed, downwards=True)
    words = list(_words(tokens))
    search = _Search(along, down, words)
    search.find_torn_rows()
    search.find_stretches()
    search.fill_between()
    search.pair_what_is_left()
    of_field = {along[i].field: search.pieces[i] for i in sorted(search.pieces)}
    missing = {cell.field: cell.text for cell in along if cell.field not in of_field}
    left = " ".join(words[j].text for j in range(len(words)) if j not in search.used)
    unaligned = frozenset(field for field, text in missing.items() if text in left)
    return Places(of_field, unaligned, frozenset(missing) - unaligned)


def _cells(table: Table, printed: Mapping[str, str], *, downwards: bool) -> list[_Cell]:
    placed = [(row, column, cell) for row, column, cell in table.placed()]
    if downwards:
        placed.sort(key=lambda one: one[1::-1])
    made: list[_Cell] = []
    label = ""
    for _, _, cell in placed:
        if cell.role != "figure":
            label += fold_label(cell.text)
        elif text := digits_of(printed.get(cell.key, "")):
            made.append(_Cell(cell.key, text, label))
            label = ""
    return made


def _words(tokens: Sequence[Token]) -> Iterator[_Word]:
    label = ""
    for token in tokens:
        glued = _GLUED.search(token.text) if token.kind == TEXT else None
        if glued is not None:
            yield _Word(Piece(token, *glued.span()), glued.group(), label + fold_label(token.text[: glued.start()]))
            label = ""
        elif token.kind == TEXT:
            label += fold_label(token.text)
        for piece in _figures(token):
            yield _Word(piece, digits_of(piece.text), label)
            label = ""


def _figures(token: Token) -> list[Piece]:
    """The figures and strokes of a token: several where blanks part them."""
    if token.kind not in (NUMBER, MARK):
        return []
    whole = Piece(token, 0, len(token.text))
    parts = [Piece(token, *match.span()) for match in re.finditer(r"\S+", token.text)]
    return parts if token.kind == NUMBER and len(parts) > 1 and not _WORDS.search(token.text) else [whole]


class _Search:
    """The cells found so far, by their number along the rows: their pieces; and the words that are used."""

    def __init__(self, along: Sequence[_Cell], down: Sequence[_Cell], words: Sequence[_Word]) -> None:
        self.along = along
        self.words = words
        self.pieces: dict[int, tuple[Piece, ...]] = {}
        self.used: set[int] = set()
        self._last: dict[int, int] = {}
        number = {cell.field: i for i, cell in enumerate(along)}
        self._orders = [list(range(len(along))), [number[cell.field] for cell in down]]
        self._weights = [_weights(along, words), _weights([cell._replace(label="") for cell in down], words)]
        self._weights[1] *= _DOWNWARDS

    def find_torn_rows(self) -> None:
        """Takes the rows whose figures are torn or glued: behind a like label stand the same digits in other pieces."""
        written = list(_runs(self.words))
        for cells in list(_runs(self.along)):
            printed = [self.along[i].text for i in cells]
            for words in written:
                points = self._points(words)
                if (
                    len(points) > 1
                    and "".join(printed) == "".join(one.text.translate(_PLAIN) for _, one in points)
                    and printed != [self.words[j].text for j in words]
                    and _of_labels(self.along[cells[0]].label, self.words[words[0]].label) == _LABEL
                    and self.used.isdisjoint(words)
                ):
                    self._take_pieces(cells, points)
                    break

    def find_stretches(self) -> None:
        """Takes the most telling stretch of cells that stands in the text as well, over and over."""
        if not self.along or not self.words:
            return
        while True:
            (score, i, j, length), order = max(
                (_best_stretch(weights), which) for which, weights in enumerate(self._weights)
            )
            if score < _TELLING:
                return
            for step in range(length):
                self._take(self._orders[order][i - step], j - step)

    def _take(self, cell: int, word: int, pieces: tuple[Piece, ...] | None = None) -> None:
        self.pieces[cell] = pieces or (self.words[word].piece,)
        self.used.add(word)
        self._last[cell] = word
        for order, weights in zip(self._orders, self._weights, strict=True):
            weights[order.index(cell), :] = -np.inf
            weights[:, word] = -np.inf

    def fill_between(self) -> None:
        """Lays what is left between two found cells beside what is left between their figures."""
        for order in self._orders:
            for cells, words in list(self._gaps(order)):
                printed, written = [self.along[i].text for i in cells], [self.words[j].text for j in words]
                points = self._points(words)
                if printed != written and "".join(printed) == "".join(one.text.translate(_PLAIN) for _, one in points):
                    self._take_pieces(cells, points)
                else:
                    for i, j in _common(printed, written):
                        self._take(cells[i], words[j])

    def _points(self, words: Sequence[int]) -> list[tuple[int, Piece]]:
        """The digits and points of some words, each with its word."""
        pieces = [(j, self.words[j].piece) for j in words]
        every = [(j, Piece(one.token, at, at + 1)) for j, one in pieces for at in range(one.start, one.end)]
        return [(j, one) for j, one in every if one.text.translate(_PLAIN) in "0123456789."]

    def _gaps(self, order: Sequence[int]) -> Iterator[tuple[list[int], list[int]]]:
        """The cells without a place that follow each other in an order, with the free words where they should be."""
        gap: list[int] = []
        before = -1
        for cell in [*order, None]:
            if cell is not None and cell not in self.pieces:
                gap.append(cell)
                continue
            behind = len(self.words) if cell is None else self._first_word(cell)
            free = [j for j in range(before + 1, behind) if j not in self.used]
            if gap and free and len(free) == behind - before - 1:
                yield gap, free
            gap = []
            before = behind if cell is None else self._last[cell]

    def _first_word(self, cell: int) -> int:
        first = self.pieces[cell][0]
        return next(j for j, word in enumerate(self.words) if word.piece.token.start == first.token.start)

    def _take_pieces(self, cells: Sequence[int], points: Sequence[tuple[int, Piece]]) -> None:
        """Gives each cell its own of the digits that all of them have together, in as many pieces as it takes."""
        at = 0
        for cell in cells:
            own = points[at : at + len(self.along[cell].text)]
            at += len(own)
            self._take(cell, own[-1][0], tuple(_joined([piece for _, piece in own])))
            self.used.update(j for j, _ in own)

    def pair_what_is_left(self) -> None:
        """Pairs a figure other than 0 that is left over once with the cell that is left over once."""
        cells = [i for i in range(len(self.along)) if i not in self.pieces]
        words = [j for j in range(len(self.words)) if j not in self.used]
        times = Counter(self.along[i].text for i in cells), Counter(self.words[j].text for j in words)
        for i in cells:
            text = self.along[i].text
            if text not in ("0", _STROKE) and times[0][text] == times[1][text] == 1:
                self._take(i, next(j for j in words if self.words[j].text == text))


def _runs(items: Sequence[_Cell] | Sequence[_Word]) -> Iterator[list[int]]:
    """The numbers of the items from each that has a label to the next."""
    starts = [i for i, one in enumerate(items) if one.label]
    for start, end in pairwise([*starts, len(items)]):
        yield list(range(start, end))


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces of one character each, those of one token as one."""
    for i, piece in enumerate(pieces):
        if i and pieces[i - 1].token.start == piece.token.start:
            continue
        end = max(one.end for one in pieces if one.token.start == piece.token.start)
        yield Piece(piece.token, piece.start, end)


def _weights(cells: Sequence[_Cell], words: Sequence[_Word]) -> np.ndarray:
    """What it tells, in bits, that a word is a cell; nothing can be where their digits differ."""
    seen = Counter(word.text for word in words)
    made = np.full((len(cells), len(words)), -np.inf)
    for i, cell in enumerate(cells):
        for j, word in enumerate(words):
            if cell.text == word.text:
                made[i, j] = math.log2(len(words) / seen[cell.text]) + 0.1 + _of_labels(cell.label, word.label)
    return made


def _of_labels(one: str, other: str) -> float:
    if not one or not other:
        return _ONE_LABEL if one or other else 0.0
    alike = 100.0 if one.endswith(other) or other.endswith(one) else ratio(one, other)
    return _LABEL if alike >= _ALIKE else _OTHER_LABEL if alike < _UNLIKE else 0.0


def _best_stretch(weights: np.ndarray) -> tuple[float, int, int, int]:
    """The heaviest run down a diagonal: its weight, the cell and the word it ends with, and its length."""
    best = (0.0, 0, 0, 0)
    before = np.zeros(weights.shape[1] + 1)
    lengths = np.zeros(weights.shape[1] + 1, dtype=int)
    for i in range(weights.shape[0]):
        sums = before[:-1] + weights[i]
        counted = np.where(sums > 0, lengths[:-1] + 1, 0)
        before[1:], lengths[1:] = np.maximum(sums, 0.0), counted
        j = int(np.argmax(sums))
        if sums[j] > best[0]:
            best = (float(sums[j]), i, j, int(counted[j]))
    return best


def _common(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """A longest common subsequence of two rows of figures, by their places."""
    table = np.zeros((len(one) + 1, len(other) + 1), dtype=int)
    for i in range(len(one) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            same = table[i + 1, j + 1] + 1 if one[i] == other[j] else 0
            table[i, j] = max(same, table[i + 1, j], table[i, j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(one) and j < len(other):
        if one[i] == other[j] and table[i, j] == table[i + 1, j + 1] + 1:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif table[i + 1, j] >= table[i, j + 1]:
            i += 1
        else:
            j += 1
    return pairs
