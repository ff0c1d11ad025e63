"""What the API takes and gives, as JSON: the names are those of the result (`docs/result.md`)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from extractor.lexicon.cell_kind import CellKind
from extractor.result import Basis, Extraction, Finding, Message, Number, Status
from extractor.store.jobs import Ask
from extractor.store.people import Role
from extractor.store.states import Answer

Item = TypeVar("Item")
Value = Annotated[int, Field(strict=True)] | Annotated[float, Field(strict=True, allow_inf_nan=False)] | None
VALUE = "The figure, of a count at most 10⁹ and of an amount at most 10¹² yuan; null where the report prints none."
JobKey = Annotated[str, Field(pattern="^[0-9a-f]{16}$", description="The id of a job.")]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="The hash of a document's bytes.")]


class Model(BaseModel):
    """What all have in common."""

    model_config = ConfigDict(frozen=True)


class PageOut(Model, Generic[Item]):
    """A part of a long list."""

    items: list[Item]
    next: str | None = Field(description="The cursor of what follows; null at the end.")
    total: int | None = Field(
        default=None, description="How many there are in all; null where they cannot be counted quickly."
    )


class DocumentOut(Model):
    """A file that came, once for all times it came."""

    sha256: str
    name: str = Field(description="What it was called when it first came.")
    media_type: str | None = Field(description="Null until it has been read.")
    bytes: int
    received_at: datetime
    extraction: int | None = Field(description="The current extraction; null until it has been read.")


class RunOut(Model):
    """What produced an extraction."""

    version: str
    form_version: str | None
    model: str | None
    prompts: list[str]
    settings: dict[str, str | int | float | bool]


class ReportOut(Model):
    """What a report says it is, as in the result, which has the evidence too."""

    unit: str | None
    year: int | None
    region: str | None
    form: str | None
    body_id: str | None = Field(description="What the body is known by through the years; null where nobody's name.")


class ExtractionOut(Model):
    """One extraction of a document, without its figures."""

    id: int
    document: str
    current: bool = Field(description="Whether no later extraction of the document is there.")
    created_at: datetime
    report: ReportOut
    run: RunOut


class ExtractionWhole(ExtractionOut):
    """One extraction, whole."""

    result: Extraction = Field(description="The result as `extractor extract` prints it.")


class CellOut(Model):
    """A cell of one of a file's tables, each counted from 0."""

    table: int
    row: int
    column: int


class PlaceOut(Model):
    """Where something stands, as in the result."""

    source: int = 0
    start: int
    end: int
    line: int
    column: int
    page: int | None
    box: list[float] | None
    cell: CellOut | None = None


class CandidateOut(Model):
    """Another value that the evidence leaves open."""

    value: Number | None
    text: str | None = Field(default=None, description="Of a report's body: its name.")
    printed: str | None
    place: PlaceOut | None
    reader: str


class FieldRead(Model):
    """One figure as an extraction read it."""

    field: str
    section: str
    value: Number | None
    text: str | None = Field(
        default=None, description="Of a report's body (`report.unit`): its name; null of everything else."
    )
    printed: str | None
    cell: CellKind = Field(
        description="What the cell holds in the document, whatever the value is and whoever settled it: `figure` (a "
        "number, 0 included), `nil-mark` (a sign for nothing), `blank` (nothing), `unread` (something that was not "
        "read as either), `lost` (no cell was found)."
    )
    basis: Basis
    status: Status
    reason: str | None = Field(description="Why it waits, as the code of a finding; null where none names it.")
    confidence: float | None = Field(
        description="Null where a person settled it, it waits without a value, or no such evidence was measured."
    )
    stake: int = Field(description="How many figures hang on it: itself and those that share an identity with it.")
    place: PlaceOut | None
    readers: list[str]
    proof: list[str]
    candidates: list[CandidateOut]


class FieldNow(FieldRead):
    """One figure as it is now: as it was read, or as the last decision about it says."""

    document: str
    extraction: int
    answer: Answer | None = Field(
        description="Where somebody settled it: `value`; `not-printed`, the report prints no such figure; `lost`, it "
        "printed one that this copy has lost. Null where nobody did."
    )
    read_value: Number | None = Field(description="The value that was read, whatever was decided.")
    decision: int | None = Field(description="The last decision about it.")
    outdated: bool = Field(description="Whether that decision was about another place, and holds no longer.")
    etag: str = Field(description="What to send as `If-Match` with a decision about it.")


class IdentityNow(Model):
    """Whose report it is and on which year, each as it is now: as it was read, or as somebody settled it."""

    unit: FieldNow | None = Field(description="Null where no figure was read, so that nothing hangs on it.")
    year: FieldNow | None
    region: str | None
    body_id: str | None = Field(description="What the body is known by through the years; null where nobody's name.")


