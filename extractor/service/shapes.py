"""Rows of the store → what the API gives."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extractor.service.models import (
    Counts,
    DocumentOut,
    ExtractionOut,
    FieldNow,
    FieldRead,
    JobOut,
    ModelCostOut,
    ReportOut,
    RunOut,
)
from extractor.service.models_decisions import After, Before, DecisionOut, OfferedOut, OfferOut
from extractor.service.models_keying import IntervalOut, SecondKeyingOut
from extractor.service.models_queue import HeldOut, LanesOut
from extractor.store.agreement import Interval
from extractor.store.extractions import is_current
from extractor.store.jobs import Ask, Progress
from extractor.store.lanes import Lanes
from extractor.store.offers import Offer
from extractor.store.second_keys import Agreement
from extractor.store.sharing import Held
from extractor.store.states import FieldState
from extractor.store.tables import DecisionRow, Document, ExtractionRow, FieldRow


def document_out(session: Session, row: Document) -> DocumentOut:
    """A document."""
    current = session.scalar(select(func.max(ExtractionRow.id)).where(ExtractionRow.document_id == row.id))
    return DocumentOut(
        sha256=row.sha256,
        name=row.name,
        media_type=row.media_type,
        bytes=row.size,
        received_at=row.received_at,
        extraction=current,
    )


def sha256_of(session: Session, document: int) -> str:
    """The hash of a document, by its id."""
    return session.scalars(select(Document.sha256).where(Document.id == document)).one()


def extraction_out(session: Session, row: ExtractionRow) -> ExtractionOut:
    """An extraction, without its figures."""
    return ExtractionOut(
        id=row.id,
        document=sha256_of(session, row.document_id),
        current=is_current(session, row),
        created_at=row.created_at,
        report=ReportOut(unit=row.unit, year=row.year, region=row.region, form=row.form, body_id=row.body_id),
        run=RunOut(
            version=row.version,
            form_version=row.form_version,
            model=row.model,
            prompts=row.prompts,
            settings=row.settings,
        ),
    )


_READ = ("field", "section", "value", "text", "printed", "cell", "basis", "status", "reason", "confidence", "stake")
_READ_LISTS = ("place", "readers", "proof", "candidates")


def _read(row: FieldRow | FieldState) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _READ + _READ_LISTS}


def field_read(row: FieldRow) -> FieldRead:
    """A figure as an extraction read it."""
    return FieldRead.model_validate(_read(row))


def field_now(state: FieldState, sha256: str) -> FieldNow:
    """A figure as it is now."""
    more = {
        "document": sha256,
        "extraction": state.extraction_id,
        "answer": state.answer,
        "read_value": state.read_value,
        "decision": state.decision_id,
        "outdated": state.outdated,
        "etag": f'"{state.version}"',
    }
    return FieldNow.model_validate({**_read(state), **more})


def decision_out(row: DecisionRow, who: str, sha256: str) -> DecisionOut:
    """A decision."""
    return DecisionOut(
        id=row.id,
        document=sha256,
        extraction=row.extraction_id,
        field=row.field,
        action=cast(Any, row.action),
        answer=cast(Any, row.answer),
        group=row.group_id,
        who=who,
        decided_at=row.decided_at,
        printed=row.printed,
        before=Before(
            value=row.before_value,
            text=row.before_text,
            basis=cast(Any, row.before_basis),
            status=cast(Any, row.before_status),
        ),
        after=After(value=row.after_value, text=row.after_text),
        note=row.note,
        restores=row.restores if row.action == "undo" else None,
    )


def offer_out(offer: Offer) -> OfferOut:
    """One answer for many figures."""
    figures = [OfferedOut(**one._asdict()) for one in offer.figures]
    return OfferOut.model_validate({**offer._asdict(), "waiting": offer.waiting, "figures": figures})


def interval_out(interval: Interval | None) -> IntervalOut | None:
    """The ends of an interval."""
    return None if interval is None else IntervalOut(**interval._asdict())


def second_keying_out(share: float, agreement: Agreement) -> SecondKeyingOut:
    """How second keying goes."""
    more = {"share": share, "interval": interval_out(agreement.interval)}
    return SecondKeyingOut.model_validate({**agreement._asdict(), **more})


def held_out(held: Held | None) -> HeldOut | None:
    """Who is at a report."""
    return None if held is None else HeldOut(who=held.who, until=held.until)


def lanes_out(lanes: Lanes) -> LanesOut:
    """How many figures wait in each lane."""
    return LanesOut(**lanes._asdict())


def job_out(progress: Progress) -> JobOut:
    """A job, and how far it is."""
    return JobOut(
        id=progress.row.key,
        kind=cast(Any, progress.row.kind),
        state=progress.state,
        ask=cast(Ask, progress.row.ask),
        created_at=progress.row.created_at,
        total=progress.total,
        counts=Counts(**progress.counts),
        model=None if progress.row.ask == "off" else ModelCostOut(**progress.model._asdict()),
    )
