"""Matrices of the page, cell by cell: who is there in which year, and how surely each row of the form was read."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from extractor.exporting.overview.coverage import MOST_BODIES, BodyLine, Coverage, PlaceLine, summed
from extractor.exporting.overview.rows import FormRow, form_rows, section_titles
from extractor.exporting.overview.sureness import Sure, Sureness
from extractor.exporting.overview.text import grouped, plain
from extractor.exporting.overview.years import YearColumn, columns_of
from extractor.exporting.pages.language import LANGUAGES, Language
from extractor.exporting.pages.render import percent_text

Say = Callable[..., str]
_SHADES = (0.6, 0.9, 1.0)
"""A share of bodies at least this large is a shade darker."""


class MatrixCell(NamedTuple):
    """A cell: its shade (a class of the sheet), its text, and what it says to who asks for more."""

    shade: str
    text: str
    title: str


class Line(NamedTuple):
    """A row of a matrix; without cells it is a heading."""

    name: str
    cells: list[MatrixCell]


class Matrix(NamedTuple):
    """A matrix: its key, caption, names of columns, and rows; `is_summed` says that the last is a sum."""

    key: str
    caption: str
    columns: list[str]
    lines: list[Line]
    is_summed: bool = False


def coverage_matrix(coverage: Coverage, say: Say) -> Matrix | None:
    """Bodies by year where they are few, places by year where they are many; None where no year is known."""
    columns = columns_of(coverage.years)
    if not columns:
        return None
    if coverage.bodies <= MOST_BODIES:
        lines = [_body_line(line, columns, say) for line in coverage.lines]
        return Matrix("bodies", say("report.cover_bodies"), [_year(one, say) for one in columns], lines)
    named, others = coverage.places()
    lines = [_place_line(line, line.place or say("report.no_place"), columns, say) for line in named]
    if others:
        lines.append(_place_line(summed(others), say("report.other_places", n=grouped(len(others))), columns, say))
    lines.append(_place_line(summed([*named, *others]), say("report.all_places"), columns, say))
    heads = [*(_year(one, say) for one in columns), say("report.bodies_column")]
    return Matrix("places", say("report.cover_places"), heads, lines, is_summed=True)


def sureness_matrices(sureness: Sureness, say: Say, language: Language) -> list[Matrix]:
    """One matrix a section: the form's rows by year, each with the share of figures that are accepted."""
    known = sorted(year for year in sureness.years if year is not None)
    unknown = [None] if None in sureness.years else []
    groups: list[tuple[str, Sequence[int | None]]] = [
        (_year(one, say), years) for one in columns_of(known) if (years := [*filter(one.has, known)])
    ]
    if unknown:
        groups.append((say("report.no_year"), unknown))
    if len(groups) > 1:
        groups.append((say("report.all_years"), [*known, *unknown]))
    present, chosen = sureness.rows(), LANGUAGES.index(language)
    found: list[Matrix] = []
    for section, titles in section_titles().items():
        rows = [row for row in form_rows() if row.section == section and row.key in present]
        if rows:
            lines = _sure_lines(
                rows, chosen, lambda row: [_sure(sureness.of(row, of), name, say) for name, of in groups]
            )
            found.append(Matrix(section, titles[chosen], [name for name, _ in groups], lines))
    return found


def _sure_lines(rows: Sequence[FormRow], chosen: int, cells: Callable[[str], list[MatrixCell]]) -> list[Line]:
    """The rows, with a heading where a group begins."""
    lines: list[Line] = []
    group = None
    for row in rows:
        if row.group != group and row.group is not None:
            lines.append(Line(row.group[chosen], []))
        group = row.group
        lines.append(Line(row.name[chosen], cells(row.key)))
    return lines


def _sure(one: Sure | None, column: str, say: Say) -> MatrixCell:
    if one is None:
        return MatrixCell("none", "", say("report.sure_none", column=column))
    share = percent_text(one.share)
    counts = {"accepted": grouped(one.accepted), "figures": grouped(one.figures)}
    title = say("report.sure_cell", column=column, share=share, confidence=_confidence(one.confidence), **counts)
    return MatrixCell(f"l{one.level}", share.removesuffix("%").removesuffix(".0"), title)


def _confidence(mean: float | None) -> str:
    """A mean of confidence with three digits, rounded down: it is 1 only where all are; a dash where none has any."""
    if mean is None:
        return "—"
    return f"{math.floor(1000 * mean + 1e-9) / 1000:.3f}"


def _body_line(line: BodyLine, columns: Sequence[YearColumn], say: Say) -> Line:
    return Line(plain(line.body, 60), [_body_cell(line, column, say) for column in columns])


def _body_cell(line: BodyLine, column: YearColumn, say: Say) -> MatrixCell:
    found = [one for year, one in line.years.items() if column.has(year)]
    name = _year(column, say)
    if not found:
        if min(line.years) < column.year < max(line.years):
            return MatrixCell("gap", say("report.gap_mark"), say("report.gap_cell", column=name))
        return MatrixCell("none", "", say("report.none_cell", column=name))
    figures, waiting = sum(one[0] for one in found), sum(one[1] for one in found)
    several = f" ×{sum(one[2] for one in found)}" if any(one[2] > 1 for one in found) else ""
    title = say("report.body_cell", column=name, figures=grouped(figures), waiting=grouped(waiting)) + several
    return MatrixCell("doubt" if waiting else "l0", (f"?{waiting}" if waiting else "✓") + several, title)


def _place_line(line: PlaceLine, name: str, columns: Sequence[YearColumn], say: Say) -> Line:
    cells: list[MatrixCell] = []
    for column in columns:
        found = [count for year, count in line.years.items() if column.has(year)]
        count = max(found, default=0)
        title = say("report.place_cell", column=_year(column, say), count=grouped(count), bodies=grouped(line.bodies))
        shade = f"s{1 + sum(count >= least * line.bodies for least in _SHADES)}" if count else "none"
        cells.append(MatrixCell(shade, grouped(count) if count else "", title))
    cells.append(
        MatrixCell("sum", grouped(line.bodies), say("report.bodies_of", name=plain(name), n=grouped(line.bodies)))
    )
    return Line(plain(name), cells)


def _year(column: YearColumn, say: Say) -> str:
    return say("report.earlier_year", n=column.year) if column.is_earlier else str(column.year)
