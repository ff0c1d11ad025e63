"""The evidence for one figure: everything that says where it stands, what it is, and what speaks against it.

`ACCEPTANCE` is the whole of what is accepted, on one screen: a first-match table from evidence to its kind. The name of
a kind is what confidence is measured by; kinds of the family `review` are not enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple

from extractor.arithmetic import fields_of
from extractor.judging.doubts import Doubt
from extractor.judging.facts import SURE, Facts
from extractor.judging.resolve_placements import Value
from extractor.reading.model import MARK, RowBasis, RowReading, Token
from extractor.reading.numbers import states_unit

# Characters that recognition confuses with digits.
LOOK_ALIKES = str.maketrans("oOQD〇○口囗lI|丨iZzSsBbGg", "000000001111122558869")
"""Each such character → its digit."""


class Surroundings(NamedTuple):
    """What one row's figures have around them: whether nothing is out of place in their block, whether a header states
    the unit of an amount, whether the row's empty slots were filled by the table's convention.
    """

    row: RowReading
    tidy: bool
    unit: bool
    convention: bool


class Evidence:
    """The record of one figure: its row, its column and slot (by its cell), its value, and what is known around it.

    `cell` is the one in its slot, where it is known which stands there; `value` is what it is, printed or deduced;
    `is_printed` says whether its own cell holds a number (a stroke is a number by convention only), `doubt` why its
    place is in doubt, if it is.
    """

    __slots__ = ("around", "cell", "doubt", "facts", "field", "is_printed", "row", "value")

    def __init__(self, field: str, around: Surroundings, facts: Facts) -> None:
        self.field = field
        self.around = around
        self.facts = facts
        self.row = around.row
        self.cell = facts.resolved.cells.get(field)
        self.value = facts.values[field]
        self.is_printed = self.cell is not None and self.cell.value is not None and self.cell.kind != MARK
        self.doubt = facts.doubt(field)

    def as_blank(self) -> Evidence:
        """The same without the 0 that its blank cell is said to mean."""
        blank = copy(self)
        blank.value = None
        return blank

    @property
    def is_zero_by_habit(self) -> bool:
        """Whether it is a blank that is a zero as all others of the report are."""
        return self.field in self.facts.habitual_zeros

    @property
    def is_in_tidy_block(self) -> bool:
        """Whether nothing is out of place around it, or every figure of the table is the same."""
        return self.around.tidy or (self.is_printed and self.row.basis == RowBasis.UNIFORM)

    @property
    def lacks_unit(self) -> bool:
        """Whether it is an amount whose unit neither its cell nor a header states."""
        token = None if self.cell is None else self.cell.token
        stated = self.around.unit or (token is not None and states_unit(token.text))
        return self.facts.form.columns[self.field].kind == "money" and bool(self.value) and not stated

    @property
    def is_vouched_within(self) -> bool:
        """Whether the row's own sum vouches for it: columns balance just as well when all of them have moved.

        Of a row whose empty slots the table's convention fills, the sum was a part of the proof.
        """
        vouching = self.facts.vouching.get(self.field, ())
        within = self.facts.form.within[self.field]
        return bool(vouching) and (self.around.convention or all(one.name in vouching for one in within))

    @property
    def is_placed(self) -> bool:
        """Whether the layout alone says its slot, and its row has a label of its own."""
        return self.row.settled and not self.row.inferred and self.row.basis != RowBasis.ANCHORED

    @property
    def is_vouched_across(self) -> bool:
        """Whether every identity that joins it with other rows holds, and there is one.

        Its own row's sum placed it and cannot vouch. A zero in a row of zeros is vouched for by the table's convention,
        or, in a table without identities across rows, by its own row.
        """
        facts, across = self.facts, self.facts.form.across[self.field]
        if not across or (self.around.convention and all(facts.values[field] == 0 for field in self.row.row.fields)):
            return self.value == 0
        names = {one.name for one in across}
        holding = {one.identity.name for one in facts.checks if one.holds}
        return names <= holding and not names.isdisjoint(facts.vouching.get(self.field, ()))

    @property
    def rests_on_doubt(self) -> bool:
        """Whether a figure in doubt stands in the identities that it is deduced from."""
        reasons = self.facts.deduction.reasons.get(self.field, ())
        used = (one for one in self.facts.form.identities if one.name in reasons)
        return not self.facts.doubted.keys().isdisjoint(fields_of(used))

    @property
    def contradicts_what_is_printed(self) -> bool:
        """Whether its cell holds characters that are no figure, and cannot be this one misread; or its row, in which it
        is open where they stand, holds such as can be none of its figures.
        """
        if self.cell is not None or self.row.settled:
            return self.cell is not None and self.cell.is_unread and not may_stand_for(self.cell.printed, self.value)
        held: defaultdict[Token, list[Value | None]] = defaultdict(list)
        for placement in self.row.placements:
            for field, cell in zip(self.row.row.fields, placement, strict=True):
                if cell.token is not None and cell.is_unread and not cell.too_large:
                    held[cell.token].append(self.facts.values[field])
        return any(not any(may_stand_for(token.text, one) for one in values) for token, values in held.items())


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of evidence: its name, when a figure has it, and what it says to a user.

    `case` is, for the kinds that keep a figure in review, the file of tests/cases that fails without it.
    """

    name: str
    holds: Callable[[Evidence], bool]
    says: str
    case: str = ""

    @property
    def family(self) -> str:
        """How the figure is known: `review` (not enough), `blank`, `layout`, `deduced` or `identities`."""
        return self.name.partition(".")[0]

    @property
    def is_enough(self) -> bool:
        """Whether a figure with it may be accepted."""
        return self.family != "review"


