"""The seeds with figures put in, and damaged: what rules alone leave to a person, with the truth known.

Three seeds have a table whose rows are lines of tab-parted cells, all zero. Each gets figures that add up; then some
damage is done to section three, as converters, page breaks and OCR do it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from extractor.forms import Form
from extractor.forms.load import form_named

SEEDS = Path(__file__).parents[2] / "seeds"
YANCHI, HUOJIA, HUINONG = "000_289990b226e32aad", "002_c57983f78478dc9e", "004_f6478d7b7b0e6afc"
_FORMS = {YANCHI: "2019", HUOJIA: "2021", HUINONG: "2021"}
_COLUMNS = 7
_DISPUTES = (3, 1, 0, 2, 6, 4, 0, 1, 0, 5, 2, 2, 0, 1, 5)


class Figure(str):
    """A printed figure that knows which field it is of."""

    field: str

    @classmethod
    def of(cls, field: str, text: str) -> Figure:
        """A field's figure, printed so."""
        made = cls(text)
        made.field = field
        return made


Line = list[str]
"""The cells of one printed line."""


class Variant(NamedTuple):
    """One damaged report: the true value of every field of its sections three and four, and what is printed of them."""

    name: str
    text: str
    truth: dict[str, int]
    printed: dict[str, str]


class Table(NamedTuple):
    """Section three as lines of cells; `rows` are the indexes of the lines that hold a row's figures."""

    lines: list[Line]
    rows: list[int]

    def figures(self, row: int) -> list[str]:
        """The figures printed in the line of a row."""
        return [cell for cell in self.lines[self.rows[row]] if isinstance(cell, Figure)]

    def label(self, row: int) -> list[str]:
        """The other cells of that line."""
        return [cell for cell in self.lines[self.rows[row]] if not isinstance(cell, Figure)]

    def with_line(self, row: int, *lines: Line) -> Table:
        """The same with these lines for the line of a row."""
        at = self.rows[row]
        made = [*self.lines[:at], *lines, *self.lines[at + 1 :]]
        return Table(made, [i if i <= at else i + len(lines) - 1 for i in self.rows])


def _numbers(form: Form, seed: int) -> dict[str, list[int]]:
    """Figures for every row of section three that fulfil all its identities; about half of them are 0."""
    random = Random(seed)
    keys = [row.key for section in form.sections if section.key == "applications" for row in section.rows]
    results = [key for key in keys if key not in ("new", "carried_in", "total", "carried_out")]

    def row(share: float, most: int) -> list[int]:
        parts = [random.randint(1, most) if random.random() < share / (1 + i) else 0 for i in range(6)]
        return [*parts, sum(parts)]

    numbers = {key: row(0.9, 40 if key == "granted" else 12) for key in results}
    numbers["total"] = [sum(column) for column in zip(*numbers.values(), strict=True)]
    numbers["carried_out"] = row(0.8, 9)
    pairs = zip(numbers["total"], numbers["carried_out"], strict=True)
    both = [total + out for total, out in pairs]
    numbers["carried_in"] = [*(min(random.randint(0, 4), have) for have in both[:6]), 0]
    numbers["carried_in"][6] = sum(numbers["carried_in"])
    numbers["new"] = [have - carried for have, carried in zip(both, numbers["carried_in"], strict=True)]
    return {key: numbers[key] for key in keys}


