"""One report in which a cell of each kind stands, and which figure's that is."""

from __future__ import annotations

import re

from extractor.lexicon.cell_kind import CellKind
from tests.spoiled_reports import report_of

CELLS: dict[CellKind, str] = {
    "figure": "applications.denied.state_secret.natural_person",
    "nil-mark": "applications.denied.state_secret.company",
    "blank": "applications.denied.state_secret.research",
    "unread": "applications.denied.state_secret.public_welfare",
    "lost": "active.administrative_coercion.decisions",
}
"""For each kind of cell the figure it is of; the first is a printed 0."""
PRINTED: dict[CellKind, str | None] = {"figure": "0", "nil-mark": "—", "blank": "", "unread": "见附件1", "lost": None}
"""What is printed in each."""
_ROW = re.compile(r"<tr>(?:(?!</tr>).)*行政强制(?:(?!</tr>).)*</tr>", re.DOTALL)


def five_cells() -> bytes:
    """A web page with a stroke, nothing and words in place of zeros, and without a row of a table."""
    spoiled = {field: PRINTED[kind] or "" for kind, field in CELLS.items() if kind != "lost"}
    page = report_of("2021").written("HTML", spoiled).decode()
    assert len(_ROW.findall(page)) == 1
    return _ROW.sub("", page).encode()
