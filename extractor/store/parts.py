"""The body and the year of a report, kept like figures: they wait, are settled and are taken back as those are.

They are rows of `fields` of a section of their own, `report`, before the form's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from extractor.errors import WrongValue
from extractor.result import Extraction
from extractor.store.tables import ExtractionRow
from extractor.store.views import field_states

SECTION = "report"
UNIT, YEAR = "report.unit", "report.year"
PARTS = (UNIT, YEAR)
_YEARS = (2000, 2100)
"""No report on another year can be meant."""
_LONGEST_NAME = 200


class Identity(NamedTuple):
    """Whose report it is and on which year, as it was read or as somebody settled it."""

    unit: str | None
    year: int | None
    region: str | None
    body_id: str | None


def part_rows(extraction_id: int, extraction: Extraction) -> list[dict[str, Any]]:
    """The rows of `fields` for body and year of a report that was read."""
    report = json.loads(json.dumps(extraction.report, default=lambda record: record.to_keys()))
    findings = [{"code": one.code} for one in extraction.findings]
    return list(parts_of_json(extraction_id, {"report": report, "fields": extraction.fields, "findings": findings}))


def parts_of_json(extraction_id: int, result: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The same of a result as JSON has it. A report without figures has none, for nothing hangs on them."""
    stake = len(result["fields"])
    if not stake:
        return
    codes = {one["code"] for one in result["findings"]}
    for position, part in enumerate(("unit", "year"), -len(PARTS)):
        evidence = result["report"]["evidence"][part]
        known = result["report"][part]
        waits = evidence["status"] == "review"
        reason = f"{part}-conflict"
        yield {
            "extraction_id": extraction_id,
            "field": f"{SECTION}.{part}",
            "position": position,
            "section": SECTION,
            "value": known if part == "year" else None,
            "text": _clean(known) if part == "unit" else None,
            "printed": _clean(evidence["printed"]),
            "cell": "lost" if known is None else "figure",
            "basis": "none" if known is None else "printed",
            "status": evidence["status"],
            "reason": reason if waits and reason in codes else None,
            "confidence": None,
            "stake": stake,
            "place": evidence["place"],
            "readers": [] if known is None else ["rules"],
            "proof": [] if evidence["source"] is None else [evidence["source"]],
            "candidates": [_candidate(one) for one in evidence["candidates"]],
        }


def _candidate(one: Mapping[str, Any]) -> dict[str, Any]:
    """A candidate as those of figures are: a name is its `text`, a year its `value`; `reader` is where it stands."""
    is_name = isinstance(one["value"], str)
    return {
        "value": None if is_name else one["value"],
        "text": _clean(one["value"]) if is_name else None,
        "printed": _clean(one["printed"]),
        "place": one["place"],
        "reader": one["source"] or "rules",
    }


def _clean(text: str | None) -> str | None:
    return None if text is None else text.replace("\0", "")


def body_id_of(unit: str | None) -> str | None:
    """What a body is known by through the years; None where the name is nobody's."""
    from extractor.identity.bodies import body_id  # the gazetteer takes a while; those who only look need it not

    return None if unit is None else body_id(unit)


def is_part(field: str) -> bool:
    """Whether a field is the body or the year of a report, and no figure of a form."""
    return field in PARTS


def check_part(field: str, value: float | None, text: str | None) -> None:
    """Refuses what is no name of a body, or no year.

    Raises:
        WrongValue: it is empty or too long, or another kind of thing.
    """
    if field == UNIT and (value is not None or (text is not None and not 2 <= len(text.strip()) <= _LONGEST_NAME)):
        raise WrongValue(field, "no-name", f"is a body's name; give it as `text`, 2 to {_LONGEST_NAME} characters.")
    if field == YEAR and (text is not None or (value is not None and not _is_year(value))):
        raise WrongValue(field, "no-year", f"is a year, {_YEARS[0]} to {_YEARS[1]}; give it as `value`.")


def _is_year(value: float) -> bool:
    return value == int(value) and _YEARS[0] <= value <= _YEARS[1]


def identity_of(session: Session, document: int, report: ExtractionRow) -> Identity:
    """Whose report a document is, with what people said of it."""
    now = field_states.c
    query = select(now.text, now.value).where(now.document_id == document, now.field.in_(PARTS)).order_by(now.position)
    rows = session.execute(query).all()
    if not rows:
        return Identity(report.unit, report.year, report.region, report.body_id)
    (unit, _), (_, year) = rows
    if unit == report.unit:
        return Identity(unit, None if year is None else int(year), report.region, report.body_id)
    from extractor.identity.parse import region_of

    region = None if unit is None else region_of(unit)
    return Identity(unit, None if year is None else int(year), region, body_id_of(unit))
