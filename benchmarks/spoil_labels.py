"""Spoils the words around the figures of a report, by the kinds of `spoiled_labels.toml`: labels, headers, captions.

The figures stand as they stood; but those below or beside the words are another thing now, or so many times as large.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

from benchmarks.forms import Form
from benchmarks.identities import Number
from benchmarks.reports import Report


@dataclass(frozen=True, slots=True)
class SpoiledLabel:
    """A label, what is printed in its place, and the fields that are another thing then."""

    label: str
    printed: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelKind:
    """One kind of spoiled label; `times` is how much larger the figures are by it, where it says that, and `alike` two
    groups that it does not tell apart.
    """

    name: str
    says: str
    labels: tuple[SpoiledLabel, ...]
    times: int | None = None
    alike: tuple[str, ...] = ()
    form: Form = "2021"
    """The form whose labels these are."""

    def allowed(self, key: str, fields: Mapping[str, Number]) -> tuple[Number, ...]:
        """What may be accepted for a figure below or beside such words."""
        if self.times is not None:
            return (fields[key] * self.times,)
        section, *_, column = key.split(".")
        figures = {fields[f"{section}.{group}.{column}"] for group in self.alike}
        return (fields[key],) if len(figures) == 1 else ()


@cache
def label_kinds() -> tuple[LabelKind, ...]:
    """Every kind of `spoiled_labels.toml`."""
    stored = tomllib.loads(Path(__file__).with_name("spoiled_labels.toml").read_text("utf-8"))["kinds"]
    return tuple(
        LabelKind(
            kind["name"], kind["says"], tuple(_labels(kind["labels"])), kind.get("times"), tuple(kind.get("alike", ()))
        )
        for kind in stored
    )


def _labels(stored: Sequence[dict[str, Any]]) -> list[SpoiledLabel]:
    pairs = ((one, printed) for one in stored for printed in one["as"])
    return [SpoiledLabel(one["label"], printed, tuple(one["fields"])) for one, printed in pairs]


def spoil_label(report: Report, kind: LabelKind) -> Report | None:
    """The report with one of its labels printed otherwise; None where the office words all of them its own way."""
    rng = Random(f"spoil label {report.seed}")
    worded = {old for old, _ in report.wording.replacements}
    usable = [one for one in kind.labels if not any(old in one.label or one.label in old for old in worded)]
    if not usable:
        return None
    label = rng.choice(usable)
    keys = [key for key, of in product(report.fields, label.fields) if fnmatchcase(key, of)]
    wording = replace(report.wording, replacements=((label.label, label.printed), *report.wording.replacements))
    may = {key: kind.allowed(key, report.fields) for key in keys}
    return replace(report, wording=wording, spoiled=kind.name, may=MappingProxyType(may))
