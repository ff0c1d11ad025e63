"""Extractions made by hand from the seeds' gold: what a perfect reading gives, for tests of what shows it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from extractor.forms import load_forms
from extractor.lifting import cell_of
from extractor.result import (
    ExtractedField,
    Extraction,
    Finding,
    Message,
    Place,
    ReportEvidence,
    ReportInfo,
    Run,
    SourceInfo,
)
from extractor.version import SCHEMA_VERSION

SEEDS = Path(__file__).parents[1] / "seeds"


def seed(number: int) -> Path:
    """The path of a seed report, by its number."""
    return next(SEEDS.glob(f"{number:03}_*.txt"))


def golden(number: int) -> Extraction:
    """The extraction of a seed, from its gold; each printed figure is placed at its first occurrence in the file."""
    path = seed(number)
    text = path.read_text("utf-8-sig")
    gold = json.loads((SEEDS / "gold" / f"{path.stem}.json").read_text("utf-8"))
    form = next(one for one in load_forms() if one.id == gold["form"] and set(one.fields) == set(gold["fields"]))
    identities = {key: [one.name for one in form.identities if key in one.fields] for key in form.fields}
    return Extraction(
        schema=SCHEMA_VERSION,
        source=SourceInfo(
            str(path), path.name, hashlib.sha256(path.read_bytes()).hexdigest(), "text/plain", path.stat().st_size
        ),
        copies=[],
        report=report_info(gold["unit"], gold["year"], form.id),
        fields={key: _field(gold["fields"][key], text, identities[key]) for key in form.fields},
        conventions={},
        findings=[_finding(one, text) for one in gold["findings"]],
        run=Run("0", form.version, None, {}),
    )


def report_info(unit: str | None, year: int | None, form: str | None, region: str | None = None) -> ReportInfo:
    """What a report says it is, where that is printed not being kept."""
    return ReportInfo(unit, year, region, form, ReportEvidence.without_places(unit, year, region))


def _field(gold: dict[str, str | int | float], text: str, identities: list[str]) -> ExtractedField:
    printed = gold.get("printed")
    assert printed is None or isinstance(printed, str)
    value = gold["value"]
    assert not isinstance(value, str)
    basis = "deduced" if gold.get("basis") == "deduced" else "printed"
    place = place_of(text, printed) if printed else None
    cell = cell_of({"printed": printed, "basis": basis, "value": value, "place": place})
    return ExtractedField(value, printed, cell, basis, "accepted", None, 0.9998, place, ["rules"], identities)


def place_of(text: str, token: str) -> Place:
    """Where `token` first stands in `text`."""
    start = text.index(token)
    line = text.count("\n", 0, start) + 1
    return Place(0, start, start + len(token), line, start - text.rfind("\n", 0, start), None, None, None)


def lowered(extraction: Extraction, schema: str = "1") -> dict[str, Any]:
    """The JSON object of an extraction as schema 1 or 2 had it, as far as it could say the same."""
    result = json.loads(extraction.to_json())
    for field in result["fields"].values():
        del field["cell"]
    if schema == "2":
        return {**result, "schema": "2"}
    del result["copies"], result["conventions"], result["report"]["evidence"]
    places = [place for one in result["findings"] for place in one["places"]]
    for field in result["fields"].values():
        field["confidence"] = field["confidence"] or 0.1
        del field["reason"]
        places += [one["place"] for one in (field, *field.get("candidates", ())) if one["place"]]
    for place in places:
        del place["source"], place["cell"]
    return {**result, "schema": "1"}


def _finding(gold: dict[str, object], text: str) -> Finding:
    fields = gold["fields"]
    assert isinstance(fields, list)
    says = str(gold.get("says") or gold.get("identity"))
    optional = {key: gold[key] for key in ("identity", "left", "right") if key in gold}
    return Finding(
        code=str(gold["code"]),
        severity="error" if gold["severity"] == "error" else "warning",
        message=Message(says, f"gold: {gold['code']}"),
        fields=[str(field) for field in fields],
        places=[place_of(text, "收到和处理")],
        **optional,  # pyright: ignore[reportArgumentType]
    )
