"""A table as a person would draw it: header cells with their spans, and lines of a label and its figures.

Made from a form and a truth; the damages work on it, and the layouts print it. Nothing here knows how text is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from extractor.forms import Block, Column, Row, Section
from tests.properties.truths import Figure, Truth

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_NARROW_BRACKETS = str.maketrans("（）：，", "():,")


@dataclass(frozen=True, slots=True)
class Style:
    """How an office words and writes: which of the form's wordings, ordinals, brackets, digits, zeros and amounts."""

    wording: int = 0
    ordinal: str = "."
    narrow_brackets: bool = False
    wide_digits: bool = False
    zero: str = "0"
    rise: str = ""
    fall: str = "-"
    thousands: bool = False
    room: str = ""
    money: str = "万元"
    crlf: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A header cell and how many columns and rows it spans."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A row of figures: the labels of its groups, its own, and its figures as printed, empty for a blank cell.

    Its last figure spans `across` columns.
    """

    key: str
    groups: tuple[str, ...]
    label: str
    figures: tuple[str, ...]
    across: int = 1


@dataclass(frozen=True, slots=True)
class Band:
    """Lines under one header; a heading spans the whole table above it."""

    heading: str
    head: tuple[tuple[Cell, ...], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `label_columns` columns of labels, then `columns` columns of figures."""

    key: str
    title: str
    label_columns: int
    columns: int
    bands: tuple[Band, ...]


styles = st.builds(
    Style,
    wording=st.sampled_from((0, 0, 0, 1, 2)),
    ordinal=st.sampled_from((".", "．", "、", ". ", "")),
    narrow_brackets=st.booleans(),
    wide_digits=st.sampled_from((False, False, False, True)),
    zero=st.just("0"),
    rise=st.sampled_from(("", "+", "增", "增加")),
    fall=st.sampled_from(("-", "减", "减少", "－")),
    thousands=st.sampled_from((False, False, False, True)),
    room=st.sampled_from(("", "", "", " ", "\u00a0")),
    money=st.sampled_from(("万元", "元", "")),
    crlf=st.booleans(),
)


def draw_sheets(truth: Truth, style: Style) -> tuple[Sheet, ...]:
    """The three tables of a report."""
    return tuple(_sheet(section, truth, style) for section in truth.form.sections)


def _sheet(section: Section, truth: Truth, style: Style) -> Sheet:
    title = f"{section.ordinal}、{_worded(section.titles, style)}"
    if section.key == "applications":
        return Sheet(section.key, title, 3, 7, (_applications(section, truth, style),))
    if section.key == "disputes":
        return Sheet(section.key, title, 0, 15, (_disputes(section, truth, style),))
    return Sheet(section.key, title, 1, 3, tuple(_active(section, block, truth, style) for block in section.blocks))


def _worded(labels: Sequence[str], style: Style) -> str:
    text = labels[min(style.wording, len(labels) - 1)]
    return text.translate(_NARROW_BRACKETS) if style.narrow_brackets else text


def _ordinal(ordinal: str, style: Style) -> str:
    if not ordinal or (ordinal.isdigit() and not style.ordinal):
        return ""
    if ordinal.startswith("（"):
        return ordinal.translate(_NARROW_BRACKETS) if style.narrow_brackets else ordinal
    return f"{ordinal}{style.ordinal}" if ordinal.isdigit() else f"{ordinal}、"


def _active(section: Section, block: Block, truth: Truth, style: Style) -> Band:
    spans = [1] * (len(block.columns) - 1) + [4 - len(block.columns)]
    head = (
        Cell(section.captions[0]),
        *(Cell(_worded(c.labels, style), across) for c, across in zip(block.columns, spans, strict=True)),
    )
    lines = tuple(_line(row, (), block.columns, truth, style) for row in block.rows)
    return Band(_worded(block.heading[:1], style), (head,), lines)


def _applications(section: Section, truth: Truth, style: Style) -> Band:
    person, *organisations, total = [_worded(column.labels, style) for column in section.blocks[0].columns]
    caption, applicants, legal = (_worded((caption,), style) for caption in section.captions[:3])
    head = (
        (Cell(caption, 3, 3), Cell(applicants, 7)),
        (Cell(person, 1, 2), Cell(legal, 5), Cell(total, 1, 2)),
        tuple(map(Cell, organisations)),
    )
    groups = {group.key: f"{_ordinal(group.ordinal, style)}{_worded(group.labels, style)}" for group in section.groups}
    lines = tuple(
        _line(row, tuple(groups[key] for key in row.groups), section.blocks[0].columns, truth, style)
        for row in section.rows
    )
    return Band("", head, lines)


def _disputes(section: Section, truth: Truth, style: Style) -> Band:
    labels = [_worded(column.labels, style) for column in section.blocks[0].columns]
    review, direct, after = (_worded(group.labels, style) for group in section.groups)
    head = (
        (Cell(review, 5), Cell(section.spans[0].label, 10)),
        (*(Cell(label, 1, 2) for label in labels[:5]), Cell(direct, 5), Cell(after, 5)),
        tuple(map(Cell, labels[5:])),
    )
    return Band("", head, (_line(section.rows[0], (), section.blocks[0].columns, truth, style),))


def _line(row: Row, groups: tuple[str, ...], columns: Sequence[Column], truth: Truth, style: Style) -> Line:
    label = f"{_ordinal(row.ordinal, style)}{_worded(row.labels, style)}" if row.labels else ""
    figures = tuple(
        written(truth.figures[field], column, style) for field, column in zip(row.fields, columns, strict=True)
    )
    return Line(row.key, groups, label, figures, 4 - len(columns) if len(columns) < 4 else 1)


def written(figure: Figure, column: Column, style: Style) -> str:
    """A figure as the office writes it."""
    if figure == 0:
        text = style.zero
    elif column.kind == "money":
        text = _amount(figure, style) if column.unit == "元" else f"{figure:f}" if figure % 1 else str(int(figure))
    elif column.kind == "change":
        text = f"{style.rise if figure > 0 else style.fall}{abs(figure)}"
    else:
        text = f"{figure:,}" if style.thousands else str(figure)
    return f"{style.room}{text.translate(_WIDE) if style.wide_digits else text}"


def _amount(yuan: Figure, style: Style) -> str:
    if style.money != "万元":
        return f"{yuan}{style.money}"
    return f"{(Decimal(yuan) / 10_000).normalize():f}万元"
