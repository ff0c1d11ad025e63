"""Lays a report out as files: DOCX and HTML as offices publish them, and PDF printed from each.

The look of a page (borders, vertical labels, page chrome, how blanks are made) is drawn from the report's own
seed, so the same report always looks the same.
"""

import random
from dataclasses import dataclass
from typing import Literal

from benchmarks.grid import Table
from benchmarks.reports import Report

GroupLabels = Literal["plain", "characters", "rotated"]
SiteStyle = Literal["plain", "site", "nested", "paragraphs"]


@dataclass(frozen=True, slots=True)
class Look:
    """How the pages of one report look."""

    group_labels: GroupLabels
    """`characters`: one character a line; `rotated`: the whole cell is set top to bottom."""
    site: SiteStyle
    blank: str
    """What stands in a blank cell: nothing, a space, a no-break space, an ideographic space."""
    padding: str
    """What stands before every figure in a cell, as sloppy typing leaves it."""
    font_size: float
    narrow: bool
    """Whether margins are wide, so that labels wrap more."""
    page_mark: str
    """The footer, with `{}` for the page number."""
    breaks_as_paragraphs: bool
    """Whether a broken label is two paragraphs rather than one with a line break."""
    centred: bool
    """Whether figures stand half-way down their row rather than at its top."""
    repeats_header: bool
    """Whether a table that crosses a page prints its header again."""
    rows_may_break: bool
    """Whether one row may stand on two pages."""
    borders: bool
    figure_width: float
    """The share of the page that a column of section three takes; a slender one breaks long numbers."""


def draw_look(report: Report) -> Look:
    """The look of a report."""
    rng = random.Random(f"look {report.seed}")
    return Look(
        group_labels=rng.choices(("plain", "characters", "rotated"), (6, 3, 1))[0],
        site=rng.choice(("plain", "site", "nested", "paragraphs")),
        blank=rng.choices(("", " ", "\u00a0", "\u3000"), (6, 2, 3, 1))[0],
        padding=rng.choices(("", " ", "\u00a0"), (8, 1, 1))[0],
        font_size=rng.choice((9, 10.5, 10.5, 12)),
        narrow=rng.random() < 0.4,
        page_mark=rng.choice(("- {} -", "{}", "— {} —", "第 {} 页", "-{}-")),
        breaks_as_paragraphs=rng.random() < 0.5,
        centred=rng.random() < 0.7,
        repeats_header=rng.random() < 0.2,
        rows_may_break=rng.random() < 0.6,
        borders=rng.random() < 0.9,
        figure_width=rng.choice((0.055, 0.065, 0.07, 0.08, 0.08)),
    )


def column_widths(table: Table, look: Look) -> tuple[float, ...]:
    """The shares of the page that a table's columns take."""
    if table.section != "applications":
        return table.widths
    labels = sum(table.widths[:3])
    left = 1 - 7 * look.figure_width
    return (*(width * left / labels for width in table.widths[:3]), *(look.figure_width,) * 7)


def figure_text(printed: str, look: Look) -> str:
    """What is typed into a figure's cell."""
    return look.padding + printed if printed else look.blank
