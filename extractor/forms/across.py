"""What the forms say together, for whatever shows or compares reports of several: sections, roles and key figures."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from extractor.forms.load import load_forms
from extractor.forms.model import CarriedOver, InForce, KeyFigure, Section


@cache
def sections() -> dict[str, Section]:
    """The sections of all forms by key, in the order of the forms, each as the latest form has it."""
    return {section.key: section for form in load_forms() for section in form.sections}


@cache
def carried_over() -> tuple[CarriedOver, ...]:
    """What is carried from one year's report into the next year's, in the order of the forms."""
    return tuple(dict.fromkeys(one for form in load_forms() for one in form.carried_over))


@cache
def in_force() -> tuple[InForce, ...]:
    """What is in force at the end of a year, and what changes it."""
    return tuple(dict.fromkeys(one for form in load_forms() for one in form.in_force))


@cache
def key_figures(across: str) -> tuple[KeyFigure, ...]:
    """The key figures that are shown first across `bodies` or `years`, in the latest form's words."""
    found: dict[str, KeyFigure] = {}
    for one in (one for form in load_forms() for one in form.key_figures):
        known = found[one.key].readings if one.key in found else ()
        found[one.key] = one._replace(readings=tuple(dict.fromkeys((*known, *one.readings))))
    keys = in_one_order([one.key for one in form.key_figures] for form in load_forms())
    return tuple(found[key] for key in keys if across in found[key].across)


def in_one_order(lists: Iterable[Iterable[str]]) -> list[str]:
    """The keys of several lists as one; a key that only a later list has stands behind the one it follows there."""
    found: list[str] = []
    for keys in lists:
        after = 0
        for key in keys:
            if key not in found:
                found.insert(after, key)
            after = found.index(key) + 1
    return found
