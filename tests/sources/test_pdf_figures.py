"""PDFs: what is drawn in a cell and not written makes it no blank one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sources.drawn_pdf import Paper, draw_table, pdf

from extractor.sources import Source, open_source

Draw = Callable[[Paper], object]


def _with_blank_cell(draw: Draw) -> Source:
    """A table of three rows whose first has a blank cell, and in which this is drawn."""
    page = Paper()
    draw_table(page)
    draw(page)
    return open_source(pdf(page), "a.pdf")


def _outline(x: float, y: float, width: float, height: float) -> Draw:
    """A filled figure of eight corners."""
    corners = [(0, 0), (0.5, 0.2), (1, 0), (0.8, 0.5), (1, 1), (0.5, 0.8), (0, 1), (0.2, 0.5)]
    points = [(x + across * width, 842 - y - down * height) for across, down in corners]
    path = " ".join(f"{a:.2f} {b:.2f} {'m' if not at else 'l'}" for at, (a, b) in enumerate(points))
    return lambda page: page.drawn.append(f"{path} h f")


def _strokes(x: float, y: float) -> Draw:
    """A figure drawn with strokes that are not level."""
    return lambda page: page.drawn.append(f"1 w {x} {842 - y} m {x + 4} {842 - y - 8} l {x + 8} {842 - y} l S")


def _picture(x: float, y: float, width: float, height: float) -> Draw:
    """A picture of one grey pixel."""
    shown = "BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 80> EI"
    return lambda page: page.drawn.append(f"q {width} 0 0 {height} {x} {842 - y - height} cm {shown} Q")


@pytest.mark.parametrize("draw", [_outline(205, 104, 6, 9), _strokes(205, 104), _picture(205, 104, 30, 10)])
def test_a_figure_drawn_in_a_cell_is_a_word_of_unknown_characters(draw: Draw) -> None:
    source = _with_blank_cell(draw)
    assert source.text.split("\n")[0] == "行政许可\t□\t9"
    assert source.shows_blanks


def test_where_a_picture_lies_over_several_cells_none_is_known_to_be_blank() -> None:
    source = _with_blank_cell(_picture(150, 102, 160, 50))
    assert "□" not in source.text
    assert not source.shows_blanks


@pytest.mark.parametrize(
    "draw",
    [
        lambda _: None,
        _picture(100, 20, 300, 60),
        _outline(90, 108, 4, 4),
        lambda page: page.bar(200, 100, 100, 20) if page.drawn.append("0.9 g") is None else None,
    ],
    ids=["nothing", "logo above", "bullet before a row", "ground"],
)
def test_a_logo_a_bullet_and_a_ground_hide_nothing(draw: Draw) -> None:
    source = _with_blank_cell(draw)
    assert source.text.lstrip().split("\n")[0] == "行政许可\t\t9"
    assert source.shows_blanks
