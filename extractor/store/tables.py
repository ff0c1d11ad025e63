"""The tables, as migrations make them; a test compares the two."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Double, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from extractor.result import Number
from extractor.store.tables_base import Base, FindingBody


class Person(Base):
    """Somebody who uploads or decides."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime]


class Token(Base):
    """What a person shows to be let in: only the hash of its secret is kept.

    `kind` is `token` (for a program), `link` (good for one exchange) or `session` (in a browser's cookie).
    """

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    role: Mapped[str] = mapped_column(String(16))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    """To the minute."""


class Document(Base):
    """The bytes of one file, once, whatever it was called and however often it came."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(Text)
    """What it was called when it first came."""
    media_type: Mapped[str | None] = mapped_column(Text)
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    received_at: Mapped[datetime]


class Arrival(Base):
    """One time a document came: when, from whom, and under which name."""

    __tablename__ = "arrivals"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    arrived_at: Mapped[datetime]


class ExtractionRow(Base):
    """One extraction of a document: the result whole, and what produced it. The last one of a document is current."""

    __tablename__ = "extractions"
    __table_args__ = (
        UniqueConstraint("document_id", "run_hash"),
        Index("ix_extractions_current", "document_id", "id"),
        Index("ix_extractions_report", "unit", "year"),
        Index("ix_extractions_year", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    run_hash: Mapped[str] = mapped_column(String(64))
    """The same for what is produced by the same version, form, model, prompts and settings."""
    version: Mapped[str] = mapped_column(String(64))
    form: Mapped[str | None] = mapped_column(String(16))
    form_version: Mapped[str | None] = mapped_column(String(16))
    model: Mapped[str | None] = mapped_column(Text)
    prompts: Mapped[list[Any]]
    settings: Mapped[dict[str, Any]]
    unit: Mapped[str | None] = mapped_column(Text)
    region: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int | None]
    body_id: Mapped[str | None] = mapped_column(Text)
    """What the body is known by through the years (`identity.bodies`)."""
    result: Mapped[str] = mapped_column(Text, deferred=True)
    """The extraction's JSON, as `Extraction.to_json` wrote it, maybe one of an earlier schema."""
    original: Mapped[str | None] = mapped_column(Text, deferred=True)
    """The text that its places count, so that showing them needs no reading; null where it was not kept."""
    created_at: Mapped[datetime]


