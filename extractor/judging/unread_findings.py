"""Findings about numbers that are larger than any figure: where each stands, and what it keeps from being checked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from extractor.findings import Bilingual, UnplacedFinding, make_finding
from extractor.forms.bounds import MOST_COUNT, MOST_DIGITS, MOST_YUAN
from extractor.judging.verdicts import Judgement
from extractor.reading.assign_cells import numbers_too_large
from extractor.reading.model import SectionReading
from extractor.reading.numbers import shortened
from extractor.reading.tokenize import Token

_BOUNDS = Bilingual(
    f"计数至多 {MOST_COUNT // 10**8} 亿，金额至多 {MOST_YUAN // 10**12} 万亿元，至多 {MOST_DIGITS} 位",
    f"at most {MOST_COUNT:,}, of money {MOST_YUAN:,} yuan, and {MOST_DIGITS} digits",
)


def unread_findings(
    section: SectionReading, judgement: Judgement, names: Mapping[str, str]
) -> Iterator[UnplacedFinding]:
    """A finding for each such number of a table; it names also the figures that it keeps from being checked."""
    own: dict[Token, list[str]] = {}
    for row in section.rows:
        for field in row.row.fields:
            if field in judgement.facts.unread:
                own.setdefault(judgement.facts.unread[field], []).append(field)
    for token, fields in own.items():
        yield _finding(token, fields, _unchecked(fields, judgement), names)
    known = set(judgement.facts.unread.values())
    for token in _lost(section):
        if token in known:
            continue
        left = [field for row in section.rows for field in row.row.fields if not judgement.verdicts[field].accepted]
        yield _finding(token, [], left, names)


def _unchecked(fields: Collection[str], judgement: Judgement) -> list[str]:
    """The figures in review that stand in an identity with one of these."""
    identities = [one for one in judgement.facts.form.identities if any(field in fields for field in one.fields)]
    around = dict.fromkeys(field for one in identities for field in one.fields)
    return [field for field in around if field not in judgement.facts.unread and not judgement.verdicts[field].accepted]


def _lost(section: SectionReading) -> list[Token]:
    """The numbers of a table that stand in no row."""
    columns = [column for block in section.section.blocks for column in block.columns]
    return numbers_too_large(section.leftover, columns)


def _finding(token: Token, fields: list[str], unchecked: list[str], names: Mapping[str, str]) -> UnplacedFinding:
    where = place_of(fields[0], names) if len(fields) == 1 else Bilingual("表中一个单元格", "a cell of the table")
    return make_finding(
        "unreadable-cell.beyond-bounds-and-others-unchecked" if unchecked else "unreadable-cell.beyond-bounds",
        [*fields, *unchecked],
        [(token.start, token.end)],
        where=where,
        shown=shortened(token.text),
        bounds=_BOUNDS,
        unchecked=len(unchecked),
    )


def place_of(field: str, names: Mapping[str, str]) -> Bilingual:
    """How a sentence names the cell of a field."""
    return Bilingual(names[field], f"{field}: the cell")
