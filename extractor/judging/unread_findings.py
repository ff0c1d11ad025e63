"""Findings about numbers that are larger than any figure: where each stands, and what it keeps from being checked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from extractor.forms.bounds import MOST_COUNT, MOST_DIGITS, MOST_YUAN
from extractor.judging.finding import TableFinding
from extractor.judging.verdicts import Judgement
from extractor.reading.assign_cells import beyond_all
from extractor.reading.model import SectionReading
from extractor.reading.numbers import shortened
from extractor.reading.tokenize import Token

_MOST_ZH = f"计数至多 {MOST_COUNT // 10**8} 亿，金额至多 {MOST_YUAN // 10**12} 万亿元，至多 {MOST_DIGITS} 位"
_MOST_EN = f"at most {MOST_COUNT:,}, of money {MOST_YUAN:,} yuan, and {MOST_DIGITS} digits"


def unread_findings(section: SectionReading, judgement: Judgement, names: Mapping[str, str]) -> Iterator[TableFinding]:
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
    return beyond_all(section.leftover, columns)


def _finding(token: Token, fields: list[str], unchecked: list[str], names: Mapping[str, str]) -> TableFinding:
    shown = shortened(token.text)
    where = names[fields[0]] if len(fields) == 1 else "表中一个单元格"
    which = f"{fields[0]}: the cell" if len(fields) == 1 else "a cell of the table"
    zh = f"{where}为“{shown}”，不是报告中可能的数（{_MOST_ZH}），未予读取"
    en = f"{which} says {shown!r}, which is no figure of a report ({_MOST_EN}), and was not read"
    if unchecked:
        zh += f"；与之相关的 {len(unchecked)} 个数因此无法核对"
        en += f"; {len(unchecked)} figures beside it cannot be checked because of it"
    return TableFinding("unreadable-cell", "warning", f"{zh}。", en, (*fields, *unchecked), ((token.start, token.end),))
