"""Who should hand in, against what was handed in: who has not, who has twice, and what nobody on the list handed in.

A report is known by the body it names; where the list leaves the place out, by the organ, if only one body of that
organ handed in; and where the report names nobody, by its file's name. What could be two bodies' is nobody's.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from extractor.exporting.collecting.expecting import Expected
from extractor.identity.bodies import Body, bring_together, organ_of

How = Literal["body", "organ", "file-name"]


class Handed(NamedTuple):
    """A file that was handed in, the body it names and its year, each None where it is not known."""

    file: str
    unit: str | None
    year: int | None


class Match(NamedTuple):
    """A file that somebody on the list handed in, how that is known, and what it went by."""

    file: str
    how: How
    evidence: str


class RosterEntry(NamedTuple):
    """Somebody on the list, and the files they handed in: none where they have not, more than one where repeatedly."""

    expected: Expected
    matches: tuple[Match, ...]


class Stray(NamedTuple):
    """A file that nobody on the list handed in: its body and year, and the year that is expected of that body."""

    file: str
    unit: str | None
    year: int | None
    expected_year: int | None


class Roster(NamedTuple):
    """What came of the list, in its order, and the files of nobody on it in theirs."""

    entries: tuple[RosterEntry, ...]
    strays: tuple[Stray, ...]

    @property
    def missing(self) -> list[Expected]:
        """Who has not handed in."""
        return [entry.expected for entry in self.entries if not entry.matches]

    @property
    def repeated(self) -> list[RosterEntry]:
        """Who handed in more than once."""
        return [entry for entry in self.entries if len(entry.matches) > 1]

    @property
    def by_file_name(self) -> list[tuple[Expected, Match]]:
        """Files that are known by their names alone, and whose they are by these."""
        return [
            (entry.expected, match) for entry in self.entries for match in entry.matches if match.how == "file-name"
        ]


def call_roll(expected: Sequence[Expected], handed: Sequence[Handed]) -> Roster:
    """Brings a list and files together."""
    roll = _Roll(expected, handed)
    found: defaultdict[Expected, list[Match]] = defaultdict(list)
    strays: list[Stray] = []
    for one in handed:
        names, how, evidence = roll.whose(one)
        entry = _of_year(names, one.year)
        if entry is None:
            other = next((name.year for name in names if name.year is not None), None)
            strays.append(Stray(one.file, one.unit, one.year, other))
        else:
            found[entry].append(Match(one.file, how, evidence))
    return Roster(tuple(RosterEntry(one, tuple(found[one])) for one in roll.expected), tuple(strays))


def _of_year(names: Sequence[Expected], year: int | None) -> Expected | None:
    """The one of these entries, all of one body, that a report on this year answers."""
    if year is None:
        return names[0] if len(names) == 1 else None
    return next((name for name in names if name.year == year), None) or next(
        (name for name in names if name.year is None), None
    )


class _Roll:
    """The list, ready to be asked whose a file is."""

    def __init__(self, expected: Sequence[Expected], handed: Sequence[Handed]) -> None:
        units = [one.unit for one in handed if one.unit]
        self._bodies = bring_together(Counter([*(one.name for one in expected), *units]))
        self.expected = self._once(expected)
        self._by_body: defaultdict[str, list[Expected]] = defaultdict(list)
        self._by_organ: defaultdict[tuple[str, ...], list[Expected]] = defaultdict(list)
        self._by_name: defaultdict[str, list[Expected]] = defaultdict(list)
        for one in self.expected:
            self._by_name[_folded(one.name)].append(one)
            if (body := self._bodies[one.name].name) is not None:
                self._by_body[body].append(one)
            place, organ = organ_of(one.name)
            if not place:
                self._by_organ[organ].append(one)
        self._organ_bodies: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for unit in units:
            self._organ_bodies[organ_of(unit)[1]].add(self._bodies[unit].name or "")

    def _once(self, expected: Iterable[Expected]) -> list[Expected]:
        """The entries without those that say a body and year again under another of its names."""
        found: dict[tuple[str, int | None], Expected] = {}
        for one in expected:
            found.setdefault((self._bodies[one.name].name or _folded(one.name), one.year), one)
        return list(found.values())

    def whose(self, one: Handed) -> tuple[list[Expected], How, str]:
        """The entries of the body that handed in a file, how that is known, and by what; none where it is not."""
        if one.unit is None:
            names, evidence = self._in_file_name(one.file)
            return names, "file-name", evidence
        body = self._bodies[one.unit]
        if body.name is not None and (names := self._by_body.get(body.name)):
            return names, "body", _evidence(one.unit, names[0].name, body)
        organ = organ_of(one.unit)[1]
        names = self._by_organ.get(organ, [])
        if names and len({name.name for name in names}) == 1 and len(self._organ_bodies[organ]) == 1:
            return names, "organ", f"{one.unit} = {names[0].name}"
        if body.name is None:
            names, evidence = self._in_file_name(one.file)
            if names and organ_of(names[0].name)[1] == organ:
                return names, "file-name", evidence
        return [], "body", ""

    def _in_file_name(self, file: str) -> tuple[list[Expected], str]:
        """The entries of the longest name in the file's name, else in its folder's; none where two are equally long."""
        for part in reversed(file.replace("\\", "/").split("/")[-2:]):
            folded = _folded(part)
            within = [name for name in self._by_name if name and name in folded]
            longest = [name for name in within if not any(name != other and name in other for other in within)]
            if len(longest) == 1:
                return self._by_name[longest[0]], part
            if longest:
                break
        return [], ""


def _evidence(unit: str, name: str, body: Body) -> str:
    return unit if unit == name else f"{unit} = {name}" + (f" ({body.evidence})" if body.evidence else "")


def _folded(name: str) -> str:
    """A name without what differs between file names of one body: width, case, spaces, punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).casefold()
