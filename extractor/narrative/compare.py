"""Compares what the prose claims with what the tables say.

A claim is no proof and never changes a figure. Where it disagrees, a person should know; where it agrees, it is
evidence for the figure from elsewhere in the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from extractor.findings import Bilingual, UnplacedFinding, make_finding
from extractor.forms import Form
from extractor.narrative import Claim, Fields

Number = Decimal | int
Values = Mapping[str, Decimal | int | None]

_SIGNS = {"=": "", ">=": "≥", "<=": "≤", "~": "≈"}
# A rough figure is believed within this share of it.
_ROUGH = Decimal("0.1")
_COUNT_WORDS = {2: "两", 3: "三", 4: "四", 5: "五"}


def compare_claims(claims: Sequence[Claim], values: Values, form: Form) -> list[UnplacedFinding]:
    """The figures on which these claims and the values of the tables disagree, in the order of the prose.

    A difference is only a remark where a word of the prose says that it counts something wider or narrower, or another
    place of it agrees. `left` is what the first claim says (None where that is more than any figure), `right` what the
    table has (a percentage, rounded, where a share is claimed).

    A claim is passed over where an interpretation has a value that is not known, or none has fields of this form.
    """
    known = {field: values.get(field) for field in form.columns}
    agreed, mismatches = _split_by_agreement(claims, known)
    groups: dict[tuple[bool, bool, Fields], list[_Mismatch]] = {}
    for one in mismatches:
        if one.claim.is_share and one.fields not in agreed:
            continue
        explained = _is_explained(one, agreed)
        groups.setdefault((explained, one.claim.is_share, one.fields), []).append(one)
    return [_disagreement(explained, group) for (explained, _, _), group in groups.items()]


def supporting_claims(claims: Sequence[Claim], values: Values) -> dict[str, tuple[Claim, ...]]:
    """The fields whose value the prose says too, with the claims that say it.

    Only claims that leave no doubt count: an exact number of one known field, or that there are none of several.
    """
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        interpretations = _of_form(claim.interpretations, values)
        if len(interpretations) != 1 or not claim.is_exact:
            continue
        fields = interpretations[0]
        if _total(fields, values) == claim.value and (len(fields) == 1 or claim.value == 0):
            for field in fields:
                if values[field] == claim.value:
                    found.setdefault(field, []).append(claim)
    return {field: tuple(saying) for field, saying in found.items()}


def denied_fields(claims: Sequence[Claim], form: Form) -> set[str]:
    """The fields of which the prose says, without a doubt, that there was none: whatever it counts, it counts these."""
    denied: set[str] = set()
    for claim in claims:
        interpretations = _of_form(claim.interpretations, dict.fromkeys(form.columns))
        if interpretations and claim.value == 0 and claim.is_exact and claim.scope is None:
            denied.update(set(interpretations[0]).intersection(*interpretations[1:]))
    return denied


def opposed_fields(claims: Sequence[Claim], values: Values) -> set[str]:
    """The fields of which the prose says something else than these values, and nothing in it explains that."""
    agreed, mismatches = _split_by_agreement(claims, values)
    return {field for one in mismatches if not _is_explained(one, agreed) for field in one.fields}


class _Mismatch(NamedTuple):
    """A claim, the interpretation that counts, and what the table has for it."""

    claim: Claim
    fields: Fields
    figure: Number


def _split_by_agreement(claims: Sequence[Claim], values: Values) -> tuple[dict[Fields, list[Claim]], list[_Mismatch]]:
    """The claims that agree, by the fields most likely meant, and those that do not."""
    agreed: dict[Fields, list[Claim]] = {}
    mismatches: list[_Mismatch] = []
    for claim in claims:
        interpretations = _of_form(claim.interpretations, values)
        figures = list(_figures(claim, interpretations, values))
        if not figures or None in figures:
            continue
        known_figures = [figure for figure in figures if figure is not None]
        if any(_holds(claim, figure) for figure in known_figures):
            if not claim.is_share:
                agreed.setdefault(interpretations[0], []).append(claim)
        else:
            mismatches.append(_Mismatch(claim, interpretations[0], known_figures[0]))
    return agreed, mismatches


def _of_form(sums: Sequence[Fields], values: Values) -> list[Fields]:
    """Those of these sums whose fields are all of the form."""
    return [fields for fields in sums if values.keys() >= set(fields)]


def _figures(claim: Claim, interpretations: Sequence[Fields], values: Values) -> Iterator[Number | None]:
    """What the table has for each interpretation; for a share, for each of them and each whole: the one that was told
    of, and the others that it may be of where the table has them.
    """
    if not claim.is_share:
        yield from (_total(fields, values) for fields in interpretations)
        return
    told, *others = _of_form(claim.share_of, values) or [()]
    wholes = [told, *(whole for whole in others if _total(whole, values))]
    for fields, whole in product(interpretations, wholes if told else ()):
        part, total = _total(fields, values), _total(whole, values)
        yield None if part is None or not total else Decimal(part) * 100 / Decimal(total)


def _total(fields: Fields, values: Values) -> Number | None:
    """The sum of these fields, None where one of them is not known."""
    total: Number = 0
    for field in fields:
        value = values.get(field)
        if value is None:
            return None
        total += value
    return total


def _holds(claim: Claim, figure: Number) -> bool:
    """Whether the table's figure is what the claim says."""
    value = claim.value
    if value is None:
        return False
    if claim.relation == ">=":
        return figure >= value and (claim.upper is None or figure < claim.upper)
    if claim.relation == "<=":
        return figure <= value
    if claim.relation == "~":
        return abs(figure - value) <= max(value * _ROUGH, _rounding_step(value))
    if isinstance(value, Decimal):
        # Money and shares are rounded to the decimals the prose prints; a share may be cut off there instead.
        step = Decimal(1).scaleb(int(value.as_tuple().exponent))
        return abs(figure - value) <= step / (1 if claim.is_share else 2)
    return figure == value


