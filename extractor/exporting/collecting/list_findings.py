"""What a list of who should hand in says of drafts: findings like those of the drafts themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.exporting.collecting.expecting import Expected
from extractor.exporting.collecting.roster import Roster, Stray
from extractor.result import Finding, Message, Place, Severity


class ListedFinding(NamedTuple):
    """A finding and the file it is about, which may be the list itself."""

    file: str
    finding: Finding


def remarks_on(roster: Roster, listed_in: str) -> Iterator[ListedFinding]:
    """What the list says: of itself first, then of each file."""
    for one in roster.missing:
        yield ListedFinding(listed_in, _missing(one))
    for entry in roster.repeated:
        first, *others = entry.matches
        for other in others:
            zh = f"“{entry.expected.name}”已报送“{first.file}”，本文件是又一份。"
            en = f"{entry.expected.name} has handed in {first.file} already; this is another one"
            yield ListedFinding(other.file, _finding("handed-in-twice", "warning", zh, en))
    for expected, match in roster.by_file_name:
        zh = f"报告中没有认出名单上的机关，按文件名“{match.evidence}”归为“{expected.name}”。"
        en = f"the report names nobody on the list; by its file's name ({match.evidence}) it is {expected.name}'s"
        yield ListedFinding(match.file, _finding("matched-by-file-name", "warning", zh, en))
    for stray in roster.strays:
        yield ListedFinding(stray.file, _stray(stray))


def _missing(one: Expected) -> Finding:
    year_zh, year_en = (f"{one.year}年", f" on {one.year}") if one.year else ("", "")
    zh, en = f"“{one.name}”未报送{year_zh}年度报告。", f"{one.name} has not handed in its report{year_en}"
    place = Place(start=0, end=0, line=one.line, column=1, page=None, box=None)
    return _finding("not-handed-in", "error", zh, en, place)


def _stray(stray: Stray) -> Finding:
    who = stray.unit
    if who is None:
        zh, en = (
            "报告中没有认出机关名称，文件名也不在名单上。",
            "the report names no body, and its file's name is not on the list",
        )
    elif stray.expected_year is not None:
        on_zh = f"{stray.year}年" if stray.year else "年份不明"
        zh = f"名单上“{who}”应报送{stray.expected_year}年报告，本文件为{on_zh}。"
        on_en = stray.year or "an unknown year"
        en = f"{who} should hand in its report on {stray.expected_year}; this one is on {on_en}"
    else:
        zh, en = (
            f"“{who}”不在名单上，或无法确定是名单上的哪一个。",
            f"{who} is not on the list, or may be more than one on it",
        )
    return _finding("not-expected", "warning", zh, en)


def _finding(code: str, severity: Severity, zh: str, en: str, place: Place | None = None) -> Finding:
    return Finding(code, severity, Message(zh=zh, en=en), [], [] if place is None else [place])
