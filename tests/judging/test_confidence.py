"""Confidence is a frequency, and none is certain."""

from __future__ import annotations

from extractor.judging.confidence import confidence_of, smoothed


def test_no_count_makes_certain() -> None:
    assert smoothed("family.kind", {"family.kind": (10**9, 0)}) < 1
    assert all(confidence_of(kind) < 1 for kind in ("identities.anchored", "layout.tidy", "deduced.blank"))


def test_a_kind_never_seen_is_as_sure_as_its_family() -> None:
    assert smoothed("family.new", {"family.old": (98, 0)}) == 0.99
    assert smoothed("unknown.kind", {}) == 0.5
