"""The figures that all forms have, by `crosswalk.toml`: which fields each of them is, and what was added up for it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from extractor.exporting.body_years import Observation
from extractor.exporting.fields import FieldName, field_table
from extractor.forms import form_ids

Comparability = Literal["same", "sum", "close", "none"]
_ADDED = " + "


class CommonFigure(NamedTuple):
    """A figure that all forms have: its key, the fields that it is the sum of in each way that a form prints it, how
    far it is the same thing, and what to know of that in Chinese and English.
    """

    key: str
    readings: tuple[tuple[str, ...], ...]
    comparability: Comparability
    zh: str = ""
    en: str = ""


class CrosswalkRow(NamedTuple):
    """What a figure is in one form; `figure` is empty where a field of the form has no counterpart."""

    figure: str | None
    form: str
    summands: str
    comparability: Comparability
    note_zh: str
    note_en: str


@cache
def common_figures() -> dict[str, CommonFigure]:
    """The figures that all forms have, by key, in the order of the fields."""
    table, fields = files("extractor.exporting").joinpath("crosswalk.toml").read_text("utf-8"), field_table()
    found: dict[str, CommonFigure] = {}
    for entry in tomllib.loads(table)["figures"]:
        for column in _columns(entry["key"]):
            named = [tuple(one.replace("*", column) for one in reading) for reading in entry["readings"]]
            readings = tuple(reading for reading in named if set(reading) <= fields.keys())
            key = entry["key"].replace("*", column)
            if key in fields:
                found[key] = CommonFigure(key, readings, entry["comparability"], entry["zh"], entry["en"])
    everywhere = ";".join(sorted(form_ids()))
    for field, name in fields.items():
        if name.forms == everywhere and not any(field in reading for one in found.values() for reading in one.readings):
            found[field] = CommonFigure(field, ((field,),), "same")
    order = list(fields)
    return dict(sorted(found.items(), key=lambda one: order.index(one[0])))


def _columns(key: str) -> Iterator[str]:
    """What a * in a key stands for: the columns of the row."""
    if "*" not in key:
        yield ""
    head = key.partition("*")[0]
    for field in field_table():
        if "*" in key and field.startswith(head) and "." not in field.removeprefix(head):
            yield field.removeprefix(head)


def common_names() -> list[FieldName]:
    """The figures that all forms have as fields with names, called as the later form calls them."""
    return [field_table()[key] for key in common_figures()]


def harmonised(observations: Mapping[str, Observation]) -> dict[str, Observation]:
    """The figures that all forms have, of a body's year in which these are observed."""
    return {one.key: _observed(one, observations) for one in common_figures().values()}


def _observed(figure: CommonFigure, observations: Mapping[str, Observation]) -> Observation:
    """The first reading with a value; else the first that the form has."""
    readings = [[observations[field] for field in fields] for fields in figure.readings]
    printed = [terms for terms in readings if all(one.status != "not_on_form" for one in terms)]
    made = [terms[0] if len(terms) == 1 else _summed(terms) for terms in printed]
    return next((one for one in made if one.value is not None), made[0] if made else Observation(None, "not_on_form"))


def _summed(terms: list[Observation]) -> Observation:
    """The sum of several figures and its bounds; without a value where one of them has none, for the same reason."""
    lows, highs = [one.low for one in terms], [one.high for one in terms]
    low, high = _sum_of(lows), _sum_of(highs)
    open_one = next((one for one in terms if one.value is None), None)
    if open_one is not None:
        return Observation(None, open_one.status, low, high)
    value = _sum_of(one.value for one in terms)
    return Observation(value, "derived", value, value)


def _sum_of(values: Iterable[int | float | None]) -> int | float | None:
    known = list(values)
    return None if None in known else sum(value for value in known if value is not None)


def crosswalk_rows() -> Iterator[CrosswalkRow]:
    """What each figure is in each form, and the fields that have no counterpart."""
    fields, taken = field_table(), set[str]()
    for one in common_figures().values():
        for form in form_ids():
            for reading in one.readings:
                if all(form in fields[field].forms.split(";") for field in reading):
                    yield CrosswalkRow(one.key, form, _ADDED.join(reading), one.comparability, one.zh, one.en)
        taken |= {field for reading in one.readings for field in reading}
    for field, name in fields.items():
        if field not in taken:
            for form in name.forms.split(";"):
                yield CrosswalkRow(None, form, field, "none", "其他格式没有对应数值", "No counterpart in other forms.")
