"""What the API gives about many reports at once: the overview, how sure they are, and bodies through the years."""

from __future__ import annotations

from pydantic import Field

from extractor.findings import Severity
from extractor.result import Number, Status
from extractor.service.models import Model
from extractor.service.models_keying import SecondKeyingOut
from extractor.service.models_queue import LanesOut


class YearOut(Model):
    """The reports on one year."""

    year: int | None = Field(description="Null where it is not known.")
    reports: int


class FindingKind(Model):
    """The findings of one kind in all current extractions."""

    code: str
    severity: Severity
    count: int
    reports: int = Field(description="In how many reports there are any.")


class OverviewOut(Model):
    """What the store holds, and how it stands."""

    documents: int
    read: int = Field(description="Documents that were read.")
    stale: int = Field(
        description="Of these, those read by another version, schema or data than now; they are read anew when they "
        "come again."
    )
    figures: int = Field(description="Figures of all current extractions.")
    accepted: int
    waiting: int = Field(description="Figures that wait for a person.")
    lanes: LanesOut
    straight_through: float | None = Field(
        description="The share of documents read in which nothing waits and nobody decided anything; null without any."
    )
    years: list[YearOut]
    findings: list[FindingKind]
    jobs: int = Field(description="Jobs that are not finished.")
    second_keying: SecondKeyingOut


class RowSurenessOut(Model):
    """One row of a report's form."""

    key: str = Field(description="The row's key, `section.row`.")
    confidence: float | None = Field(description="The lowest of its figures; null where none has one.")
    status: Status = Field(description="`review` where any of its figures is in review.")
    known: bool = Field(description="Whether each of its figures has a value.")


class ReportSurenessOut(Model):
    """How sure the rows of one report are."""

    sha256: str
    extraction: int
    name: str
    unit: str | None
    year: int | None
    rows: list[RowSurenessOut]


class BodyOut(Model):
    """A body whose reports are here."""

    unit: str
    body_id: str | None = Field(description="What the body is known by through the years; null where nobody's name.")
    region: str | None
    years: list[int]
    reports: int
    waiting: int = Field(description="Figures that wait for a person.")


class BodyReportOut(Model):
    """One report of a body."""

    document: str
    extraction: int
    year: int | None
    form: str | None
    name: str
    waiting: int
    counts: bool = Field(description="Whether `series` has it: a later reading on the same year goes before it.")


class PointOut(Model):
    """A figure of one year, as it is now."""

    year: int
    value: Number | None
    status: Status
    document: str


class CarryOverOut(Model):
    """What one year carries out, and the next carries in."""

    column: str
    year: int
    next_year: int
    carried_out: Number | None
    carried_in: Number | None
    difference: Number | None = Field(description="Carried in less carried out; null where one is not known.")
    holds: bool | None
    document: str
    next_document: str


class BodyWhole(Model):
    """One body through the years."""

    unit: str
    body_id: str | None
    region: str | None
    reports: list[BodyReportOut]
    series: dict[str, list[PointOut]] = Field(description="For each field, its figures by year.")
    carry_over: list[CarryOverOut] = Field(description="For each column of each two years that follow each other.")
