"""Ways to put reports into a store, for tests of what reads it."""

from __future__ import annotations

from typing import Any

from golden import golden, seed
from sqlalchemy import delete, text

from extractor.findings import gravest_codes
from extractor.lifting import cell_of
from extractor.result import (
    ExtractedField,
    Extraction,
    Finding,
    IdentityCandidate,
    IdentityEvidence,
    Message,
    Place,
    ReportEvidence,
    ReportInfo,
    Run,
)
from extractor.store import Store
from extractor.store.decisions import Action, Choice, decide
from extractor.store.documents import add_document
from extractor.store.extractions import Written, save_extraction
from extractor.store.people import person_named
from extractor.store.states import state_of
from extractor.store.tables import Base, DecisionRow

FIELD = "applications.new.company"
YEARS = ((2023, 0), (2022, 40))
"""The years that are said, and where."""


def changed(extraction: Extraction, version: str = "0", /, **fields: dict[str, Any]) -> Extraction:
    """An extraction whose fields (dots as two underscores) have other values, as another version made it."""
    made = dict(extraction.fields)
    for name, values in fields.items():
        key = name.replace("__", ".")
        given = {**vars(made[key]), **values}
        cell = cell_of({**given, "candidates": [vars(one) for one in given["candidates"]]})
        made[key] = ExtractedField(**{**given, "cell": cell, **values})
    run = Run(version, extraction.run.form_version, None, {})
    return Extraction(**{**vars(extraction), "fields": made, "run": run})


def doubted(version: str = "0", printed: str | None = "5") -> Extraction:
    """A seed with one figure in review."""
    doubt = {"value": 5, "basis": "printed", "printed": printed, "status": "review", "confidence": 0.5}
    return changed(golden(2), version, applications__new__company=doubt)


def elsewhere(printed: str | None) -> dict[str, Any]:
    """A figure as it would be read from another line of the report, where this is printed."""
    return {"value": 9, "printed": printed, "place": Place(0, 700, 702, 70, 1, None, None, None)}


def put(store: Store, extraction: Extraction, content: bytes | None = None, *, keeps_text: bool = True) -> int:
    """Keeps a document and an extraction of it; the document's id.

    Its text is kept as a service keeps it: where it is not, a page that shows it waits for a worker to read it anew.
    """
    content = content or seed(2).read_bytes()
    written = Written(original=content.decode()) if keeps_text else None
    with store.writing() as session:
        came = add_document(session, content, "report.txt", store.now())
        save_extraction(session, came.id, extraction, store.now(), written)
    return came.id


def empty(store: Store) -> None:
    """Takes all rows out of a store; its tables stay, and rows are numbered from 1 again."""
    tables = Base.metadata.sorted_tables
    with store.writing() as session:
        if not store.is_sqlite:
            session.execute(text(f"TRUNCATE {', '.join(table.name for table in tables)} RESTART IDENTITY"))
            return
        for table in reversed(tables):
            session.execute(delete(table))


def settle(
    store: Store,
    document: int,
    value: float | None,
    who: str = "王芳",
    field: str = FIELD,
    action: Action = "settle",
) -> DecisionRow:
    """What `who` decides about a figure, having looked at it."""
    with store.writing() as session:
        version = state_of(session, document, field).version
        person = person_named(session, who, store.now())
        return decide(session, Choice(document, field, action, value, None, version), person, store.now())[0]


def violated(extraction: Extraction, *fields: str) -> Extraction:
    """An extraction with a finding that the publisher's own arithmetic fails, about these fields."""
    message = Message("不平衡", "does not add up")
    finding = Finding("identity-violated", "error", message, list(fields), [], identity="applications.balance[company]")
    return Extraction(**{**vars(extraction), "findings": [*extraction.findings, finding]})


def with_reasons(extraction: Extraction) -> Extraction:
    """An extraction that says why its figures wait, and has no confidence in those without a value."""
    codes = gravest_codes((one.severity, one.code, one.fields) for one in extraction.findings)
    made = dict(extraction.fields)
    for key, field in made.items():
        if field.status == "review":
            confidence = None if field.value is None else field.confidence
            made[key] = ExtractedField(**{**vars(field), "reason": codes.get(key), "confidence": confidence})
    return Extraction(**{**vars(extraction), "fields": made})


def of_nobody(extraction: Extraction) -> Extraction:
    """An extraction whose report's year is open between two, and of whose body nothing is known."""
    two = [
        IdentityCandidate(year, f"{year}年", Place(0, at, at + 5, 1, 1, None, None, None), "title")
        for year, at in YEARS
    ]
    unit, region = (IdentityEvidence(None, None, None, [], "review") for _ in range(2))
    evidence = ReportEvidence(unit, IdentityEvidence(None, None, None, two, "review"), region)
    report = ReportInfo(None, None, None, extraction.report.form, evidence)
    places = [one.place for one in two if one.place]
    message = Message("标题的年度是 2023，期限是 2022", "The title says 2023 and the period 2022")
    finding = Finding("year-conflict", "warning", message, [], places)
    return Extraction(**{**vars(extraction), "report": report, "findings": [*extraction.findings, finding]})


def in_doubt(extraction: Extraction, *fields: str, **values: Any) -> Extraction:
    """An extraction with these figures in review, and these values of each of them."""
    wanted = {"status": "review", "confidence": 0.5, "proof": [], **values}
    return changed(extraction, **{field.replace(".", "__"): wanted for field in fields})


def without_table(number: int, section: str) -> Extraction:
    """A seed of whose table nothing was found: all its figures are in review, and none has a value."""
    extraction = golden(number)
    fields = [field for field in extraction.fields if field.startswith(f"{section}.")]
    return in_doubt(
        extraction, *fields, value=None, printed=None, basis="none", place=None, readers=[], confidence=None
    )
