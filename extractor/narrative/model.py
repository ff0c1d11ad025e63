"""A claim of the prose about figures of the form."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

Relation = Literal["=", ">=", "<=", "~"]
"""How the figure stands to the claimed value: equal, at least, at most, about."""

Fields = tuple[str, ...]
"""Field keys whose figures are summed."""


class Scope(NamedTuple):
    """A word that says whom or what a claim counts, as 全区, 局机关 or 其中.

    `extent` is `wider`, `narrower` or `different` than what the table counts.
    """

    word: str
    extent: Literal["wider", "narrower", "different"]

    def explains(self, claimed: Decimal | int, figure: Decimal | int) -> bool:
        """Whether a claim of this scope may well differ from the table's figure as it does."""
        if self.extent == "different":
            return True
        return claimed > figure if self.extent == "wider" else claimed < figure


class Claim(NamedTuple):
    """One number of the prose, or a denial in words, and the figures it speaks of.

    `interpretations` are the sums it may mean, the likeliest first; those with fields of another form do not count.
    `value` is in the unit of the fields, None where the number is larger than any figure; `upper` is the first value
    that 余 or 多 rules out. `unit` is as printed, empty for a denial. `start` and `end` enclose the number (the words
    of a denial), `sentence_start` and `sentence_end` its sentence. `says` is the claim in the words of the prose,
    without blanks. Where `share_of` is not empty, `value` is a percentage: the share of one of
    those sums.
    """

    interpretations: tuple[Fields, ...]
    relation: Relation
    value: Decimal | int | None
    unit: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    says: str
    scope: Scope | None = None
    upper: Decimal | int | None = None
    share_of: tuple[Fields, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether it says a number, no percentage, of what the table counts and not about."""
        return self.relation == "=" and self.value is not None and self.scope is None and not self.is_share

    @property
    def is_share(self) -> bool:
        """Whether it says a percentage of another sum."""
        return bool(self.share_of)

    @property
    def fields(self) -> Fields:
        """The sum most likely meant."""
        return self.interpretations[0]
