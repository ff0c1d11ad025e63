"""Extractions: every version is kept, with what produced it; the last one of a document is current."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from extractor.digest import data_digest
from extractor.errors import Unknown
from extractor.forms import load_forms
from extractor.lifting import is_of_earlier_schema, lift
from extractor.result import ExtractedField, Extraction, Finding, Place
from extractor.store.documents import lock_document
from extractor.store.following import follow, has_following
from extractor.store.loading import insert_rows
from extractor.store.parts import SECTION, body_id_of, part_rows
from extractor.store.review_queue import rebuild_document
from extractor.store.second_keys import withdraw
from extractor.store.summaries import summarise
from extractor.store.tables import Document, ExtractionRow, FieldRow, FindingRow


class Saved(NamedTuple):
    """An extraction in the store: its id, and whether it was not there before."""

    id: int
    is_new: bool


class Written(NamedTuple):
    """What a worker wrote, where that is at hand: the extraction as `to_json` has it, and the text its places count.

    `data` is the digest of the data it read with, where that is another process.
    """

    json: str | None = None
    original: str | None = None
    data: str | None = None


def save_extraction(
    session: Session, document: int, extraction: Extraction, when: datetime, written: Written | None = None
) -> Saved:
    """Keeps an extraction of a document; what the same version, form, data, model and settings gave is that again.

    The document's review queue is made anew: a decision stays where the figure stands where it was decided about.
    """
    lock_document(session, document)
    as_json, original, data = written or Written()
    made_by = run_hash(extraction, data or data_digest())
    known = session.scalar(
        select(ExtractionRow.id).where(ExtractionRow.document_id == document, ExtractionRow.run_hash == made_by)
    )
    if known is not None:
        return Saved(known, False)
    row = _row(document, made_by, extraction, when)
    row.result = extraction.to_json() if as_json is None else as_json
    row.original = None if original is None or "\0" in original else original
    session.add(row)
    session.flush()
    rows = [*part_rows(row.id, extraction), *_fields(row.id, extraction)]
    insert_rows(session, cast(Table, FieldRow.__table__), rows)
    if extraction.findings:
        session.execute(
            insert(cast(Table, FindingRow.__table__)),
            [_finding(row.id, i, one) for i, one in enumerate(extraction.findings)],
        )
    session.query(Document).filter_by(id=document).update({"media_type": extraction.source.media_type})
    if has_following(session, document):
        follow(session, document, None)
    rebuild_document(session, document)
    withdraw(session, document)
    summarise(session, document, row.id)
    return Saved(row.id, True)


def run_hash(extraction: Extraction, data: str) -> str:
    """What produced an extraction with these data, as one hash: two results with the same are the same, but for what a
    model cost.
    """
    run = extraction.run
    model = None if run.llm is None else [run.llm.model, run.llm.prompts]
    return _hash_of([run.version, extraction.report.form, run.form_version, model, run.settings, data])


def is_made_with(row: ExtractionRow, data: str) -> bool:
    """Whether an extraction of the store was made with these data."""
    model = None if row.model is None else [row.model, row.prompts]
    return row.run_hash == _hash_of([row.version, row.form, row.form_version, model, row.settings, data])


def _hash_of(made_by: list[Any]) -> str:
    return hashlib.sha256(json.dumps(made_by, sort_keys=True).encode()).hexdigest()


def _row(document: int, made_by: str, extraction: Extraction, when: datetime) -> ExtractionRow:
    run, report = extraction.run, extraction.report
    return ExtractionRow(
        document_id=document,
        run_hash=made_by,
        version=run.version,
        form=report.form,
        form_version=run.form_version,
        model=run.llm.model if run.llm else None,
        prompts=list(run.llm.prompts) if run.llm else [],
        settings=dict(run.settings),
        unit=_clean(report.unit),
        region=_clean(report.region),
        year=report.year,
        body_id=body_id_of(report.unit),
        created_at=when,
    )


def _fields(extraction_id: int, extraction: Extraction) -> Iterator[dict[str, Any]]:
    stakes = stakes_of(extraction)
    for position, (key, field) in enumerate(extraction.fields.items()):
        yield {
            "extraction_id": extraction_id,
            "field": key,
            "position": position,
            "section": key.partition(".")[0],
            "value": field.value,
            "text": None,
            "printed": _clean(field.printed),
            "cell": field.cell,
            "basis": field.basis,
            "status": field.status,
            "reason": field.reason,
            "confidence": field.confidence,
            "stake": stakes[key],
            "place": place_json(field.place),
            "readers": field.readers,
            "proof": field.proof,
            "candidates": [_candidate(field, i) for i in range(len(field.candidates))],
        }


def stakes_of(extraction: Extraction) -> dict[str, int]:
    """How much hangs on each figure: itself and the form's other figures that stand in an identity with it."""
    keys = set(extraction.fields)
    for form in load_forms():
        if form.id == extraction.report.form and set(form.fields) == keys:
            sharing = {key: {key} for key in form.fields}
            for identity in form.identities:
                for key in identity.fields:
                    sharing[key].update(identity.fields)
            return {key: len(others) for key, others in sharing.items()}
    return dict.fromkeys(extraction.fields, 1)


