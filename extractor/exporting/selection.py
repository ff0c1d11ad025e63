"""Which part of a panel is asked for: fields, years, places, levels, forms, and figures by their status."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import NamedTuple

from extractor.errors import PanelError
from extractor.exporting.fields import FieldName, field_table
from extractor.exporting.known_bodies import KnownBody
from extractor.forms.across import sections
from extractor.identity.levels import LEVELS

_YEARS = re.compile(r"(20\d\d)(?:-(20\d\d))?")


class Selection(NamedTuple):
    """What is asked for; where nothing is said, all of it.

    `fields` are keys or short names, in which a * stands for anything; `regions` are names, or codes whose zeros at the
    end stand for anything.
    """

    fields: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    years: frozenset[int] = frozenset()
    regions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    status: str | None = None

    def takes_field(self, name: FieldName) -> bool:
        """Whether a field is asked for."""
        patterns = self.fields or ("*",)
        fits = any(fnmatchcase(name.field, one) or fnmatchcase(name.short, one) for one in patterns)
        return fits and (not self.sections or name.parts.section in self.sections)

    def takes_report(self, body: KnownBody, year: int | None, form: str | None) -> bool:
        """Whether what a body reports on a year in a form is asked for."""
        return (
            (not self.years or year in self.years)
            and (not self.levels or body.level in self.levels)
            and (not self.forms or bool(set(self.forms) & set((form or "").split(";"))))
            and (not self.regions or any(_lies_in(body, one) for one in self.regions))
        )


def _lies_in(body: KnownBody, region: str) -> bool:
    if region.isdigit():
        return (body.region_code or body.province_code or "").startswith(re.sub("(?:00)+$", "", region))
    return region in (body.region or "") or region == body.province


def selection_of(texts: dict[str, str | None]) -> Selection:
    """The selection that a user's words ask for: lists parted by commas, years also as 2019-2021.

    Raises:
        PanelError: there is no such field, section, year or level.
    """
    lists = {name: _listed(text) for name, text in texts.items()}
    _check("sections", lists["sections"], sections())
    _check("level", lists["levels"], LEVELS)
    made = Selection(
        *(
            lists["fields"],
            lists["sections"],
            _years(lists["years"]),
            lists["regions"],
            lists["levels"],
            lists["forms"],
        ),
        texts["status"],
    )
    for one in made.fields:
        if not any(fnmatchcase(name.field, one) or fnmatchcase(name.short, one) for name in field_table().values()):
            raise PanelError(f"--fields {one}: there is no such field; fields.csv of a panel names them all.")
    return made


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _check(option: str, given: Iterable[str], known: Iterable[str]) -> None:
    for one in given:
        if one not in set(known):
            raise PanelError(f"--{option} {one}: is none of {', '.join(known)}.")


def _years(texts: Iterable[str]) -> frozenset[int]:
    years: set[int] = set()
    for text in texts:
        found = _YEARS.fullmatch(text)
        if not found:
            raise PanelError(f"--years {text}: write years as 2021, or 2019-2021, parted by commas.")
        years |= set(range(int(found[1]), int(found[2] or found[1]) + 1))
    return frozenset(years)
