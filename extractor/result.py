"""The extraction as everybody else sees it: the versioned JSON result of one report.

All who show, store or export an extraction import this module and nothing below it. The records are frozen
dataclasses, so that making one costs nothing and importing them does not import pydantic; where a result comes back
from outside (`Extraction.from_json`), pydantic checks it against these same records, and `docs/schema.json` is
generated from them.
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Literal

from extractor.findings import Severity, UnplacedFinding
from extractor.lexicon.cell_kind import CellKind
from extractor.records import Record, record

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Basis = Literal["printed", "blank", "deduced", "reviewed", "none"]
Status = Literal["accepted", "review"]
Number = int | float


@record
class TableCell(Record):
    """A cell of one of a file's tables, each counted from 0."""

    table: int
    row: int
    column: int


@record
class Place(Record):
    """Where something stands, counted in characters of the file as it was (decoded, before normalising)."""

    source: int
    """The file: 0 is `source`, 1 the first of `copies`, and so on."""
    start: int
    """Offset of the first character, from 0."""
    end: int
    """Offset after the last character."""
    line: int
    """Line, from 1."""
    column: int
    """Column of the first character in its line, from 1."""
    page: int | None
    """Page, from 1, where the format has pages."""
    box: tuple[float, float, float, float] | None
    """Left, top, right and bottom in points, where the format has pages."""
    cell: TableCell | None
    """The cell it is in, where the file itself has tables."""


@record
class Candidate(Record):
    """Another value that the evidence leaves open for a field, and who or what proposes it."""

    value: Number | None
    printed: str | None
    place: Place | None
    reader: str


@record
class ExtractedField(Record):
    """One figure: what it is, what is printed, where, how sure, and why."""

    OPTIONAL: ClassVar[tuple[str, ...]] = ("candidates",)

    value: Number | None
    """The number in the field's unit, or null."""
    printed: str | None
    """The exact characters of the cell: empty for a blank cell, null where no cell was found that is this figure's
    alone.
    """
    cell: CellKind
    """What the cell holds in the document, whatever the value is and whoever settled it: `figure` (a number, 0
    included), `nil-mark` (a sign for nothing), `blank` (nothing), `unread` (something that was not read as either), or
    `lost` (no cell was found).
    """
    basis: Basis
    """Where the value is from: printed; blank (printed blank or with a nil mark, accepted as no number); deduced by the
    form's equations; reviewed by a person; or none.
    """
    status: Status
    """Whether the value is vouched for, or waits for a person."""
    reason: str | None
    """Why it waits, as the code of a finding; null where it does not, or no finding names it."""
    confidence: float | None
    """How often values with the same evidence are right, at the least, as measured; null where a person settled it,
    where it waits without a value, and where no value with such evidence was measured.
    """
    place: Place | None
    """Where the cell stands; null where no cell was found."""
    readers: list[str]
    """Who read it."""
    proof: list[str]
    """The identities and the evidence that vouch for it, by name."""
    candidates: list[Candidate] = field(default_factory=list[Candidate])
    """Other values the evidence leaves open; left out where there are none."""


def number_of(value: int | Decimal | None) -> Number | None:
    """A figure as JSON has it: whole numbers as such, decimals as the nearest float."""
    return float(str(value)) if isinstance(value, Decimal) else value


@record
class Message(Record):
    """One sentence in both languages."""

    zh: str
    en: str


@record
class RepairChange(Record):
    """One cell of a repair: the figure as printed and the figure that would mend the identities."""

    field: str
    printed: Number
    value: Number


@record
class Replacement(Record):
    """Words that have one answer: where the wrong ones stand, and what would stand there; nothing is replaced."""

    place: Place
    text: str
    """What would stand there; empty where the words are to go."""


@record
class Finding(Record):
    """Something a person should know about the report."""

    OPTIONAL: ClassVar[tuple[str, ...]] = ("identity", "left", "right", "repairs", "replacement")

    code: str
    """A stable name of the kind of finding, such as `identity-violated`."""
    severity: Severity
    """`error`: the report's own arithmetic fails or a table cannot be read; `warning`: in doubt; `info`: settled."""
    message: Message
    fields: list[str]
    """The field keys it is about."""
    places: list[Place]
    """Where to look, the first place first."""
    identity: str | None = None
    """The identity that fails; left out where the finding is of another kind."""
    left: Number | None = None
    """The left side's sum, or the prose's number."""
    right: Number | None = None
    """The right side's sum, or the table's number."""
    repairs: list[list[RepairChange]] = field(default_factory=list[list[RepairChange]])
    """All smallest sets of changes that would mend the identities; none is applied."""
    replacement: Replacement | None = None
    """The words that would mend it; left out where it has not one answer, and of figures always."""

    @classmethod
    def of(cls, made: UnplacedFinding, places: list[Place], replacement: Replacement | None = None) -> Finding:
        """A finding as it was made, at the places of its spans."""
        repairs = [[RepairChange(*change) for change in repair] for repair in made.repairs]
        message, left, right = Message(made.zh, made.en), number_of(made.left), number_of(made.right)
        head = (made.code, made.severity, message, list(made.fields), places, made.identity, left, right)
        return cls(*head, repairs, replacement)


