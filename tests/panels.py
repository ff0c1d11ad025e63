"""Made-up extractions for the tests of panels: every figure accepted and 0, but those that are given."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from golden import report_info

from extractor.forms import form_named
from extractor.lexicon.cell_kind import kind_of_printed
from extractor.result import ExtractedField, Extraction, Number, Place, Run, SourceInfo, Status
from extractor.version import SCHEMA_VERSION


def figure(value: Number | None, printed: str | None = None, status: Status = "accepted") -> ExtractedField:
    """A figure, printed as its value unless said otherwise."""
    shown = printed if printed is not None or value is None else str(value)
    place = Place(0, 0, 1, 7, 3, None, None, None)
    cell = "lost" if shown is None else kind_of_printed(shown, is_figure=True)
    return ExtractedField(value, shown, cell, "printed", status, None, 0.9995, place, ["rules"], ["test"])


def report(
    unit: str | None,
    year: int | None,
    name: str,
    figures: Mapping[str, Number | ExtractedField] | None = None,
    form: str = "2021",
) -> Extraction:
    """A report in which all is 0 but `figures`."""
    given = {key: one if isinstance(one, ExtractedField) else figure(one) for key, one in (figures or {}).items()}
    keys = form_named(form).fields
    assert set(given) <= set(keys)
    return Extraction(
        schema=SCHEMA_VERSION,
        source=SourceInfo(name, name.rpartition("/")[2], sha256(name.encode()).hexdigest(), "text/plain", 10),
        copies=[],
        report=report_info(unit, year, form),
        fields={key: given.get(key, figure(0)) for key in keys},
        conventions={},
        findings=[],
        run=Run("0.1.0", "1", None, {}),
    )
