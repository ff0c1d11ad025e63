"""What the API gives about the review queue, and what is left in it after a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from extractor.service.models import FieldNow, Model, PageOut
from extractor.service.models_decisions import DecisionOut
from extractor.store.lanes import Lane

Sha256Text = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class LanesOut(Model):
    """How many figures wait in each lane of the queue."""

    reports: int = Field(description="Bodies and years of reports that are open.")
    figures: int
    blanks: int = Field(description="Nothing is printed there, or a mark for nothing.")
    errors: int = Field(description="The publisher's own arithmetic fails.")
    aside: int = Field(description="Put off, or given up: they come only to who asks for this lane.")


class DecisionMade(Model):
    """A decision, and what the figure is now."""

    decision: DecisionOut
    field: FieldNow
    lanes: LanesOut = Field(description="How many figures wait then, by the filters of the queue that were given.")


class HeldOut(Model):
    """Somebody is at a report just now."""

    who: str
    until: datetime = Field(description="Until then it is kept for them, unless they leave it before.")


class ReservationOut(Model):
    """Whether a report is yours for some minutes."""

    held: HeldOut
    is_yours: bool


class AssignmentIn(Model):
    """Whose reports are to be reviewed by whom."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    documents: list[Sha256Text] = Field(min_length=1, max_length=1000)
    who: str | None = Field(max_length=200, description="The name of a person who is here; null: nobody's.")


class AssignmentMade(Model):
    """How many reports were given to somebody, or taken back."""

    documents: int


class QueueItem(Model):
    """A figure that waits for a person."""

    unit: str | None
    year: int | None
    kind: str = Field(
        description="Why it waits: the gravest finding about it, `not-proved`, `reopened`, `second-disagrees`, "
        "`decision-outdated`, `postponed` or `given-up`."
    )
    lane: Lane = Field(
        description="`reports`: its body or year is open; `blanks`: nothing is printed; `errors`: the publisher's "
        "arithmetic fails; `aside`: somebody put it off or gave it up."
    )
    priority: float = Field(description="(1 - confidence) x stake; without a confidence, stake.")
    reserved: HeldOut | None = Field(description="Who is at its report just now, yourself included.")
    assigned: str | None = Field(description="Whose its report is to review.")
    figure: FieldNow


class QueuePage(PageOut[QueueItem]):
    """A part of the review queue."""

    waiting: int = Field(description="How many figures wait in all, by these filters.")
    lanes: LanesOut = Field(description="How many wait in each lane, by these filters but the lane.")


class WaitingReportOut(Model):
    """A report of which figures wait."""

    document: str
    name: str
    unit: str | None
    year: int | None
    waiting: int = Field(description="How many of its figures wait, by the filters that were given.")
    reserved: HeldOut | None = Field(description="Who is at it just now, yourself included.")
    assigned: str | None = Field(description="Whose it is to review.")


class TextChoice(Model):
    """One value that the queue can be asked for."""

    value: str
    count: int


class YearChoice(Model):
    """One year that the queue can be asked for."""

    value: int
    count: int


class QueueFilters(Model):
    """What the queue can be asked for; each list is counted by the filters that were given but its own."""

    units: list[TextChoice] = Field(description="The 200 bodies with most to settle.")
    years: list[YearChoice]
    kinds: list[TextChoice]
    sections: list[TextChoice]
