"""One answer for many figures: what a person may say of a whole table at once, instead of figure by figure.

An offer decides nothing. It names what would be settled, and to what; who takes it sees the table and may change single
figures of it first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from extractor.findings import is_author_error, is_settled_by_order
from extractor.forms import Form
from extractor.lexicon.cell_kind import CellKind
from extractor.result import Number
from extractor.store.states import Answer, FieldState, whole

BlankRule = Literal["none", "zero", "nothing"]
"""What a blank means in this house: 0, nothing, or that no rule was made."""
_LAST = {"rest-zero": 1, "lost": 2, "no-table": 3}
"""What is said where nothing better can be."""
_BEHIND = 1_000
"""So many characters behind what findings look at may belong to the last table."""


class Offered(NamedTuple):
    """What an offer would settle a figure to; `is_waiting` says whether it waits, or was accepted as blank."""

    field: str
    value: Number | None
    answer: Answer
    is_waiting: bool


class Offer(NamedTuple):
    """One answer for several figures, of a section or of the whole report (None); `fails`: so many of the form's
    equations that it touches would not hold then.
    """

    kind: str
    section: str | None
    figures: tuple[Offered, ...]
    identity: str | None = None
    fails: int = 0

    @property
    def waiting(self) -> int:
        """How many of its figures wait."""
        return sum(one.is_waiting for one in self.figures)


class Report(NamedTuple):
    """What offers are made of: each figure as it is now, the findings as the result has them, the text their places
    count (None where it was not kept), and the house's rule for blanks.
    """

    form: Form
    states: Sequence[FieldState]
    findings: Sequence[dict[str, Any]]
    text: str | None = None
    blanks: BlankRule = "none"


def offers_of(report: Report) -> list[Offer]:
    """The offers about a report: of each table those that settle most first, then those about all tables."""
    made: list[Offer] = []
    for section in report.form.sections:
        states = [state for state in report.states if state.section == section.key]
        offers = [*_of_errors(report, section.key, states), *_of_table(report, section.key, states)]
        made += sorted((one for one in offers if one.waiting), key=lambda one: (_LAST.get(one.kind, 0), -one.waiting))
        made += [one for one in offers if one.figures and not one.waiting]
    of_all = [_of_order(None, report.states), *_of_cells(report, None, report.states)]
    made += [one for one in of_all if sum(each.kind == one.kind for each in made) > 1]
    return [one._replace(fails=_failing(report, one)) for one in _distinct(made)]


def _distinct(offers: Sequence[Offer]) -> Iterator[Offer]:
    """The offers without those that would settle the same as one before them."""
    seen: set[frozenset[Offered]] = set()
    for one in offers:
        figures = frozenset(one.figures)
        if figures not in seen:
            seen.add(figures)
            yield one


def _of_table(report: Report, section: str, states: Sequence[FieldState]) -> list[Offer]:
    waiting = [state for state in states if state.status == "review"]
    made = [
        _of_order(section, waiting),
        *_of_cells(report, section, states),
        *_of_runs(report, section, states),
        Offer("shown", section, _as_shown(waiting)),
    ]
    made.append(Offer("rest-zero", section, _rest(report.form, waiting)))
    without = [state for state in waiting if state.cell == "lost" and state.value is None]
    made.append(Offer("lost", section, tuple(Offered(state.field, None, "lost", True) for state in without)))
    if without and all(state.cell == "lost" and _is_none(state) for state in states):
        made.append(Offer("no-table", section, tuple(_none(state) for state in waiting)))
    return made


def _of_order(section: str | None, states: Sequence[FieldState]) -> Offer:
    """That the columns stand in the form's order, where nothing else about a figure is in doubt."""
    doubted = [state for state in states if state.status == "review" and is_settled_by_order(state.reason)]
    return Offer("form-order", section, _as_shown(doubted))


def _is_none(state: FieldState) -> bool:
    """Whether nobody settled a number here."""
    return state.status == "review" or (state.basis == "reviewed" and state.value is None)


def _as_shown(states: Sequence[FieldState]) -> tuple[Offered, ...]:
    return tuple(Offered(state.field, state.value, "value", True) for state in states if state.value is not None)


def _rest(form: Form, waiting: Sequence[FieldState]) -> tuple[Offered, ...]:
    """What has no value, as 0; without the sums that follow from the others, where two equations have each."""
    unknown = [state.field for state in waiting if state.value is None]
    sums = {one.left[0] for one in form.identities if len(one.left) == 1}
    follow = {field for field in sums if sum(field in one.fields for one in form.identities) > 1}
    return tuple(Offered(field, 0, "value", True) for field in [one for one in unknown if one not in follow] or unknown)


