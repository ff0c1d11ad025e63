"""Small reports of made-up figures, written in many layouts with another text in some of their cells."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from html import escape

from benchmarks.forms import DISPUTE_COLUMNS, SECTION_TITLES, SEVEN_COLUMNS, SIX_COLUMNS, Form, field_keys, result_rows
from benchmarks.grid import Table
from benchmarks.render_docx import render_docx
from benchmarks.render_html import render_html
from benchmarks.reports import Report, make_report
from benchmarks.tables import make_tables
from benchmarks.wording import Wording
from tests.wordfiles import archive, opened_parts

Number = int | float
_PLAIN_LOOK = 7
"""A seed for which the benchmark lays out a page without a site's menus about it."""
_ACTIVE: dict[Form, dict[str, Number]] = {
    "2021": {
        "regulations.issued": 2,
        "regulations.repealed": 0,
        "regulations.in_force": 11,
        "normative_documents.issued": 14,
        "normative_documents.repealed": 6,
        "normative_documents.in_force": 58,
        "administrative_licensing.decisions": 1468,
        "administrative_penalties.decisions": 253,
        "administrative_coercion.decisions": 92,
        "administrative_fees.amount_wan_yuan": 38.75,
    },
    "2019": {
        "regulations.made_this_year": 0,
        "regulations.published_this_year": 0,
        "regulations.total_published": 0,
        "normative_documents.made_this_year": 8,
        "normative_documents.published_this_year": 8,
        "normative_documents.total_published": 31,
        "administrative_licensing.prior_items": 126,
        "administrative_licensing.change": 9,
        "administrative_licensing.decisions": 1468,
        "other_management_services.prior_items": 12,
        "other_management_services.change": 0,
        "other_management_services.decisions": 73,
        "administrative_penalties.prior_items": 161,
        "administrative_penalties.change": -7,
        "administrative_penalties.decisions": 84,
        "administrative_coercion.prior_items": 15,
        "administrative_coercion.change": 0,
        "administrative_coercion.decisions": 0,
        "administrative_fees.prior_items": 18,
        "administrative_fees.change": -7,
        "government_procurement.project_count": 24,
        "government_procurement.amount_yuan": 1863400,
    },
}
_RESULTS = {
    "granted.natural_person": 46,
    "granted.company": 9,
    "partially_granted.natural_person": 12,
    "denied.third_party_rights.company": 4,
    "unable.not_held.natural_person": 17,
    "unable.not_held.legal_service": 3,
    "rejected.repeated.research": 1,
}
_CARRIED = {"carried_in.natural_person": 6, "carried_in.company": 1, "carried_out.natural_person": 8}
_DISPUTES = {"review.upheld": 26, "review.pending": 1, "litigation_direct.upheld": 18, "litigation_direct.corrected": 4}


@dataclass(frozen=True)
class SpoiledReport:
    """A report and its figures."""

    report: Report
    truth: Mapping[str, Number]

    def written(self, layout: str, spoiled: Mapping[str, str]) -> bytes:
        """The file of this layout with these texts in cells instead of their figures."""
        printed = {**self.report.printed, **spoiled}
        return _WRITERS[layout](replace(self.report, printed=printed))


@cache
def report_of(name: str) -> SpoiledReport:
    """The report of this name: of either form, or `alone`: one application and one dispute."""
    form: Form = "2019" if name == "2019" else "2021"
    results, carried = ({"granted.natural_person": 46}, {}) if name == "alone" else (_RESULTS, _CARRIED)
    disputes = {"review.upheld": 26} if name == "alone" else _DISPUTES
    truth = {
        **{f"active.{key}": value for key, value in _ACTIVE[form].items()},
        **_applications(results, carried, one_row=form == "2019"),
        **_disputes(disputes),
    }
    made = make_report(_PLAIN_LOOK, form=form, size="small", author_error=False)
    report = replace(
        made,
        year=2020 if form == "2019" else 2023,
        fields={key: truth[key] for key in field_keys(form, form == "2019")},
        printed={key: _printed(key, value) for key, value in truth.items()},
        title=f"清溪县水利局{2020 if form == '2019' else 2023}年政府信息公开工作年度报告",
        headings=SECTION_TITLES,
        prose=dict.fromkeys(("preface", *SECTION_TITLES), ())
        | {"problems": ("公开内容不够丰富。",), "other": ("无。",)},
        wording=Wording(),
        permuted=False,
    )
    return SpoiledReport(report, truth)


