"""A form's three tables, empty or with figures, as `extractor show` and `extractor forms show` print them."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from extractor.cli.grid import draw
from extractor.cli.layout import Written, section_grid
from extractor.cli.whole import printed_whole
from extractor.cli.words import cell_told, form_of, report_title
from extractor.exporting.cells import CELL_SIGNS, number_text
from extractor.exporting.pages.language import Language, say, words
from extractor.findings import is_author_error
from extractor.forms import Form
from extractor.forms.naming import with_ordinal
from extractor.lexicon.cell_kind import CellKind
from extractor.result import ExtractedField, Extraction

DEDUCED, REVIEW, VIOLATED = "*", "?", "!"
"""The marks after a figure, so that the tables can be read without colours; what a cell holds has signs of its own."""

STYLES = {"": "", DEDUCED: "dim", REVIEW: "yellow", VIOLATED: "bold red"}
LEGEND = {DEDUCED: "deduced", REVIEW: "review", VIOLATED: "violated"}
"""By mark, the word that says what it means."""


def print_report(extraction: Extraction, chosen: Language) -> bool:
    """Prints a report's tables and the legend; False where its form is not known."""
    form = form_of(extraction)
    if form is None:
        return False
    violated = {
        field
        for finding in extraction.findings
        if is_author_error(finding.code)
        for field in finding.fields
        if field in extraction.fields
    }
    marks = {key: _mark(field, key in violated) for key, field in extraction.fields.items()}
    behind = {key: marks[key] + CELL_SIGNS[field.cell] for key, field in extraction.fields.items()}
    width = max(map(len, behind.values()))

    def write(key: str) -> Written:
        field = extraction.fields[key]
        value = "" if field.value is None else number_text(field.value)
        style = STYLES[marks[key]] or ("" if field.cell == "figure" else "dim")
        return Written(f"{value}{behind[key]:<{width or 1}}", style)

    console = Console(highlight=False)
    with printed_whole(console):
        console.print(Text(report_title(extraction, chosen), style="bold"), soft_wrap=True)
        _print_sections(console, form, write, keys=False)
        _print_legend(console, set(marks.values()), {field.cell for field in extraction.fields.values()}, chosen)
    return True


def print_form(form: Form, keys: bool) -> None:
    """Prints an empty form, and under each table the keys of its fields where they are wanted."""
    console = Console(highlight=False)
    console.print(Text(f"{form.title}  {form.regulation}", style="bold"), soft_wrap=True)
    _print_sections(console, form, lambda key: Written("", ""), keys)


def _mark(field: ExtractedField, violated: bool) -> str:
    if violated:
        return VIOLATED
    if field.status == "review":
        return REVIEW
    return DEDUCED if field.basis == "deduced" else ""


def _print_sections(console: Console, form: Form, write: Callable[[str], Written], keys: bool) -> None:
    for section in form.sections:
        console.print()
        console.print(Text(with_ordinal(section.ordinal, section.titles[0]), style="bold"), soft_wrap=True)
        for line in draw(section_grid(section, write, console.width)):
            console.print(line, soft_wrap=True)
        if keys:
            for row in section.rows:
                for key in row.fields:
                    console.print(Text(f"  {key}", style="dim"), soft_wrap=True)


def _print_legend(console: Console, used: set[str], cells: set[CellKind], chosen: Language) -> None:
    """What the marks mean that were used, and the signs of the cells that there are."""
    said = words(chosen, "extractor.cli")
    console.print()
    console.print(Text(say(said, "legend.accepted", cell=cell_told("figure", chosen)), style=STYLES[""]))
    for mark, meaning in LEGEND.items():
        if mark in used:
            console.print(Text(f"{mark}        {said[f'legend.{meaning}']}", style=STYLES[mark]))
    for cell, sign in CELL_SIGNS.items():
        if sign and cell in cells:
            console.print(Text(f"{sign}        {cell_told(cell, chosen)}", style="dim"))
