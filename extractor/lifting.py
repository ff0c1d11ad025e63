"""Results of schemas 1 and 2, lifted to schema 3: whoever reads results reads those of earlier versions as well."""

from __future__ import annotations

import json
from typing import Any, cast

from extractor.errors import SchemaError
from extractor.findings import gravest_codes
from extractor.lexicon.cell_kind import CellKind, kind_of_printed
from extractor.version import SCHEMA_VERSION

_EARLIER = ("1", "2")
_BEGINNINGS = tuple(f'{{"schema":"{schema}"' for schema in _EARLIER)
_IDENTITY = ("unit", "year", "region")
_RULES = "rules"


def lifted_json(text: str | bytes) -> dict[str, Any] | None:
    """A result of an earlier schema, as `to_json` wrote it, as one of this; None where it is of this, or no result.

    Raises:
        SchemaError: it is of a schema that this version does not know.
    """
    try:
        found = json.loads(text)
        return lift(cast(dict[str, Any], found)) if found["schema"] != SCHEMA_VERSION else None
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return None


def is_of_earlier_schema(text: str | bytes) -> bool:
    """Whether a result, as `to_json` wrote it, is of an earlier schema."""
    begin = text[: len(_BEGINNINGS[0])]
    return (begin.decode("utf-8", "replace") if isinstance(begin, bytes) else begin) in _BEGINNINGS


def lift(result: dict[str, Any]) -> dict[str, Any]:
    """The JSON object of a result of an earlier schema as one of this; one of this as it is.

    What schema 1 did not say is null or empty; why a figure waits follows from the findings, and what a cell holds from
    what is said of the figure.

    Raises:
        SchemaError: it is of another schema.
    """
    if result["schema"] == SCHEMA_VERSION:
        return result
    if result["schema"] not in _EARLIER:
        raise SchemaError(result["schema"])
    made = _from_schema_1(result) if result["schema"] == "1" else result
    fields = {key: {**field, "cell": cell_of(field)} for key, field in made["fields"].items()}
    return {**made, "schema": SCHEMA_VERSION, "fields": fields}


def cell_of(field: dict[str, Any]) -> CellKind:
    """What the cell of a figure holds, by what schemas 1 and 2 said of the figure.

    A number was read where the value is of basis `printed`. Where no cell was the figure's alone, its place was that of
    its row: then something in the row may be it, if it has no value or the row's figures are candidates.
    """
    if field["printed"] is not None:
        return kind_of_printed(field["printed"], is_figure=field["basis"] == "printed")
    could_be = field["value"] is None or any(one["reader"] == _RULES for one in field.get("candidates", ()))
    return "unread" if field["place"] is not None and could_be else "lost"


def _from_schema_1(result: dict[str, Any]) -> dict[str, Any]:
    """The JSON object of a result of schema 1 as schema 2 had it."""
    codes = gravest_codes((one["severity"], one["code"], one["fields"]) for one in result["findings"])
    report = result["report"]
    return {
        "schema": "2",
        "source": result["source"],
        "copies": [],
        "report": {**report, "evidence": {part: _lifted_evidence(report[part]) for part in _IDENTITY}},
        "fields": {key: _lifted_field(field, codes.get(key)) for key, field in result["fields"].items()},
        "conventions": {},
        "findings": [lift_finding(one) for one in result["findings"]],
        "run": result["run"],
    }


def _lifted_field(field: dict[str, Any], code: str | None) -> dict[str, Any]:
    waits, is_known = field["status"] == "review", field["value"] is not None
    has_confidence = field["basis"] != "reviewed" and (is_known or not waits)
    lifted: dict[str, Any] = {
        **field,
        "reason": code if waits else None,
        "confidence": field["confidence"] if has_confidence else None,
        "place": lift_place(field["place"]),
    }
    if "candidates" in field:
        lifted["candidates"] = [{**one, "place": lift_place(one["place"])} for one in field["candidates"]]
    return lifted


def _lifted_evidence(value: str | int | None) -> dict[str, Any]:
    status = "review" if value is None else "accepted"
    return {"printed": None, "place": None, "source": None, "candidates": [], "status": status}


def lift_finding(finding: dict[str, Any]) -> dict[str, Any]:
    """The JSON object of a finding of any schema as one of this."""
    return {**finding, "places": [lift_place(one) for one in finding["places"]]}


def lift_place(place: dict[str, Any] | None) -> dict[str, Any] | None:
    """The JSON object of a place of any schema as one of this."""
    return None if place is None else {"source": 0, **place, "cell": place.get("cell")}
