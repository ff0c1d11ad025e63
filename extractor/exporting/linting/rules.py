"""Reads `rules.toml`: what supervisors sanction, and how long each rule is in force."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from extractor.findings import Bilingual, is_of_author

_DEFAULT_SANCTION, _DEFAULT_LIFE = "inaccurate", "draft"


class Sanction(NamedTuple):
    """What supervisors sanction: its name in `rules.toml`, its place in their order from 0, and what they call it."""

    key: str
    rank: int
    title: Bilingual


class Life(NamedTuple):
    """How far a rule is (`draft`, `tried`, `in force`), what that is called, and since which version."""

    key: str
    title: Bilingual
    since: str


class _Rules(NamedTuple):
    sanctions: dict[str, Sanction]
    lives: dict[str, Life]
    sanction_of: dict[str, str]
    life_of: dict[str, str]


def sanction_of(code: str) -> Sanction | None:
    """What findings of this code are sanctioned as; None for those about our own reading."""
    if not is_of_author(code):
        return None
    rules = _load()
    return rules.sanctions[rules.sanction_of.get(code, _DEFAULT_SANCTION)]


def rank_of(code: str) -> int:
    """The place of this code's sanction in the supervisors' order; behind all of them for those of none."""
    sanction = sanction_of(code)
    return len(_load().sanctions) if sanction is None else sanction.rank


def life_of(code: str) -> Life:
    """How far the rule with this code is."""
    rules = _load()
    return rules.lives[rules.life_of.get(code, _DEFAULT_LIFE)]


def codes_named() -> set[str]:
    """Every code that `rules.toml` names."""
    rules = _load()
    return {*rules.sanction_of, *rules.life_of}


@cache
def _load() -> _Rules:
    tables: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(
        Path(__file__).with_name("rules.toml").read_text("utf-8")
    )
    sanctions, lives = tables["sanctions"], tables["lives"]
    return _Rules(
        {key: Sanction(key, rank, Bilingual(*one["title"])) for rank, (key, one) in enumerate(sanctions.items())},
        {key: Life(key, Bilingual(*one["title"]), one["since"]) for key, one in lives.items()},
        {code: key for key, one in sanctions.items() for code in one["codes"]},
        {code: key for key, one in lives.items() for code in one["codes"]},
    )
