"""More of what conversion does to a drawn table: cells lost, doubled, glued, broken and misread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import assume
from hypothesis import strategies as st

from extractor.forms import Identity
from tests.properties.damages import ACTIVE, APPLICATIONS, DISPUTES, lines_of
from tests.properties.reports import Report
from tests.properties.sheets import Band, Line
from tests.properties.truths import Figure, counts

ANY_TABLE = st.sampled_from((APPLICATIONS, APPLICATIONS, ACTIVE, DISPUTES))


def change_figures(report: Report, key: str, change: Callable[[Line], tuple[str, ...]]) -> Report:
    """The report with other figures in every row of a table; where cells are lost the last one spans no others."""

    def changed(line: Line) -> Line:
        figures = change(line)
        return replace(line, figures=figures, across=line.across if len(figures) == len(line.figures) else 1)

    return report.with_lines(key, lambda lines: [changed(line) for line in lines])


def _without(figures: tuple[str, ...], index: int) -> tuple[str, ...]:
    """The figures but one; a row of a single figure keeps it."""
    return figures if len(figures) == 1 else figures[:index] + figures[index + 1 :]


def lose_a_column(draw: st.DrawFn, report: Report) -> Report:
    """One column of figures is gone from every row, and its label too or not."""
    key = draw(ANY_TABLE)
    column = draw(st.integers(0, report.sheet(key).columns - 1))
    lost = change_figures(
        report, key, lambda line: _without(line.figures, column) if len(line.figures) > 1 else line.figures
    )
    if key != APPLICATIONS or column not in range(1, 6) or draw(st.booleans()):
        return lost
    sheet = lost.sheet(key)

    def narrower(band: Band) -> Band:
        above = tuple(tuple(replace(c, across=c.across - (c.across in (5, 7))) for c in row) for row in band.head[:2])
        labels = band.head[2]
        return replace(band, head=(*above, labels[: column - 1] + labels[column:]))

    return lost.with_sheet(replace(sheet, bands=tuple(narrower(band) for band in sheet.bands)))


def lose_cells(draw: st.DrawFn, report: Report) -> Report:
    """Some rows lose one cell, so that what stands right of it moves left."""
    key = draw(ANY_TABLE)
    chosen = draw(st.sets(st.sampled_from([line.key for line in lines_of(report, key)]), min_size=1, max_size=8))
    places = {name: draw(st.integers(0, 14)) for name in sorted(chosen)}

    def shorter(line: Line) -> tuple[str, ...]:
        if line.key not in places or len(line.figures) < 2:
            return line.figures
        return _without(line.figures, places[line.key] % len(line.figures))

    return change_figures(report, key, shorter)


def double_cells(draw: st.DrawFn, report: Report) -> Report:
    """Some cells of a row are printed twice; where blanks are lost besides, nobody could tell."""
    key = draw(ANY_TABLE)
    chosen = draw(st.sampled_from(lines_of(report, key)))
    assume(all(figure.strip() for figure in chosen.figures))
    name = chosen.key
    doubled = draw(st.sets(st.integers(0, 14), min_size=1, max_size=3))

    def longer(line: Line) -> tuple[str, ...]:
        if line.key != name:
            return line.figures
        return tuple(f for i, f in enumerate(line.figures) for _ in range(2 if i in doubled else 1))

    return change_figures(report, key, longer)


def lose_blanks(draw: st.DrawFn, report: Report) -> Report:
    """Zeros were printed as blanks, and the blank cells are gone: of each row its figures are left, in order."""
    totals = draw(st.booleans())

    def left(line: Line) -> tuple[str, ...]:
        last = len(line.figures) - 1
        return tuple(
            figure
            for i, figure in enumerate(line.figures)
            if figure.strip() not in ("0", "０") or (totals and i == last and len(line.figures) > 3)
        )

    for key in (ACTIVE, APPLICATIONS, DISPUTES):
        report = change_figures(report, key, left)
    return report


def blank_cells(draw: st.DrawFn, report: Report) -> Report:
    """Cells are left blank: a column of section three, whole rows, or some cells anywhere, whatever their figures."""
    key = draw(ANY_TABLE)
    lines = lines_of(report, key)
    rows = draw(st.sets(st.sampled_from([line.key for line in lines]), min_size=1))
    columns = draw(st.one_of(st.just(set(range(15))), st.sets(st.integers(0, 14), min_size=1, max_size=4)))

    def blank(line: Line) -> tuple[str, ...]:
        if line.key not in rows:
            return line.figures
        return tuple("" if i in columns else figure for i, figure in enumerate(line.figures))

    return change_figures(report, key, blank)


def glue_figures(draw: st.DrawFn, report: Report) -> Report:
    """Two or more neighbouring figures of some rows are printed as one."""
    key = draw(ANY_TABLE)
    chosen = draw(st.sets(st.sampled_from([line.key for line in lines_of(report, key)]), min_size=1, max_size=4))
    places = {name: (draw(st.integers(0, 13)), draw(st.sampled_from((2, 2, 3, 7)))) for name in sorted(chosen)}

    def glued(line: Line) -> tuple[str, ...]:
        if line.key not in places or len(line.figures) < 2:
            return line.figures
        start, count = places[line.key]
        start %= len(line.figures) - 1
        whole = "".join(line.figures[start : start + count])
        return (*line.figures[:start], whole, *line.figures[start + count :])

    return change_figures(report, key, glued)


def break_figures(draw: st.DrawFn, report: Report) -> Report:
    """Long numbers are broken (1411 and 2): by a line end or a blank, or their end is a cell of its own.

    A row with room for one more cell would then be a sound row of other figures: those keep theirs.
    """
    key = draw(ANY_TABLE)
    between = draw(st.sampled_from(("\n", " ", "cell")))
    longest = draw(st.integers(1, 4))

    def broken(line: Line) -> tuple[str, ...]:
        made: list[str] = []
        for figure in line.figures:
            if len(figure) <= longest or not figure.strip().isdigit():
                made.append(figure)
            elif between == "cell":
                made.extend((figure,) if line.across > 1 else (figure[:longest], figure[longest:]))
            else:
                made.append(figure[:longest] + between + figure[longest:])
        return tuple(made)

    return change_figures(report, key, broken)


def misread_figures(draw: st.DrawFn, report: Report) -> Report:
    """One to three figures of sections three and four are other numbers than they were, in a way that shows."""
    fields = [f for f in report.truth.figures if not f.startswith(ACTIVE)]
    chosen = draw(st.lists(st.sampled_from(fields), min_size=1, max_size=3, unique=True))
    values = report.truth.figures | {field: draw(counts) for field in chosen}
    wrong = {field for field in chosen if values[field] != report.truth.figures[field]}
    assume(wrong)
    broken = {field for identity in broken_identities(report, values) for field in identity.fields}
    assume(wrong <= broken)
    return with_figures(report, {field: str(values[field]) for field in wrong})


def broken_identities(report: Report, values: dict[str, Figure]) -> list[Identity]:
    """The identities of the report's form that fail on these values."""
    return [
        one
        for one in report.truth.form.identities
        if sum(values[field] for field in one.left) != sum(values[field] for field in one.right)
    ]


