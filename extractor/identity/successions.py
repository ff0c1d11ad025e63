"""Which organ took the place of which by a reform, and when, as `successions.csv` says it.

The dates are those of the reform of the State Council's organs; provinces and counties followed within a year or two.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractor.identity.organs import lexicon


class Succession(NamedTuple):
    """An organ, the one that took its place, and the month of the reform (2018-03)."""

    predecessor: str
    successor: str
    date: str


@cache
def successions() -> tuple[Succession, ...]:
    """Every succession, the earlier reforms first."""
    rows = files("extractor.identity").joinpath("successions.csv").read_text("utf-8").split()[1:]
    return tuple(Succession(*row.split(",")) for row in rows)


def successor_of(organ: str) -> str:
    """The organ that has taken the place of this one, through all reforms; itself where none has."""
    names = lexicon().organ
    for one in successions():
        if one.predecessor in (organ, *names.get(organ, ())):
            organ = one.successor
    return organ
