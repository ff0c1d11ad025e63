"""The codes of places by GB/T 2260 (中华人民共和国行政区划代码), where a place's name settles which place it is.

`regions.csv` has the six digits and the name of provinces, prefectures, counties and districts: those in force, and
those dissolved or renamed in the last decade, whose reports are still about. A code whose name is not certain is left
out; so are development zones, which the standard does not have. A place's digits begin with those of where it lies.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

_SHORT = {
    "内蒙古自治区": ("内蒙古",),
    "广西壮族自治区": ("广西",),
    "西藏自治区": ("西藏",),
    "宁夏回族自治区": ("宁夏",),
    "新疆维吾尔自治区": ("新疆",),
}
"""What autonomous regions are called before the name of a place in them."""


@cache
def _names() -> dict[str, str]:
    rows = files("extractor.identity").joinpath("regions.csv").read_text("utf-8").split()[1:]
    return dict(row.split(",") for row in rows)


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in _names().items():
        found[name].append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def known_at(text: str, at: int) -> str:
    """The longest name of a listed place that begins here; "" where none does."""
    lengths = range(min(_longest(), len(text) - at), 1, -1)
    return next((text[at : at + length] for length in lengths if text[at : at + length] in _codes()), "")


def stem_at(text: str) -> int:
    """How long a province's or prefecture's name without its last word is that a text begins with; 0 where none is."""
    return next((length for length in (4, 3, 2) if text[:length] in _stems()), 0)


@cache
def _stems() -> frozenset[str]:
    larger = [name for code, name in _names().items() if code.endswith("00")]
    short = [one for names in _SHORT.values() for one in names]
    return frozenset({*short, *(re.sub("(?:省|市|地区|盟|州)$", "", name) for name in larger)})


@cache
def _longest() -> int:
    return max(map(len, _codes()))


@lru_cache(4096)
def codes_of(place: str) -> tuple[str, ...]:
    """The codes of all places that may be meant by a name such as 浙江省义乌市, 金华市义乌市 or 义乌市."""
    found = [
        code
        for start in range(len(place))
        for code in _codes().get(place[start:], ())
        if place[:start] in _ways_to(code)
    ]
    return tuple(sorted(found))


def code_of(place: str | None) -> str | None:
    """The six digits of a place; None where no place has this name, or several have it."""
    codes = codes_of(place or "")
    return codes[0] if len(codes) == 1 else None


def province_of(place: str | None) -> str | None:
    """The six digits of the province a place lies in; None where its name does not settle that."""
    found = {code[:2] for code in codes_of(place or "")}
    if not found:
        found = {
            code[:2] for code, name in _names().items() if code.endswith("0000") and (place or "").startswith(name)
        }
    return f"{found.pop()}0000" if len(found) == 1 else None


def name_of(code: str | None) -> str | None:
    """The name of the place with this code; None where there is none."""
    return _names().get(code or "")


def _ways_to(code: str) -> set[str]:
    """What may stand before a place's name: nothing, or those of the places it lies in, some or all of them."""
    ways = {""}
    for name in _around(code):
        ways |= {way + one for way in ways for one in (name, *_SHORT.get(name, ()))}
    return ways


def _around(code: str) -> Iterator[str]:
    """The names of the places that a place lies in, the largest first."""
    for outer in (code[:2] + "0000", code[:4] + "00"):
        if outer != code and (name := _names().get(outer)):
            yield name


def every_path() -> list[tuple[str, ...]]:
    """Each listed place with those it lies in, the largest first."""
    return [(*_around(code), name) for code, name in _names().items()]
