"""What a list of who should hand in says of drafts: findings like those of the drafts themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.exporting.collecting.roster import Roster, Stray
from extractor.findings import Bilingual, UnplacedFinding, make_finding
from extractor.result import Finding, Place


class ListedFinding(NamedTuple):
    """A finding and the file it is about, which may be the list itself."""

    file: str
    finding: Finding


def remarks_on(roster: Roster, listed_in: str) -> Iterator[ListedFinding]:
    """What the list says: of itself first, then of each file."""
    for one in roster.missing:
        made = make_finding(
            "not-handed-in.dated" if one.year else "not-handed-in.undated", name=one.name, year=one.year
        )
        place = Place(source=0, start=0, end=0, line=one.line, column=1, page=None, box=None, cell=None)
        yield ListedFinding(listed_in, Finding.of(made, [place]))
    for file, made in _of_files(roster):
        yield ListedFinding(file, Finding.of(made, []))


def _of_files(roster: Roster) -> Iterator[tuple[str, UnplacedFinding]]:
    for entry in roster.repeated:
        first, *others = entry.matches
        for other in others:
            yield other.file, make_finding("handed-in-twice", name=entry.expected.name, first=first.file)
    for expected, match in roster.by_file_name:
        yield match.file, make_finding("matched-by-file-name", evidence=match.evidence, name=expected.name)
    for stray in roster.strays:
        yield stray.file, _stray(stray)


def _stray(stray: Stray) -> UnplacedFinding:
    if stray.unit is None:
        return make_finding("not-expected.unnamed")
    if stray.expected_year is None:
        return make_finding("not-expected.unlisted", name=stray.unit)
    year = Bilingual(f"{stray.year}年", f"{stray.year}") if stray.year else Bilingual("年份不明", "an unknown year")
    return make_finding("not-expected.other-year", name=stray.unit, expected_year=stray.expected_year, year=year)
