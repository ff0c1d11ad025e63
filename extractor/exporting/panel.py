"""The panel: body × year × figure, one row a figure of a current extraction, as it is now."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from sqlalchemy import select

from extractor.exporting.cells import neutral
from extractor.result import Number
from extractor.store import Store
from extractor.store.states import IS_FIGURE
from extractor.store.tables import Document, ExtractionRow, Summary
from extractor.store.views import field_states

_MANY = 2_000


class PanelRow(NamedTuple):
    """One figure of the panel; `docs/service.md` and the data dictionary say what each column means."""

    unit: str | None
    year: int | None
    region: str | None
    form: str | None
    field: str
    value: Number | None
    printed: str | None
    cell: str
    basis: str
    answer: str | None
    status: str
    confidence: float | None
    name: str
    document: str
    line: int | None
    column: int | None
    page: int | None
    version: str


_TEXTS = ("unit", "region", "form", "printed", "name")


class Chosen(NamedTuple):
    """Which figures are asked for; None asks for any."""

    unit: str | None = None
    year: int | None = None
    status: str | None = None


def panel_rows(store: Store, chosen: Chosen) -> Iterator[PanelRow]:
    """The figures, by document in the order they came, in the form's order; read as they are taken."""
    state, report = field_states.c, Summary
    query = (
        select(
            *(report.unit, report.year, report.region, report.form, state.field, state.value),
            *(state.printed, state.cell, state.basis, state.answer, state.status, state.confidence),
            *(Document.name, Document.sha256, state.place, ExtractionRow.version),
        )
        .join(report, report.document_id == state.document_id)
        .join(ExtractionRow, ExtractionRow.id == state.extraction_id)
        .join(Document, Document.id == state.document_id)
        .where(IS_FIGURE)
        .order_by(state.document_id, state.position)
    )
    for column, value in ((report.unit, chosen.unit), (report.year, chosen.year), (state.status, chosen.status)):
        if value is not None:
            query = query.where(column == value)
    with store.reading() as session:
        for row in session.execute(query.execution_options(yield_per=_MANY)):
            *before, place, version = row
            where = cast(dict[str, int | None], place or {})
            yield PanelRow._make((*before, where.get("line"), where.get("column"), where.get("page"), version))


def csv_lines(store: Store, chosen: Chosen) -> Iterator[str]:
    """The panel as CSV, safe to open in a spreadsheet: in pieces of some lines."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(PanelRow._fields)
    for row in panel_rows(store, chosen):
        texts = {name: neutral(getattr(row, name)) for name in _TEXTS}
        writer.writerow(row._replace(**texts))
        if buffer.tell() > 1 << 16:
            yield _emptied(buffer)
    yield _emptied(buffer)


def json_lines(store: Store, chosen: Chosen) -> Iterator[str]:
    """The panel as JSON lines, in pieces of some lines."""
    lines: list[str] = []
    for row in panel_rows(store, chosen):
        record: dict[str, Any] = row._asdict()
        lines.append(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
        if len(lines) >= 500:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
