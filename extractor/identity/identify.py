"""Whose report this is, on which year and of which region, as the report itself says, with the places that say so.

Beside the reading of the tables; what is found here stands in the result's `report`. What is not certain is None, with
a finding where two parts of the report disagree: a wrong name would put one body's figures under another's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.findings import Bilingual, UnplacedFinding, make_finding
from extractor.identity.lines import HEAD_LINES, Line, later_titles, read_head
from extractor.identity.mentions import (
    Mention,
    announced,
    breadcrumbs,
    headings,
    in_file_name,
    in_prose,
    publishers,
    signatures,
    signed_at_end,
)
from extractor.identity.parse import FORMED
from extractor.identity.titles import Title, titles_of
from extractor.identity.weigh import Evidence, UnitDecision, decide_unit
from extractor.identity.years import YearDecision, decide_year
from extractor.sources import Source

_WHERE = {
    "title": Bilingual("标题", "title"),
    "heading": Bilingual("标题上方", "line above the title"),
    "announcement": Bilingual("前言", "preface"),
    "prose": Bilingual("正文", "prose"),
    "period": Bilingual("统计期限", "stated period"),
    "signature": Bilingual("落款", "signature"),
    "publisher": Bilingual("发布机构", "box of particulars"),
    "breadcrumb": Bilingual("网页路径", "path to the page"),
    "file-name": Bilingual("文件名", "file's name"),
    "second-title": Bilingual("后文另一标题", "title further on"),
}


class _Said(NamedTuple):
    """What is said, and where, as sentences put it."""

    value: str
    where: Bilingual


class Known(NamedTuple):
    """One part of a report's identity: the value, None where it is open, and which kind of place says so, and where."""

    value: str | int | None
    source: str | None
    span: tuple[int, int] | None
    candidates: tuple[Candidate, ...] = ()


class Candidate(NamedTuple):
    """Another value that the report leaves open; it has no span where a file's name says it."""

    value: str | int
    source: str
    span: tuple[int, int] | None


class Identified(NamedTuple):
    """What a report says it is. `seems` is what kind of title it has where that tells of its form."""

    unit: Known
    year: Known
    region: Known
    findings: tuple[UnplacedFinding, ...]
    is_school_year: bool

    @property
    def known_unit(self) -> str | None:
        """The body as the report names it."""
        return self.unit.value if isinstance(self.unit.value, str) else None

    @property
    def known_year(self) -> int | None:
        """The year it reports on."""
        return self.year.value if isinstance(self.year.value, int) else None

    @property
    def known_region(self) -> str | None:
        """The region that the body's name states."""
        return self.region.value if isinstance(self.region.value, str) else None


def identify(source: Source) -> Identified:
    """The unit, year and region that the report states; None for each that it does not state for certain."""
    head = read_head(source.text)
    titles = titles_of(head.before_part_one)
    said = announced(head, titles)
    signed = [*signed_at_end(source.text), *signatures(head.before_part_one)]
    year = decide_year(head, titles, said, signed)
    file_name, _ = in_file_name(source.name)
    evidence = Evidence(
        titles=titles,
        said=said,
        prose=[*in_prose(head)],
        signed=[one.mention for one in signed],
        publishers=publishers(head.lines[:HEAD_LINES]),
        headings=[*headings(head.before_part_one)],
        breadcrumbs=[*breadcrumbs(head.lines[:HEAD_LINES])],
        later=_later(source.text, head.lines[-1].at if head.lines else 0),
        file_name=file_name,
        lines=[line.text for line in head.lines if not _is_piece(line, titles)],
        text=head.prose.han,
    )
    unit = decide_unit(evidence, year.found.year if year.found else None)
    return Identified(
        _known_unit(unit),
        _known_year(year),
        _region(unit.unit),
        tuple(_findings(unit, year)),
        any(title.owner.is_school_year for title in titles),
    )


def _is_piece(line: Line, titles: Sequence[Title]) -> bool:
    """Whether a line is a piece that a title was broken into, and so no item of a menu."""
    return any(title.span[0] <= line.at < title.span[1] for title in titles)


def _later(text: str, since: int) -> list[Mention]:
    """The bodies of reports that begin further on: a title of its own, and part one below it."""
    found: list[Mention] = []
    for lines in later_titles(text, since):
        for title in titles_of(lines):
            if _is_own(title) and title.name:
                found.append(Mention(title.name, "second-title", title.name_span, True, title.year))
    return found


def _is_own(title: Title) -> bool:
    return title.name is not None and title.name.rank >= FORMED and title.owner.is_clean and title.year is not None


def _known_unit(decided: UnitDecision) -> Known:
    candidates = tuple(Candidate(one.name.text, one.kind, one.span) for one in decided.candidates)
    if decided.unit is None:
        return Known(None, None, None, candidates)
    return Known(decided.unit.name.text, decided.unit.kind, decided.unit.span)


def _known_year(decided: YearDecision) -> Known:
    if decided.found is None:
        candidates = tuple(Candidate(one.year, one.source, one.span) for one in decided.conflict)
        return Known(None, None, None, candidates)
    return Known(*decided.found)


def _region(unit: Mention | None) -> Known:
    """The region, where it stands in the body's name."""
    if unit is None or not unit.name.place:
        return Known(None, None, None)
    return Known(unit.name.place, unit.kind, unit.span)


def _findings(unit: UnitDecision, year: YearDecision) -> list[UnplacedFinding]:
    made: list[UnplacedFinding] = []
    if unit.conflict:
        first, second = (_Said(one.name.text, _WHERE[one.kind]) for one in unit.conflict)
        spans = [one.span for one in unit.conflict if one.span]
        made.append(make_finding("unit-conflict.names", (), spans, first=first, second=second))
    elif unit.is_system:
        made.append(make_finding("unit-conflict.system"))
    if year.conflict:
        first, second = (_Said(str(one.year), _WHERE[one.source]) for one in year.conflict[:2])
        spans = [one.span for one in year.conflict if one.span]
        made.append(make_finding("year-conflict", (), spans, first=first, second=second))
    return made