def _zero(state: FieldState) -> Offered:
    return Offered(state.field, 0, "value", state.status == "review")


def _none(state: FieldState) -> Offered:
    return Offered(state.field, None, "not-printed", state.status == "review")


def _of_cells(report: Report, section: str | None, states: Sequence[FieldState]) -> list[Offer]:
    """What blanks and marks for nothing mean, the house's own rule first; also of those that were accepted as blank."""
    kinds: Sequence[tuple[str, CellKind]] = (("blanks", "blank"), ("marks", "nil-mark"))
    made: list[Offer] = []
    for name, cell in kinds:
        open_states = [one for one in states if one.cell == cell and one.basis != "reviewed" and one.value is None]
        offers = [Offer(f"{name}-zero", section, tuple(map(_zero, open_states)))]
        offers.append(Offer(f"{name}-nothing", section, tuple(map(_none, open_states))))
        made += reversed(offers) if report.blanks == "nothing" else offers
    return [one for one in made if one.figures]


def _of_errors(report: Report, section: str, states: Sequence[FieldState]) -> list[Offer]:
    """Of the equations that the publisher broke in a table: all is printed so; or, for each smallest repair, as that
    has it.
    """
    by_field = {state.field: state for state in states}
    broken = [one for one in report.findings if is_author_error(one["code"]) and set(one["fields"]) <= set(by_field)]
    fields = dict.fromkeys(field for one in broken for field in one["fields"])
    waiting = [by_field[field] for field in fields if by_field[field].status == "review"]
    if not waiting:
        return []
    identity = broken[0].get("identity") if len(broken) == 1 else None
    made = [Offer("publisher-error", section, _as_shown(waiting), identity)]
    repairs = {tuple((one["field"], one["value"]) for one in repair) for each in broken for repair in each["repairs"]}
    for repair in sorted(repairs):
        mended = {field: value for field, value in repair if field in by_field}
        figures = tuple(one._replace(value=mended.get(one.field, one.value)) for one in _as_shown(waiting))
        if mended.keys() <= {one.field for one in figures}:
            made.append(Offer("repair", section, figures, identity))
    return made


def _of_runs(report: Report, section: str, states: Sequence[FieldState]) -> Iterator[Offer]:
    """The figures of a table whose labels and figures came apart, as they follow each other: by rows, or by columns."""
    from extractor.store.runs import figures_in_runs

    waiting = [state for state in states if state.status == "review"]
    if report.text is None or len(waiting) * 2 < len(states):
        return
    blocks = next(one.blocks for one in report.form.sections if one.key == section)
    for kind, values in figures_in_runs(report.text, blocks, _stretches(report, section)):
        figures = tuple(Offered(one.field, values[one.field], "value", True) for one in waiting if one.field in values)
        agrees = all(one.value == values.get(one.field, one.value) for one in states if one.status == "accepted")
        offer = Offer(kind, section, figures)
        if agrees and not _failing(report, offer):
            yield offer


def _stretches(report: Report, section: str) -> list[tuple[int, int]]:
    """Where in the text a table may lie: what its findings look at, the longest first, all of it, and on from there to
    the title of the next section.
    """
    text, prefix = report.text or "", f"{section}."
    about = [one for one in report.findings if one["fields"] and all(key.startswith(prefix) for key in one["fields"])]
    found = sorted({(place["start"], place["end"]) for one in about for place in one["places"]})
    if not found:
        return []
    start, end = found[0][0], max(end for _, end in found)
    titles = (title for one in report.form.sections for title in one.titles)
    behind = [at for at in (text.find(title, end) for title in titles) if at >= 0]
    longest = sorted(found, key=lambda one: one[0] - one[1])
    return [*longest, (start, end), (start, min(behind, default=min(len(text), end + _BEHIND)))]


def _failing(report: Report, offer: Offer) -> int:
    """How many equations that an offer touches would fail, were it taken."""
    from extractor.pipeline import recompute  # those who only look at a store need not wait for it

    values = {state.field: state.value for state in report.states}
    values |= {one.field: one.value for one in offer.figures}
    touched = {one.field for one in offer.figures}
    checks = recompute(report.form, {field: whole(value) for field, value in values.items()})
    return sum(check.violated and not touched.isdisjoint(check.identity.fields) for check in checks)
