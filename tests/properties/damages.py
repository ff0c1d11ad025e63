"""What conversion does to a drawn table before it is printed: labels, figures, cells and rows lost or out of place.

Every damage takes a report and draws another one from it. The truth stays what it was: whatever is then read and
accepted must still agree with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from hypothesis import assume
from hypothesis import strategies as st

from tests.properties.reports import Report
from tests.properties.sheets import Band, Cell, Line, Sheet

Damage = Callable[[st.DrawFn, Report], Report]

APPLICATIONS, ACTIVE, DISPUTES = "applications", "active", "disputes"
TABLES = st.sampled_from((APPLICATIONS, APPLICATIONS, ACTIVE))


def lines_of(report: Report, key: str) -> list[Line]:
    """The lines of figures of one table."""
    return [line for band in report.sheet(key).bands for line in band.lines]


def _blurred(draw: st.DrawFn, text: str, keep: str = "") -> str:
    """A label of which only the characters of `keep` are legible; the others are boxes, question marks or gone."""
    box = draw(st.sampled_from(("□", "", "?", " ")))
    return "".join(character if character in keep else box for character in text)


def _partly(draw: st.DrawFn, text: str) -> str:
    """A label with some of its characters gone or illegible."""
    share = draw(st.integers(1, 9))
    return "".join(c if draw(st.integers(0, 9)) >= share else "□" for c in text)


def _change(report: Report, key: str, changed: dict[str, Line | None]) -> Report:
    def change(lines: list[Line]) -> list[Line | None]:
        return [changed.get(line.key, line) for line in lines]

    return report.with_lines(key, change)


def _some(draw: st.DrawFn, lines: Sequence[Line], least: int = 1, most: int = 3) -> list[Line]:
    return draw(st.lists(st.sampled_from(lines), min_size=least, max_size=most, unique_by=lambda line: line.key))


def lose_labels(draw: st.DrawFn, report: Report) -> Report:
    """Rows lose their labels; their figures stay."""
    key = draw(TABLES)
    chosen = _some(draw, lines_of(report, key))
    return _change(report, key, {line.key: replace(line, label="") for line in chosen})


def blur_labels(draw: st.DrawFn, report: Report) -> Report:
    """Labels lose characters; figures stay."""
    key = draw(TABLES)
    chosen = _some(draw, lines_of(report, key), most=6)
    return _change(report, key, {line.key: replace(line, label=_partly(draw, line.label)) for line in chosen})


def blur_and_swap(draw: st.DrawFn, report: Report) -> Report:
    """Of two rows' labels nothing is legible that one has and the other has not, and their figures are swapped."""
    key = draw(TABLES)
    one, other = _pair(draw, report, key)
    common = "".join(set(one.label) & set(other.label)) if draw(st.booleans()) else ""
    # A label more than half legible is as good as intact: nobody could see that figures stand under the wrong one.
    assume(all(2 * sum(c in common for c in line.label) <= len(line.label) for line in (one, other)))
    swapped = {
        one.key: replace(one, label=_blurred(draw, one.label, common), figures=other.figures),
        other.key: replace(other, label=_blurred(draw, other.label, common), figures=one.figures),
    }
    return _change(report, key, dict[str, Line | None](swapped))


def _pair(draw: st.DrawFn, report: Report, key: str) -> tuple[Line, Line]:
    one, other = _some(draw, lines_of(report, key), 2, 2)
    assume(len(one.figures) == len(other.figures))
    return one, other


def exchange_rows(draw: st.DrawFn, report: Report) -> Report:
    """Two whole rows stand in each other's place, their labels intact or partly legible."""
    key = draw(TABLES)
    one, other = _some(draw, lines_of(report, key), 2, 2)
    partly = draw(st.booleans())
    moved = {
        one.key: replace(other, groups=one.groups, label=_partly(draw, other.label) if partly else other.label),
        other.key: replace(one, groups=other.groups, label=_partly(draw, one.label) if partly else one.label),
    }
    return report.with_lines(key, lambda lines: [moved.get(line.key, line) for line in lines])


