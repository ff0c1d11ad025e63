"""Summaries: each document that was read in one row, so that an overview of all of them is a quick sum.

They follow from the other tables, and are made anew in the transaction that changes what they follow from.
"""

from __future__ import annotations

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from extractor.store.lanes import LANES
from extractor.store.parts import SECTION, identity_of
from extractor.store.tables import DecisionRow, ExtractionRow, FieldRow, FindingCount, FindingRow, QueueRow, Summary


def summarise(session: Session, document: int, extraction: int) -> None:
    """Makes the summary of a document whose current extraction is this one."""
    session.execute(delete(Summary).where(Summary.document_id == document))
    report = session.get_one(ExtractionRow, extraction)
    mine = FieldRow.extraction_id == extraction, FieldRow.section != SECTION
    figures = session.scalar(select(func.count()).where(*mine))
    identity = identity_of(session, document, report)
    session.execute(
        insert(Summary).values(
            document_id=document,
            extraction_id=extraction,
            run_hash=report.run_hash,
            **identity._asdict(),
            form=report.form,
            figures=figures,
            **_counts(session, document),
        )
    )
    session.execute(delete(FindingCount).where(FindingCount.document_id == document))
    kinds = select(FindingRow.code, FindingRow.severity, func.count().label("findings"))
    kinds = kinds.where(FindingRow.extraction_id == extraction).group_by(FindingRow.code, FindingRow.severity)
    counts = [{"document_id": document, **kind} for kind in session.execute(kinds).mappings()]
    if counts:
        session.execute(insert(FindingCount), counts)


def recount(session: Session, document: int) -> None:
    """Counts anew what waits in a document and what was decided about it."""
    counts = update(Summary).where(Summary.document_id == document).values(**_counts(session, document))
    session.execute(counts.execution_options(synchronize_session=False))


def _counts(session: Session, document: int) -> dict[str, int]:
    lanes: dict[str, int] = dict.fromkeys(LANES, 0)
    waiting = select(QueueRow.lane, func.count()).where(QueueRow.document_id == document).group_by(QueueRow.lane)
    lanes.update((str(lane), int(count)) for lane, count in session.execute(waiting))
    decisions = session.scalars(select(func.count()).where(DecisionRow.document_id == document)).one()
    return {"decisions": decisions, **{f"waiting_{lane}": count for lane, count in lanes.items()}}