def _in_doubt(doubt: Doubt) -> Callable[[Evidence], bool]:
    return lambda one: one.doubt == doubt


def _labelled(label: RowBasis) -> Callable[[Evidence], bool]:
    return lambda one: one.row.basis == label


def _in_layout(one: Evidence) -> bool:
    """Whether the form does not sum up its row: only the layout says what it is."""
    return not one.facts.form.within[one.field]


def _deduced(one: Evidence) -> bool:
    return not one.is_printed


_DOUBTED = {
    Doubt.ROW: ("its row is known by the order of the form alone", "two-damaged-labels-in-each-others-place"),
    Doubt.COLUMN: (
        "its column is known by the order of the form alone",
        "columns-in-another-order-under-a-wrapped-header",
    ),
    Doubt.SHIFT: ("rows may have moved up", "rows-moved-up-above-an-empty-row"),
    Doubt.DISORDER: ("its table is not in order", "columns-read-one-by-one-within-blocks"),
    Doubt.YEAR: ("its table is of another year", "last-years-tables-and-this-years-as-pictures"),
    Doubt.REPEATED: ("its digits may be printed twice each", "a-figure-printed-twice-beside-such-a-label"),
    Doubt.DIGITS: ("its digits may be others than those that are printed", "every-digit-one-more-than-is-printed"),
    Doubt.CELL: (
        "a figure of its row seems to stand in the cell beside its own",
        "decisions-printed-under-the-change-of-items",
    ),
    Doubt.LABEL: ("its label or header says another thing than the form's", "label-that-says-the-opposite"),
    Doubt.READERS: ("two readers read different figures", ""),
    Doubt.UNREAD: ("something in its row is not understood", "words-between-two-figures-of-a-row"),
    Doubt.RECOGNISED: ("its characters were not recognised for sure", ""),
}
ROW_BASES = {
    RowBasis.EXACT: "its row's label stands beside it, letter for letter",
    RowBasis.FUZZY: "its row's label stands beside it, damaged",
    RowBasis.ANCHORED: "its row stands alone between two that are labelled",
    RowBasis.CHAINED: "its row follows from a chain of labels and figures that leaves nothing over",
    RowBasis.BULK: "labels and figures stand apart, each complete and in the order of the form",
    RowBasis.ARRANGED: "labels and figures stand apart, and in one arrangement alone all sums come out",
    RowBasis.UNIFORM: "every figure of its table is the same",
    RowBasis.PRESUMED: "its row is known by the order of the form, and order makes no difference",
    RowBasis.MISSING: "no figures were found for its row",
}
_HOLD = "the identities around it hold; "

_OF_ZEROS = frozenset(("review.layout", "review.alone", "review.rests"))
"""What keeps back the 0 that a blank cell is said to mean; that the cell is blank none of them doubts."""

