"""What the API takes and gives about people: their tokens, the house's rules, and what was taken out by whom."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict, Field

from extractor.service.models import Model
from extractor.store.people import Role


class TokenIn(Model):
    """A token that is to be made for somebody."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=200, pattern=r"\S", description="Whose it is; made where not here yet.")
    role: Role
    days: float | None = Field(default=None, gt=0, le=3650, description="How long it holds; null: until it is revoked.")


class TokenOut(Model):
    """A token, without its secret."""

    id: int
    name: str
    role: Role
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None = Field(description="To some ten minutes; null where it never was.")


class TokenMade(Model):
    """A token that was made, with its secret, which is told here and never again."""

    id: int
    secret: str


class PurgeIn(Model):
    """Why a document is taken out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: str = Field(min_length=3, max_length=2000)


class PurgedOut(Model):
    """That a document was here, and was taken out: by whom, when, and why."""

    sha256: str
    bytes: int
    received_at: datetime
    purged_at: datetime
    who: str
    reason: str


class WebhookOut(Model):
    """An address that is told of events, and how that goes."""

    address: str
    last_event: int = Field(description="The last event it took, or that was given up.")
    attempts: int = Field(description="How often the next one was sent and not taken.")
    next_at: datetime = Field(description="When the next is sent at the earliest.")
    given_up: int = Field(description="How many events it never took.")
    error: str | None = Field(description="Why the last message was not taken; null where it was.")


class RulesIn(Model):
    """The house's rules, in words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(max_length=20_000)


class RulesOut(Model):
    """The house's rules: what is set, and what somebody wrote."""

    blanks: str = Field(description="What a blank means here: `none` (no rule), `zero` or `nothing`.")
    second_keying: float = Field(description="The share of what is settled that somebody else keys again.")
    seeded_errors: float = Field(description="For this share of what is settled a known error is met; 0: never.")
    text: str
    who: str | None
    made_at: datetime | None
