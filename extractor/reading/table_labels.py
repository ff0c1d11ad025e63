"""The labels of a table, and the words about each of them: which row is the form's, and which is another thing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from extractor.forms import Group, Row, Section
from extractor.lexicon.folding import HAN, HAN_RUN, fold_label
from extractor.lexicon.label_words import HARMLESS, TURNING
from extractor.lexicon.ordinal import COUNTING
from extractor.reading.alignment import AlignedBlock, aligned_blocks, is_part
from extractor.reading.known_words import words_of_forms, words_of_groups
from extractor.reading.label_words import (
    HAN_CHARACTER,
    LONGEST,
    OPPOSITE,
    OTHER,
    OWN,
    TELLS_APART,
    YEAR,
    LabelContext,
    context_of,
    left_of_cell,
    words_left,
)
from extractor.reading.labels import ROW, LabelText, later_matches
from extractor.reading.model import NUMBER, TEXT, LabelMatch, RowBasis, RowReading, Token

_BLURRED = re.compile("[口囗〇○□？?]")
# So many pieces before the label of a row the cell of its group may stand.
_BEFORE = 4
# A name of a column that is no longer may be a word of a label.
_SHORT = 2
# So many lines below a row, and of so many characters, a word may be of its last cell.
_BELOW, _WORD = range(1, 3), 4
# A character may be misread in a label that is longer than this.
_TELLING = 4
_WITHOUT_LABEL = (RowBasis.ANCHORED, RowBasis.CHAINED)


def with_foreign_words(
    section: Section, rows: Sequence[RowReading], label_matches: Sequence[LabelMatch], label_text: LabelText
) -> tuple[RowReading, ...]:
    """The rows of a table with the words of their labels that make another thing of them.

    Where beside one of them another's label stands whole, that label stands there twice, and tells neither. Words in
    a cell before the first row of a group are of all its rows.
    """
    labels = TableLabels(section, label_matches, label_text)
    own = {one.form_label.key: one for one in label_matches if one.form_label.kind == ROW}
    left: dict[str, str] = {}
    of_groups: dict[str, str] = {}
    begun: set[str] = set()
    twice: set[str] = set()
    for row in rows:
        match = own.get(row.row.key)
        first_of = set(row.row.groups) - begun
        begun |= first_of
        if match is not None:
            of_groups |= {one.key: labels.left_of_group(one, match) for one in section.groups if one.key in first_of}
        if match is None and (not row.tokens or row.basis not in _WITHOUT_LABEL):
            continue
        other = labels.label_of_another(row.row, match, row.tokens)
        if other is not None:
            twice.add(other.key)
            left[row.row.key] = other.labels[0]
        else:
            left[row.row.key] = labels.left_beside(row.row, row.tokens) if match is None else labels.left_of_row(match)
    for row in rows:
        of_its_groups = (of_groups.get(key, "") for key in row.row.groups)
        others = (*of_its_groups, labels.left_below(row.tokens))
        left[row.row.key] = left.get(row.row.key) or next(filter(None, others), "")
    return tuple(
        row._replace(foreign_words=left.get(row.row.key, ""), repeated=row.repeated or row.row.key in twice)
        for row in rows
    )


def with_own_labels(
    label_matches: Sequence[LabelMatch], section: Section, label_text: LabelText, end: int
) -> list[LabelMatch]:
    """The labels of a table up to `end`; where words beside the one of a row make another thing of it, and before the
    next label it stands once more without such words, that one: the first is of a row of the office's own.
    """
    labels = TableLabels(section, label_matches, label_text)
    made: list[LabelMatch] = []
    for match, behind in zip_longest(label_matches, label_matches[1:]):
        until = end if behind is None else behind.start
        is_row = match.form_label.kind == ROW
        others = later_matches(match, label_text, until) if is_row and labels.left_of_row(match) else []
        made.append(next((one for one in others if not labels.left_of_row(one)), match))
    return made


def without_names_between(
    section: Section, rows: Sequence[RowReading], label_matches: Sequence[LabelMatch], label_text: LabelText
) -> tuple[RowReading, ...]:
    """The rows of a table; one whose figures stand behind a header that follows its label is known by order alone: on
    the page that begins there the figures may be those of the next label.
    """
    columns = (column for block in section.blocks for column in block.columns)
    words = (
        *section.captions,
        *(span.label for span in section.spans),
        *chain.from_iterable(c.labels for c in columns),
    )
    names = {folded for folded in map(fold_label, words) if len(folded) > _SHORT}
    own = {one.form_label.key: one for one in label_matches if one.form_label.kind == ROW}
    made: list[RowReading] = []
    for row in rows:
        match = own.get(row.row.key)
        if match is not None and row.tokens and row.basis in (RowBasis.EXACT, RowBasis.FUZZY):
            end = bisect_left(label_text.tokens, row.tokens[0].start, key=lambda token: token.start)
            between = label_text.tokens[label_text.token_at(match.end - 1) + 1 : end]
            if any(token.kind == TEXT and fold_label(token.text) in names for token in between):
                row = row._replace(basis=RowBasis.PRESUMED, label_on_line=False)
        made.append(row)
    return tuple(made)


class TableLabels:
    """The labels that were found in a table, for the account of each of them."""

    def __init__(self, section: Section, label_matches: Sequence[LabelMatch], label_text: LabelText) -> None:
        self._section = section
        self._matches = sorted(label_matches, key=lambda one: one.start)
        self._starts = [one.start for one in self._matches]
        self._label_text = label_text
        self._rows = {row.key: row for row in section.rows}

    def left_of_row(self, match: LabelMatch) -> str:
        """The words beside the label of a row that make another thing of it; empty where there are none."""
        context = context_of(self._section, self._rows[match.form_label.key], self._label_text.year)
        aligned = _aligned(match, self._label_text.text)
        if isinstance(aligned, str):
            return aligned
        first = self._label_text.token_at(match.start)
        last = self._label_text.token_at(match.end - 1)
        tokens = [*self._before(first), *filter(self._is_said, range(first, last + 1))]
        texts = {i: self._masked(i, match, aligned) for i in tokens}
        rows = {self._label_text.tokens[i].row for i, text in texts.items() if OWN in text}
        beside = (text for i, text in texts.items() if self._label_text.tokens[i].row in rows)
        return next(filter(None, (words_left(text, context) for text in beside)), "")

    def left_below(self, figures: Sequence[Token]) -> str:
        """The word alone on the line below a row that is no piece of a label, header or title: it may say something of
        the row's last figure, as 左右 does.
        """
        tokens = self._label_text.tokens
        at = bisect_right(tokens, figures[-1].start, key=lambda token: token.start) if figures else len(tokens)
        if at >= len(tokens) or tokens[at].kind != TEXT or tokens[at].line - figures[-1].line not in _BELOW:
            return ""
        text = tokens[at].text
        is_alone = at + 1 == len(tokens) or tokens[at + 1].line != tokens[at].line
        is_in_label = any(one.start <= self._label_text.at[at] < one.end for one in self._matches)
        is_word = re.fullmatch(f"{HAN}{{2,{_WORD}}}", text) is not None and text not in HARMLESS
        known, bare = words_of_forms(), text.strip(COUNTING)
        is_foreign = is_word and not (
            known.hold(text) or known.have_piece(text) or words_of_groups(self._section).spell(bare)
        )
        return text if is_alone and not is_in_label and is_foreign else ""

    def left_of_group(self, group: Group, match: LabelMatch) -> str:
        """The words of the cell before the label of a group's first row that has the ordinal of the group and another
        label.
        """
        context = LabelContext(self._section, (), tuple(map(fold_label, group.labels)), self._label_text.year)
        has_ordinal = re.compile(rf"\s*[(（]?{group.ordinal.strip('（）')}[)）、.．]")
        first = self._label_text.token_at(match.start)
        for i in range(first - 1, max(first - _BEFORE, -1), -1):
            token = self._label_text.tokens[i]
            if not HAN_RUN.search(token.text):
                break
            if has_ordinal.match(token.text) and not any(self.is_in(i, one) for one in self._matches):
                return left_of_cell(token.text, context)
        return ""

    def left_beside(self, row: Row, figures: Sequence[Token]) -> str:
        """The words before the figures of a row whose label was not found that cannot be this label, damaged."""
        context = context_of(self._section, row, self._label_text.year)
        for i in self._above(figures[0]):
            text = _with_own(_BLURRED.sub("", self._masked(i, None, frozenset())), context.wordings)
            left = words_left(text, context)
            is_misread = len(left) == 1 and left not in TURNING and 2 * text.count(OWN) > len(context.wordings[0])
            if left and not is_misread:
                return left
        return ""

    def label_of_another(self, row: Row, match: LabelMatch | None, figures: Sequence[Token]) -> Row | None:
        """The row whose whole label stands where that of this row should, damaged or lost."""
        tokens = self._label_text.tokens
        if match is None:
            beside = [i for i in self._above(figures[0]) if not any(self.is_in(i, one) for one in self._matches)]
        elif match.share < 1.0:
            first, last = self._label_text.token_at(match.start), self._label_text.token_at(match.end - 1)
            beside = [i for i in range(first, last + 1) if tokens[i].kind == TEXT]
        else:
            return None
        printed = {fold_label(tokens[i].text) for i in beside}
        own = set(map(fold_label, row.labels))
        others = (one for one in self._section.rows if own.isdisjoint(map(fold_label, one.labels)))
        return next((one for one in others if not printed.isdisjoint(map(fold_label, one.labels))), None)

    def _above(self, figure: Token) -> list[int]:
        """The pieces of label before a figure on its row; without any, the one right before it."""
        first = bisect_left(self._label_text.tokens, figure.start, key=lambda token: token.start)
        beside = list(self._before(first))
        return beside or [first - 1] * (first > 0 and self._label_text.tokens[first - 1].kind == TEXT)

    def _before(self, first: int) -> Iterator[int]:
        """The pieces of label before a label on its row of the layout, and a year that stands right before it."""
        tokens = self._label_text.tokens
        for i in range(first - 1, -1, -1):
            is_beside = tokens[i].row == tokens[first].row and tokens[first].start - tokens[i].start < LONGEST
            if not is_beside or not self._is_said(i):
                return
            yield i

    def _is_said(self, index: int) -> bool:
        """Whether a token is of words, or a year that is followed by words at once."""
        token = self._label_text.tokens[index]
        if token.kind != NUMBER or not YEAR.fullmatch(token.text):
            return token.kind == TEXT
        behind = self._label_text.tokens[index + 1 : index + 2]
        return bool(behind) and behind[0].kind == TEXT and behind[0].start - token.end <= 1

    def is_in(self, index: int, match: LabelMatch) -> bool:
        """Whether a piece of label has characters of a label."""
        at = self._label_text.at
        end = at[index + 1] if index + 1 < len(at) else len(self._label_text.text)
        return match.start < end and at[index] < match.end

    def masked(self, index: int, match: LabelMatch | None) -> str:
        """A piece of label in which the characters of a label, be it damaged, are replaced by `OWN`."""
        aligned = frozenset[int]() if match is None else _aligned(match, self._label_text.text)
        return self._masked(index, match, aligned if isinstance(aligned, frozenset) else frozenset())

    def _masked(self, index: int, match: LabelMatch | None, aligned: frozenset[int]) -> str:
        """A piece of label in which the characters of labels are replaced by `OWN` and `OTHER`."""
        token = self._label_text.tokens[index]
        if token.kind != TEXT:
            return token.text
        position = self._label_text.at[index]
        made: list[str] = []
        at = 0
        for run in HAN_RUN.finditer(token.text):
            places = range(position, position + len(run.group()))
            made.append(token.text[at : run.start()])
            if match is not None and self._is_own(run.group(), places, match):
                made.append(OWN * len(places))
            else:
                made += [self._mark(i, match, aligned) or self._label_text.text[i] for i in places]
            position, at = places.stop, run.end()
        return "".join(made) + token.text[at:]

    def _is_own(self, run: str, places: range, match: LabelMatch) -> bool:
        """Whether characters side by side are a part of a label that stands in pieces."""
        is_of_it = len(run) > 1 and match.start < places.stop and places.start < match.end
        return is_of_it and any(run in wording for wording in match.form_label.wordings)

    def _mark(self, position: int, match: LabelMatch | None, aligned: frozenset[int]) -> str:
        if match is not None and match.start <= position < match.end:
            return OWN if position in aligned else ""
        behind = bisect_right(self._starts, position)
        return OTHER if behind and position < self._matches[behind - 1].end else ""


def _with_own(text: str, wordings: Sequence[str]) -> str:
    """A text with the characters that it has in common with the nearest of these wordings replaced by `OWN`."""
    by_wording = [aligned_blocks(wording, text) for wording in wordings]
    nearest = max(by_wording, key=lambda blocks: sum(block.size for block in blocks), default=list[AlignedBlock]())
    own = {block.b + i for block in nearest for i in range(block.size)}
    return "".join(OWN if i in own else character for i, character in enumerate(text))


def _aligned(match: LabelMatch, text: str) -> frozenset[int] | str:
    """The characters of the label text that are of a label, or what is printed, where that says the opposite."""
    own = own_characters(text[match.start : match.end], match.form_label.wordings)
    return own if isinstance(own, str) else frozenset(match.start + at for at in own)


def own_characters(printed: str, wordings: Sequence[str]) -> frozenset[int] | str:
    """The places of the characters that are of a label, be it damaged: one that is misread counts as its own.

    Where one that turns the sense was put in or left out, that is no damage: then what is printed.
    """
    if printed in wordings:
        return frozenset(range(len(printed)))
    for wording in wordings:
        if wording in printed:
            start = printed.rindex(wording)
            return frozenset(range(start, start + len(wording)))
    wording = max(wordings, key=lambda one: -len(one) if is_part(printed, one) else -LONGEST)
    own: set[int] = set()
    at, seen = 0, 0
    for block in [*aligned_blocks(wording, printed), AlignedBlock(len(wording), len(printed), 0)]:
        missing, extra = wording[at : block.a], printed[seen : block.b]
        if len(missing) == len(extra) == 1 and len(wording) > _TELLING and not set(missing + extra) & TELLS_APART:
            own.add(seen)
        elif not extra and set(missing) & OPPOSITE:
            return printed
        own.update(range(block.b, block.b + block.size))
        at, seen = block.a + block.size, block.b + block.size
    return frozenset(own)


def is_damaged(text: str, context: LabelContext) -> bool:
    """Whether a cell holds a label that is damaged, and nothing else that is not harmless."""
    places = [at for at, character in enumerate(text) if HAN_CHARACTER.fullmatch(character)]
    own = own_characters("".join(text[at] for at in places), context.wordings)
    if isinstance(own, str) or 2 * len(own) < len(context.wordings[0]):
        return False
    mine = {places[at] for at in own}
    return not words_left("".join(OWN if at in mine else one for at, one in enumerate(text)), context)
