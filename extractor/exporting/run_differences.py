"""Two results of one report → what differs between them: figures, what the report is said to be, findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple, get_args

from extractor.result import ExtractedField, Extraction, Finding, Number

Kind = Literal[
    "value-changed",
    "no-longer-read",
    "no-longer-accepted",
    "field-gone",
    "newly-accepted",
    "field-new",
    "doubtful-value-changed",
    "value-lost",
    "value-found",
    "printed-changed",
    "cell-changed",
    "basis-changed",
    "place-moved",
    "form-changed",
    "unit-changed",
    "year-changed",
    "region-changed",
    "finding-new",
    "finding-gone",
    "now-read",
    "failure-changed",
    "only-before",
    "only-after",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What can differ, the gravest first."""

MEANINGS: dict[Kind, str] = {
    "value-changed": "accepted in both runs, with different values",
    "no-longer-read": "the file was read, and is not any more",
    "no-longer-accepted": "accepted → review",
    "field-gone": "a field that the report had, and has no more",
    "newly-accepted": "review → accepted",
    "field-new": "a field that the report did not have",
    "doubtful-value-changed": "in review in both runs, with different values",
    "value-lost": "in review in both runs: value → none",
    "value-found": "in review in both runs: none → value",
    "printed-changed": "the same value, from other characters",
    "cell-changed": "the same value and characters, of a cell that holds something else",
    "basis-changed": "the same value on another basis: printed, blank, deduced or none",
    "place-moved": "the same value and characters, at another place",
    "form-changed": "read by another form",
    "unit-changed": "the report is said to be of another body",
    "year-changed": "the report is said to be of another year",
    "region-changed": "the body is said to lie elsewhere",
    "finding-new": "a finding that there was not",
    "finding-gone": "a finding that there is no more",
    "now-read": "the file was not read, and is now",
    "failure-changed": "not read in either run, for different reasons",
    "only-before": "a file of the first run only",
    "only-after": "a file of the second run only",
}

_OF_THE_REPORT: tuple[tuple[str, Kind], ...] = (
    ("form", "form-changed"),
    ("unit", "unit-changed"),
    ("year", "year-changed"),
    ("region", "region-changed"),
)
_WHICH_ROW = re.compile(r"\[[^\]]*\]")

Side = ExtractedField | Finding | Number | str | None


class ComparedDocument(NamedTuple):
    """A file of a run as far as it is compared: its result, or the sentence that says why there is none.

    `sha256` (hex) is None where its bytes were not had.
    """

    name: str
    sha256: str | None
    reason: str | None
    extraction: Extraction | None


class DocumentPair(NamedTuple):
    """One document in both runs, under the same name or with the same bytes; None in the run that does not have it."""

    before: ComparedDocument | None
    after: ComparedDocument | None

    @property
    def name(self) -> str:
        """What the document is called, in the second run where it is there."""
        known = self.after or self.before
        return known.name if known else ""

    @property
    def has_other_bytes(self) -> bool:
        """Whether both runs have it, and its bytes differ."""
        return bool(self.before and self.after and self.before.sha256 != self.after.sha256)


class Difference(NamedTuple):
    """One thing that differs; `subject` is the field's key, `report.unit` and the like, a finding's code, or empty.

    `before` and `after` are what it is in each run: a figure, a finding, what the report says it is, or why a file
    was not read; None where it is not there.
    """

    kind: Kind
    pair: DocumentPair
    subject: str
    before: Side
    after: Side


class Scope(NamedTuple):
    """What is compared: subjects that fit a pattern (`*` stands for any characters), figures accepted in a run.

    Whether a file was read is always compared.
    """

    pattern: str | None = None
    is_accepted_only: bool = False

    def has(self, difference: Difference) -> bool:
        """Whether a difference is within it."""
        one, other = difference.before, difference.after
        is_figure = isinstance(one, ExtractedField) or isinstance(other, ExtractedField)
        if not difference.subject:
            return True
        if self.is_accepted_only and not (is_figure and (_is_accepted(one) or _is_accepted(other))):
            return False
        return self.pattern is None or any(fnmatchcase(name, self.pattern) for name in _names(difference))


