"""Results of schema 1, lifted to schema 2: whoever reads results reads those of earlier versions as well."""

from __future__ import annotations

import json
from typing import Any, cast

from extractor.errors import SchemaError
from extractor.findings import gravest_codes
from extractor.version import SCHEMA_VERSION

_IDENTITY = ("unit", "year", "region")


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


def is_of_schema_1(text: str | bytes) -> bool:
    """Whether a result, as `to_json` wrote it, is of schema 1."""
    return text[:13] in ('{"schema":"1"', b'{"schema":"1"')


def lift(result: dict[str, Any]) -> dict[str, Any]:
    """The JSON object of a result of schema 1 as one of schema 2; one of schema 2 as it is.

    What schema 1 did not say is null or empty; why a figure waits follows from the findings.

    Raises:
        SchemaError: it is of another schema.
    """
    if result["schema"] == SCHEMA_VERSION:
        return result
    if result["schema"] != "1":
        raise SchemaError(result["schema"])
    codes = gravest_codes((one["severity"], one["code"], one["fields"]) for one in result["findings"])
    report = result["report"]
    return {
        "schema": SCHEMA_VERSION,
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
    """The JSON object of a finding of either schema as one of schema 2."""
    return {**finding, "places": [lift_place(one) for one in finding["places"]]}


def lift_place(place: dict[str, Any] | None) -> dict[str, Any] | None:
    """The JSON object of a place of either schema as one of schema 2."""
    return None if place is None else {"source": 0, **place, "cell": place.get("cell")}
