"""A draft's findings as its page tells them: the equation and its sides, the repairs, where to look, which cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from extractor.exporting.collecting.visible import excerpt, visible
from extractor.exporting.pages.language import Language, say, words
from extractor.findings import SEVERITIES
from extractor.forms import Form
from extractor.forms.naming import english_name, field_names
from extractor.result import Extraction, Finding, Number, Place

PACKAGE = "extractor.exporting.collecting"
_MOST_PLACES, _MOST_CELLS, _MOST_REPAIRS = 8, 6, 8
_MANY_CELLS = 24
"""A finding about more cells than these is about its table, which the page shows below it."""


class Term(NamedTuple):
    """A figure of an equation or a repair's."""

    field: str
    name: str
    value: Number | None


class Side(NamedTuple):
    """One side of an equation: its terms that are not 0, and what they sum to."""

    terms: list[Term]
    sum: Number


class Equation(NamedTuple):
    """An equation that fails."""

    left: Side
    right: Side
    difference: Number


class Change(NamedTuple):
    """A change that a repair makes."""

    field: str
    name: str
    printed: Number
    value: Number


class Where(NamedTuple):
    """Where to look: the anchor in the source, the place in words, and what is printed there."""

    anchor: str
    said: str
    printed: str


class Told(NamedTuple):
    """A finding as the page tells it; the `…_more` count what is left out of long lists."""

    anchor: str
    severity: str
    code: str
    message: str
    sections: frozenset[str]
    equation: Equation | None
    repairs: list[list[Change]]
    repairs_more: int
    places: list[Where]
    places_more: int
    cells: list[Term]
    cells_more: int


class Diagnostics(NamedTuple):
    """What findings are told with: the report, its form, its text, and the language."""

    extraction: Extraction
    form: Form | None
    text: str
    language: Language

    def say(self, key: str, **values: Any) -> str:
        """A word of these pages."""
        return say(words(self.language, PACKAGE), key, **values)

    def name(self, field: str) -> str:
        """What a field is called."""
        return _names(self.form, self.language).get(field, field) if self.form else field

    def value(self, field: str) -> Number | None:
        """What was read of a field."""
        known = self.extraction.fields.get(field)
        return None if known is None else known.value


@cache
def _names(form: Form, language: Language) -> dict[str, str]:
    if language == "zh":
        return field_names(form)
    return {field: english_name(form, field) for field in form.fields}


def tell(diagnostics: Diagnostics, findings: Sequence[Finding]) -> list[Told]:
    """The findings, the gravest first."""
    ordered = sorted(findings, key=lambda one: SEVERITIES.index(one.severity))
    return [_told(diagnostics, one, f"n{i}") for i, one in enumerate(ordered, 1)]


def places_of(finding: Finding, anchor: str) -> list[tuple[str, Place]]:
    """The places of a finding that are marked in the source, each with its anchor."""
    return [(f"{anchor}-{i}", place) for i, place in enumerate(finding.places[:_MOST_PLACES], 1)]


def _told(diagnostics: Diagnostics, finding: Finding, anchor: str) -> Told:
    message = finding.message.zh if diagnostics.language == "zh" else finding.message.en
    places = [_where(diagnostics, name, place) for name, place in places_of(finding, anchor)]
    known = [field for field in finding.fields if field in diagnostics.extraction.fields]
    equation = _equation(diagnostics, finding)
    listed = [] if equation or len(known) > _MANY_CELLS else known[:_MOST_CELLS]
    repairs = [
        [Change(one.field, diagnostics.name(one.field), one.printed, one.value) for one in repair]
        for repair in finding.repairs[:_MOST_REPAIRS]
    ]
    return Told(
        anchor,
        finding.severity,
        visible(finding.code),
        visible(" ".join(message.split())),
        frozenset(field.partition(".")[0] for field in finding.fields),
        equation,
        repairs,
        len(finding.repairs) - len(repairs),
        places,
        len(finding.places) - len(places),
        [Term(field, diagnostics.name(field), diagnostics.value(field)) for field in listed],
        len(known) if listed and len(known) > len(listed) else 0,
    )


def _where(diagnostics: Diagnostics, anchor: str, place: Place) -> Where:
    said = diagnostics.say("report.at_page" if place.page else "report.at", line=place.line, page=place.page)
    printed = diagnostics.text[place.start : place.end] if place.end - place.start <= 400 else ""
    return Where(anchor, said, excerpt(printed))


def _equation(diagnostics: Diagnostics, finding: Finding) -> Equation | None:
    """The equation of a finding, with the figures that were read; None where it is of no equation of this form."""
    if diagnostics.form is None or finding.identity is None or finding.left is None or finding.right is None:
        return None
    identity = next((one for one in diagnostics.form.identities if one.name == finding.identity), None)
    if identity is None:
        return None
    left, right = (_side(diagnostics, fields) for fields in (identity.left, identity.right))
    return Equation(Side(left, finding.left), Side(right, finding.right), finding.left - finding.right)


def _side(diagnostics: Diagnostics, fields: Sequence[str]) -> list[Term]:
    """The terms of one side: all of a short one, of a long one those that are not 0."""
    terms = [Term(field, diagnostics.name(field), diagnostics.value(field)) for field in fields]
    return terms if len(terms) <= 2 else [term for term in terms if term.value]
