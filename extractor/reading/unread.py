"""What is printed among the figures of a row and is no label: a cell that is there, and cannot be read as a figure.

Labels are known once they are matched. What stands on the line of a row behind its label, and is neither a figure nor a
word of the form, stands where a figure should (同上, 见附件1, XX): it becomes a token of its own, so that it keeps its
place, and no figure beside it moves into it. So does a line of its own where a row lacks a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.forms import Section
from extractor.lexicon.folding import fold_label
from extractor.reading.known_words import words_of_forms, words_of_groups, words_of_rows
from extractor.reading.labels import ROW, LabelMatch, LabelText
from extractor.reading.model import BLANK, NUMBER, TEXT, Token


def with_unread_cells(
    section: Section, label_matches: Sequence[LabelMatch], label_text: LabelText, end: int
) -> LabelText:
    """The label text with the words that stand where figures should as such tokens; `end` is where the table ends."""
    slots = {row.key: len(row.fields) for row in section.rows}
    found: set[int] = set()
    for place, label_match in enumerate(label_matches):
        if label_match.form_label.kind == ROW:
            is_last = place + 1 == len(label_matches)
            behind = label_text.first_token(end) if is_last else label_text.token_at(label_matches[place + 1].start)
            window = _Window(section, label_match, label_text, behind)
            found.update(window.on_lines_of_its_cells(slots[label_match.form_label.key]))
            found.update(window.on_lines_of_their_own())
    if not found:
        return label_text
    tokens = list(label_text.tokens)
    for index in found:
        tokens[index] = tokens[index]._replace(kind=NUMBER)
    return replace(label_text, tokens=tuple(tokens))


class _Window:
    """The tokens of a row: from its label to the one that holds the next."""

    def __init__(self, section: Section, label_match: LabelMatch, label_text: LabelText, behind: int) -> None:
        first, last = label_text.token_at(label_match.start), label_text.token_at(label_match.end - 1)
        self._tokens = label_text.tokens
        self._words = words_of_forms()
        self._groups = words_of_groups(section)
        self._labels = words_of_rows(section)
        self._is_whole = label_match.share == 1.0
        self._wordings = label_match.form_label.wordings
        self._label_end = self._tokens[last]
        self._cells = [i for i in range(first, behind) if self._tokens[i].kind != TEXT]
        self._cell_starts = {self._tokens[i].start for i in self._cells}
        self._texts = [i for i in range(last + 1, behind) if self._tokens[i].kind == TEXT]

    def on_lines_of_its_cells(self, slots: int) -> Iterator[int]:
        """The words on the lines of its figures that are no label; without any, on its label's line.

        Beside the label nothing but the label once more may stand; on another line a piece of a label may.
        """
        own = self._tokens[self._cells[0]].line if self._cells else self._label_end.line
        first = self._cells[0] if own != self._label_end.line else 0
        last = max((i for i in self._cells if self._tokens[i].kind != BLANK), default=0)
        lines = {own, self._label_end.line, *(self._tokens[i].line for i in self._cells[:slots])}
        for i in self._texts:
            token = self._tokens[i]
            is_beside = token.line == self._label_end.line or (token.line == own and i >= first)
            known = self._may_be_label if not is_beside else self._is_its_label if i < last else self._is_known
            if token.line in lines and not known(token) and not self._is_of_a_column(i):
                yield i

    def _is_its_label(self, token: Token) -> bool:
        """Whether words between label and figures are the label once more; of a damaged one they may be a piece."""
        if self._is_whole:
            return fold_label(token.text) in self._wordings
        return self._words.hold(token.text)

    def _may_be_label(self, token: Token) -> bool:
        """Whether words are those of a label, or pieces of labels of rows and groups, with no figure glued to them."""
        return token.end not in self._cell_starts and (
            self._is_known(token) or all(map(self._may_be_piece, token.text.split()))
        )

    def _may_be_piece(self, word: str) -> bool:
        """Whether a word may be a piece of the label of a row or a group, or one character of it."""
        return self._labels.hold(word) or (len(word) == 1 and word.isalnum() and self._labels.spell(word))

    def _is_known(self, token: Token) -> bool:
        """Whether words behind the figures of a row are those of a label, which may follow on the same line."""
        return self._words.are(token.text) or (not self._is_whole and self._words.hold(token.text))

    def _is_of_a_column(self, index: int) -> bool:
        """Whether it is a piece, before the figures, of the label of a group, which is written down the table."""
        token = self._tokens[index]
        is_before = bool(self._cells) and index < self._cells[0] and token.end not in self._cell_starts
        return is_before and self._groups.have_piece(token.text)

    def on_lines_of_their_own(self) -> Iterator[int]:
        """Words alone on a line that are no label, where each cell has a line of its own: cells, or parts of one."""
        lines = {self._tokens[i].line for i in self._cells}
        if len(lines) < len(self._cells):
            return
        for i in self._texts:
            token = self._tokens[i]
            is_alone = token.line not in lines and token.line != self._label_end.line
            if is_alone and not self._words.hold(token.text) and not self._words.spell(token.text):
                yield i
