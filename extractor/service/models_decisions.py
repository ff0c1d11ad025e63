"""What the API takes and gives about decisions: about one figure, about many, and what is offered for many."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from extractor.result import Basis, Number, Status
from extractor.service.models import VALUE, Model, Value
from extractor.store.decisions import Action
from extractor.store.states import Answer


class DecisionIn(Model):
    """What somebody decides about a figure."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    action: Action = Field(
        default="settle",
        description="`settle`: the figure is `value`; `reopen`: it goes back to the queue; `undo`: what you decided "
        "is taken back; `postpone`: it waits for later; `give-up`: nobody can settle it. The last two need a `note`.",
    )
    value: Value = Field(default=None, description=VALUE)
    text: str | None = Field(
        default=None, max_length=200, description="Of a report's body (`report.unit`), in place of `value`: its name."
    )
    answer: Literal["lost"] | None = Field(
        default=None,
        description="`lost`: the report printed a number, and this copy has lost it; without `value`.",
    )
    note: str | None = Field(default=None, max_length=2000, description="What others should know about it.")


class DecisionEntry(DecisionIn):
    """One of several decisions about a document."""

    field: str = Field(max_length=200, pattern=r"^[a-z0-9_.]+$")
    etag: str = Field(max_length=100, description="The `etag` of the figure that was looked at.")


class DecisionsIn(Model):
    """Decisions about figures of one document, each figure once: all are kept, or none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    decisions: list[DecisionEntry] = Field(min_length=1, max_length=300)
    kind: str = Field(
        default="figures",
        max_length=32,
        pattern=r"^[a-z-]+$",
        description="How they were made, such as `row`, or the `kind` of an offer that was taken.",
    )


class Before(Model):
    """A figure before a decision."""

    value: Number | None
    text: str | None = None
    basis: Basis
    status: Status


class After(Model):
    """A figure after a decision."""

    value: Number | None
    text: str | None = None


class DecisionOut(Model):
    """A decision that was made."""

    id: int
    document: str
    extraction: int
    field: str
    action: Literal[Action, "follow", "unfollow"] = Field(
        description="`follow`: nobody said so, but it follows by the form's equations from what was decided with it; "
        "`note` names these; `unfollow`: it follows no more."
    )
    answer: Answer | None = Field(
        description="What was said of a figure that was settled: its `value`, that it is `not-printed`, or `lost`."
    )
    group: int | None = Field(description="What was decided at once has one number.")
    who: str
    decided_at: datetime
    printed: str | None = Field(description="What was printed when it was decided.")
    before: Before
    after: After
    note: str | None
    restores: int | None = Field(description="Where a decision was taken back: the earlier one that holds again.")


class OfferedOut(Model):
    """What an offer would settle a figure to."""

    field: str
    value: Number | None
    answer: Answer
    is_waiting: bool = Field(
        description="Whether it waits: a blank that was accepted as one may be given a meaning too."
    )


class OfferOut(Model):
    """One answer for many figures of a document, to be taken as it is or with some of its figures changed."""

    kind: str = Field(
        description="`form-order` (only the columns' order is in doubt, and it is the form's), `blanks-zero`, "
        "`blanks-nothing`, `marks-zero`, `marks-nothing`, `publisher-error` (printed so: the publisher's own error), "
        "`repair` (the smallest change that mends it), `shown` (all that is shown), `rows`, `columns` (the figures of "
        "a torn table as they follow each other), `rest-zero` (what has no value is 0), `lost`, `no-table`."
    )
    section: str | None = Field(description="The table it is about; null for the whole report.")
    identity: str | None = Field(description="The equation it is about, where it is about one.")
    fails: int = Field(description="How many of the form's equations would fail then, of those it touches.")
    waiting: int = Field(description="How many of its figures wait.")
    figures: list[OfferedOut]


class PaceOut(Model):
    """How quickly somebody decides."""

    seconds: float | None = Field(description="For one figure; null where too little was decided to tell.")
    decisions: int = Field(description="How many pauses between decisions were measured.")


class UndoEntry(Model):
    """A figure whose decision can be taken back."""

    field: str
    etag: str


class UndoOut(Model):
    """What you decided last and could take back: all of it, or nothing."""

    group: int
    document: str
    kind: str
    made_at: datetime
    figures: list[UndoEntry]
