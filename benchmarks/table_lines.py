"""Where the tables of a converter's text are, told by the form's own words, whatever layout they are in.

The kinds of mess in `operators` work on what is found here: the lines between the first table and the fifth part, and
in them the figures and the labels.
"""

import re
from collections.abc import Callable, Iterator
from random import Random

FIGURE = re.compile(r"(?<![^\s|])[+-]?\d+(?:[.,]\d+)*(?=\s|\||$)")
"""A number that stands by itself in its line or between bars."""
LABEL = re.compile(r"[\u4e00-\u9fff]{2,}")
"""A run of Chinese characters: a label, or a piece of one."""
GAP = re.compile(r"\t|\|")
"""What parts the cells of a row that shows them."""

_BEGINS = re.compile(r"第二十条|信息内容")
_ENDS = re.compile(r"\W*五、")
_SENTENCE = "。"
_SEPARATOR = re.compile(r"[\s|:+=\-─]*")


def split_lines(text: str) -> list[str]:
    """The lines without what ends them; a form feed stays with its line."""
    return text.replace("\r\n", "\n").split("\n")


def table_range(lines: list[str]) -> range:
    """The lines from the first table to the fifth part; the whole text where neither is to be found."""
    folded = ["".join(line.split()) for line in lines]
    begin = next((i for i, line in enumerate(folded) if _BEGINS.search(line)), 0)
    end = next((i for i in range(begin, len(lines)) if _ENDS.match(folded[i])), len(lines))
    return range(begin, end)


def table_lines(lines: list[str]) -> Iterator[int]:
    """The numbers of the lines that belong to a table: not blank, no sentence, no rule between rows."""
    for index in table_range(lines):
        if _SENTENCE not in lines[index] and not _SEPARATOR.fullmatch(lines[index]):
            yield index


def change_tables(text: str, change: Callable[[str], str]) -> str:
    """The text with every line of a table changed."""
    lines = split_lines(text)
    for index in table_lines(lines):
        lines[index] = change(lines[index])
    return "\n".join(lines)


def change_figures(text: str, change: Callable[[str], str]) -> str:
    """The text with every figure of a table changed."""
    return change_tables(text, lambda line: FIGURE.sub(lambda found: change(found[0]), line))


def change_one_label(line: str, least: int, change: Callable[[str], str], rng: Random) -> str:
    """The line with one of its labels of at least so many characters changed."""
    found = [one for one in LABEL.finditer(line) if len(one[0]) >= least]
    if not found:
        return line
    one = rng.choice(found)
    return line[: one.start()] + change(one[0]) + line[one.end() :]


def cells_of(line: str) -> list[str] | None:
    """The cells of a row parted by tabs or bars; None for a line that shows no cells."""
    gap = "\t" if "\t" in line else "|" if "|" in line else ""
    return line.split(gap) if gap else None


def from_cells(cells: list[str], line: str) -> str:
    """The row written again as `line` was."""
    return ("\t" if "\t" in line else "|").join(cells)
