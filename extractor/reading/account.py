"""The account of everything printed in a table: what each of its characters was read as.

Made from what reading has found already, for whoever asks how a table was read; reading itself needs no account. What
no rule of reading explains is `unread`, and nothing is left out: but for white space and what parts cells (tabs, bars,
line ends), which are of no run, each character of a table is in exactly one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain, groupby
from typing import NamedTuple

from extractor.lexicon.folding import HAN, fold_label
from extractor.lexicon.ordinal import COUNTING, WORN_ARABIC, WORN_BRACKETED, WORN_HAN
from extractor.lexicon.page_number import PAGE_NUMBER, page_number
from extractor.lexicon.prose import is_line_of_prose
from extractor.reading.known_words import words_of_forms
from extractor.reading.labels import ROW, LabelMatch, LabelText, join_labels
from extractor.reading.model import BLANK, MARK, NUMBER, TEXT, Reading, RowReading, SectionReading, Token
from extractor.reading.numbers import is_figure
from extractor.reading.page_noise import running_heads
from extractor.reading.tokenize import ABOUT_WORDS, TokenStream, tokenize

# Beside a row it says which of several it is.
_YEAR = re.compile(r"(?:19|20)\d\d\s?年度?")


class RunKind(StrEnum):
    """What a run of characters was read as."""

    LABEL = "label"
    HEADER = "header"
    FIGURE = "figure"
    NIL_MARK = "nil-mark"
    BLANK = "blank"
    PAGE_NUMBER = "page-number"
    RUNNING_HEAD = "running-head"
    REPEATED = "repeated"
    """A row, a header or the figure of a merged cell that stands there once more."""
    MARKUP = "markup"
    """Rules, and signs about words and cells that are none of a figure's."""
    PROSE = "prose"
    UNREAD = "unread"


PAGE_NOISE = (RunKind.PAGE_NUMBER, RunKind.RUNNING_HEAD, RunKind.REPEATED, RunKind.MARKUP)
"""The kinds that are none of the table's."""


class Run(NamedTuple):
    """Characters of a table from `start` to `end`, of one kind; a blank cell may have none.

    `key` is the field of a figure or cell whose slot is known, else the row of the form or the column; empty where that
    is not known.
    """

    start: int
    end: int
    kind: RunKind
    key: str = ""


Paint = tuple[RunKind, str]

_KINDS = {NUMBER: RunKind.FIGURE, MARK: RunKind.NIL_MARK, BLANK: RunKind.BLANK}
_UNKNOWN: Paint = (RunKind.UNREAD, "")
# Words, and the cells of a line, without the blanks about them.
_WORD = re.compile(r"[^\s|]+")
_UNRULED = re.compile(r"[^\s|+]+")
# What an office remarks on a label, behind it.
_REMARK = re.compile(r"\s*\([^\d()]+\)\s*")
_CELL = re.compile(r"[^\s|](?:[^\n\t|]*[^\s|])?")
# A word of fewer characters may be what is left of one that was written down a column.
_TELLING = 3
_HAN = re.compile(HAN)
_ORDINAL = re.compile(f"{WORN_BRACKETED}|{WORN_HAN}|{WORN_ARABIC}|[{COUNTING}]{{1,3}}(?=\\s|$)")
# How a label says how its characters are spoken.
_PRONOUNCED = re.compile(r"[(（][a-zA-Z\u00c0-\u024f\u0300-\u036f\s]+[)）]")


def account_of(reading: Reading, text: str) -> dict[str, tuple[Run, ...]]:
    """The account of each table that was found, by its section's key: runs in the order of the text.

    `text` is the normalised text that was read. A table begins with its first label or header, and ends with the last
    of its figures.
    """
    stream = tokenize(text, reading.noise_lines)
    document = _Document(text, stream, join_labels(stream.tokens), _noise(text, reading.noise_lines))
    return {section.section.key: _Table(section, document).runs() for section in reading.sections if section.found}