def _rounding_step(value: Number) -> Number:
    """The place value of the last non-zero digit: 100 for 300, 1 for 95."""
    digits = str(int(value))
    return 10 ** (len(digits) - len(digits.rstrip("0"))) if value else 0


def _is_explained(one: _Mismatch, agreed: Mapping[Fields, Sequence[Claim]]) -> bool:
    """Whether a word of scope, or another place that gives the table's figure as the whole, explains the difference."""
    scope, value = one.claim.scope, one.claim.value
    if value is None:
        return False
    if scope is not None and scope.explains(value, one.figure):
        return True
    whole = any(claim.relation == "=" and claim.value for claim in agreed.get(one.fields, ()))
    return whole and not one.claim.is_share and value < one.figure


def _disagreement(explained: bool, group: Sequence[_Mismatch]) -> UnplacedFinding:
    claims, first = [one.claim for one in group], group[0]
    percent = "%" if first.claim.is_share else ""
    figure = round(Decimal(first.figure), 2) if first.claim.is_share else first.figure
    claimed = (f"{_SIGNS[claim.relation]}{_plain(claim.value)}{percent}" for claim in claims)
    words = dict.fromkeys(claim.scope.word for claim in claims if claim.scope is not None)
    made = make_finding(
        ("narrative-scope.words" if words else "narrative-scope.elsewhere") if explained else "narrative-disagrees",
        first.fields,
        [(claim.start, claim.end) for claim in claims],
        places=f"{_COUNT_WORDS.get(len(claims), len(claims))}处" if len(claims) > 1 else "",
        quoted="／".join(dict.fromkeys(claim.says for claim in claims)),
        claimed=" / ".join(dict.fromkeys(claimed)),
        figure=f"{_plain(figure)}{percent}",
        words=Bilingual("、".join(words), ", ".join(words)),
    )
    return made._replace(left=first.claim.value, right=figure)


def _plain(value: Number | None) -> str:
    """A number without exponent or idle zeros; words for one that is larger than any figure."""
    if value is None:
        return "more than any figure"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
