"""Rates that are computed from the figures that all forms have, by `rates.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from extractor.exporting.body_years import Observation
from extractor.exporting.columns import Column
from extractor.exporting.crosswalk import common_figures
from extractor.exporting.fields import field_table
from extractor.exporting.short_names import short_name

_DECIMALS = 6


class Rate(NamedTuple):
    """A rate: the sum of the figures `of` by the sum of those `by` less the sum of those `less`."""

    key: str
    zh: str
    en: str
    of: tuple[str, ...]
    by: tuple[str, ...]
    less: tuple[str, ...]


@cache
def rates() -> tuple[Rate, ...]:
    """Every rate there is."""
    text = files("extractor.exporting").joinpath("rates.toml").read_text("utf-8")
    made = (rate for entry in tomllib.loads(text)["rates"] for rate in _made(entry))
    return tuple(rate for rate in made if rate.of and rate.by)


def _made(entry: Mapping[str, Any]) -> Iterator[Rate]:
    """The rate of an entry; where it says `each`, one for each figure that fits, named by it."""
    of, by, less = (entry.get(name, []) for name in ("of", "by", "less"))
    if "each" not in entry:
        yield Rate(entry["key"], entry["zh"], entry["en"], *map(_figures, (of, by, less)))
        return
    for figure in _figures([entry["each"]]):
        name = field_table()[figure].parts
        zh, en = (re.split("[·.]|: ", text)[-1] for text in (name.row_zh, name.row_en))
        key = entry["key"].replace("*", short_name(name.row.rpartition(".")[2]))
        yield Rate(
            key, entry["zh"].replace("*", zh), entry["en"].replace("*", en), (figure,), *map(_figures, (by, less))
        )


def _figures(patterns: Sequence[str]) -> tuple[str, ...]:
    """The figures that patterns name, in which a * stands for one part of a key."""
    found: list[str] = []
    for pattern in patterns:
        fits = re.compile(re.escape(pattern).replace(r"\*", "[a-z_]+"))
        found += [key for key in common_figures() if fits.fullmatch(key)]
    return tuple(found)


def rate_columns() -> list[Column]:
    """The columns of the rates."""
    return [Column(one.key, "number", one.en, one.zh, short=one.key, least=0) for one in rates()]


def rates_of(figures: Mapping[str, Observation]) -> list[Observation]:
    """The rates of a body's year with these figures, rounded to six decimals, in the order of their columns."""
    return [Observation(_value(one, figures), "derived") for one in rates()]


def _value(rate: Rate, figures: Mapping[str, Observation]) -> float | None:
    of, by, less = ([figures[key].value for key in keys] for keys in (rate.of, rate.by, rate.less))
    if None in (*of, *by, *less):
        return None
    parts = sum(value for value in of if value is not None)
    whole = sum(value for value in by if value is not None) - sum(value for value in less if value is not None)
    return round(parts / whole, _DECIMALS) if whole > 0 else None
