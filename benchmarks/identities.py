"""The equations a report must satisfy, and which of them its figures break."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from benchmarks.forms import DISPUTE_GROUPS, SEVEN_COLUMNS, SIX_COLUMNS, application_rows, result_rows

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Identity:
    """`left` fields and `right` fields add up to the same."""

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    def sides(self, fields: Mapping[str, Number]) -> tuple[Number, Number]:
        """The sums of both sides."""
        return sum(fields[key] for key in self.left), sum(fields[key] for key in self.right)

    def holds(self, fields: Mapping[str, Number]) -> bool:
        """Whether both sides are equal."""
        left, right = self.sides(fields)
        return left == right


def identities(other_in_one_row: bool) -> Iterator[Identity]:
    """Every identity of the form within one report."""
    for row in application_rows(other_in_one_row):
        parts = tuple(f"applications.{row}.{column}" for column in SIX_COLUMNS)
        yield Identity(f"applications.row_total[{row}]", (f"applications.{row}.total",), parts)
    for column in SEVEN_COLUMNS:
        parts = tuple(f"applications.{row}.{column}" for row in result_rows(other_in_one_row))
        yield Identity(f"applications.results_total[{column}]", (f"applications.total.{column}",), parts)
    for column in SEVEN_COLUMNS:
        received = (f"applications.new.{column}", f"applications.carried_in.{column}")
        handled = (f"applications.total.{column}", f"applications.carried_out.{column}")
        yield Identity(f"applications.balance[{column}]", received, handled)
    for group, _ in DISPUTE_GROUPS:
        parts = tuple(f"disputes.{group}.{column}" for column in ("upheld", "corrected", "other", "pending"))
        yield Identity(f"disputes.total[{group}]", (f"disputes.{group}.total",), parts)


def broken_identities(fields: Mapping[str, Number]) -> tuple[Identity, ...]:
    """The identities that the figures do not satisfy, in the form's order."""
    other_in_one_row = "applications.other.total.total" in fields
    return tuple(identity for identity in identities(other_in_one_row) if not identity.holds(fields))
