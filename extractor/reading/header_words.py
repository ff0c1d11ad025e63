"""The account of the words above a block: what names its columns, what else stands there, and in what its counts are.

Every word of a header is of the name of a column, of a heading, a caption or a title, or it is foreign. A foreign word
in the cell of a name (上年制发件数, 处理决定数量占比) makes another thing of that column; one anywhere else is, where a
column is not named, what stands in place of its name (受理数量). A counting unit (单位：万件) is no foreign word: it
says what one of the counts below is worth.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, product
from typing import NamedTuple

from extractor.forms import Block, Column, Section
from extractor.lexicon.folding import fold_label
from extractor.lexicon.label_words import COUNTED_IN, HARMLESS, MEASURES
from extractor.lexicon.year import named_years
from extractor.reading.header_names import SeenHeader, is_nearly
from extractor.reading.label_words import (
    OPPOSITE,
    OTHER,
    OWN,
    TURNING_CHARACTERS,
    LabelContext,
    context_of_column,
    context_of_header,
    is_misread,
    words_left,
)
from extractor.reading.labels import COLUMN, ROW, LabelMatch, LabelText
from extractor.reading.model import TEXT, Header, Token
from extractor.reading.table_labels import TableLabels

UNIT = re.compile(rf"(?:(?:计量|数量|计数)?单位)?({'|'.join(COUNTED_IN)})(?:{'|'.join(MEASURES)})?")
UNIT_BEHIND = re.compile(
    rf"[(（]\s?(?:计量|数量|计数)?单位\s?[:：]?\s?({'|'.join(COUNTED_IN)})\s?(?:{'|'.join(MEASURES)})?\s?[)）]\s*$"
)
"""A counting unit in brackets at the end of a title."""
# What parts a sentence parts no name.
_SENTENCE = re.compile("[,，。;；]")
# No cell of a header that names columns is longer.
_LONGEST_CELL = 30
# A header of so many characters in one piece is none.
_LONGEST = 80
# So many tokens above the first label of a table may be the caption that says its unit.
_CAPTION = 3


@dataclass
class HeaderWords:
    """What the words above a block say besides the names of its columns: by the index of a column, the `foreign` words
    beside its name or in place of it, and the counting `units`; `caption` is the unit of the whole table.
    """

    foreign: dict[int, str] = field(default_factory=dict[int, str])
    units: dict[int, str] = field(default_factory=dict[int, str])
    caption: str | None = None


class _Piece(NamedTuple):
    """A cell of a header, or a word of one: its text, in which labels are masked; the columns that it is of, none where
    nothing of it says so; what may stand in it, and the words of which pieces are known there.
    """

    text: str
    of: Sequence[int]
    context: LabelContext
    known: str


def _take_up(made: HeaderWords, piece: _Piece, block: Block) -> Iterator[str]:
    """Takes up what a piece says besides of the columns that it is of; the foreign words of one that is of none."""
    counted = [i for i in piece.of or range(len(block.columns)) if _is_counted(block.columns[i])]
    for left in _all_left(piece.text, piece.context):
        unit = UNIT.fullmatch(left)
        is_known = is_made_of_pieces(left, piece.known) or is_across(left, block)
        is_known = is_known or _is_misread(left, block, piece.known)
        if unit is not None and (counted or not piece.of):
            made.units.update(dict.fromkeys(counted, unit.group(1)))
        elif not is_known or (piece.context.wordings and TURNING_CHARACTERS.intersection(left)):
            made.foreign |= {i: left for i in piece.of if i not in made.foreign}
            yield from () if piece.of else (left,)


def _is_misread(words: str, block: Block, known: str) -> bool:
    """Whether words are the name of a column, or words that are known there, but for one character."""
    names = (fold_label(label) for column in block.columns for label in column.labels)
    return any(is_misread(words, one) for one in (*names, *known.split("\n")))


def with_header_words(
    section: Section,
    headers: Sequence[tuple[SeenHeader, Header]],
    label_matches: Sequence[LabelMatch],
    label_text: LabelText,
    stretches: Sequence[tuple[int, int]],
) -> tuple[tuple[Header, ...], dict[str, str]]:
    """The headers of a table's blocks with the foreign words in them, and the counting unit of each field that has one.

    `stretches` are where on the label text the words above each block stand.
    """
    made: list[Header] = []
    counted_in: dict[str, str] = {}
    caption: str | None = None
    for number, ((seen, header), (start, end)) in enumerate(zip(headers, stretches, strict=True)):
        first, last = label_text.first_token(start), label_text.first_token(end)
        words = _BlockHeader(section, number, label_matches, label_text).read(first, last, seen.named)
        caption = words.caption if number == 0 else caption
        made.append(header._replace(foreign_words=tuple(sorted(words.foreign.items()))))
        for i, column in enumerate(section.blocks[number].columns):
            unit = words.units.get(i, caption if _is_counted(column) else None)
            if unit is not None:
                counted_in.update((row.fields[i], unit) for row in section.blocks[number].rows)
    return tuple(made), counted_in


def _is_counted(column: Column) -> bool:
    return column.kind != "money"


class _BlockHeader:
    """Reads the words above one block of a section."""

    def __init__(
        self, section: Section, number: int, label_matches: Sequence[LabelMatch], label_text: LabelText
    ) -> None:
        self._section = section
        self._block = section.blocks[number]
        self._label_text = label_text
        self._labels = TableLabels(section, label_matches, label_text)
        self._own = [one for one in label_matches if one.form_label.block == number and one.form_label.kind != ROW]
        self._starts = [one.start for one in label_matches]
        self._pieces = pieces_of((*block_words(self._block), *group_words(section), *section.captions))
        others = chain.from_iterable(column.labels for column in self._block.columns if len(self._block.columns) > 1)
        self._pieces_about = pieces_of((*others, *section.captions, *(span.label for span in section.spans)))

    def read(self, first: int, last: int, named: Collection[int]) -> HeaderWords:
        """The words of the tokens between these two, in a header that names these columns."""
        made = HeaderWords()
        tokens = self._label_text.tokens
        begin = self._begin(first, last)
        made.caption = caption_above(tokens, begin)
        elsewhere: list[str] = []
        seen = {*named, *(one.form_label.key for one in self._own)}
        for index in (i for i in range(begin, last) if tokens[i].kind == TEXT):
            for piece in self._pieces_in(index):
                elsewhere += _take_up(made, piece, self._block)
        if elsewhere:
            unnamed = (
                i for i, one in enumerate(self._block.columns) if not one.is_total and seen.isdisjoint((i, one.key))
            )
            made.foreign |= {i: elsewhere[0] for i in unnamed if i not in made.foreign}
        return made

    def _pieces_in(self, index: int) -> Iterator[_Piece]:
        """The pieces of a token: the cell of a name, or of several the words of each; the words of a span; a year that
        stands in the cell of a heading or caption; any others.
        """
        text, year = self._label_text.tokens[index].text, self._label_text.year
        every = range(len(self._block.columns))
        context = LabelContext(self._section, (), year=year, is_money=True)
        within = [one for one in self._own if self._labels.is_in(index, one)]
        owners = [one for one in within if one.form_label.kind == COLUMN]
        for match in owners:
            (column,) = (i for i in every if self._block.columns[i].key == match.form_label.key)
            words = self._labels.masked(index, match)
            words = words if len(owners) == 1 else " ".join(word for word in words.split() if OWN in word)
            own = context_of_column(self._section, self._block.columns[column], year)
            yield _Piece(words, (column,), own, self._pieces_about)
        spans = [span for span in self._section.spans if fold_label(span.label) in fold_label(text)]
        for word, span in product(text.split(), spans):
            if len(word) < _LONGEST_CELL and fold_label(span.label) in fold_label(word):
                over = _columns_below(self._block.columns, span.over)
                yield _Piece(word, over, context_of_header(self._section, year), self._pieces_about)
        if not spans:
            cells = [(word, "") for word in text.split() if self._is_caption(word)]
            # Beside a heading the name of a column may speak of the year before.
            cells += [("".join(text.split()), self._pieces)] if len(within) > len(owners) else []
            for cell, known in cells:
                yield _Piece(named_years(cell, year).other, every, context, known)
        if len(owners) != 1:
            words = self._labels.masked(index, owners[0] if owners else None)
            apart = " ".join(word for word in words.split() if OWN not in word and OTHER not in word)
            yield _Piece(apart if owners else words, (), context, self._pieces)

    def _is_caption(self, text: str) -> bool:
        return any(fold_label(caption) in fold_label(text) for caption in self._section.captions)

    def _begin(self, first: int, last: int) -> int:
        """The first token of the header itself: with a heading, a caption or a name; else those of its last line."""
        tokens = self._label_text.tokens
        for index in range(first, last):
            is_caption = tokens[index].kind == TEXT and self._is_caption(tokens[index].text)
            if is_caption or any(self._labels.is_in(index, one) for one in self._own):
                return index
        return (
            bisect_left(tokens, tokens[last - 1].row, first, last, key=lambda token: token.row)
            if last > first
            else last
        )


def read_group_header(section: Section, seen: SeenHeader, tokens: Sequence[Token], year: int | None) -> HeaderWords:
    """The words above the row without a label: of groups, and of the columns below each of them; `seen` is all that
    stands there.
    """
    made = HeaderWords()
    block = section.blocks[0]
    context = LabelContext(section, (), year=year)
    pieces = pieces_of((*block_words(block), *group_words(section), *section.captions))
    cells = [token.text for token in tokens if token.kind == TEXT and not _SENTENCE.search(token.text)]
    titles = tuple(map(fold_label, section.titles))
    unseen = _groups_unseen(section, "".join(one for one in map(fold_label, cells) if not one.endswith(titles)))
    elsewhere: list[str] = []
    for text in cells:
        named = _columns_named(section, fold_label(text))
        # What names all groups is the title, and so is what has lost some of its characters.
        if len(named) < len(block.columns) and not any(is_nearly(fold_label(text), title) for title in titles):
            elsewhere += _take_up(made, _Piece(text, named, context, pieces), block)
    if elsewhere:
        rare = {seen.own[i].key for i, times in enumerate(seen.times) if 0 < times < seen.groups}
        unnamed = _columns_below(block.columns, {*unseen, *rare})
        made.foreign |= {i: elsewhere[-1] for i in unnamed if i not in made.foreign}
    for key, words in unseen.items():
        made.foreign |= {i: words for i, column in enumerate(block.columns) if column.group == key and words}
    return made


def _groups_unseen(section: Section, header: str) -> dict[str, str]:
    """The groups whose label, or that above several, does not stand whole in a header, each with what is left of
    it without the word that turns its sense, where that stands there.
    """
    unseen: dict[str, str] = {}
    for group in section.groups:
        label = fold_label(group.labels[0])
        if label not in header:
            positive = next((label.replace(one, "") for one in OPPOSITE if one in label), "")
            unseen[group.key] = positive if positive and positive in header else ""
    for span in section.spans:
        if fold_label(span.label) not in header:
            unseen |= {key: unseen.get(key, "") for key in span.over}
    return unseen


def _columns_named(section: Section, words: str) -> list[int]:
    """The columns that a cell of a header of two levels is of: those of its group, or those of its name."""

    def is_in(labels: Sequence[str]) -> bool:
        return any(fold_label(label) in words for label in labels)

    columns = section.blocks[0].columns
    over = {group.key for group in section.groups if is_in(group.labels)}.union(
        *(span.over for span in section.spans if is_in((span.label,)))
    )
    over |= set() if over else {column.key for column in columns if is_in(column.labels)}
    return _columns_below(columns, over)


def _columns_below(columns: Sequence[Column], over: Collection[str]) -> list[int]:
    """The columns with one of these keys, or in a group with one."""
    return [i for i, one in enumerate(columns) if one.key in over or one.group in over]


def _all_left(text: str, context: LabelContext) -> Iterator[str]:
    """The words that are left of a text, one after the other."""
    left = words_left(text, context)
    while left:
        yield left
        if left not in text:
            return
        text = text.replace(left, " ", 1)
        left = words_left(text, context)


def caption_above(tokens: Sequence[Token], first: int) -> str | None:
    """The counting unit that a caption right above a table says, where nothing else stands in it."""
    for token in reversed(tokens[max(first - _CAPTION, 0) : first]):
        unit = UNIT.fullmatch(fold_label(token.text)) if token.kind == TEXT else None
        unit = unit if unit is not None and "单位" in token.text else UNIT_BEHIND.search(token.text)
        if unit is not None and token.kind == TEXT:
            return unit.group(1)
    return None


@lru_cache(maxsize=64)
def block_words(block: Block) -> tuple[str, ...]:
    """The words of a block: its heading, names of columns, labels of rows."""
    labels = chain.from_iterable(part.labels for part in (*block.columns, *block.rows))
    return (*block.heading, *labels, "信息内容")


@lru_cache(maxsize=32)
def group_words(section: Section) -> tuple[str, ...]:
    """The words of the groups of a section."""
    return (*chain.from_iterable(group.labels for group in section.groups), *(span.label for span in section.spans))


@lru_cache(maxsize=256)
def is_across(words: str, block: Block) -> bool:
    """Whether this is a line across names that are written down the table: a character of each, from left to right."""
    if len(words) < len("其计"):
        return False
    columns = iter(block.columns)
    return all(any(any(one in label for label in column.labels) for column in columns) for one in words)


@lru_cache(maxsize=32)
def pieces_of(words: tuple[str, ...]) -> str:
    """Some words, folded, one a line."""
    return "\n".join(sorted({fold_label(word) for word in words} | HARMLESS))


@lru_cache(maxsize=256)
def is_made_of_pieces(text: str, words: str) -> bool:
    """Whether a text is pieces of these words, one behind the other: of two characters or more, or one by itself."""
    if len(text) == 1:
        return text in words
    if len(text) > _LONGEST:
        return False
    reached = {0}
    for start in range(len(text)):
        if start in reached:
            for end in range(start + 2, len(text) + 1):
                if text[start:end] not in words:
                    break
                reached.add(end)
    return len(text) in reached
