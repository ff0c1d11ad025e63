"""Confidence as a frequency: how often figures with the same evidence are right, at the least.

`confidence.toml` says it for each kind of evidence in each section of the form: the lower 95 % bound of the share of
right figures, measured on made-up reports put through real converters, and damaged on purpose. `make calibrate` writes
it, with the threshold; docs/confidence.md has the rules by which both come about.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple


class Measured(NamedTuple):
    """What `confidence.toml` says: the least confidence of an accepted figure, and that of each section and kind."""

    threshold: float
    confidence: Mapping[str, Mapping[str, float]]


@cache
def measured() -> Measured:
    """What was measured last."""
    with open(os.path.join(os.path.dirname(__file__), "confidence.toml"), "rb") as file:
        stored = tomllib.load(file)
    sections = stored["evidence"].items()
    found = {section: {kind: entry["confidence"] for kind, entry in kinds.items()} for section, kinds in sections}
    return Measured(stored["threshold"], found)


def confidence_of(evidence: str, field: str) -> float | None:
    """How often figures of its section with such evidence are right, at the least; None where none was seen.

    Of a section that no report of the benchmark has, the least of those that were measured is said.
    """
    known = measured().confidence
    own = known.get(section_of(field))
    if own is not None:
        return own.get(evidence)
    return min((kinds[evidence] for kinds in known.values() if evidence in kinds), default=None)


def is_often_right(evidence: str, field: str) -> bool:
    """Whether that is enough to accept the figure; what was never seen is not."""
    confidence = confidence_of(evidence, field)
    return confidence is not None and confidence >= measured().threshold


def section_of(field: str) -> str:
    """The section of the form that a field is in."""
    return field.partition(".")[0]
