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


class RulesIn(Model):
    """The house's rules, in words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(max_length=20_000)


class RulesOut(Model):
    """The house's rules: what is set, and what somebody wrote."""

    blanks: str = Field(description="What a blank means here: `none` (no rule), `zero` or `nothing`.")
    second_keying: float = Field(description="The share of what is settled that somebody else keys again.")
    text: str
    who: str | None
    made_at: datetime | None