class FindingOut(Model):
    """A finding, and where it was made."""

    document: str
    extraction: int
    finding: Finding


class Counts(Model):
    """How many documents of a job are in which state."""

    queued: int
    running: int
    done: int
    failed: int
    cancelled: int


class ModelCostOut(Model):
    """What asking a model took so far."""

    calls: int = Field(description="Questions that were sent; answers given before cost nothing and are not counted.")
    tokens: int
    cost: float | None = Field(description="US dollars; null where the model's price is not set.")


class JobOut(Model):
    """Work that was taken on: documents to be read."""

    id: str
    kind: Literal["read", "batch", "reread"]
    state: Literal["queued", "running", "done", "cancelled"] = Field(
        description="`done` where nothing is left to do, though single documents may have failed."
    )
    ask: Ask
    created_at: datetime
    total: int
    counts: Counts
    model: ModelCostOut | None = Field(description="Null where no model is asked.")


class JobItemOut(Model):
    """One document of a job, and what became of it."""

    position: int
    name: str
    document: str | None
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    extraction: int | None
    error: str | None = Field(description="Why it could not be read, in a sentence.")
    finished_at: datetime | None


class RereadIn(Model):
    """How a document is to be read anew."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ask: Ask = Field(default="off", description="When a model is asked.")


class TextOut(Model):
    """A document's text, the characters that places count."""

    text: str


class PageSize(Model):
    """A page as it is shown; sizes in points, as the boxes of places are."""

    number: int = Field(description="Counted from 1, as a place's `page` is.")
    width: float
    height: float


class PagesOut(Model):
    """A document's pages."""

    pages: list[PageSize] = Field(description="None where the format has no pages.")


class TableCellOut(Model):
    """A cell of a table as the file has it: where it begins, counted from 0, and how far it reaches."""

    row: int
    column: int
    row_span: int
    column_span: int
    is_header: bool = Field(description="Whether the file says so.")
    parts: list[tuple[int, int]] = Field(
        description="Where each of its lines begins and ends, in characters of the text."
    )


class TableOut(Model):
    """A table as the file has it."""

    number: int = Field(description="What a place's `cell.table` calls it.")
    cells: list[TableCellOut]


class TablesOut(Model):
    """The tables that a file says it has."""

    tables: list[TableOut] = Field(description="None where the format has no tables of its own.")


class CheckOut(PagesOut):
    """What was read of a draft, of which nothing is kept."""

    result: Extraction = Field(description="The result as `extractor extract` prints it.")
    shown_to: Message = Field(description="In words: that nobody was shown it, or the model and the host that was.")
    text: str = Field(description="The characters that its places count.")


class Me(Model):
    """Who is signed in."""

    name: str
    role: Role


class EventOut(Model):
    """Something that happened to a report."""

    id: int
    at: datetime
    who: str | None
    action: str = Field(description="A stable name, such as `decision.settle` or `document.read`.")
    subject: str | None = Field(description="The document's hash, or the job's id.")
    details: dict[str, Any]


class DeedOut(EventOut):
    """Something that was done."""

    address: str | None


class Health(Model):
    """Whether the service is there."""

    status: Literal["ok"]
    version: str


class ColumnOut(Model):
    """One column of a form's block."""

    key: str
    labels: list[str]
    kind: Literal["count", "change", "money"]
    unit: str
    group: str | None


class RowOut(Model):
    """One row of a form, with the keys of its fields from left to right."""

    key: str
    labels: list[str]
    short: str
    ordinal: str
    groups: list[str]
    fields: list[str]


class BlockOut(Model):
    """A run of rows under one header."""

    heading: list[str]
    columns: list[ColumnOut]
    rows: list[RowOut]


class GroupOut(Model):
    """A label that spans rows or columns."""

    key: str
    labels: list[str]
    ordinal: str


class SpanOut(Model):
    """A header that only spans columns."""

    label: str
    over: list[str]


class SectionOut(Model):
    """One part of the report with a statutory table."""

    key: str
    ordinal: str
    titles: list[str]
    groups: list[GroupOut]
    spans: list[SpanOut]
    blocks: list[BlockOut]


class IdentityOut(Model):
    """An equation the form prescribes: the fields of `left` sum to those of `right`."""

    name: str
    left: list[str]
    right: list[str]


class FormSummary(Model):
    """One edition of a statutory form."""

    id: str
    edition: str
    version: str
    title: str
    regulation: str
    first_year: int
    last_year: int | None


class FormOut(FormSummary):
    """One edition of a statutory form, whole."""

    sections: list[SectionOut]
    identities: list[IdentityOut]
