"""The rows of figures behind a header without labels of rows: one in the form, several where offices print more.

Each has as many figures as the form has columns, and the words that stand before and behind them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.forms import Section
from extractor.lexicon.folding import fold_label
from extractor.reading.header_words import block_words, group_words, is_made_of_pieces, pieces_of
from extractor.reading.label_words import context_of_header
from extractor.reading.labels import LabelText
from extractor.reading.model import BLANK, TEXT, Token
from extractor.reading.numbers import whole_number
from extractor.reading.own_row import HEAD, Candidate, Choice, choose_row, without_body


class FigureRow(NamedTuple):
    """A row of figures, the words right before them, and those right behind on the same row of the layout."""

    before: list[Token]
    figures: list[Token]
    behind: list[Token]
    is_together: bool

    @property
    def stretch(self) -> tuple[int, int]:
        """Where it begins and ends in the text."""
        tokens = (*self.before, *self.figures, *self.behind)
        return min(token.start for token in tokens), max(token.end for token in tokens)

    @property
    def candidate(self) -> Candidate:
        """The row as one of several that may be the form's."""
        figures = (whole_number(token.text) for token in self.figures if token.kind != BLANK)
        return Candidate(tuple(token.text for token in (*self.before, *self.behind)), tuple(figures))


def rows_of_figures(section: Section, tokens: Sequence[Token], header_end: int) -> list[FigureRow]:
    """The rows of figures of a table, behind `header_end`: those that are whole; the first, where none is."""
    slots = len(section.blocks[0].columns)
    before, has_rows = _words_before(section, tokens, header_end)
    made = [FigureRow(before, [], [], is_together=True)]
    filled = 0
    for token in tokens[header_end:]:
        row = made[-1]
        is_on_it = not row.figures or token.row == row.figures[-1].row
        if token.kind == TEXT and filled >= slots and is_on_it and has_rows:
            row.behind.append(token)
        elif filled >= slots and (token.kind == TEXT or (not is_on_it and token.kind != BLANK)):
            made.append(FigureRow([], [], [], is_together=True))
            (made[-1].before if token.kind == TEXT else made[-1].figures).append(token)
            filled = int(token.kind != TEXT)
        elif token.kind == TEXT:
            made[-1] = row._replace(is_together=row.is_together and not row.figures)
            row.before.extend([] if row.figures else [token])
        else:
            row.figures.append(token)
            filled += token.kind != BLANK
    whole = [row for row in made if sum(token.kind != BLANK for token in row.figures) >= slots]
    return whole or [row for row in made[:1] if row.figures]


def _words_before(section: Section, tokens: Sequence[Token], header_end: int) -> tuple[list[Token], bool]:
    """The words before the first figure on its row, and whether the header is on other rows; where it is not, or
    there are none: the word right before the figure, if it is none of the header.
    """
    first = next((token for token in tokens[header_end:] if token.kind not in (TEXT, BLANK)), None)
    texts = [token for token in tokens[:header_end] if token.kind == TEXT]
    beside = [token for token in texts if first is not None and token.row == first.row]
    has_rows = len(beside) < len(texts)
    if not has_rows or not beside:
        beside = [token for token in texts[-1:] if not _is_of_header(section, token.text)]
    return beside, has_rows


def _is_of_header(section: Section, text: str) -> bool:
    """Whether words are of the header: names, pieces of names, or their characters, which may be written down."""
    pieces = pieces_of((*block_words(section.blocks[0]), *group_words(section), *section.captions, *section.titles))
    words = fold_label(text)
    is_known = is_made_of_pieces(words, pieces) or frozenset(pieces).issuperset(words)
    return is_known and not any(map(str.isdecimal, text))


def choose_among(section: Section, rows: Sequence[FigureRow], label_text: LabelText) -> Choice:
    """Which of these rows is the form's; a row that is called by the name of the report's own body says nothing."""
    head = label_text.text[:HEAD]
    return choose_row([without_body(row.candidate, head) for row in rows], context_of_header(section, label_text.year))