def _filled(seed: str) -> tuple[list[str], Table, list[str], dict[str, int]]:
    """A seed with figures: the lines before section three, it, the lines after it, and the truth."""
    form = form_named(_FORMS[seed], None)
    numbers = _numbers(form, int(seed[:3]) + 7)
    lines = (SEEDS / f"{seed}.txt").read_text("utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("三、收到"))
    end = next(i for i, line in enumerate(lines) if line.startswith("四、政府"))
    table = [line.split("\t") for line in lines[start:end]]
    rows = [i for i, line in enumerate(table) if line.count("0") >= _COLUMNS - 1]
    for at, (key, figures) in zip(rows, numbers.items(), strict=True):
        fields = (f"applications.{key}.{column}" for column in _columns(form))
        left = (Figure.of(field, str(figure)) for field, figure in zip(fields, figures, strict=True))
        table[at] = [next(left) if cell == "0" else cell for cell in table[at]]
    after = ["\t".join(map(str, _DISPUTES)) if line.count("0\t") == 14 else line for line in lines[end:]]
    truth = {
        f"applications.{key}.{column}": value
        for key, figures in numbers.items()
        for column, value in zip(_columns(form), figures, strict=True)
    }
    disputes = [field for field in form.fields if field.startswith("disputes.")]
    return lines[:start], Table(table, rows), after, truth | dict(zip(disputes, _DISPUTES, strict=True))


def _columns(form: Form) -> list[str]:
    return [field.rpartition(".")[2] for field in form.fields if field.startswith("applications.new.")]


def as_printed(table: Table) -> Table:
    """No damage but that of the seed itself."""
    return table


def figures_before_their_labels(table: Table) -> Table:
    """Rows 5 to 15 print their figures on the line before their label."""
    for row in range(4, 15):
        table = table.with_line(row, table.figures(row), table.label(row))
    return table


def figures_a_row_up(table: Table) -> Table:
    """The figures of rows 6 to 12 stand beside the label before theirs, those of row 5 before both."""
    own = [table.figures(row) for row in range(4, 12)]
    labels = [table.label(row) for row in range(4, 12)]
    table = table.with_line(4, own[0], [*labels[0], *own[1]])
    for i in range(1, 8):
        table = table.with_line(4 + i, [*labels[i], *(own[i + 1] if i < 7 else [])])
    return table


def headers_and_labels_lost(table: Table) -> Table:
    """The header lines are gone, and the labels of rows 9 to 11."""
    for row in range(8, 11):
        table = table.with_line(row, table.figures(row))
    first = table.rows[0]
    return Table([line for i, line in enumerate(table.lines) if i == 0 or i >= first], [])


def rows_fused(table: Table) -> Table:
    """Every third row is printed in one line with the next: both labels, then both rows' figures."""
    for row in range(3, len(table.rows) - 3, 3):
        joined = [*table.label(row), *table.label(row + 1), *table.figures(row), *table.figures(row + 1)]
        table = table.with_line(row, joined).with_line(row + 1)
    return table


def rows_split(table: Table) -> Table:
    """Every third row breaks behind its third figure, and a page ends there."""
    for row in range(3, len(table.rows) - 2, 3):
        figures = table.figures(row)
        parts = [*table.label(row), *figures[:3]], ["- 3 -"], figures[3:]
        table = table.with_line(row, *parts)
    return table


def columns_read_downwards(table: Table) -> Table:
    """The labels in a column, then each column of figures."""
    own = [table.figures(row) for row in range(len(table.rows))]
    labels = [[cell] for row in range(len(table.rows)) for cell in table.label(row) if cell]
    columns = [[row[i] if i < len(row) else ""] for i in range(_COLUMNS) for row in own]
    return Table([*table.lines[: table.rows[0]], *labels, *columns], [])


def look_alikes(table: Table) -> Table:
    """OCR takes 1 for l, 0 for O and 5 for S in every second row, and loses a stroke of every label."""
    letters = str.maketrans("105", "lOS")
    strokes = str.maketrans("已未行其他他公信查", "己末彳甘他她么言査")
    for row in range(len(table.rows)):
        at = table.rows[row]
        table.lines[at] = [
            (Figure.of(cell.field, cell.translate(letters)) if row % 2 else cell)
            if isinstance(cell, Figure)
            else cell.translate(strokes)
            for cell in table.lines[at]
        ]
    return table


def pages_in_another_order(table: Table) -> Table:
    """The second page of the table comes before the first."""
    first, middle = table.rows[0], table.rows[len(table.rows) // 2]
    return Table([*table.lines[:first], *table.lines[middle:], *table.lines[first:middle]], [])


def rows_in_another_order_with_blurred_labels(table: Table) -> Table:
    """Neighbouring rows stand in each other's place, and their labels have lost characters."""
    for row in range(4, len(table.rows) - 5, 4):
        one, other = table.rows[row], table.rows[row + 1]
        table.lines[one], table.lines[other] = table.lines[other], table.lines[one]
        for at in (one, other):
            table.lines[at] = [cell if isinstance(cell, Figure) else cell[:2] + cell[4:] for cell in table.lines[at]]
    return table


def zeros_lost(table: Table) -> Table:
    """A zero prints nothing, and its cell is lost."""
    for row in range(len(table.rows)):
        at = table.rows[row]
        table.lines[at] = [cell for cell in table.lines[at] if cell != "0"]
    return table


def labels_blurred(table: Table) -> Table:
    """Every second character of every row's label is lost."""
    for at in table.rows:
        table.lines[at] = [cell if isinstance(cell, Figure) else cell[::2] for cell in table.lines[at]]
    return table


def numbers_strewn(table: Table) -> Table:
    """Page numbers and a running head with the year stand between cells and between rows."""
    for row in range(2, len(table.rows) - 2, 4):
        figures = table.figures(row)
        lines = [*table.label(row), *figures[:4]], [str(row + 1)], figures[4:], ["2024", "年度报告", "第", str(row)]
        table = table.with_line(row, *lines)
    return table


def a_cell_lost(table: Table) -> Table:
    """Every fourth row has lost a cell, and two rows of the same width beside them their labels."""
    for row in range(2, len(table.rows) - 2, 4):
        figures = table.figures(row)
        table = table.with_line(row, [*table.label(row), *figures[:2], *figures[3:]])
    return table


Damage = Callable[[Table], Table]

_VARIANTS: Sequence[tuple[str, Damage]] = (
    (YANCHI, as_printed),
    (YANCHI, figures_a_row_up),
    (YANCHI, columns_read_downwards),
    (YANCHI, look_alikes),
    (HUOJIA, figures_before_their_labels),
    (HUOJIA, headers_and_labels_lost),
    (HUOJIA, rows_fused),
    (HUOJIA, rows_in_another_order_with_blurred_labels),
    (HUOJIA, numbers_strewn),
    (HUINONG, rows_split),
    (HUINONG, columns_read_downwards),
    (HUINONG, pages_in_another_order),
    (HUINONG, zeros_lost),
    (HUINONG, labels_blurred),
    (HUINONG, a_cell_lost),
)


def variants() -> list[Variant]:
    """All of them, in a fixed order."""
    made: list[Variant] = []
    for seed, damage in _VARIANTS:
        before, table, after, truth = _filled(seed)
        damaged = damage(table)
        lines = ["\t".join(line) for line in damaged.lines]
        printed = {cell.field: str(cell) for line in damaged.lines for cell in line if isinstance(cell, Figure)}
        printed |= {field: str(value) for field, value in truth.items() if field.startswith("disputes.")}
        made.append(Variant(f"{seed[:3]}-{damage.__name__}", "\n".join([*before, *lines, *after]), truth, printed))
    return made


def header_lost() -> Variant:
    """盐池 with figures, of whose table all above the rows is gone: nothing but the columns' order is in doubt."""
    before, table, after, truth = _filled(YANCHI)
    lines = ["\t".join(line) for line in table.lines[table.rows[0] :]]
    return Variant("000-header_lost", "\n".join([*before, *lines, *after]), truth, {})