def with_figures(report: Report, printed: dict[str, str]) -> Report:
    """The report with other characters printed in some fields."""
    for section in report.truth.form.sections:
        rows = {row.key: row.fields for row in section.rows}

        def other(line: Line, rows: dict[str, tuple[str, ...]] = rows) -> tuple[str, ...]:
            return tuple(printed.get(f, old) for f, old in zip(rows[line.key], line.figures, strict=True))

        if any(field in printed for fields in rows.values() for field in fields):
            report = change_figures(report, section.key, other)
    return report


def exchange_titles(draw: st.DrawFn, report: Report) -> Report:
    """The titles of two sections are swapped, or the sections themselves, or both."""
    sheets = list(report.sheets)
    i, j = draw(st.sampled_from(((0, 1), (0, 2), (1, 2))))
    how = draw(st.sampled_from(("titles", "tables", "both")))
    if how != "tables":
        one, other = sheets[i].title, sheets[j].title
        sheets[i], sheets[j] = replace(sheets[i], title=other), replace(sheets[j], title=one)
    if how != "titles":
        sheets[i], sheets[j] = sheets[j], sheets[i]
    return replace(report, sheets=tuple(sheets))


def lose_titles(draw: st.DrawFn, report: Report) -> Report:
    """The sections have no titles."""
    return replace(report, titled=False)
