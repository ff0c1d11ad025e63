"""What the forms say together, for whatever shows or compares reports of several: sections, roles and key figures."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from extractor.forms.load import load_forms
from extractor.forms.model import CarriedOver, InForce, Section


class SharedKeyFigure(NamedTuple):
    """A key figure of one or more forms, in the later form's words; `readings` are the sums it is in each of them."""

    key: str
    zh: str
    en: str
    readings: tuple[tuple[str, ...], ...]
    across: tuple[str, ...]


@cache
def section_keys() -> tuple[str, ...]:
    """The keys of the sections of all forms, in the order of the forms."""
    return tuple(dict.fromkeys(section.key for form in load_forms() for section in form.sections))


def section_with_key(key: str) -> Section:
    """The section with this key, of the latest form that has one; `KeyError` where none has."""
    for form in reversed(load_forms()):
        for section in form.sections:
            if section.key == key:
                return section
    raise KeyError(key)


@cache
def carried_over() -> tuple[CarriedOver, ...]:
    """What is carried from one year's report into the next year's, in the order of the forms."""
    return tuple(dict.fromkeys(one for form in load_forms() for one in form.carried_over))


@cache
def in_force() -> tuple[InForce, ...]:
    """What is in force at the end of a year, and what changes it."""
    return tuple(dict.fromkeys(one for form in load_forms() for one in form.in_force))


@cache
def key_figures(across: str) -> tuple[SharedKeyFigure, ...]:
    """The key figures that are shown first across `bodies` or `years`.

    One that only a later form has stands behind the one it follows there.
    """
    merged: list[SharedKeyFigure] = []
    for form in load_forms():
        at = 0
        for one in (one for one in form.key_figures if across in one.across):
            known = next((i for i, other in enumerate(merged) if other.key == one.key), None)
            readings = dict.fromkeys((*(() if known is None else merged[known].readings), one.fields))
            made = SharedKeyFigure(one.key, one.zh, one.en, tuple(readings), one.across)
            if known is None:
                merged.insert(at, made)
            else:
                merged[known] = made
            at = (at if known is None else known) + 1
    return tuple(merged)
