"""The way of one figure through judging, in words: how its place is known, which rules touched it, what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.judging.doubts import DOUBTS, OCR_DOUBT
from extractor.judging.evidence import ROW_BASES
from extractor.judging.facts import Facts
from extractor.judging.read_table import read_tables
from extractor.judging.verdicts import Judgement
from extractor.reading.account import account_of, runs_of_row
from extractor.reading.header_rules import HEADER_LOST, HEADER_RULES, NAMED_BY_POSITIONS, NAMED_IN_GRID
from extractor.reading.model import Header, Reading, RowReading, SectionReading

_HEADERS = {rule.name: rule.says for rule in (*HEADER_RULES, HEADER_LOST, NAMED_IN_GRID, NAMED_BY_POSITIONS)}


class Step(NamedTuple):
    """One step: which (`account`, `row`, `columns`, `slot`, `doubt`, `evidence` …), the rule by name where one fired,
    and what it says; there is a step `account` for each run of characters of the row, with its kind for a rule.
    """

    step: str
    rule: str
    says: str


def trace_of(judgement: Judgement, field: str, text: str) -> tuple[Step, ...]:
    """The steps that a figure went through, in their order: first what the characters of its row were read as.

    `text` is the normalised text that was read.
    """
    facts = judgement.facts
    for section in facts.reading.sections:
        for _, header, rows in section.blocks():
            for row in rows:
                if field in row.row.fields:
                    account = _account(facts.reading, section, row, text)
                    return (*account, *_steps(judgement, section, header, row, field))
    return ()


def _account(reading: Reading, section: SectionReading, row: RowReading, text: str) -> Iterator[Step]:
    """The runs of a row as steps, each with its kind for a rule."""
    if section.found:
        for run in runs_of_row(account_of(reading, text)[section.section.key], row, text):
            key = f", {run.key}" if run.key else ""
            yield Step("account", run.kind, f"{text[run.start : run.end]!r}{key}")


def _steps(
    judgement: Judgement, section: SectionReading, header: Header, row: RowReading, field: str
) -> Iterator[Step]:
    if not section.found:
        yield Step("table", "", "its table was not found")
        return
    facts = judgement.facts
    yield Step("row", row.basis, ROW_BASES[row.basis])
    yield Step("columns", header.rule, _HEADERS[header.rule])
    yield Step("slot", *_slot(facts, row, field))
    known = facts.values, facts.resolved.values, facts.violated, facts.identities_in_use
    table = next(one for one in read_tables(facts.reading, *known) if one.section.section.key == section.section.key)
    for rule in DOUBTS:
        if field in set(rule.fields(table)):
            yield Step("doubt", rule.name, rule.says)
    if facts.doubted.get(field) is OCR_DOUBT:
        yield Step("doubt", OCR_DOUBT.name, OCR_DOUBT.says)
    kind = judgement.kinds[field]
    yield Step("evidence", kind.name, kind.says)
    for one in facts.form.within[field] + facts.form.across[field]:
        if one.name in facts.used_up:
            yield Step("identity", "used-up", f"{one.name} vouches for none: it gave a figure that nothing confirms")
    yield _outcome(judgement, field)


def _slot(facts: Facts, row: RowReading, field: str) -> tuple[str, str]:
    """How it is known which of the row's figures is this one."""
    resolved = facts.resolved
    if not row.tokens:
        return "empty", "no figures were found in its row"
    if field in resolved.narrowed:
        return "narrowed", "the layout left several slots open, and the identities left one"
    if field in resolved.without_token:
        return "agreed", "which figure of the row stands in it is open, but every possibility gives the same number"
    if field in resolved.open:
        return "open", "which figure of the row stands in it stayed open"
    if row.inferred:
        return "inferred", "the columns of characters, or what the table leaves blank, say which slot it is"
    return "shown", "the layout shows one cell a slot"


def _outcome(judgement: Judgement, field: str) -> Step:
    """What came of the evidence: accepted or not, and why not where the evidence alone would do."""
    verdict = judgement.verdicts[field]
    if verdict.accepted:
        return Step("accepted", "", f"proof: {', '.join(verdict.proof)}")
    if verdict.withdrawn is not None:
        return Step("withdrawn", verdict.withdrawn.name, verdict.withdrawn.says)
    return Step("review", "", "its evidence is not enough")
