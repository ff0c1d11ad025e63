"""First step of reading: cut a report's lines into one stream of tokens, whatever the layout.

Every layout that text can have (tab rows, one cell a line, pipes, columns aligned by spaces, words parted by single
spaces, cells parted by blank lines, figures glued to their label) becomes the same stream: pieces of label, figures,
blank cells and marks for "not applicable", each with its place. Lines of prose and page noise give no token.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.lexicon.figure import (
    CHANGES,
    EXPONENT,
    GLYPH,
    NIL_MARK,
    NIL_SIGN,
    NO_VALUE,
    NOT_APPLICABLE,
    UNIT,
    figure,
)
from extractor.lexicon.folding import HAN, fold_label
from extractor.lexicon.ordinal import NUMERALS, WORN_BRACKETED, WORN_STOP
from extractor.lexicon.page_number import PAGE_NUMBER
from extractor.lexicon.prose import is_line_of_prose
from extractor.reading.known_words import words_of_forms
from extractor.reading.model import BLANK, MARK, NUMBER, TEXT, Token
from extractor.reading.page_noise import bare_page_numbers, is_page_noise, running_heads

_FIGURE = re.compile(figure(changes=CHANGES, between=",，", decimals=True, behind=UNIT, escaped=True) + "|" + EXPONENT)
# Digits among which recognition has taken some for letters: a figure that is there and cannot be read.
_MISREAD = re.compile(r"(?=[a-zA-Z]*\d)[\doOQDlISZBbg]{2,8}")
# A short cell of digits and something else ([10], 10x, 10人次): a figure is there, and cannot be read. So it is with
# Chinese numerals behind the first cell of a line.
_UNREADABLE = re.compile(rf"(?!{WORN_BRACKETED}$)(?=.{{2,8}}$)(?=[^一-鿿]*\d)[^一-鿿\s]+(?:人次|次|例)?")
# Names of glyphs in a cell are characters of a figure, be they ever so long.
_GLYPHS = re.compile(rf"(?=.{{0,200}}$)[^一-鿿\s]*?(?:{GLYPH})[^一-鿿\s]*")
_NUMERALS = re.compile(f"[〇{NUMERALS}]{{1,5}}")
_GLUED = re.compile(rf"(.*[一-鿿)）”\"])({figure(signs='+-', between='', decimals=True)})")
_MARK = re.compile(NIL_MARK)
_SIGN = re.compile(NIL_SIGN)
_CELLS = re.compile(r"\s*[\t|]\s*")
_NO_VALUE = re.compile(NO_VALUE)
_BEHIND = re.compile(UNIT)
# A sign, a figure and its unit, with blanks between these.
_SPACED = re.compile(rf"(?:{'|'.join(CHANGES)}|[+\-±])?\s*[\d.,]+\s*(?:{UNIT})*")
_ORDINAL = re.compile(WORN_BRACKETED)
BLURRED = re.compile("[口囗〇○□？?]+")
_STOP = re.compile(WORN_STOP)
_WORD = re.compile(r"[^\s|]+")
_HAN = re.compile(HAN)
_MAY_HOLD_FIGURE = re.compile(rf"[\d/\\\-]|{NOT_APPLICABLE}")
# An amount torn at its decimal point, which cannot be read; an ordinal has one digit, and no unit behind its figure.
_TORN = re.compile(rf"\d+(?:\s+[.．]\s?|[.．]\s+)\d+\s?{UNIT}|\d+\s+[.．]\s?\d+|\d{{2,}}[.．]\s+\d+")
_SIGNS = frozenset(CHANGES) - {"加"}
_PIPE = re.compile(r"\|")
_TAB = re.compile(r"\t")
# What stands about words and cells and is none: punctuation, bullets, rules. Any other sign may be a part of a figure.
ABOUT_WORDS = re.compile(r"(?:[()（）\[\]【】{}《》“”‘’\"'`、，,。.；;：:·•\\#*_^+\-]|[+\-=~<>:]{2,})+")
# No row of a table is longer. What looks like strokes in a longer line is the rule between header and rows.
_LONGEST_ROW = 1000
_INNER_RULE = re.compile(":?-{3,}:?")


class TokenStream(NamedTuple):
    """The token stream of a document, the places of the lines left out as prose, and the rows that are crowded.

    A row is crowded where one cell of a grid holds several figures: the grid's cells are not the table's then. `breaks`
    are the lines of page numbers and other page noise: what stands below them may be laid out anew.
    """

    tokens: tuple[Token, ...]
    prose: tuple[tuple[int, int], ...]
    merged_cells: frozenset[int]
    line_starts: tuple[int, ...]
    breaks: frozenset[int]


def tokenize(text: str, page_noise: frozenset[int] = frozenset()) -> TokenStream:
    """Cuts normalised text into tokens; never raises, whatever the text; `page_noise` are lines known as such."""
    tokens: list[Token] = []
    prose: list[tuple[int, int]] = []
    merged_cells: set[int] = set()
    row = 0
    in_cell_lines = False
    start = 0
    line_starts: list[int] = []
    lines = text.split("\n")
    breaks = bare_page_numbers(lines) | running_heads(lines) | page_noise
    for number, line in enumerate(lines):
        line_starts.append(start)
        end = start + len(line)
        stripped = line.strip()
        one_cell = line.startswith("\t") and line.count("\t") == 1 and "|" not in line
        if not (one_cell and in_cell_lines):
            row += 1
        in_cell_lines = one_cell
        if one_cell and not stripped:
            tokens.append(Token(BLANK, "", start + 1, end, number, row))
        elif not stripped or number in breaks:
            pass
        elif is_page_noise(stripped):
            breaks.add(number)
        elif is_line_of_prose(stripped):
            prose.append((start, end))
        elif one_cell or ("\t" not in line and "|" not in line):
            before = len(tokens)
            _cut_cell(stripped, start + line.index(stripped[0]), number, row, tokens)
            if one_cell or _is_lone_cell(stripped, tokens[before:]):
                _keep_whole(stripped, before, tokens)
            if (one_cell or lines[number - 1].strip() == "|") and _several_figures(tokens[before:]):
                merged_cells.add(row)
        else:
            _cut_line(line, start, number, row, tokens, merged_cells)
        start = end + 1
    return TokenStream(
        _without_group_blanks(tokens), tuple(prose), frozenset(merged_cells), tuple(line_starts), frozenset(breaks)
    )


def _without_group_blanks(tokens: list[Token]) -> tuple[Token, ...]:
    """Without the blanks before the label of their row: cells of the group columns, no figures.

    What stands behind the first words of a row and is none of the form's stands where a figure should.
    """
    first = {token.row: token for token in reversed(tokens) if token.kind == TEXT}
    labelled: set[int] = set()
    kept: list[Token] = []
    for token in reversed(tokens):
        if token.kind == TEXT:
            if token is first[token.row] or words_of_forms().hold(token.text):
                labelled.add(token.row)
        elif token.kind == BLANK and token.row in labelled:
            continue
        kept.append(token)
    return tuple(reversed(kept))


def _cut_cell(content: str, at: int, number: int, row: int, out: list[Token]) -> None:
    if _FIGURE.fullmatch(content) or _is_unreadable(content):
        out.append(Token(NUMBER, content, at, at + len(content), number, row))
    else:
        _cut_words(content, at, number, row, out)


def _is_unreadable(content: str) -> bool:
    """Whether a cell holds a figure that cannot be read."""
    if _UNREADABLE.fullmatch(content):
        return not PAGE_NUMBER.fullmatch(content)
    return _GLYPHS.fullmatch(content) is not None


def _cut_line(line: str, start: int, number: int, row: int, out: list[Token], merged_cells: set[int]) -> None:
    for piece_start, piece_end in _pieces(line):
        piece = line[piece_start:piece_end]
        content = piece.strip()
        if not content or _NO_VALUE.fullmatch(content):
            out.append(Token(BLANK, "", start + piece_start, start + piece_end, number, row))
            continue
        if len(line) > _LONGEST_ROW and _INNER_RULE.fullmatch(content):
            continue
        before = len(out)
        at = start + piece_start + piece.index(content[0])
        if _SIGN.fullmatch(content) and _is_behind_label(line[:piece_start], line[piece_end:]):
            out.append(Token(MARK, content, at, at + len(content), number, row))
            continue
        if (
            len(line) < _LONGEST_ROW
            and _NUMERALS.fullmatch(content)
            and _is_among_figures(line[:piece_start], line[piece_end:])
        ):
            out.append(Token(NUMBER, content, at, at + len(content), number, row))
        else:
            _cut_cell(content, at, number, row, out)
            _keep_whole(content, before, out)
        if _several_figures(out[before:]):
            merged_cells.add(row)


def whole_cell(content: str, start: int, end: int, line: int) -> Token:
    """The token of a cell whose bounds are certain, of any text: a figure, a mark, a blank, or a number that is unread.

    A figure may have its unit behind it, and blanks in between.
    """
    if not content or _NO_VALUE.fullmatch(content):
        return Token(BLANK, "", start, end, line, line)
    if _SIGN.fullmatch(content):
        return Token(MARK, content, start, end, line, line)
    closed = "".join(content.split()) if _SPACED.fullmatch(content) else content
    return Token(NUMBER, closed, start, end, line, line)


def _keep_whole(content: str, before: int, out: list[Token]) -> None:
    """Makes one token of a cell that holds more than a figure, or a label and its figures: read whole, or not at all.

    Several figures and nothing else are as many cells, which a converter has put into one.
    """
    cell = out[before:]
    words = [token for token in cell if token.kind == TEXT]
    if not any(token.kind == NUMBER for token in cell) or (words and words_of_forms().end(words[0].text)):
        return
    said = "".join(token.text for token in cell if token.kind == NUMBER)
    if said != "".join(content.split()):
        kind = TEXT if cell[0].kind == TEXT else NUMBER
        out[before:] = [cell[0]._replace(kind=kind, text=content, end=cell[0].start + len(content))]


def _is_lone_cell(content: str, tokens: Sequence[Token]) -> bool:
    """Whether a line without marks of cells is one cell: it has no wide gap, one figure, and no word of a form."""
    figures = sum(token.kind == NUMBER for token in tokens)
    words = [token.text for token in tokens if token.kind == TEXT]
    return figures == 1 and "  " not in content and not any(map(_is_of_forms, words))


def _is_of_forms(words: str) -> bool:
    """Whether words of a line are a piece of a label, or pieces of several, such as a group's and a row's."""
    known = words_of_forms()
    pieces = [piece for piece in words.split() if fold_label(piece)]
    return known.hold(words) or (all(map(known.have_piece, pieces)) and any(map(known.hold, pieces)))


def _is_among_figures(before: str, behind: str) -> bool:
    """Whether a cell of Chinese numerals stands between a label and figures: no label follows it on its line."""
    return bool(_HAN.search(before)) and any(map(str.isdecimal, behind)) and not _HAN.search(_NUMERALS.sub("", behind))


def _is_behind_label(before: str, behind: str) -> bool:
    """Whether a cell with a sign for nothing stands behind a row's label: words are before it, and none behind."""
    return bool(_HAN.search(before)) and all(
        _SIGN.fullmatch(cell) or not _HAN.search(cell) for cell in _CELLS.split(behind)
    )


