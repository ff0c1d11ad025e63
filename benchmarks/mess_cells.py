"""Mess of cells: how figures are typed, what parts them, and what is lost of them."""

import re
from random import Random

from benchmarks.table_lines import (
    FIGURE,
    LABEL,
    cells_of,
    change_figures,
    change_tables,
    from_cells,
    split_lines,
    table_lines,
    table_range,
)

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_FINE_BLANKS = ("\u2009", "\u202f", "\u00a0")
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


def part_digits(text: str, rng: Random) -> str:
    """A thin or no-break space inside each figure of the tables that has several digits."""
    blank = rng.choice(_FINE_BLANKS)
    return change_figures(text, lambda figure: figure[0] + blank + figure[1:] if figure[:2].isdigit() else figure)


def join_digits(text: str) -> str:
    """The text without the single blanks that stand between digits."""
    return re.sub(r"(?<=\d) (?=\d)", "", text)


def print_figures_twice(text: str, rng: Random) -> str:
    """Each digit of the tables' figures printed twice, or three times."""
    times = rng.choice((2, 2, 3))
    return change_figures(text, lambda figure: "".join(character * times for character in figure))


def print_rows_twice(text: str, rng: Random) -> str:
    """Each character of some of the tables' rows printed twice, labels and figures; of all where no line is a row."""
    lines = split_lines(text)
    rows = [index for index in table_lines(lines) if LABEL.search(lines[index]) and FIGURE.search(lines[index])]
    chosen = [index for index in rows if rng.random() < 0.5] or list(table_lines(lines))
    for index in chosen:
        lines[index] = _each_twice(lines[index])
    return "\n".join(lines)


def _each_twice(line: str) -> str:
    return "".join(character if character in "\t| " else character * 2 for character in line)


def name_glyphs(text: str, rng: Random) -> str:
    """The names of glyphs instead of one of the ten digits, throughout the tables."""
    digit = str(rng.randrange(10))
    glyph = rng.choice(("(cid:{})", "/g{}", "/uni00{}", "\ufffd", "\uf03a")).format(rng.randrange(17, 60))
    return change_figures(text, lambda figure: figure.replace(digit, glyph))


def set_bold(text: str, rng: Random) -> str:
    """The tables' figures set in bold or as equations, as Markdown and LaTeX have it."""
    before, behind = rng.choice((("**", "**"), ("__", "__"), ("$", "$"), ("\\textbf{", "}"), ("$\\mathbf{", "}$")))
    return change_figures(text, lambda figure: before + figure + behind)


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
