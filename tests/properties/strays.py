"""Still more of what conversion does to a drawn table: figures added or illegible, groups of columns exchanged."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume
from hypothesis import strategies as st

from tests.properties.damages import APPLICATIONS, DISPUTES, lines_of, with_head
from tests.properties.losses import ANY_TABLE, change_figures
from tests.properties.reports import Report
from tests.properties.sheets import Band, Cell, Line
from tests.properties.truths import counts


def add_cells(draw: st.DrawFn, report: Report) -> Report:
    """A figure that is none of the table's stands among those of some rows; in the stead of a lost blank, nobody could
    tell.
    """
    key = draw(ANY_TABLE)
    chosen = draw(st.sets(st.sampled_from([line.key for line in lines_of(report, key)]), min_size=1, max_size=4))
    assume(all(figure.strip() for line in lines_of(report, key) if line.key in chosen for figure in line.figures))
    strays = {name: (draw(st.integers(0, 15)), str(draw(counts))) for name in sorted(chosen)}

    def longer(line: Line) -> tuple[str, ...]:
        if line.key not in strays:
            return line.figures
        place, stray = strays[line.key]
        place = min(place, len(line.figures))
        return (*line.figures[:place], stray, *line.figures[place:])

    return change_figures(report, key, longer)


def blur_figures(draw: st.DrawFn, report: Report) -> Report:
    """Characters of some figures are misread as letters, or illegible; what is left of them is no number."""
    key = draw(ANY_TABLE)
    lines = lines_of(report, key)
    rows = draw(st.sets(st.sampled_from([line.key for line in lines]), min_size=1))
    columns = draw(st.sets(st.integers(0, 14), min_size=1, max_size=6))
    box = draw(st.sampled_from(("□", "?", "O", "o", "口", "l", "I", "*", "\ufffd")))
    place = draw(st.integers(0, 6))

    def blurred(figure: str) -> str:
        at = place % len(figure) if figure else 0
        return figure[:at] + box + figure[at + 1 :]

    def changed(line: Line) -> tuple[str, ...]:
        if line.key not in rows:
            return line.figures
        return tuple(blurred(figure) if i in columns else figure for i, figure in enumerate(line.figures))

    return change_figures(report, key, changed)


def swap_groups_with_labels(draw: st.DrawFn, report: Report) -> Report:
    """The two groups of lawsuits of section four stand in each other's place, labels and figures."""

    def head(band: Band) -> tuple[tuple[Cell, ...], ...]:
        *labels, direct, after = band.head[1]
        return (band.head[0], (*labels, after, direct), *band.head[2:])

    def swapped(line: Line) -> tuple[str, ...]:
        return (*line.figures[:5], *line.figures[10:], *line.figures[5:10])

    return with_head(change_figures(report, DISPUTES, swapped), DISPUTES, head)


def move_columns_under_labels(draw: st.DrawFn, report: Report) -> Report:
    """A column of blanks is gone from section three and those right of it move left; the total is blank or gone too."""
    column = draw(st.integers(0, 5))
    lines = lines_of(report, APPLICATIONS)
    assume(all(line.figures[column].strip() in ("0", "０", "") for line in lines))
    last = draw(st.sampled_from(((), ("",))))
    return change_figures(
        report, APPLICATIONS, lambda line: (*line.figures[:column], *line.figures[column + 1 :], *last)
    )


def repeat_rows(draw: st.DrawFn, report: Report) -> Report:
    """Some rows are printed twice, with the same figures or with others."""
    key = draw(st.sampled_from(("applications", "active")))
    sheet = report.sheet(key)
    chosen = draw(st.sampled_from(lines_of(report, key)))
    other = draw(st.sampled_from([line for line in lines_of(report, key) if len(line.figures) == len(chosen.figures)]))
    after = draw(st.booleans())

    def twice(line: Line) -> list[Line]:
        if line.key != chosen.key:
            return [line]
        again = replace(line, figures=other.figures)
        return [line, again] if after else [again, line]

    bands = tuple(replace(b, lines=tuple(one for line in b.lines for one in twice(line))) for b in sheet.bands)
    return report.with_sheet(replace(sheet, bands=bands))