def _printed(key: str, value: Number) -> str:
    if key.endswith("amount_yuan"):
        return f"{value / 10000:g}万元"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _applications(results: Mapping[str, int], carried: Mapping[str, int], *, one_row: bool) -> dict[str, Number]:
    rows = result_rows(one_row)
    cells = {f"{row}.{column}": results.get(f"{row}.{column}", 0) for row in rows for column in SIX_COLUMNS}
    for column in SIX_COLUMNS:
        cells |= {f"{row}.{column}": carried.get(f"{row}.{column}", 0) for row in ("carried_in", "carried_out")}
        cells[f"total.{column}"] = sum(cells[f"{row}.{column}"] for row in rows)
        added = cells[f"total.{column}"] + cells[f"carried_out.{column}"]
        cells[f"new.{column}"] = added - cells[f"carried_in.{column}"]
    for row in (*rows, "new", "carried_in", "carried_out", "total"):
        cells[f"{row}.total"] = sum(cells[f"{row}.{column}"] for column in SIX_COLUMNS)
    return {
        f"applications.{row}.{column}": cells[f"{row}.{column}"]
        for row in (*rows, "new", "carried_in", "carried_out", "total")
        for column in SEVEN_COLUMNS
    }


def _disputes(cells: Mapping[str, int]) -> dict[str, Number]:
    filled: dict[str, Number] = {}
    for group in ("review", "litigation_direct", "litigation_after_review"):
        values = {column: cells.get(f"{group}.{column}", 0) for column, _ in DISPUTE_COLUMNS[:-1]}
        filled |= {f"disputes.{group}.{column}": value for column, value in values.items()}
        filled[f"disputes.{group}.total"] = sum(values.values())
    return filled


# ------------------------------------------------------------------ layouts


def _text(report: Report, write_table: Callable[[Table], str]) -> bytes:
    tables = {table.section: table for table in make_tables(report)}
    parts = [report.title]
    for section, heading in SECTION_TITLES.items():
        parts.append(heading)
        parts += [write_table(tables[section])] if section in tables else report.prose[section]
    return "\n".join([*parts, ""]).encode()


def _grid(table: Table) -> list[list[str]]:
    cells = list(table.placed())
    width = max(column + cell.columns for _, column, cell in cells)
    grid = [[""] * width for _ in table.rows]
    for row, column, cell in cells:
        grid[row][column] = cell.text
    return grid


def _tabs(table: Table) -> str:
    return "\n".join("\t".join(row) for row in _grid(table))


def _bars(table: Table) -> str:
    return "\n".join(" | ".join(cell.text for cell in row) + " |" for row in table.rows)


def _markdown(table: Table) -> str:
    rows = ["| " + " | ".join(row) + " |" for row in _grid(table)]
    return "\n".join(["", rows[0], "|" + " --- |" * len(_grid(table)[0]), *rows[1:], ""])


def _cells(table: Table, before: str = "") -> str:
    return "\n".join(before + cell.text for row in table.rows for cell in row)


def _cells_with_tabs(table: Table) -> str:
    return _cells(table, "\t")


def _spaces(table: Table) -> str:
    placed = list(table.placed())
    widths = [4] * max(column + cell.columns for _, column, cell in placed)
    for _, column, cell in placed:
        if cell.columns == 1:
            widths[column] = max(widths[column], _wide(cell.text) + 2)
    lines = [""] * len(table.rows)
    for row, column, cell in placed:
        begin = sum(widths[:column])
        lines[row] += " " * (begin - _wide(lines[row])) + cell.text
    return "\n".join(lines)


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _commas(table: Table) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(_grid(table))
    return stream.getvalue().removesuffix("\n")


def _html(report: Report) -> bytes:
    return render_html(report).encode()


def _word(report: Report) -> bytes:
    def filled(found: re.Match[str]) -> str:
        return escape(report.printed[found[1]], quote=False).replace("\n", "</w:t><w:br/><w:t>")

    parts = dict(_word_template(report.form))
    parts["word/document.xml"] = re.sub(r"⟦([\w.]+)⟧", filled, parts["word/document.xml"].decode()).encode()
    return archive(parts)


@cache
def _word_template(form: Form) -> dict[str, bytes]:
    report = report_of(form).report
    return opened_parts(render_docx(replace(report, printed={key: f"⟦{key}⟧" for key in report.printed})))


def _of_tables(write_table: Callable[[Table], str]) -> Callable[[Report], bytes]:
    return lambda report: _text(report, write_table)


_WRITERS: dict[str, Callable[[Report], bytes]] = {
    "tabs": _of_tables(_tabs),
    "bars": _of_tables(_bars),
    "markdown": _of_tables(_markdown),
    "a cell a line": _of_tables(_cells),
    "a cell a line, with tabs": _of_tables(_cells_with_tabs),
    "spaces": _of_tables(_spaces),
    "CSV": _of_tables(_commas),
    "HTML": _html,
    "Word": _word,
}
LAYOUTS = {name: {"CSV": "csv", "HTML": "html", "Word": "docx", "markdown": "md"}.get(name, "txt") for name in _WRITERS}
"""The layouts, and what their files are called."""
WITH_LINES = ("CSV", "HTML", "Word")
"""The layouts in which a cell can have several lines."""
