"""What a finding is known by when the draft is checked again: what is wrong and with which words, not in which line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from extractor.result import Finding, Place

_AROUND = 8
_LENGTH = 16


def fingerprints_of(findings: Sequence[Finding], text: str) -> list[str]:
    """The fingerprints of a draft's findings, in their order, 16 hexadecimal digits each; `text` is what places count.

    A fingerprint stays where lines are put in or taken out elsewhere, and changes with the figures and words that the
    finding is about. Of findings that are alike in all this, each has its own by their order.
    """
    alike: Counter[str] = Counter()
    made: list[str] = []
    for finding in findings:
        says = _says(finding, text)
        alike[says] += 1
        made.append(hashlib.sha256(f"{says}\n{alike[says]}".encode("utf-8", "replace")).hexdigest()[:_LENGTH])
    return made


def _says(finding: Finding, text: str) -> str:
    words = [_around(place, text) for place in finding.places if place.source == 0]
    parts = [finding.code, *finding.fields, finding.identity or "", str(finding.left), str(finding.right), *words]
    if not finding.fields and not any(words):
        parts.append(finding.message.en)
    return "\n".join(parts)


def _around(place: Place, text: str) -> str:
    """The words at a place, and a few characters of its line on both sides, without blanks; empty where it has none."""
    if not text or place.end == 0:
        return ""
    before = text[max(0, place.start - 4 * _AROUND) : place.start].rpartition("\n")[2]
    behind = text[place.end : place.end + 4 * _AROUND].partition("\n")[0]
    own = "".join(text[place.start : place.end].split())
    return f"{''.join(before.split())[-_AROUND:]}[{own}]{''.join(behind.split())[:_AROUND]}"