def shuffle_rows(draw: st.DrawFn, report: Report) -> Report:
    """All rows of section three stand in another order, each with its label."""
    lines = draw(st.permutations(lines_of(report, APPLICATIONS)))
    return report.with_lines(APPLICATIONS, lambda _: list(lines))


def move_rows_up(draw: st.DrawFn, report: Report) -> Report:
    """The figures of a row of zeros are dropped and those below move up; the last row is left without."""
    key = draw(TABLES)
    bands = report.sheet(key).bands
    lines = bands[draw(st.integers(0, len(bands) - 1))].lines
    first, last = sorted((draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))))
    gone, moved = lines[first], lines[first : last + 1]
    assume(last > first and len({len(line.figures) for line in moved}) == 1)
    assume(all(_is_nothing(figure) for figure in gone.figures))
    changed: dict[str, Line | None] = {
        line.key: replace(line, figures=below.figures) for line, below in pairwise(moved)
    }
    # Where zeros are printed as blanks, a last row of blanks is nothing to wonder at.
    ends = ("nothing", "blanks", "no_row", "no_label") if report.style.zero.strip() else ("no_row", "no_label")
    left = draw(st.sampled_from(ends))
    if left == "nothing":
        changed[moved[-1].key] = replace(moved[-1], figures=())
    elif left == "blanks":
        changed[moved[-1].key] = replace(moved[-1], figures=("",) * len(gone.figures))
    elif left == "no_row":
        changed[moved[-1].key] = None
    else:
        changed[moved[-1].key] = replace(moved[-1], label="", figures=())
    return _change(report, key, changed)


def _is_nothing(figure: str) -> bool:
    return figure.strip() in ("", "0", "０", "/", "-")


def remove_rows(draw: st.DrawFn, report: Report) -> Report:
    """Whole rows are gone, labels and figures."""
    key = draw(TABLES)
    return _change(report, key, {line.key: None for line in _some(draw, lines_of(report, key))})


def lose_figures(draw: st.DrawFn, report: Report) -> Report:
    """Rows keep their labels and lose all their figures."""
    key = draw(TABLES)
    chosen = _some(draw, lines_of(report, key))
    return _change(report, key, {line.key: replace(line, figures=()) for line in chosen})


def break_labels(draw: st.DrawFn, report: Report) -> Report:
    """Labels are cut in two by a page: head and tail on rows of their own, the figures beside either."""
    key = draw(TABLES)
    chosen = {line.key for line in _some(draw, lines_of(report, key))}
    above, filler = draw(st.booleans()), draw(st.booleans())

    def broken(line: Line) -> list[Line]:
        if line.key not in chosen or len(line.label) < 2:
            return [line]
        cut = draw(st.integers(1, len(line.label) - 1))
        empty = ("",) * len(line.figures) if filler else ()
        head, tail = replace(line, label=line.label[:cut]), replace(line, label=line.label[cut:])
        return [head, replace(tail, figures=empty)] if above else [replace(head, figures=empty), tail]

    sheet = report.sheet(key)
    bands = tuple(
        replace(band, lines=tuple(one for line in band.lines for one in broken(line))) for band in sheet.bands
    )
    return report.with_sheet(replace(sheet, bands=bands))


def split_tables(draw: st.DrawFn, report: Report) -> Report:
    """A page ends inside section three: the table goes on below, its header repeated or not."""
    sheet = report.sheet(APPLICATIONS)
    band = sheet.bands[0]
    cut = draw(st.integers(0, len(band.lines)))
    head = band.head if draw(st.booleans()) else ()
    upper, lower = replace(band, lines=band.lines[:cut]), replace(band, head=head, lines=band.lines[cut:])
    return report.with_sheet(replace(sheet, bands=(upper, lower)))


