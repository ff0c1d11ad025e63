"""Figures accepted because two readers agree: counted, and none wrong where the readers mean no harm."""

from __future__ import annotations

import tomllib

import pytest

from benchmarks.agreement import HONEST, agreement_table, readers_toml
from benchmarks.model_players import PLAYERS
from benchmarks.play import DocumentPlay, FieldPlay, PlayerPlay, play
from benchmarks.played_documents import make
from tests.benchmarks.test_players import RECIPES


@pytest.fixture(scope="module")
def played() -> list[DocumentPlay]:
    players = {name: PLAYERS[name] for name in ("perfect", HONEST)}
    found = [play(make(recipe), players, "readers") for recipe in RECIPES[5:8]]
    return [one for one in found if one is not None]


def by_readers(played: list[DocumentPlay], player: str) -> list[FieldPlay]:
    plays = [one for document in played for one in document.plays if one.player == player]
    return [field for one in plays for field in one.fields if field.by_readers]


def test_right_readers_settle_more_than_a_proof_does(played: list[DocumentPlay]) -> None:
    assert len(by_readers(played, "perfect")) > 150


@pytest.mark.parametrize("player", ["perfect", HONEST])
def test_readers_that_mean_no_harm_settle_nothing_wrong(player: str, played: list[DocumentPlay]) -> None:
    assert {field.outcome for field in by_readers(played, player)} <= {"right"}
    assert [one.damaged for document in played for one in document.plays if one.damaged] == []


def test_the_table_counts_figures_and_documents() -> None:
    *_, careless = agreement_table([document(HONEST, right=3, wrong=1), document(HONEST, right=2, wrong=0)])
    assert careless.split()[:3] == [HONEST, "6", "1"]
    assert careless.split()[4:6] == ["2", "1"]


def test_a_section_with_few_figures_has_no_confidence() -> None:
    few, many = document(HONEST, right=10, wrong=0), document(HONEST, right=400, wrong=2)
    assert tomllib.loads(readers_toml([few])) == {}
    found = tomllib.loads(readers_toml([many]))["alike"]["applications"]
    assert (found["right"], found["wrong"]) == (400, 2)
    assert 0 < found["confidence"] < 400 / 402


def document(player: str, right: int, wrong: int) -> DocumentPlay:
    outcomes = ["right"] * right + ["wrong"] * wrong
    fields = tuple(FieldPlay(f"applications.{i}", False, True, one, by_readers=True) for i, one in enumerate(outcomes))
    return DocumentPlay("one", "", "", "", "", (PlayerPlay(player, fields),), {}, {}, (), 0, ())
