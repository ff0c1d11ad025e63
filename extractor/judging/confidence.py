"""Confidence as a frequency: how often values with the same evidence were right.

The counts stand in `confidence.toml`, measured on a benchmark of made-up reports put through real converters; the share
is smoothed by one right and one wrong (Laplace's rule of succession), so that no kind of evidence is ever certain.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _counts() -> dict[str, tuple[int, int]]:
    text = files("extractor.judging").joinpath("confidence.toml").read_text("utf-8")
    return {kind: (entry["right"], entry["wrong"]) for kind, entry in tomllib.loads(text)["evidence"].items()}


@cache
def confidence_of(evidence: str) -> float:
    """The measured share of right values among those with this kind of evidence; a half where it was never seen."""
    right, wrong = _counts().get(evidence, (0, 0))
    return round((right + 1) / (right + wrong + 2), 6)