def _several_figures(cell: Sequence[Token]) -> bool:
    return sum(token.kind == NUMBER for token in cell) > 1


def _pieces(line: str) -> list[tuple[int, int]]:
    """The cells that tabs and pipes part; the empty ends outside the outermost pipes are no cells."""
    if "|" not in line or line.count("\t") > line.count("|"):
        return _spans(line, _TAB)
    spans = _spans(line, _PIPE)
    outer = not line[: spans[0][1]].strip()
    inner = spans[1:] if outer else spans
    if inner and not line[inner[-1][0] :].strip() and (outer or not _closes_with_blank(line, inner)):
        inner = inner[:-1]
    # Where cells are written with spaces around them, strokes with nothing between are the pads of a spanning cell.
    if any(line[start:end] != line[start:end].strip() for start, end in inner):
        last = len(inner)
        while last and inner[last - 1][0] == inner[last - 1][1]:
            last -= 1
        return inner[:last]
    return inner


def _closes_with_blank(line: str, cells: list[tuple[int, int]]) -> bool:
    """Whether the spaces behind the last pipe are an empty cell, no narrower than the other empty ones of the line."""
    narrowest = min((end - start for start, end in cells[:-1] if not line[start:end].strip()), default=len(line))
    return cells[-1][1] - cells[-1][0] >= max(narrowest, 1)


