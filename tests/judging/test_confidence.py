"""Confidence is a frequency, or is not said; and nothing is accepted without."""

from __future__ import annotations

from pathlib import Path

import pytest

import extractor
from extractor.judging import confidence, verdicts
from extractor.judging.confidence import Measured, confidence_of, is_often_right, measured
from extractor.judging.evidence import ACCEPTANCE

CASES = Path(__file__).parents[1] / "cases"
FIELD = "applications.new.total"


def test_a_kind_of_evidence_never_seen_has_no_confidence_and_is_below_the_threshold() -> None:
    for kind in ("identities.invented", "unknown.kind", "identities", ""):
        assert confidence_of(kind, FIELD) is None
        assert not is_often_right(kind, FIELD)


def test_a_kind_seen_in_another_section_alone_was_not_seen() -> None:
    assert confidence_of("layout.tidy", "active.regulations.issued") is not None
    assert confidence_of("layout.tidy", FIELD) is None


def test_confidence_is_never_certainty_and_of_kinds_that_there_are() -> None:
    assert {kind for kinds in measured().confidence.values() for kind in kinds} <= {kind.name for kind in ACCEPTANCE}
    assert all(0 < one < 1 for kinds in measured().confidence.values() for one in kinds.values())


@pytest.fixture
def no_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was ever measured."""
    monkeypatch.setattr(confidence, "measured", lambda: Measured(0.99, {}))


@pytest.mark.usefixtures("no_counts")
def test_where_nothing_was_measured_nothing_is_accepted_and_no_confidence_is_said() -> None:
    read = extractor.extract(CASES / "row-repeated-after-the-page-break.txt")
    assert {(field.status, field.confidence) for field in read.fields.values()} == {("review", None)}
    assert {field.reason for field in read.fields.values()} != {None}


@pytest.mark.usefixtures("no_counts")
def test_what_is_measured_is_what_the_evidence_alone_would_accept(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.pipeline import judge_source
    from extractor.sources import open_source

    source = open_source(CASES / "row-repeated-after-the-page-break.txt")
    judgement = judge_source(source, by_confidence=False)
    assert judgement is not None
    accepted = {field for field, verdict in judgement.verdicts.items() if verdict.accepted}
    monkeypatch.setattr(verdicts, "is_often_right", lambda *_: True)
    often_right = judge_source(source)
    assert often_right is not None
    assert accepted == {field for field, verdict in often_right.verdicts.items() if verdict.accepted} != set()