class FieldRow(Base):
    """One figure as one extraction has it, or (of section `report`) the body or the year of its report."""

    __tablename__ = "fields"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    extraction_id: Mapped[int] = mapped_column(ForeignKey("extractions.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(200), primary_key=True)
    position: Mapped[int]
    """Its place in the form's order, from 0; body and year of the report stand before, with numbers below 0."""
    section: Mapped[str] = mapped_column(String(32))
    value: Mapped[Number | None]
    text: Mapped[str | None] = mapped_column(Text)
    """What is no number: the body's name."""
    printed: Mapped[str | None] = mapped_column(Text)
    cell: Mapped[str] = mapped_column(String(16))
    """What its cell holds in the document; no decision changes it."""
    basis: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(64))
    confidence: Mapped[float | None]
    stake: Mapped[int]
    """How much hangs on it: itself and the form's other figures that share an identity with it."""
    place: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    readers: Mapped[list[Any]]
    proof: Mapped[list[Any]]
    candidates: Mapped[list[Any]]


class FindingRow(Base):
    """One finding of one extraction."""

    __tablename__ = "findings"
    __table_args__ = (Index("ix_findings_severity", "severity", "extraction_id", "position"),)

    extraction_id: Mapped[int] = mapped_column(ForeignKey("extractions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), index=True)
    severity: Mapped[str] = mapped_column(String(16))
    identity: Mapped[str | None] = mapped_column(String(200))
    fields: Mapped[list[Any]]
    body: Mapped[dict[str, Any]] = mapped_column(FindingBody())
    """The finding whole, as the result has it."""


class DecisionRow(Base):
    """What a person decided about a figure; never changed, only followed by another.

    `action` is `settle` (the figure is `after_value`), `reopen` (it goes back to the queue), `undo` (the decision that
    held is taken back, and `restores` holds again; with null, none does), `follow` (nobody said it, but it follows by
    the form's identities from what was decided) or `unfollow` (it follows no more). It holds as long as the figure
    stands where it stood in the extraction that was looked at. `printed` is what was printed there then.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        Index("ix_decisions_last", "document_id", "field", "id"),
        Index("ix_decisions_group", "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    field: Mapped[str] = mapped_column(String(200))
    extraction_id: Mapped[int] = mapped_column(ForeignKey("extractions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    action: Mapped[str] = mapped_column(String(16))
    printed: Mapped[str | None] = mapped_column(Text)
    before_value: Mapped[Number | None]
    before_basis: Mapped[str] = mapped_column(String(16))
    before_status: Mapped[str] = mapped_column(String(16))
    before_text: Mapped[str | None] = mapped_column(Text)
    """Of a report's body, what it was called."""
    after_value: Mapped[Number | None]
    after_text: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime]
    restores: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    """What an `undo` makes hold again; of a `follow` and an `unfollow`, what a person had said of the figure last."""
    group_id: Mapped[int | None] = mapped_column(ForeignKey("decision_groups.id"))
    """What it was decided together with; null for what was decided before groups were kept."""
    answer: Mapped[str | None] = mapped_column(String(16))
    """Of a `settle`: `value`, `not-printed`, or `lost` (printed once, and lost in this copy)."""


class DecisionGroup(Base):
    """Decisions that a person made at once about one document: all of them are kept, or none, and so they are undone.

    `kind` says how they were made: one figure, a row, or one answer for many, such as `blanks-zero`.
    """

    __tablename__ = "decision_groups"
    __table_args__ = (Index("ix_decision_groups_person", "person_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]


class SecondKey(Base):
    """A settled figure that somebody else keys again, without being told what it was settled to.

    `state` is `waiting`, `keyed`, or `withdrawn`: the decision that was to be checked held no longer.
    """

    __tablename__ = "second_keys"
    __table_args__ = (
        Index("ix_second_keys_state", "state", "id"),
        Index("ix_second_keys_field", "document_id", "field"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), unique=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    field: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16))
    value: Mapped[Number | None]
    """What was keyed the second time."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who keyed it the second time."""
    keyed_at: Mapped[datetime | None]
    reopen_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    """The decision that put the figure back into the queue, where the two values differ."""


class QueueRow(Base):
    """A figure that waits for a person. Follows from the other tables, and can be made anew from them."""

    __tablename__ = "queue"
    __table_args__ = (
        UniqueConstraint("document_id", "field"),
        Index("ix_queue_order", "rank", "id", "year"),
        Index("ix_queue_lane", "lane", "rank", "id", "kind", "section", "year"),
        Index("ix_queue_kind", "kind", "rank", "id", "lane", "section", "year", "unit"),
        Index("ix_queue_section", "section", "rank", "id", "lane", "kind", "year", "unit"),
        Index("ix_queue_report", "unit", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    extraction_id: Mapped[int] = mapped_column(ForeignKey("extractions.id"))
    field: Mapped[str] = mapped_column(String(200))
    section: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(64))
    lane: Mapped[str] = mapped_column(String(16))
    """`reports`, `blanks`, `errors`, `figures` or `aside`: what kind of work it is."""
    rank: Mapped[float]
    """The priority, negative: the lowest is the first, by an index that goes up."""
    unit: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int | None]

    @property
    def priority(self) -> float:
        """How much is gained by settling it."""
        return abs(self.rank)


_WAITING = ("waiting_reports", "waiting_figures", "waiting_blanks", "waiting_errors", "waiting_aside")
SOMETHING_WAITS = f"{' + '.join(_WAITING)} > 0"
"""What holds of the summaries of documents of which anything waits: most of a large store are settled."""


class Summary(Base):
    """A document that was read, in one row: its report, as it was read or as somebody settled it, and how much of it
    waits. Follows from the other tables.
    """

    __tablename__ = "summaries"
    __table_args__ = (
        Index("ix_summaries_report", "unit", "year", "waiting_figures", "waiting_blanks", "waiting_errors"),
        Index("ix_summaries_year", "year", "extraction_id"),
        Index("ix_summaries_made_by", "run_hash", "extraction_id"),
        Index(
            "ix_summaries_waiting",
            *_WAITING,
            sqlite_where=text(SOMETHING_WAITS),
            postgresql_where=text(SOMETHING_WAITS),
        ),
    )

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True, autoincrement=False)
    extraction_id: Mapped[int] = mapped_column(ForeignKey("extractions.id"), unique=True)
    """The current extraction."""
    run_hash: Mapped[str] = mapped_column(String(64))
    """What produced it."""
    unit: Mapped[str | None] = mapped_column(Text)
    region: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int | None]
    body_id: Mapped[str | None] = mapped_column(Text)
    form: Mapped[str | None] = mapped_column(String(16))
    figures: Mapped[int]
    decisions: Mapped[int]
    """How many decisions were made about it, those that were taken back with them."""
    waiting_reports: Mapped[int]
    waiting_figures: Mapped[int]
    waiting_blanks: Mapped[int]
    waiting_errors: Mapped[int]
    waiting_aside: Mapped[int]


class FindingCount(Base):
    """How many findings of one kind the current extraction of a document has. Follows from the other tables."""

    __tablename__ = "finding_counts"
    __table_args__ = (Index("ix_finding_counts_code", "code", "severity", "findings"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    severity: Mapped[str] = mapped_column(String(16), primary_key=True)
    findings: Mapped[int]


class JobRow(Base):
    """Work that was promised: one or more documents to be read."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    ask: Mapped[str] = mapped_column(String(8))
    """When a model is asked: `off`, `auto` or `always`."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    cancelled: Mapped[bool] = mapped_column(Boolean, default=False)


class JobItem(Base):
    """One document of a job, and what became of it."""

    __tablename__ = "job_items"
    __table_args__ = (
        Index("ix_job_items_state", "job_id", "state"),
        Index("ix_job_items_open", "state", "job_id"),
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    state: Mapped[str] = mapped_column(String(16))
    """`queued`, `running`, `done`, `failed` or `cancelled`."""
    attempt: Mapped[int] = mapped_column(default=1)
    extraction_id: Mapped[int | None] = mapped_column(ForeignKey("extractions.id"))
    error: Mapped[str | None] = mapped_column(Text)
    finished_at: Mapped[datetime | None]
    llm_calls: Mapped[int | None]
    """How often a model was asked about it; with the two below null where none was."""
    llm_tokens: Mapped[int | None]
    llm_cost: Mapped[float | None] = mapped_column(Double)
    """In the currency of the price that was set; null where none was."""


class AuditRow(Base):
    """Who did what, when and from where."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str | None] = mapped_column(Text)
    details: Mapped[dict[str, Any]]
    address: Mapped[str | None] = mapped_column(String(64))
