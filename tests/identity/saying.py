"""What a text says of its body, year and region, as the tests of names ask it."""

from __future__ import annotations

from typing import NamedTuple

from extractor.identity.identify import identify
from extractor.sources import Source, open_source

PROSE = "\n一、总体情况\n我局认真贯彻落实《条例》，主动公开信息26条。\n二、主动公开政府信息情况\n规章\t0\t0\t0\n"


class Identified(NamedTuple):
    unit: str | None
    year: int | None
    region: str | None


def read(source: Source) -> Identified:
    found = identify(source)
    return Identified(found.known_unit, found.known_year, found.known_region)


def identified(text: str) -> Identified:
    return read(open_source(text.encode(), "unnamed.txt"))
