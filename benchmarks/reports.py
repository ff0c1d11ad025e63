"""Makes true, made-up reports: every figure known, every mistake in them deliberate and written down.

The same seed always gives the same report. What a report says is settled here; how a page looks is for `render`.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from benchmarks.figures import Size, draw_size, make_active, make_applications, make_disputes
from benchmarks.forms import SECTION_TITLES, Form
from benchmarks.identities import Number, broken_identities
from benchmarks.printing import Habits, draw_habits, print_figures
from benchmarks.prose import Body, draw_body, write_prose
from benchmarks.wording import Wording, draw_wording

AUTHOR_ERROR_RATE = 0.1
Kind = Literal["zeros", "blanks", "author's error", "permuted"]
"""Zeros printed, blanks for some of them, an identity broken by the author's own mistake, tables in another order."""
_FORM_2019_YEARS = (2019, 2020)
_FORM_2021_YEARS = (2021, 2022, 2023, 2024, 2025)


@dataclass(frozen=True, slots=True)
class KnownError:
    """A mistake the report is meant to have, as a careful reader would report it."""

    code: str
    fields: tuple[str, ...]
    says: str
    identity: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One report: what is true of it, and everything it prints."""

    report_id: str
    seed: int
    form: Form
    year: int
    unit: str
    fields: Mapping[str, Number]
    """What is true of the printed table; a blank stands for what the arithmetic makes it."""
    printed: Mapping[str, str]
    """The exact characters of each cell, `""` for a blank one."""
    known_errors: tuple[KnownError, ...]
    title: str
    headings: Mapping[str, str]
    """Section → its heading as printed."""
    prose: Mapping[str, tuple[str, ...]]
    """Section → its paragraphs; in sections with a table they stand above it."""
    wording: Wording
    habits: Habits
    permuted: bool = False
    """Whether rows or columns of its tables stand in another order than the form's."""
    spoiled: str = ""
    """The kind of text that stands in some cells instead of the bare figure; see `spoil`."""
    may: Mapping[str, tuple[Number, ...]] = field(default_factory=dict[str, tuple[Number, ...]])
    """What may be accepted for the cells that are spoiled."""

    @property
    def kind(self) -> Kind:
        """What there is about its tables to find out."""
        if self.permuted:
            return "permuted"
        if any(error.identity for error in self.known_errors):
            return "author's error"
        return "blanks" if "" in self.printed.values() else "zeros"

    @property
    def other_in_one_row(self) -> bool:
        """Whether 其他处理 is a single row."""
        return "applications.other.total.total" in self.fields


def make_report(
    seed: int,
    *,
    form: Form | None = None,
    size: Size | None = None,
    author_error: bool | None = None,
    permuted: bool = False,
    of: tuple[Body, int] | None = None,
) -> Report:
    """Make the report of a seed; what is given is held fixed, the rest is drawn. `of` is a body and a year."""
    rng = random.Random(seed)
    form = form or rng.choice(("2019", "2021"))
    year = _draw_year(rng, form)
    size = size or draw_size(rng)
    one_row = form == "2019" or rng.random() < 0.12
    fields = make_active(rng, form, size) | make_applications(rng, size, one_row) | make_disputes(rng, size)
    habits = draw_habits(rng)
    errors: tuple[KnownError, ...] = ()
    wants_error = rng.random() < AUTHOR_ERROR_RATE
    if wants_error if author_error is None else author_error:
        habits = replace(
            habits, blanks="none"
        )  # a blank can be settled by arithmetic only where the arithmetic is right
        fields, errors = _make_author_error(rng, fields)
    wording = draw_wording(rng, form, habits.money)
    body = draw_body(rng)
    body, year = of or (body, year)
    prose, disagreements = write_prose(rng, body, year, fields)
    errors += tuple(KnownError("narrative-disagrees", (claim.field,), claim.says) for claim in disagreements)
    return Report(
        report_id=f"r{seed:06d}",
        seed=seed,
        form=form,
        year=year,
        unit=body.name,
        fields=MappingProxyType(fields),
        printed=MappingProxyType(print_figures(fields, habits)),
        known_errors=errors,
        title=_draw_title(rng, body, year),
        headings=MappingProxyType({key: wording.label(title) for key, title in SECTION_TITLES.items()}),
        prose=MappingProxyType(prose),
        wording=wording,
        habits=habits,
        permuted=permuted,
    )


def _draw_year(rng: random.Random, form: Form) -> int:
    year = rng.choice(_FORM_2019_YEARS if form == "2019" else _FORM_2021_YEARS)
    # Some offices kept the old form for another year.
    return 2021 if form == "2019" and rng.random() < 0.04 else year


def _make_author_error(
    rng: random.Random, fields: dict[str, Number]
) -> tuple[dict[str, Number], tuple[KnownError, ...]]:
    """Change one figure as a tired clerk would, and name every identity that no longer holds."""
    candidates = [key for key in fields if key.startswith(("applications.", "disputes."))]
    likely = [key for key in candidates if fields[key]] or candidates
    key = rng.choice(likely if rng.random() < 0.8 else candidates)
    right = int(fields[key])
    digits = list(str(right))
    if len(digits) > 1 and rng.random() < 0.4:
        place = rng.randrange(len(digits) - 1)
        digits[place], digits[place + 1] = digits[place + 1], digits[place]
    wrong = int("".join(digits))
    if wrong == right:
        wrong = right + rng.choice([step for step in (-2, -1, 1, 2, 10) if right + step >= 0])
    changed = fields | {key: wrong}
    errors: list[KnownError] = []
    for identity in broken_identities(changed):
        left, right_side = identity.sides(changed)
        says = f"{key} 应为 {right}，误作 {wrong}：{left} ≠ {right_side}"
        errors.append(KnownError("identity-violated", (*identity.left, *identity.right), says, identity.name))
    return changed, tuple(errors)


def _draw_title(rng: random.Random, body: Body, year: int) -> str:
    gap = rng.choice(("", "", " "))
    return rng.choice(
        (
            f"{body.name}{gap}{year}{gap}年政府信息公开工作年度报告",
            f"{body.name}{gap}{year}{gap}年政府信息公开工作年度报告",
            f"{body.name}{year}年度政府信息公开工作报告",
            f"{body.name}关于{year}年政府信息公开工作年度报告",
            f"{body.name}\n{year}年政府信息公开工作年度报告",
            f"{year}年{body.name}政府信息公开年度报告",
        )
    )