def lose_headers(draw: st.DrawFn, report: Report) -> Report:
    """Tables lose their headers."""
    keys = draw(st.sets(st.sampled_from((ACTIVE, APPLICATIONS, DISPUTES)), min_size=1))
    for key in sorted(keys):
        report = with_head(report, key, lambda band: ())
    return report


def with_head(report: Report, key: str, head: Callable[[Band], tuple[tuple[Cell, ...], ...]]) -> Report:
    """The report with other headers in one table."""
    sheet = report.sheet(key)
    return report.with_sheet(replace(sheet, bands=tuple(replace(band, head=head(band)) for band in sheet.bands)))


def _swap_columns(report: Report, key: str, one: int, other: int) -> Report:
    def swap(line: Line) -> Line:
        if max(one, other) >= len(line.figures):
            return line
        figures = list(line.figures)
        figures[one], figures[other] = figures[other], figures[one]
        return replace(line, figures=tuple(figures))

    return report.with_lines(key, lambda lines: [swap(line) for line in lines])


def _two_columns(draw: st.DrawFn, sheet: Sheet) -> tuple[int, int]:
    if sheet.key == DISPUTES:
        start = 5 * draw(st.integers(0, 2))
        one, other = sorted(draw(st.sampled_from((*_PAIRS_OF_FOUR, (3, 4)))))
        return start + one, start + other
    one, other = draw(st.lists(st.integers(0, sheet.columns - 1), min_size=2, max_size=2, unique=True))
    return min(one, other), max(one, other)


_PAIRS_OF_FOUR = tuple((i, j) for i in range(4) for j in range(i + 1, 4))


def swap_columns_with_labels(draw: st.DrawFn, report: Report) -> Report:
    """Two columns stand in each other's place, labels and figures."""
    key = draw(st.sampled_from((APPLICATIONS, DISPUTES)))
    sheet = report.sheet(key)
    if key == DISPUTES:
        one, other = _two_columns(draw, sheet)
        level, shift = (1, 0) if one < 5 else (2, 5)
    else:
        level, shift = 2, 1
        one, other = sorted(draw(st.lists(st.integers(1, 5), min_size=2, max_size=2, unique=True)))

    def head(band: Band) -> tuple[tuple[Cell, ...], ...]:
        rows = [list(row) for row in band.head]
        labels = rows[level]
        labels[one - shift], labels[other - shift] = labels[other - shift], labels[one - shift]
        return tuple(tuple(row) for row in rows)

    return with_head(_swap_columns(report, key, one, other), key, head)


def swap_columns_under_blurred_labels(draw: st.DrawFn, report: Report) -> Report:
    """No label of the header is legible, and two columns of figures are swapped."""
    key = draw(st.sampled_from((APPLICATIONS, DISPUTES, ACTIVE)))
    one, other = _two_columns(draw, report.sheet(key))
    box = draw(st.sampled_from(("□", "?", "")))

    def head(band: Band) -> tuple[tuple[Cell, ...], ...]:
        return tuple(tuple(replace(cell, text=box * len(cell.text)) for cell in row) for row in band.head)

    return with_head(_swap_columns(report, key, one, other), key, head)


def blur_two_columns_and_swap(draw: st.DrawFn, report: Report) -> Report:
    """Of the labels of two columns nothing tells them apart, the others are intact, and their figures are swapped."""
    one, other = sorted(draw(st.lists(st.integers(1, 5), min_size=2, max_size=2, unique=True)))
    labels = [cell.text for cell in report.sheet(APPLICATIONS).bands[0].head[2]]
    common = "".join(set(labels[one - 1]) & set(labels[other - 1]))

    def head(band: Band) -> tuple[tuple[Cell, ...], ...]:
        row = list(band.head[2])
        for i in (one - 1, other - 1):
            row[i] = replace(row[i], text=_blurred(draw, row[i].text, common))
        return (*band.head[:2], tuple(row))

    return with_head(_swap_columns(report, APPLICATIONS, one, other), APPLICATIONS, head)
