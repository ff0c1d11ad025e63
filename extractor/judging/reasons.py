"""No review without a reason: what keeps a figure waiting that no other finding names, one finding for each reason.

The kind of evidence (`evidence.ACCEPTANCE`) says why a figure is not accepted; `_REASONS` has the sentence of the
catalogue for each. Figures of one table that wait for one reason are one finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractor.findings import Bilingual, UnplacedFinding, make_finding
from extractor.forms.naming import english_name
from extractor.judging.verdicts import Judgement, spans_of
from extractor.reading.model import SectionReading

# A sentence names no more figures than this.
_MOST_NAMED = 3
_NAMING = ("error", "warning")

_REASONS = {
    "review.none": "unproved.no-value",
    "review.row": "unproved.place",
    "review.column": "unproved.place",
    "review.shift": "unproved.place",
    "review.disorder": "unproved.place",
    "review.label": "unproved.words",
    "review.unread": "unproved.words",
    "review.repeated": "unproved.digits-repeated",
    "review.digits": "unproved.digits-misread",
    "review.cell": "unproved.cell",
    "review.readers": "unproved.readers",
    "review.violated": "unproved.equation",
    "review.layout": "unproved.surroundings",
    "review.unit": "unproved.unit",
    "review.alone": "unproved.sum",
    "review.rests": "unproved.rests",
    "review.unreadable": "unproved.contradicted",
}


def unexplained(
    section: SectionReading, judgement: Judgement, names: Mapping[str, str], made: Iterable[UnplacedFinding]
) -> Iterator[UnplacedFinding]:
    """Findings for the figures of a table in review that none of those `made` names as an error or a warning."""
    named = {field for one in made if one.severity in _NAMING for field in one.fields}
    waiting: dict[str, list[str]] = {}
    for field in section.fields:
        verdict = judgement.verdicts[field]
        if not verdict.accepted and field not in named:
            waiting.setdefault(verdict.evidence, []).append(field)
    for kind, fields in waiting.items():
        spans = spans_of(judgement, fields) or [(section.start, section.end)]
        yield make_finding(
            _REASONS.get(kind, "unproved.rare"), fields, spans, figures=_quoted(fields, judgement, names)
        )


def _quoted(fields: Sequence[str], judgement: Judgement, names: Mapping[str, str]) -> Bilingual:
    """The first of these figures with what is printed there, and how many there are."""
    zh: list[str] = []
    en: list[str] = []
    for field in fields[:_MOST_NAMED]:
        cell = judgement.facts.resolved.cells.get(field)
        printed = "" if cell is None else cell.printed
        zh.append(f"“{names[field]}”" + (f"（印作“{printed}”）" if printed else ""))
        en.append(english_name(judgement.facts.form, field) + (f" ({printed!r})" if printed else ""))
    if len(fields) == 1:
        return Bilingual(zh[0], en[0])
    etc = len(fields) > _MOST_NAMED
    return Bilingual(
        "、".join(zh) + f"{'等' if etc else '这'} {len(fields)} 个数", "; ".join(en) + (" …" if etc else "")
    )