@record
class SourceInfo(Record):
    """The file that was read."""

    path: str | None
    """The path as it was given; null for bytes."""
    name: str
    sha256: str
    media_type: str
    bytes: int


@record
class IdentityCandidate(Record):
    """Another value for a part of a report's identity, and what says so."""

    value: str | int
    printed: str | None
    place: Place | None
    source: str | None


@record
class IdentityEvidence(Record):
    """What a part of the report's identity rests on; null is what is not known or not kept."""

    printed: str | None
    """The exact characters it was read from."""
    place: Place | None
    """Where they stand."""
    source: str | None
    """Which part of the report says so."""
    candidates: list[IdentityCandidate]
    """Other values that the report leaves open."""
    status: Status
    """Whether it is vouched for, or waits for a person."""


@record
class ReportEvidence(Record):
    """What each part of the report's identity rests on."""

    unit: IdentityEvidence
    year: IdentityEvidence
    region: IdentityEvidence

    @classmethod
    def without_places(cls, *parts: str | int | None) -> ReportEvidence:
        """That of unit, year and region where only these themselves are known."""
        states: list[Status] = ["review" if part is None else "accepted" for part in parts]
        return cls(*(IdentityEvidence(None, None, None, [], status) for status in states))


@record
class ReportInfo(Record):
    """What the report says it is; each null where it cannot be known."""

    unit: str | None
    """The public body."""
    year: int | None
    """The year reported on."""
    region: str | None
    form: str | None
    """The form's id, `2019` or `2021`; known by its labels, never by the year alone."""
    evidence: ReportEvidence


@record
class Convention(Record):
    """What a blank or a nil mark of one section's tables means."""

    blank: Literal[0] | None
    """0, or null: no number."""
    proof: list[str]
    """What vouches for that."""


@record
class ModelUse(Record):
    """What the language model was asked and what it cost."""

    model: str
    prompts: list[str]
    calls: int
    tokens: int
    cost: float | None


@record
class Run(Record):
    """What produced the result, so that the same can be produced again."""

    version: str
    form_version: str | None
    llm: ModelUse | None
    settings: dict[str, str | int | float | bool]


@record
class Attachment(Record):
    """A file that a web page links to, or a wide picture on it, where tables are missing on the page itself."""

    name: str
    """The words of the link; empty where it has none."""
    address: str
    """The address, as the page has it."""


@record
class Extraction(Record):
    """Everything read from one report: every field of its form, the findings, and what produced them."""

    OPTIONAL: ClassVar[tuple[str, ...]] = ("attachments",)

    schema: Literal["3"]
    """The version of this layout."""
    source: SourceInfo
    copies: list[SourceInfo]
    """Other files of the same report."""
    report: ReportInfo
    fields: dict[str, ExtractedField]
    """Every field of the form as this report prints it, in the form's order."""
    conventions: dict[str, Convention]
    """What blanks mean, by section, where that is proved."""
    findings: list[Finding]
    run: Run
    attachments: list[Attachment] = field(default_factory=list[Attachment])
    """Where the tables that are missing on a web page may be; left out where none is missing, or nothing is linked."""

    @property
    def holds_report(self) -> bool:
        """Whether a table of a form was found; where none was there are no figures, and a finding says so."""
        return self.report.form is not None

    def to_json(self, indent: int | None = None) -> str:
        """The result as JSON; keys that do not apply (`candidates`, `identity` …) are left out."""
        import json

        encoder = json.JSONEncoder(
            ensure_ascii=False,
            allow_nan=False,
            indent=indent,
            separators=(",", ":") if indent is None else (",", ": "),
            default=Record.to_keys,
        )
        return encoder.encode(self)

    @classmethod
    def from_json(cls, text: str | bytes) -> Extraction:
        """The result written by `to_json`, of this schema or of an earlier one, which is lifted.

        Raises:
            SchemaError: it is of a schema that this version does not know.
            pydantic.ValidationError: a key is missing or unknown, or a value is of another type.
        """
        from pydantic import ValidationError

        from extractor.lifting import lifted_json

        try:
            return adapter().validate_json(text)
        except ValidationError:
            lifted = lifted_json(text)
            if lifted is None:
                raise
        return adapter().validate_python(lifted)


@cache
def adapter() -> TypeAdapter[Extraction]:
    """What pydantic makes of the records: checks JSON from outside and generates the JSON schema."""
    from pydantic import TypeAdapter

    return TypeAdapter(Extraction)