def runs_of_row(runs: Sequence[Run], row: RowReading, text: str) -> list[Run]:
    """Of the account of a table the runs of one row: on the lines of its figures, from its label to the last one."""
    keys = {row.row.key, *row.row.fields}
    own = [run for run in runs if run.key in keys and run.kind != RunKind.HEADER]
    shown = [cell.token for cell in row.cells if cell.token is not None and cell.printed]
    if not own or not shown:
        return own
    first, end = own[0].start, max(token.end for token in shown)
    lines = {_line_start(text, token.start) for token in shown}
    near = (run for run in runs if first <= run.start < end and _line_start(text, run.start) in lines)
    return sorted({*own, *near})


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


class _Document(NamedTuple):
    """A text, its tokens, its labels end to end, and what each line of page noise is."""

    text: str
    stream: TokenStream
    label_text: LabelText
    noise: Mapping[int, RunKind]

    def line(self, number: int) -> tuple[int, int]:
        """Where a line begins and ends."""
        starts = self.stream.line_starts
        behind = starts[number + 1] - 1 if number + 1 < len(starts) else len(self.text)
        return starts[number], behind


def _noise(text: str, numbers: frozenset[int]) -> dict[int, RunKind]:
    lines = text.split("\n")
    heads = running_heads(lines)
    made: dict[int, RunKind] = {}
    for number in numbers:
        line = lines[number].strip()
        counts = page_number(line) is not None or PAGE_NUMBER.fullmatch(line)
        made[number] = RunKind.RUNNING_HEAD if number in heads else RunKind.PAGE_NUMBER if counts else RunKind.MARKUP
    return made


class _Table:
    """One table: its characters, painted with what tells least of them first, and what tells most last."""

    def __init__(self, section: SectionReading, document: _Document) -> None:
        self._section = section
        self._document = document
        first = _first_token(section, document.stream.tokens)
        last = bisect_left(document.stream.tokens, section.end, key=lambda token: token.start)
        self._own = range(first, last)
        self._start = min((document.stream.tokens[i].start for i in self._own[:1]), default=section.start)
        self._end = section.end
        self._paints: list[Paint | None] = [None] * (self._end - self._start)
        self._blanks: dict[int, Run] = {}

    def runs(self) -> tuple[Run, ...]:
        """The account."""
        tokens = self._document.stream.tokens
        self._paint_without_tokens()
        words = _Words(self._section, self._document.label_text)
        apart = _OfNoCell(self._section, [tokens[i] for i in self._own])
        for index in self._own:
            token = tokens[index]
            if token.kind == TEXT:
                for start, end, paint in words.of_token(index):
                    self._paint(start, end, paint)
            elif self._document.text[token.start : token.end].strip():
                self._paint(token.start, token.end, (apart.kind(token), ""))
        for row in self._section.rows:
            for token in row.tokens:
                for start, end, paint in _cells(token, row) or [(token.start, token.end, apart.paint(token, row))]:
                    self._paint_cell(start, end, paint)
        return tuple(sorted([*self._painted(), *self._blanks.values()]))

    def _paint(self, start: int, end: int, paint: Paint) -> None:
        for at in range(max(start, self._start), min(end, self._end)):
            self._paints[at - self._start] = paint

    def _paint_cell(self, start: int, end: int, paint: Paint) -> None:
        if self._document.text[start:end].strip():
            self._paint(start, end, paint)
        elif self._start <= start <= self._end:
            self._blanks[start] = Run(start, start, *paint)

    def _paint_without_tokens(self) -> None:
        """What no token holds: page noise and prose; signs about words; whatever else there is is unread."""
        text, stream = self._document.text, self._document.stream
        for match in _WORD.finditer(text, self._start, self._end):
            is_about = ABOUT_WORDS.fullmatch(match.group())
            self._paint(*match.span(), (RunKind.MARKUP if is_about is not None else RunKind.UNREAD, ""))
        first = bisect_right(stream.line_starts, self._start) - 1
        for number in range(first, bisect_left(stream.line_starts, self._end)):
            if number in self._document.noise:
                self._paint(*self._document.line(number), (self._document.noise[number], ""))
        for start, end in stream.prose:
            self._paint(start, end, (RunKind.PROSE, ""))

    def _painted(self) -> Iterator[Run]:
        """The runs of characters painted alike, parted where cells and lines are, without blanks at their ends."""
        at = self._start
        for paint, own in groupby(self._paints):
            end = at + len(list(own))
            if paint is not None:
                for match in _CELL.finditer(self._document.text, at, end):
                    yield Run(*match.span(), *paint)
            at = end