ACCEPTANCE: tuple[Kind, ...] = (
    Kind(
        "review.none",
        lambda one: one.value is None and one.field not in one.facts.blank,
        "there is no value",
        "amount-torn-at-its-point",
    ),
    *(Kind(f"review.{doubt}", _in_doubt(doubt), f"in doubt: {says}", case) for doubt, (says, case) in _DOUBTED.items()),
    Kind(
        "review.violated",
        lambda one: one.field in one.facts.possibly_wrong,
        "an identity around it fails",
        "results-exceed-their-total",
    ),
    Kind(
        "blank.tagged",
        lambda one: one.value is None and one.row.in_grid,
        "its cell is blank in the file's own table",
    ),
    Kind("blank.shown", lambda one: one.value is None, "its cell is blank, and every other of its row was seen"),
    Kind(
        "deduced.denied", lambda one: one.field in one.facts.denied, "its cell is blank; the prose says there was none"
    ),
    Kind(
        "review.layout",
        lambda one: _in_layout(one) and not one.is_in_tidy_block,
        "no identity says what it is, and something is out of place around it",
        "figure-broken-behind-a-label-among-zeros",
    ),
    Kind(
        "review.unit",
        lambda one: _in_layout(one) and one.lacks_unit,
        "nothing states the unit of the amount",
        "money-without-unit",
    ),
    Kind(
        "layout.recognised",
        lambda one: _in_layout(one) and one.field in one.facts.ocr_probability,
        "recognised, all in place",
    ),
    Kind("layout.habit", lambda one: _in_layout(one) and one.is_zero_by_habit, "blank, as every zero of the report"),
    Kind("layout.stroke", lambda one: _in_layout(one) and _deduced(one), "a stroke, as for every zero of the report"),
    Kind("layout.tidy", _in_layout, "nothing is out of place in its table"),
    Kind(
        "review.alone",
        lambda one: not one.is_vouched_within,
        "the sum of its row does not vouch for it",
        "total-column-gone",
    ),
    Kind(
        "review.alone",
        lambda one: not one.is_placed and not one.is_vouched_across,
        "its place in the row was inferred, and nothing outside the row vouches for it",
        "lost-label-of-a-result-and-of-the-total",
    ),
    Kind(
        "review.rests",
        lambda one: _deduced(one) and one.rests_on_doubt,
        "it follows from a figure in doubt",
        "row-twice-with-other-figures-beside-two-blanks",
    ),
    Kind(
        "review.unreadable",
        lambda one: _deduced(one) and one.contradicts_what_is_printed,
        "what is printed cannot be the figure that follows",
        "figure-with-a-mark-and-a-sum-without-it",
    ),
    Kind("deduced.habit", lambda one: _deduced(one) and one.is_zero_by_habit, "blank, as every zero of the report"),
    Kind("deduced.blank", lambda one: _deduced(one) and one.cell is not None, "its cell is blank; it follows"),
    Kind(
        "deduced.agreed",
        lambda one: _deduced(one) and one.field in one.facts.resolved.without_token,
        "every possible placement of its row's figures agrees on it",
    ),
    Kind("deduced.missing", _deduced, "it has no cell; it follows from the identities"),
    Kind(
        "identities.recognised",
        lambda one: one.facts.ocr_probability.get(one.field, 1.0) < SURE,
        _HOLD + "its characters were not recognised for sure",
    ),
    Kind("identities.inferred", lambda one: one.row.inferred, _HOLD + "its slot was inferred"),
    Kind(
        "identities.narrowed",
        lambda one: one.field in one.facts.resolved.narrowed,
        _HOLD + "they chose its slot among several",
    ),
    *(Kind(f"identities.{label}", _labelled(label), _HOLD + says) for label, says in ROW_BASES.items()),
)
"""The kinds of evidence, first match first."""


def kind_of(evidence: Evidence) -> Kind:
    """The first kind that a figure's evidence is of; that of a blank cell where its 0 is not sure and the blank is."""
    kind = next(kind for kind in ACCEPTANCE if kind.holds(evidence))
    return kind_of_blank(evidence) or kind if kind.name in _OF_ZEROS else kind


def kind_of_blank(evidence: Evidence) -> Kind | None:
    """The kind of evidence that a figure's cell is blank, whatever that means; None where it is not sure to be."""
    if evidence.field not in evidence.facts.blank:
        return None
    return next(kind for kind in ACCEPTANCE if kind.family == "blank" and kind.holds(evidence.as_blank()))


def may_stand_for(printed: str, value: Value | None) -> bool:
    """Whether characters that are no figure may be this one, misread: each of them is a digit or looks like one."""
    return "".join(printed.translate(LOOK_ALIKES).split()) == str(value)
