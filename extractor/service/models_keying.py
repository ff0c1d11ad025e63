"""What the API takes and gives about how sure people are: second keying, and known errors."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from extractor.result import Number
from extractor.service.models import VALUE, Model, PlaceOut, Value


class KeyItemOut(Model):
    """A figure to be keyed again, without anything of what was read or decided."""

    id: int
    document: str
    extraction: int
    field: str
    section: str
    place: PlaceOut | None
    unit: str | None
    year: int | None


class SecondKeyIn(Model):
    """What is keyed the second time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Value = Field(description=VALUE)


class SecondKeyMade(Model):
    """What came of it."""

    agrees: bool = Field(description="Whether it is what was keyed first; if not, the figure is back in the queue.")


class KeyedBy(Model):
    """What somebody keyed."""

    who: str
    value: Number | None


class DisagreementOut(Model):
    """A figure that two people keyed differently, for who decides between them."""

    field: str
    first: KeyedBy
    second: KeyedBy


class IntervalOut(Model):
    """The ends of an interval."""

    low: float
    high: float


class CatchOut(Model):
    """How many of the known errors that they met somebody caught."""

    who: str
    caught: int = Field(description="Settled otherwise than it was shown.")
    missed: int = Field(description="Settled as it was shown.")
    aside: int = Field(description="Put off or given up; these count neither way.")
    share: float | None = Field(description="Of those that were settled; null where none was.")
    interval: IntervalOut | None = Field(description="The exact 95 % interval of the share.")


class SeededErrorsOut(Model):
    """How known errors that are put among what waits are caught."""

    share: float = Field(description="For this share of the figures that somebody settles they meet one; 0: never.")
    people: list[CatchOut]


class SecondKeyingOut(Model):
    """How second keying goes."""

    share: float = Field(description="The share of what is settled that is keyed again.")
    waiting: int
    keyed: int
    agreed: int
    kappa: float | None = Field(description="Cohen's κ of all that was keyed twice; null where it is undefined.")
    interval: IntervalOut | None = Field(
        description="The 95 % interval of κ, which means little before some fifty figures were keyed twice."
    )
