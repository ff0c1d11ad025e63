"""Mess of cells: how figures are typed, what parts them, and what is lost of them."""

import re
from random import Random

from benchmarks.table_lines import (
    cells_of,
    change_figures,
    change_tables,
    from_cells,
    split_lines,
    table_lines,
    table_range,
)

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_WIDE_BLANKS = ("\u00a0", "\u3000", "\u2002", "\u00a0\u00a0")


def widen_digits(text: str, rng: Random) -> str:
    """Full-width digits throughout."""
    return text.translate(_WIDE)


def pad_figures(text: str, rng: Random) -> str:
    """No-break or ideographic spaces around the figures of the tables."""
    blank = rng.choice(_WIDE_BLANKS)
    before, after = rng.choice(((blank, ""), ("", blank), (blank, blank)))
    return change_figures(text, lambda figure: before + figure + after)


def separate_thousands(text: str, rng: Random) -> str:
    """Commas between the thousands of the tables' whole numbers."""

    def separated(figure: str) -> str:
        whole, point, rest = figure.partition(".")
        sign = whole[0] if whole[0] in "+-" else ""
        digits = whole[len(sign) :]
        return f"{sign}{int(digits):,}{point}{rest}" if digits.isdigit() and len(digits) > 3 else figure

    return change_figures(text, separated)


def join_thousands(text: str) -> str:
    """The text without the commas that stand between digits."""
    return re.sub(r"(?<=\d),(?=\d)", "", text)


def stroke_zeros(text: str, rng: Random) -> str:
    """One kind of stroke for every 0 of the tables."""
    stroke = rng.choice(("-", "/", "—"))
    return change_figures(text, lambda figure: stroke if figure == "0" else figure)


def space_tabs(text: str, rng: Random) -> str:
    """Four spaces for every tab."""
    return text.replace("\t", "    ")


def close_rows(text: str, rng: Random) -> str:
    """Rows that show their cells parted by bars, with a bar at both ends."""

    def close(line: str) -> str:
        cells = cells_of(line)
        if cells is None or len(cells) < 3:
            return line
        return "| " + " | ".join(cell.strip(" ") for cell in cells) + " |"

    return change_tables(text, close)


def keep_lines_once(text: str, rng: Random) -> str:
    """Every line kept only where it stands first, as tools against repetition do."""
    return "\n".join(dict.fromkeys(split_lines(text)))


def cut_text(text: str, rng: Random) -> str:
    """The text ends somewhere in the tables."""
    lines = split_lines(text)
    tables = table_range(lines)
    last = rng.randrange(tables.start, tables.stop) if tables else len(lines)
    return "\n".join(lines[:last])


def lose_table(text: str, rng: Random) -> str:
    """One of the three tables is gone, its heading is left."""
    lines = split_lines(text)
    headings = [i for i in table_range(lines) if re.match(r"\W*[三四]、(收到|政府信息公开行政|因政府)", lines[i])]
    edges = [table_range(lines).start, *headings, table_range(lines).stop]
    lost = rng.randrange(len(edges) - 1)
    gone = {i for i in table_lines(lines) if edges[lost] <= i < edges[lost + 1]} - set(headings)
    return "\n".join(line for i, line in enumerate(lines) if i not in gone)


def drop_blank_cells(text: str, rng: Random) -> str:
    """Rows without their blank cells."""

    def drop(line: str) -> str:
        cells = cells_of(line)
        return line if cells is None else from_cells([cell for cell in cells if cell.strip()], line)

    return change_tables(text, drop)


def lose_column(text: str, rng: Random) -> str:
    """One of the last columns is gone from every row that shows its cells."""
    column = rng.randrange(1, 4)

    def lose(line: str) -> str:
        cells = cells_of(line.rstrip("| "))
        if cells is None or len(cells) <= column + 1:
            return line
        del cells[-column]
        return from_cells(cells, line)

    return change_tables(text, lose)
