"""Compares one extraction with the truth, figure by figure and identity by identity."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Literal, Protocol

from benchmarks.truth import Truth

_SUMS = (
    *(
        "documents",
        "failed",
        "figures",
        "accepting_documents",
        "wrong_documents",
        "sound_documents",
        "straight_documents",
    ),
    *("wrong_form", "identities_found", "identities_missed", "identities_false"),
)
"""The counts of a score that are added up as they stand."""
Outcome = Literal["accepted_right", "accepted_wrong", "review_right", "review_null", "review_wrong"]
OUTCOMES: tuple[Outcome, ...] = ("accepted_right", "accepted_wrong", "review_right", "review_null", "review_wrong")


class FieldLike(Protocol):
    """What scoring needs of an extracted field."""

    @property
    def value(self) -> object: ...
    @property
    def basis(self) -> str: ...
    @property
    def status(self) -> str: ...


class FindingLike(Protocol):
    """What scoring needs of a finding."""

    @property
    def code(self) -> str: ...
    @property
    def identity(self) -> str | None: ...


class ReportLike(Protocol):
    """What scoring needs of the extraction's account of the report."""

    @property
    def form(self) -> str | None: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def year(self) -> int | None: ...


class ExtractionLike(Protocol):
    """What scoring needs of an extraction."""

    @property
    def fields(self) -> Mapping[str, FieldLike]: ...
    @property
    def findings(self) -> Sequence[FindingLike]: ...
    @property
    def report(self) -> ReportLike: ...


@dataclass(frozen=True, slots=True)
class WrongFigure:
    """A figure that was accepted though it is not what the report says; `truth` is None if it has no such figure."""

    converter: str
    report: str
    key: str
    got: str
    truth: str | None


@dataclass(slots=True)
class Score:
    """The counts of one document, or of many added up."""

    documents: int = 0
    failed: int = 0
    """Documents for which no extraction came out at all; their figures count as null in review."""
    figures: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    accepting_documents: int = 0
    """Documents of which any figure is accepted."""
    wrong_documents: int = 0
    """Documents of which any figure is accepted and wrong."""
    sound_documents: int = 0
    """Documents in which no equation of the form is broken by its author."""
    straight_documents: int = 0
    """Sound documents that went straight through: every figure is accepted and right."""
    wrong_form: int = 0
    units: Counter[str] = field(default_factory=Counter[str])
    years: Counter[str] = field(default_factory=Counter[str])
    """Documents whose body and year came out `right`, `none` or `wrong`."""
    identities_found: int = 0
    identities_missed: int = 0
    identities_false: int = 0
    wrong: list[WrongFigure] = field(default_factory=list[WrongFigure])

    def add(self, other: "Score") -> None:
        """Add another score's counts to this one."""
        for name in _SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for outcome in OUTCOMES:
            self.outcomes[outcome] += other.outcomes[outcome]
        self.units += other.units
        self.years += other.years
        self.wrong += other.wrong

    def share(self, outcome: Outcome) -> float:
        """The part of all figures that came out this way."""
        return self.outcomes[outcome] / self.figures if self.figures else 0.0


def judge_figure(extracted: FieldLike | None, right_values: Collection[Decimal], *, is_blank: bool = False) -> Outcome:
    """How one figure came out; a field the extraction does not have is null in review.

    `is_blank` says that the report prints a blank there, or a mark for nothing: accepted as that it is right.
    """
    if extracted is None:
        return "review_null"
    right = is_blank if extracted.basis == "blank" else _number(extracted.value) in right_values
    if extracted.status == "accepted":
        return "accepted_right" if right else "accepted_wrong"
    if extracted.value is None:
        return "review_null"
    return "review_right" if right else "review_wrong"


def score_document(converter: str, extraction: ExtractionLike, truth: Truth) -> Score:
    """The score of one document."""
    score = Score(documents=1, figures=len(truth.values))
    for key, value in truth.values.items():
        extracted = extraction.fields.get(key)
        outcome = judge_figure(extracted, truth.right_values(key), is_blank=truth.is_blank(key))
        score.outcomes[outcome] += 1
        if outcome == "accepted_wrong" and extracted is not None:
            score.wrong.append(WrongFigure(converter, truth.report, key, str(extracted.value), str(value)))
    invented = list(_accepted_beyond(extraction.fields, truth))
    score.outcomes["accepted_wrong"] += len(invented)
    score.wrong += [WrongFigure(converter, truth.report, key, got, None) for key, got in invented]
    score.wrong_documents = int(bool(score.wrong))
    score.accepting_documents = int(bool(score.wrong) or score.outcomes["accepted_right"] > 0)
    score.sound_documents = int(truth.is_sound)
    score.straight_documents = int(
        truth.is_sound and score.outcomes["accepted_right"] == score.figures and not score.wrong
    )
    score.wrong_form = int(extraction.report.form != truth.form)
    score.units[_named(extraction.report.unit, truth.unit)] = 1
    score.years[_named(extraction.report.year, truth.year)] = 1
    reported = {finding.identity for finding in extraction.findings if finding.code == "identity-violated"}
    score.identities_found = len(reported & truth.broken_identities)
    score.identities_missed = len(truth.broken_identities - reported)
    score.identities_false = len(reported - truth.broken_identities)
    return score


def _named(got: object, truth: object) -> str:
    return "none" if got is None else "right" if got == truth else "wrong"


def score_failure(truth: Truth) -> Score:
    """The score of a document from which nothing came out."""
    score = Score(documents=1, failed=1, figures=len(truth.values), identities_missed=len(truth.broken_identities))
    score.sound_documents = int(truth.is_sound)
    score.outcomes["review_null"] = len(truth.values)
    return score


def total_score(scores: Iterable[Score]) -> Score:
    """The scores added up."""
    total = Score()
    for score in scores:
        total.add(score)
    return total


def _accepted_beyond(fields: Mapping[str, FieldLike], truth: Truth) -> Iterable[tuple[str, str]]:
    for key, extracted in fields.items():
        if key not in truth.values and extracted.status == "accepted" and extracted.value is not None:
            yield key, str(extracted.value)


def _number(value: object) -> Decimal | None:
    if value is None:
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