def _first_token(section: SectionReading, tokens: Sequence[Token]) -> int:
    """The first token of a table: titles, captions and headers above its first label, or figure, are its own."""
    first = bisect_left(tokens, section.start, key=lambda token: token.start)
    words = words_of_forms()
    while first and tokens[first - 1].kind in (TEXT, BLANK) and words.hold(tokens[first - 1].text):
        first -= 1
    return first


def _cells(token: Token, row: RowReading) -> list[tuple[int, int, Paint]]:
    """The cells that the placements of a row have for a token: several where it holds the digits of several."""
    found: dict[tuple[int, int], set[Paint]] = {}
    for placement in row.placements:
        for cell, field in zip(placement, row.row.fields, strict=True):
            other = cell.token
            if other is None or not _overlap(token, other):
                continue
            span = max(token.start, other.start), min(token.end, other.end)
            kind = RunKind(cell.content)
            found.setdefault(span, set()).add((kind, field if row.settled else row.row.key))
    return [(*span, min(paints)) for span, paints in found.items()]


def _overlap(one: Token, other: Token) -> bool:
    """Whether two tokens have a character in common; an empty one may be a blank cell."""
    return one.start < max(other.end, other.start + 1) and other.start < max(one.end, one.start + 1)


class _OfNoCell:
    """What figures and marks are that no cell of any row holds."""

    def __init__(self, section: SectionReading, tokens: Sequence[Token]) -> None:
        in_cells = {cell.token.start for row in section.rows for cell in row.cells if cell.token is not None}
        self._texts = {cell.printed for row in section.rows for cell in row.cells}
        self._left = {token.start for token in section.leftover}
        self._repeated = {(token.line, token.text) for token in section.tokens if token.start in in_cells}
        self._per_line = Counter(token.line for token in tokens if token.kind != BLANK)
        self._labelled = {token.row for token in tokens if token.kind == TEXT}

    def paint(self, token: Token, row: RowReading) -> Paint:
        """What a token of a row is."""
        is_end = token.kind == NUMBER and any(f"{head.text}{token.text}" in self._texts for head in row.figures)
        is_open = token.kind == NUMBER and not row.settled and is_figure(token.text)
        return (RunKind.FIGURE if is_end or is_open else self.kind(token)), row.row.key

    def kind(self, token: Token) -> RunKind:
        """What a token is, by where it stands."""
        if token.kind != NUMBER:
            return _KINDS[token.kind]
        if token.start in self._left or not is_figure(token.text):
            return RunKind.UNREAD
        if (token.line, token.text) in self._repeated:
            return RunKind.REPEATED
        if self._per_line[token.line] == 1 and page_number(token.text) is not None:
            return RunKind.PAGE_NUMBER
        return RunKind.REPEATED if token.row in self._labelled else RunKind.UNREAD