def _spans(line: str, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in separator.finditer(line):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(line)))
    return spans


def _cut_words(content: str, at: int, number: int, row: int, out: list[Token]) -> None:
    """The words of one cell: figures stand alone, words of a label that one space parts are one piece."""
    if "  " not in content and not _MAY_HOLD_FIGURE.search(content):
        out.append(Token(TEXT, content, at, at + len(content), number, row))
        return
    if _TORN.fullmatch(content):
        out.append(Token(NUMBER, content, at, at + len(content), number, row))
        return
    piece: tuple[int, int] | None = None
    words = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(content)]
    label_end = max((end for _, end, word in words if _HAN.search(word) and not _FIGURE.fullmatch(word)), default=0)
    joined = 0
    for i, (start, end, word) in enumerate(words):
        if i < joined:
            continue
        behind = words[i + 1][2] if i + 1 < len(words) else ""
        kind = TEXT if _STOP.fullmatch(behind) else _kind(word, last=end >= label_end)
        after_figure = piece is None and bool(out) and out[-1].kind == NUMBER and out[-1].line == number
        if kind == NUMBER and piece is not None and content[slice(*piece)] in _SIGNS:
            out.append(Token(NUMBER, content[slice(*piece)] + word, at + piece[0], at + end, number, row))
            piece = None
        elif kind == TEXT and after_figure and i and _BEHIND.fullmatch(word):
            joined = next((k for k in range(i, len(words)) if not _BEHIND.fullmatch(words[k][2])), len(words))
            units = "".join(unit for _, _, unit in words[i:joined])
            out[-1] = out[-1]._replace(text=out[-1].text + units, end=at + words[joined - 1][1])
        elif kind == TEXT and piece is not None and start - piece[1] <= 1:
            piece = (piece[0], end)
        else:
            _emit_text(content, piece, at, number, row, out)
            piece = (start, end) if kind == TEXT else None
            if kind != TEXT:
                out.append(Token(kind, word, at + start, at + end, number, row))
    _emit_text(content, piece, at, number, row, out)


def _kind(word: str, *, last: bool) -> str:
    if _FIGURE.fullmatch(word) or _MISREAD.fullmatch(word):
        return NUMBER
    # A dash or stroke stands for a figure only where no label follows it.
    if _MARK.fullmatch(word) and last:
        return MARK
    return TEXT


def _emit_text(content: str, piece: tuple[int, int] | None, at: int, number: int, row: int, out: list[Token]) -> None:
    if piece is None:
        return
    start, end = piece
    word = content[start:end]
    glued = _GLUED.fullmatch(word)
    if glued and not _ORDINAL.fullmatch(word) and words_of_forms().end(glued.group(1)):
        head = glued.start(2)
        out.append(Token(TEXT, word[:head], at + start, at + start + head, number, row))
        out.append(Token(NUMBER, word[head:], at + start + head, at + end, number, row))
    elif not ABOUT_WORDS.fullmatch(word):
        out.append(Token(TEXT, word, at + start, at + end, number, row))
