"""Spoils cells of a report before it is laid out, by the kinds of `spoiled_cells.toml`: words beside or for a figure.

A report keeps its figures; `may` says of each spoiled cell what may be accepted for it. Every other figure of the
report stands as it stood, and must be read as it is.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from types import MappingProxyType

from benchmarks.figures import Size
from benchmarks.forms import Form
from benchmarks.identities import Number
from benchmarks.printing import plain
from benchmarks.reports import Report, make_report
from benchmarks.spoil_labels import LabelKind, label_kinds, spoil_label

SUMMED = ("applications.", "disputes.")
"""The sections whose equations may tell a figure that nobody could read."""
_MONEY = {"amount_yuan": ("yuan", 0), "amount_wan_yuan": ("wan", 4)}
"""Sums of money by column: the kind of cell, and the power of ten that makes one 元."""
_UNITS = {"yuan": 0, "qian": 3, "wan": 4, "bai": 6, "yi": 8}
_CELLS = (1, 1, 1, 2, 3)
"""How many cells of a report are spoiled, each as likely as the next."""
_SIZES: tuple[Size, ...] = ("small", "tiny", "medium", "large")
_FORMS: tuple[Form, ...] = ("2021", "2019")
_FORM_OF: dict[str, Form] = {**dict.fromkeys(("rise", "fall", "same", "change", "yuan"), "2019"), "wan": "2021"}
"""Kinds of cells that only one of the forms has."""


@dataclass(frozen=True, slots=True)
class SpoiledKind:
    """One kind of spoiled cell."""

    name: str
    says: str
    of: str
    may: str
    texts: tuple[str, ...] = ()
    swaps: tuple[str, ...] = ()

    def suits(self, key: str, value: Number) -> bool:
        """Whether it is for a cell of this figure."""
        return self.of in _kinds_of(key, value) and (not self.swaps or bool(self._swaps_in(str(value))))

    def written(self, key: str, value: Number, rng: Random) -> str:
        """What stands in the cell."""
        if self.swaps:
            digit, letter = rng.choice(self._swaps_in(str(value)))
            return str(value).replace(digit, letter, 1)
        return rng.choice(self.texts).format_map(_forms_of(key, value, rng))

    def allowed(self, key: str, value: Number) -> tuple[Number, ...]:
        """What may be accepted for the cell: an equation may tell a figure that nobody could read."""
        return (value,) if self.may == "figure" or key.startswith(SUMMED) else ()

    def _swaps_in(self, digits: str) -> list[str]:
        return [swap for swap in self.swaps if swap[0] in digits]


@cache
def spoiled_kinds() -> tuple[SpoiledKind, ...]:
    """Every kind of `spoiled_cells.toml`."""
    stored = tomllib.loads(Path(__file__).with_name("spoiled_cells.toml").read_text("utf-8"))["kinds"]
    return tuple(
        SpoiledKind(
            *(kind[name] for name in ("name", "says", "of", "may")),
            texts=tuple(kind.get("texts", ())),
            swaps=tuple(kind.get("swaps", ())),
        )
        for kind in stored
    )


def every_kind() -> tuple[SpoiledKind | LabelKind, ...]:
    """The kinds of spoiled cells, and those of spoiled labels."""
    return (*spoiled_kinds(), *label_kinds())


def make_spoiled_reports(number: int, seeds: Iterable[int]) -> list[Report]:
    """So many reports, each spoiled by one kind, the kinds in turn; seeds that have no such cells are left out."""
    kinds = every_kind()
    reports: list[Report] = []
    for seed in seeds:
        if len(reports) == number:
            break
        turn = len(reports)
        made = _make(seed, turn + turn // len(kinds), kinds[turn % len(kinds)])
        reports += [made] if made is not None else []
    return reports


def _make(seed: int, turn: int, kind: SpoiledKind | LabelKind) -> Report | None:
    if isinstance(kind, LabelKind):
        size = _SIZES[turn % len(_SIZES)]
        return spoil_label(make_report(seed, form=kind.form, size=size, author_error=False), kind)
    form = _FORM_OF.get(kind.of, _FORMS[turn % len(_FORMS)])
    return spoil(make_report(seed, form=form, size=_SIZES[turn % len(_SIZES)], author_error=False), kind)


def spoil(report: Report, kind: SpoiledKind) -> Report | None:
    """The report with one or several cells of its tables spoiled; None where it has no cell for this kind."""
    rng = Random(f"spoil {report.seed}")
    keys = [key for key, value in report.fields.items() if report.printed[key] and kind.suits(key, value)]
    if not keys:
        return None
    drawn = _draw(keys, rng, one_a_row=kind.of == "summed")
    written = {key: kind.written(key, report.fields[key], rng) for key in drawn}
    return replace(
        report,
        printed=MappingProxyType({**report.printed, **written}),
        spoiled=kind.name,
        may=MappingProxyType({key: kind.allowed(key, report.fields[key]) for key in drawn}),
    )


def _draw(keys: Sequence[str], rng: Random, *, one_a_row: bool) -> list[str]:
    """Some of the keys, each section as likely as the next; `one_a_row` where more could be right in themselves."""
    left = list(keys)
    drawn: list[str] = []
    for _ in range(rng.choice(_CELLS)):
        if left:
            section = rng.choice(sorted({key.partition(".")[0] for key in left}))
            key = rng.choice([key for key in left if key.startswith(section)])
            drawn.append(key)
            row = key.rpartition(".")[0] if one_a_row else key
            left = [other for other in left if not other.startswith(row)]
    return drawn


def may_be_spoiled(key: str, value: Number) -> bool:
    """Whether the cell of this figure is one of the counts that most kinds spoil."""
    return "count" in _kinds_of(key, value)


def _kinds_of(key: str, value: Number) -> tuple[str, ...]:
    """The kinds of cell that a figure's cell is of."""
    column = key.rpartition(".")[2]
    if column == "change":
        return ("change", "rise") if value > 0 else ("change", "fall") if value else ("same",)
    if not value:
        return ()
    if column in _MONEY:
        return (_MONEY[column][0],)
    return ("count", "summed") if key.startswith(SUMMED) else ("count",)


def _forms_of(key: str, value: Number, rng: Random) -> dict[str, str]:
    amount = abs(Decimal(value))
    own = rng.randint(min(1, int(amount)), int(amount))
    forms = {"n": plain(amount), "next": str(int(amount) + rng.randint(2, 9))}
    forms |= {"own": str(own), "lower": str(int(amount) - own)}
    yuan = amount.scaleb(_MONEY.get(key.rpartition(".")[2], ("", 0))[1])
    return forms | {unit: plain(yuan.scaleb(-power)) for unit, power in _UNITS.items()}