class _Words:
    """What the words of a table are: its labels and headers, these once more, or words that are none."""

    def __init__(self, section: SectionReading, label_text: LabelText) -> None:
        self._label_text = label_text
        self._known = words_of_forms()
        self._matches = section.label_matches
        self._rows = [match for match in section.label_matches if match.form_label.kind == ROW]
        self._first_figure = min((token.start for token in section.tokens), default=section.end)
        form = section.section
        self._groups = _folded(label for group in form.groups for label in group.labels)
        self._labels = _folded(label for row in form.rows for label in row.labels)
        self._seen = {match.form_label.wordings for match in self._rows if match.share == 1.0}

    def of_token(self, index: int) -> Iterator[tuple[int, int, Paint]]:
        """The words of a piece of label, each with what it is."""
        token = self._label_text.tokens[index]
        pieces: list[tuple[int, int, Paint | None]] = []
        at = token.start
        matched = self._matched(index)
        for match, own in groupby(matched):
            end = at + len(list(own))
            if match is not None:
                kind = RunKind.LABEL if match.form_label.kind == ROW else RunKind.HEADER
                pieces.append((at, end, (kind, match.form_label.key)))
            else:
                pieces += self._unmatched(token.text[at - token.start : end - token.start], at, index)
            at = end
        return _with_ordinals(pieces)

    def _matched(self, index: int) -> list[LabelMatch | None]:
        """For each character of a piece of label the label of the form that it is of."""
        position = self._label_text.at[index]
        made: list[LabelMatch | None] = []
        for character in self._label_text.tokens[index].text:
            is_han = _HAN.match(character) is not None
            made.append(self._match_at(position, character) if is_han else None)
            position += is_han
        return _with_signs_inside(made, self._label_text.tokens[index].text)

    def _match_at(self, position: int, character: str) -> LabelMatch | None:
        """The label that a character of the label text is of; what stands in a damaged one may be none of it."""
        for match in self._matches:
            if match.start <= position < match.end:
                is_own = match.share == 1.0 or any(character in wording for wording in match.form_label.wordings)
                return match if is_own else None
        return None

    def _unmatched(self, text: str, at: int, index: int) -> Iterator[tuple[int, int, Paint | None]]:
        """The words of no match: known as a whole, or one by one. Ordinals and signs are of what stands beside them."""
        whole = self._paint(text, index)
        if at > self._label_text.tokens[index].start and _REMARK.fullmatch(text):
            whole = None
        for match in [None] if whole != _UNKNOWN else _UNRULED.finditer(text):
            start, end = (0, len(text)) if match is None else match.span()
            yield at + start, at + end, whole if match is None else self._paint(match.group(), index)

    def _paint(self, text: str, index: int) -> Paint | None:
        bare = _ORDINAL.sub("", _PRONOUNCED.sub("", text))
        if not any(map(str.isalnum, bare)):
            signs = "".join(bare.split())
            return None if not signs or ABOUT_WORDS.fullmatch(signs) else _UNKNOWN
        if _YEAR.fullmatch(text.strip()):
            return RunKind.LABEL, ""
        folded = fold_label(bare)
        is_known = self._known.hold(bare) or (len(folded) < _TELLING and self._known.spell(bare))
        if not folded or not is_known or any(map(str.isdecimal, bare)):
            is_prose = self._is_above_rows(index) and is_line_of_prose(text.strip())
            return (RunKind.PROSE, "") if is_prose else _UNKNOWN
        if self._is_above_rows(index):
            return RunKind.HEADER, ""
        if folded in self._groups:
            return RunKind.LABEL, ""
        is_again = folded not in self._labels or any(folded in wordings for wordings in self._seen)
        return (RunKind.REPEATED if is_again else RunKind.LABEL), ""

    def _is_above_rows(self, index: int) -> bool:
        """Whether a token stands before the rows of a block, and behind those of the block before."""
        if not self._rows:
            return self._label_text.tokens[index].start < self._first_figure
        position = self._label_text.at[index]
        below = bisect_right(self._rows, position, key=lambda match: match.start)
        if below == 0:
            return True
        behind = self._rows[below].form_label.block if below < len(self._rows) else None
        return behind is not None and behind != self._rows[below - 1].form_label.block


def _folded(labels: Iterable[str]) -> str:
    return "\n".join(map(fold_label, labels))


def _with_signs_inside(matched: list[LabelMatch | None], text: str) -> list[LabelMatch | None]:
    """The matches, also for signs that stand inside a label (增/减), and for numbers inside a header (保留4位小数)."""
    at = 0
    for match, own in groupby(list(matched)):
        end = at + len(list(own))
        is_inside = match is None and at > 0 and end < len(matched) and matched[at - 1] is matched[end]
        around = matched[end] if is_inside else None
        if around is not None and (around.form_label.kind != ROW or not any(map(str.isalnum, text[at:end]))):
            matched[at:end] = [around] * (end - at)
        at = end
    return matched


def _with_ordinals(pieces: Sequence[tuple[int, int, Paint | None]]) -> Iterator[tuple[int, int, Paint]]:
    """The pieces, those of ordinals and signs alone as what they stand before, or behind where nothing follows."""
    paints = [paint for _, _, paint in pieces]
    for number, (start, end, paint) in enumerate(pieces):
        beside = chain([paint], paints[number + 1 :], reversed(paints[:number]))
        yield start, end, next((one for one in beside if one is not None), (RunKind.LABEL, ""))
