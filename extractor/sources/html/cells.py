"""What stands in one cell: its lines, and these joined to the words or the figure they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.lexicon.figure import APART, UNIT, figure
from extractor.sources.html.element import FIGURES, PICTURES, Element
from extractor.sources.html.styles import INLINE
from extractor.sources.html.tree import text_of
from extractor.sources.ink import PICTURE, is_bare_figure, settled

_SPACE = " \t\r\n"
# Spaces around a line break of the file. Between Chinese characters it only wraps the line, else it is a space.
_WRAP = r"(?<![ \t])[ \t]*+[\r\n][ \t\r\n]*+"
_WIDE = "[⺀-鿿　-〿︰-﹏＀-￯“”‘’·…—]"
_WRAPPED = f"(?<={_WIDE})\0(?={_WIDE})"
# Marks within the characters of a cell; no text holds them, for characters of control are blanks.
_BREAK, _BLOCK, _SHOWN = "\1", "\2", "\3"
_UNIT = f"{UNIT}$"
_BEGUN_NUMBER = re.compile(figure(signs="+-", between=".") + r"|[+\-]")
_REST_OF_NUMBER = re.compile(r"[\d.]*")
_SIGN_AND_DIGIT = 2
_LONG = 3
_FIRST_DIGITS = re.compile(r"\d+(?:\.\d*)?")
_SHORT_NUMBER = re.compile(r"[+\-]?[1-9]\d*")
# The blank within a figure that was wrapped at its decimal point.
_PARTED_DECIMAL = r"(?<=^\d\.) +(?=\d)|(?<=\d\d\.) +(?=\d)|(?<=\d) +(?=\.\d)"
_MOST_PIECES = 3


def wrapped(text: str) -> str:
    """The text of a line with the file's own line breaks taken out."""
    if "\n" not in text and "\r" not in text:
        return text
    return re.sub(_WRAPPED, "", re.sub(_WRAP, "\0", text)).replace("\0", " ")


def lines_of(cell: Element) -> list[str]:
    """The lines in a cell; blank ones between them stay, and so do those that a hard space holds open."""
    if cell.is_text and not cell.keeps_spaces:
        lines = settled([wrapped(text_of(cell)).strip(" \t")])
        return lines if any(lines) else []
    characters = "".join(_pieces(cell))
    parts = [characters]
    if _BLOCK in characters:
        blocks = (block.strip(_BREAK) for block in characters.split(_BLOCK))
        parts = [block for block in blocks if block.strip(_SPACE)]
    lines = settled(wrapped(line).strip(" \t") for part in parts for line in part.split(_BREAK))
    if _SHOWN in characters:
        is_figure = is_bare_figure(re.sub(_UNIT, "", "".join(lines).replace(_SHOWN, "").strip()))
        lines = [line.replace(_SHOWN, PICTURE if is_figure else "") for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    if not any(line.strip() for line in lines) and (_SHOWN in characters or _has_picture(cell)):
        return [PICTURE]
    return lines


def _pieces(element: Element) -> Iterator[str]:
    """The characters in a cell, with a mark for each line break, around each block."""
    for child in element.children:
        if isinstance(child, str):
            yield child.replace("\n", _BREAK) if element.keeps_spaces else child
        elif child.tag in ("br", "hr"):
            yield _BREAK
        elif child.may_show_digits:
            yield _SHOWN
        else:
            mark = _BLOCK if child.shown != INLINE else ""
            yield mark
            yield from _pieces(child)
            yield mark


def _has_picture(element: Element) -> bool:
    return any(
        child.may_show_digits or (child.tag in PICTURES and child.tag not in FIGURES) or _has_picture(child)
        for child in element.elements
    )


def joined(lines: Sequence[str], *, broken: bool = False) -> str:
    """The lines of a cell as one: labels joined, a number that was wrapped joined, two figures marked as two.

    A long number goes on in a line that is no longer than it; with `broken` a short one does too.
    """
    lines = [line for line in map(str.strip, lines) if line]
    if len(lines) < 2 and "." not in "".join(lines):
        return "".join(lines)
    if broken and _is_broken_number(lines):
        return "".join(lines)
    number = _Number()
    pieces: list[str] = []
    for line in lines:
        last = pieces[-1][-1] if pieces else ""
        two = last.isdecimal() and (line[0].isdecimal() or line[0] in "+-－−")
        words = last.isascii() and last.isalpha() and line[0].isascii() and line[0].isalpha()
        apart = APART if two and not number.goes_on(line) else " " if words and not two else ""
        pieces.append(apart + line)
        number.add(pieces[-1])
    return re.sub(_PARTED_DECIMAL, "", "".join(pieces))


class _Number:
    """The characters of a cell as far as they are one number, as long as no other is among them."""

    def __init__(self) -> None:
        self._begun = ""
        self._length = 0
        self._is_one = True

    def add(self, piece: str) -> None:
        """The cell goes on with these characters."""
        if len(self._begun) < _SIGN_AND_DIGIT:
            self._begun += piece
            self._is_one = _BEGUN_NUMBER.fullmatch(self._begun) is not None
        else:
            self._is_one = self._is_one and _REST_OF_NUMBER.fullmatch(piece) is not None
        self._length += len(piece)

    def goes_on(self, line: str) -> bool:
        """Whether a line goes on with it: it is long and fills its line, and what follows is no longer than it."""
        long = self._is_one and self._length - (self._begun[0] in "+-") >= _LONG
        digits = _FIRST_DIGITS.match(line)
        return long and digits is not None and digits.end() <= self._length


def _is_broken_number(lines: Sequence[str]) -> bool:
    """Whether the lines are the pieces of one number, the first no shorter than those below."""
    return (
        1 < len(lines) <= _MOST_PIECES
        and _SHORT_NUMBER.fullmatch(lines[0]) is not None
        and all(line.isdecimal() and len(line) <= len(lines[0]) for line in lines[1:])
    )
