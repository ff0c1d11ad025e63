"""Tables written with bars that stand on one line with all their rows and with what is written around them.

A converter that writes a page as a table has no line breaks inside its cells, so the tables in them come out flat. The
line of dashes behind the header shows that there is one. The blanks around such a table, and those between its rows,
become line breaks, so that no words are of a label but its own; place for place the text stays as long as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.lexicon.folding import HAN

# With something behind it on its line.
_RULER = re.compile(r"\|(?:[ \t]*:?-{3,}:?[ \t]*\|){2,60}(?=[ \t]*\|)")
_CELL = re.compile(r"\|[ \t](?=[^\s|])")
# Behind a paragraph and before the next are more blanks than around a cell.
_PARAGRAPH = re.compile(r"\|[ \t]{2,}(?=[^\s|])")
# So many cells for one paragraph show that cells are not padded.
_CELLS = 5
# What is written for a merged cell, or between two rows; a cell in which nothing stands has two blanks.
_PAD = " "
_HAN = re.compile(HAN)


def part_from_prose(text: str) -> str:
    """The text with flat tables on lines of their own, without their lines of dashes, and with their rows parted."""
    found = list(_RULER.finditer(text)) if "--" in text else []
    breaks: list[int] = []
    characters = list(text) if found else []
    starts = [*(ruler.start() for ruler in found[1:]), len(text)]
    end = 0
    for ruler, following in zip(found, starts, strict=False):
        own = list(_breaks(text, ruler, end, following))
        if own:
            characters[ruler.start() : ruler.end()] = " " * len(ruler.group())
            breaks += own
        end = ruler.end()
    for at in breaks:
        characters[at] = "\n"
    return "".join(characters) if breaks else text


def _breaks(text: str, ruler: re.Match[str], start: int, end: int) -> Iterator[int]:
    """The blanks before a table, between its rows, and behind it; between `start` and `end` is no other line of dashes.

    None where these are marks for nothing in a row: a line of dashes stands right behind a row and before labels, and
    only once in a table, so that words which are no cell stand between it and the one before on its line.
    """
    line = max(text.rfind("\n", start, ruler.start()) + 1, start)
    bars = [at for at in range(line, ruler.start()) if text[at] == "|"]
    width = ruler.group().count("|")
    before = bars[-width] - 1 if len(bars) >= width else -1
    is_first = start == 0 or line > start or _PARAGRAPH.search(text, start, ruler.start()) is not None
    rest = text[ruler.end() : end].partition("\n")[0]
    is_behind_row = text[line : ruler.start()].rstrip(" \t").endswith("|")
    if before < line or text[before] not in " \t" or not (is_first and is_behind_row and _HAN.search(rest)):
        return
    yield before
    behind = _PARAGRAPH.search(rest)
    if behind is None or len(_CELL.findall(rest)) < _CELLS * len(_PARAGRAPH.findall(rest)):
        return
    yield ruler.end() + behind.start() + 1
    yield from (ruler.end() + at for at in _between_rows(rest[: behind.start() + 1]))


def _between_rows(table: str) -> Iterator[int]:
    """The blanks between the rows: before a label behind a figure or a blank cell, and before the first such row."""
    cells = table.split("|")
    first: int | None = -1
    before, at = "", 0
    for cell, following in zip(cells, [*cells[1:], ""], strict=True):
        is_label = bool(_HAN.search(cell))
        if cell == _PAD and _HAN.search(following):
            if before and not _HAN.search(before):
                yield at
            elif first is not None:
                first = at
        elif cell != _PAD and before and not is_label and first is not None:
            yield from (first,) if first >= 0 else ()
            first = None
        before = before if cell == _PAD else cell
        at += len(cell) + 1
