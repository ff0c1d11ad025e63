"""What the API gives about the review queue, and what is left in it after a decision."""

from __future__ import annotations

from pydantic import Field

from extractor.service.models import FieldNow, Model, PageOut
from extractor.service.models_decisions import DecisionOut
from extractor.store.lanes import Lane


class LanesOut(Model):
    """How many figures wait in each lane of the queue."""

    figures: int
    blanks: int = Field(description="Nothing is printed there, or a mark for nothing.")
    errors: int = Field(description="The publisher's own arithmetic fails.")


class DecisionMade(Model):
    """A decision, and what the figure is now."""

    decision: DecisionOut
    field: FieldNow
    lanes: LanesOut = Field(description="How many figures wait then, by the filters of the queue that were given.")


class QueueItem(Model):
    """A figure that waits for a person."""

    unit: str | None
    year: int | None
    kind: str = Field(
        description="Why it waits: the gravest finding about it, `not-proved`, `reopened`, `second-disagrees` or "
        "`decision-outdated`."
    )
    lane: Lane = Field(description="`blanks`: nothing is printed; `errors`: the publisher's arithmetic fails.")
    priority: float = Field(description="(1 - confidence) x stake; without a confidence, stake.")
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
