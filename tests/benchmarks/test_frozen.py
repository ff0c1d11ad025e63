"""The frozen texts are read without a wrong figure, and never worse than before."""

from __future__ import annotations

import pytest

from benchmarks.frozen import FROZEN, accepted_before, frozen_outcomes
from benchmarks.outcomes import Outcome


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    return dict(frozen_outcomes())


def test_no_accepted_figure_is_wrong(outcomes: dict[str, Outcome]) -> None:
    assert [wrong for outcome in outcomes.values() for wrong in outcome.score.wrong] == []


def test_every_text_is_opened(outcomes: dict[str, Outcome]) -> None:
    assert [outcome.failure for outcome in outcomes.values() if outcome.failure] == []


def test_each_text_is_read_at_least_as_well_as_before(outcomes: dict[str, Outcome]) -> None:
    accepted = {name: outcome.score.outcomes["accepted_right"] for name, outcome in outcomes.items()}
    before = accepted_before()
    assert accepted.keys() == before.keys()
    assert {name: (before[name], now) for name, now in accepted.items() if now < before[name]} == {}


def test_the_frozen_texts_are_of_many_converters_and_kinds_of_mess(outcomes: dict[str, Outcome]) -> None:
    assert 60 <= len(outcomes) <= 110
    assert len({outcome.converter for outcome in outcomes.values()}) >= 40
    assert len({outcome.operator for outcome in outcomes.values()}) >= 25
    assert len({outcome.kind for outcome in outcomes.values()}) == 4
    assert sum(path.stat().st_size for path in FROZEN.rglob("*") if path.is_file()) < 1_500_000
