"""A cell that holds words beside or instead of its figure is read as what it says, or not at all."""

from __future__ import annotations

from itertools import groupby

import pytest

from tests.spoiled import SpoiledText, Trial, all_texts, faults_of, trials_of

_STEP = 37
"""From text to text, how many of its places and layouts on: in turn, all of them are taken."""


def _groups(share: int) -> dict[str, list[Trial]]:
    """Of one text in so many that are read rightly, one trial each, by what they say."""
    texts = [(number, text) for number, text in enumerate(all_texts()) if not text.still_wrong]
    grouped = groupby(texts[::share], key=lambda one: f"{one[1].of}: {one[1].says}")
    return {says: [_trial(number, text) for number, text in members] for says, members in grouped}


def _trial(number: int, text: SpoiledText) -> Trial:
    trials = trials_of(text)
    return trials[number * _STEP % len(trials)]


def _faults(trials: list[Trial]) -> list[str]:
    return [
        f"{trial.written!r}, {trial.spot.name}, {trial.layout}: {fault.kind}, {fault.says}"
        for trial in trials
        for fault in faults_of(trial)[0]
    ]


_SOME = _groups(7)
_ALL = _groups(1)


@pytest.mark.parametrize("says", _SOME)
def test_a_spoiled_cell_is_never_accepted_as_something_else(says: str) -> None:
    assert _faults(_SOME[says]) == []


@pytest.mark.long
@pytest.mark.parametrize("says", _ALL)
def test_no_spoiled_cell_of_all_is_accepted_as_something_else(says: str) -> None:
    assert _faults(_ALL[says]) == []