def _candidate(field: ExtractedField, i: int) -> dict[str, Any]:
    return {**field.candidates[i].to_keys(), "place": place_json(field.candidates[i].place)}


def _finding(extraction_id: int, position: int, finding: Finding) -> dict[str, Any]:
    body = json.loads(json.dumps(finding, default=lambda record: record.to_keys()))
    return {
        "extraction_id": extraction_id,
        "position": position,
        "code": finding.code,
        "severity": finding.severity,
        "identity": finding.identity,
        "fields": finding.fields,
        "body": body,
    }


def place_json(place: Place | None) -> dict[str, Any] | None:
    """A place as JSON has it."""
    if place is None:
        return None
    box, cell = place.box, place.cell
    return {**place.to_keys(), "box": list(box) if box else None, "cell": cell.to_keys() if cell else None}


def _clean(text: str | None) -> str | None:
    """Text that any database takes: PostgreSQL has no NUL."""
    return None if text is None else text.replace("\0", "")


def find_extraction(session: Session, extraction: int) -> ExtractionRow:
    """The extraction with this id, without its JSON.

    Raises:
        Unknown: there is none.
    """
    found = session.get(ExtractionRow, extraction)
    if found is None:
        raise Unknown(f"extraction {extraction}: there is none with this number.")
    return found


def current_extraction(session: Session, document: int) -> ExtractionRow | None:
    """The last extraction of a document; None where it was never read."""
    return session.scalars(
        select(ExtractionRow).where(ExtractionRow.document_id == document).order_by(ExtractionRow.id.desc()).limit(1)
    ).one_or_none()


def extractions_of(session: Session, document: int) -> list[ExtractionRow]:
    """Every extraction of a document, the first first."""
    query = select(ExtractionRow).where(ExtractionRow.document_id == document).order_by(ExtractionRow.id)
    return list(session.scalars(query))


def result_json(session: Session, extraction: int) -> str:
    """An extraction's JSON, exactly as it was written; what an earlier schema wrote is lifted."""
    written = session.scalars(select(ExtractionRow.result).where(ExtractionRow.id == extraction)).one()
    if not is_of_earlier_schema(written):
        return written
    return json.dumps(lift(json.loads(written)), ensure_ascii=False, separators=(",", ":"))


def original_of(session: Session, document: int) -> str | None:
    """The text that the places of a document's current extraction count; None where it was not kept."""
    query = select(ExtractionRow.original).where(ExtractionRow.document_id == document)
    return session.scalars(query.order_by(ExtractionRow.id.desc()).limit(1)).one_or_none()


def findings_of(session: Session, extraction: int) -> list[FindingRow]:
    """The findings of an extraction, in their order."""
    query = select(FindingRow).where(FindingRow.extraction_id == extraction).order_by(FindingRow.position)
    return list(session.scalars(query))


def fields_of(session: Session, extraction: int) -> list[FieldRow]:
    """The figures of an extraction as it read them, in the form's order."""
    mine = FieldRow.extraction_id == extraction, FieldRow.section != SECTION
    query = select(FieldRow).where(*mine).order_by(FieldRow.position)
    return list(session.scalars(query))


def is_current(session: Session, row: ExtractionRow) -> bool:
    """Whether no later extraction of its document is there."""
    last = session.scalar(select(func.max(ExtractionRow.id)).where(ExtractionRow.document_id == row.document_id))
    return row.id == last