def compare_documents(pair: DocumentPair) -> Iterator[Difference]:
    """Everything that differs between the two results of one document: its figures, itself, its findings."""
    before, after = pair
    if before is None or after is None:
        if before or after:
            yield Difference("only-before" if before else "only-after", pair, "", None, None)
        return
    one, other = before.extraction, after.extraction
    if one and other:
        yield from _figures(pair, one, other)
        yield from _about(pair, one, other)
        yield from _findings(pair, one, other)
    elif one or other:
        kind: Kind = "no-longer-read" if one else "now-read"
        yield Difference(kind, pair, "", before.reason, after.reason)
    elif before.reason != after.reason:
        yield Difference("failure-changed", pair, "", before.reason, after.reason)


def evidence_of(side: Side) -> str:
    """What a figure rests on: its basis and its proof, without the row and column it is of."""
    if not isinstance(side, ExtractedField):
        return "nothing"
    proof = dict.fromkeys(_WHICH_ROW.sub("", name) for name in side.proof)
    return f"{side.basis}: {', '.join(proof)}" if proof else side.basis


def _figures(pair: DocumentPair, one: Extraction, other: Extraction) -> Iterator[Difference]:
    if one.fields == other.fields:
        return
    for key in dict.fromkeys([*one.fields, *other.fields]):
        before, after = one.fields.get(key), other.fields.get(key)
        kind = _kind_of(before, after)
        if kind is not None:
            yield Difference(kind, pair, key, before, after)


def _kind_of(before: ExtractedField | None, after: ExtractedField | None) -> Kind | None:
    """In which way a figure differs, the gravest; None where it does not."""
    if before is None or after is None:
        return "field-gone" if before else "field-new" if after else None
    return next((kind for kind, differs in _FIGURE_RULES if differs(before, after)), None)


def _is_accepted(side: Side) -> bool:
    return isinstance(side, ExtractedField) and side.status == "accepted"


def _stands(field: ExtractedField) -> tuple[object, ...] | None:
    """Where a figure stands; which cell of a table that is, earlier versions did not tell."""
    place = field.place
    if place is None:
        return None
    return place.source, place.start, place.end, place.line, place.column, place.page, place.box


_FIGURE_RULES: tuple[tuple[Kind, Callable[[ExtractedField, ExtractedField], bool]], ...] = (
    ("no-longer-accepted", lambda a, b: _is_accepted(a) and not _is_accepted(b)),
    ("newly-accepted", lambda a, b: _is_accepted(b) and not _is_accepted(a)),
    ("value-changed", lambda a, b: _is_accepted(a) and a.value != b.value),
    ("value-lost", lambda a, b: a.value is not None and b.value is None),
    ("value-found", lambda a, b: a.value is None and b.value is not None),
    ("doubtful-value-changed", lambda a, b: a.value != b.value),
    ("printed-changed", lambda a, b: a.printed != b.printed),
    ("cell-changed", lambda a, b: a.cell != b.cell),
    ("basis-changed", lambda a, b: a.basis != b.basis),
    ("place-moved", lambda a, b: _stands(a) != _stands(b)),
)
"""In which ways a figure that both results have can differ; the first that applies is told."""


def _about(pair: DocumentPair, one: Extraction, other: Extraction) -> Iterator[Difference]:
    for name, kind in _OF_THE_REPORT:
        before, after = getattr(one.report, name), getattr(other.report, name)
        if before != after:
            yield Difference(kind, pair, f"report.{name}", before, after)


def _findings(pair: DocumentPair, one: Extraction, other: Extraction) -> Iterator[Difference]:
    """Findings of one result only; two are the same that say the same of the same fields, in whatever words."""
    for finding in _only_in(other, one):
        yield Difference("finding-new", pair, finding.code, None, finding)
    for finding in _only_in(one, other):
        yield Difference("finding-gone", pair, finding.code, finding, None)


def _only_in(one: Extraction, other: Extraction) -> Iterator[Finding]:
    left = Counter(map(_said, other.findings))
    for finding in one.findings:
        said = _said(finding)
        left[said] -= 1
        if left[said] < 0:
            yield finding


def _said(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.severity, finding.identity, tuple(finding.fields), finding.left, finding.right


def _names(difference: Difference) -> tuple[str, ...]:
    """What a pattern may fit: the key of a figure, the code of a finding and the fields it is about."""
    finding = next((side for side in (difference.before, difference.after) if isinstance(side, Finding)), None)
    return (difference.subject, *(finding.fields if finding else ()))
