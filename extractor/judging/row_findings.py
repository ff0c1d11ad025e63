"""Findings about single rows and cells of a table: lost headers and labels, blanks, figures without a certain place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.findings import Bilingual, UnplacedFinding, make_finding
from extractor.judging.doubts import Doubt
from extractor.judging.unread_findings import place_of, unread_findings
from extractor.judging.verdicts import Judgement, spans_of
from extractor.reading.model import ColumnBasis, RowBasis, RowReading, SectionReading
from extractor.reading.numbers import shortened
from extractor.reading.tokenize import NUMBER


def row_findings(section: SectionReading, judgement: Judgement, names: dict[str, str]) -> Iterator[UnplacedFinding]:
    """The findings of one table that was found; `names` are the fields' names in Chinese."""
    yield from _headers(section, judgement)
    yield from _missing_rows(section, judgement)
    for row in section.rows:
        if row.tokens:
            yield from _cells(row, _named(row, section), judgement)
            yield from _row_label(row, _named(row, section), judgement)
    yield from _moved_rows(section, judgement)
    yield from _blanks(section, judgement)
    yield from _unreadable(section, judgement, names)
    yield from unread_findings(section, judgement, names)


def _named(row: RowReading, section: SectionReading) -> Bilingual:
    return Bilingual((row.row.labels or section.section.titles)[0], row.row.key)


def _headers(section: SectionReading, judgement: Judgement) -> Iterator[UnplacedFinding]:
    place = [(section.start, section.start)]
    for block, header in zip(section.section.blocks, section.headers, strict=True):
        fields = [field for row in block.rows for field in row.fields]
        doubtful = any(judgement.doubt(field) == Doubt.COLUMN for field in fields)
        if header.basis == ColumnBasis.CONTRADICTED:
            yield make_finding("columns-out-of-order", fields, place)
        elif (header.basis == ColumnBasis.PRESUMED or doubtful) and any(
            judgement.facts.resolved.cells.get(field) for field in fields
        ):
            yield make_finding("header-lost.doubtful" if doubtful else "header-lost.settled", fields, place)


def _missing_rows(section: SectionReading, judgement: Judgement) -> Iterator[UnplacedFinding]:
    """Rows without figures, in one finding for those that follow by arithmetic and one for the others."""
    empty = [row for row in section.rows if not row.tokens]
    for settled in (True, False):
        rows = [r for r in empty if all(judgement.verdicts[f].accepted for f in r.row.fields) is settled]
        if rows:
            labels, keys = zip(*(_named(row, section) for row in rows[:3]), strict=True)
            more = Bilingual("等", " …") if len(rows) > 3 else Bilingual("", "")
            yield make_finding(
                "row-missing.settled" if settled else "row-missing.unsettled",
                [field for row in rows for field in row.row.fields],
                rows=Bilingual("、".join(f"“{label}”" for label in labels) + more.zh, ", ".join(keys) + more.en),
                count=len(rows),
            )


def _cells(row: RowReading, name: Bilingual, judgement: Judgement) -> Iterator[UnplacedFinding]:
    """What is wrong with the cells of a row."""
    fields, spans = row.row.fields, _spans(row)
    undecided = [field for field in fields if judgement.verdicts[field].open]
    moved = judgement.facts.resolved.without_token | judgement.facts.resolved.narrowed
    if undecided or not row.placements:
        count = sum(token.kind == NUMBER for token in row.tokens)
        yield make_finding("ambiguous-placement", undecided or fields, spans, row=name, count=count)
    elif any(field in moved for field in fields):
        yield make_finding("cells-lost", fields, spans, row=name)


def _row_label(row: RowReading, name: Bilingual, judgement: Judgement) -> Iterator[UnplacedFinding]:
    """What is wrong with the label of a row."""
    fields, spans = row.row.fields, _spans(row)
    if row.repeated:
        yield make_finding("row-repeated", fields, spans, row=name)
    if row.basis in (RowBasis.ANCHORED, RowBasis.PRESUMED):
        settled = all(judgement.verdicts[field].accepted for field in fields)
        yield make_finding("label-lost.settled" if settled else "label-lost.doubtful", fields, spans, row=name)


def _spans(row: RowReading) -> list[tuple[int, int]]:
    return [(row.tokens[0].start, row.tokens[-1].end)]


def _moved_rows(section: SectionReading, judgement: Judgement) -> Iterator[UnplacedFinding]:
    fields = [f for row in section.rows for f in row.row.fields if judgement.doubt(f) == Doubt.SHIFT]
    if fields:
        yield make_finding("rows-may-have-moved", fields, spans_of(judgement, fields), count=len(fields))


def _blanks(section: SectionReading, judgement: Judgement) -> Iterator[UnplacedFinding]:
    blank = [f for row in section.rows for f in row.row.fields if _is(judgement, f, lambda text: not text)]
    known = [field for field in blank if field in judgement.facts.deduction.values]
    habit = [field for field in blank if field not in known and judgement.facts.values[field] == 0]
    unknown = [field for field in blank if judgement.facts.values[field] is None]
    if known:
        others = sum(judgement.facts.values[field] != 0 for field in known)
        yield make_finding(
            "blanks-deduced.others" if others else "blanks-deduced.zeros",
            known,
            spans_of(judgement, known[:1]),
            count=len(known),
            others=others,
        )
    if habit:
        yield make_finding("blanks-as-zeros", habit, spans_of(judgement, habit[:1]), count=len(habit))
    if unknown:
        yield make_finding("blanks-undetermined", unknown, spans_of(judgement, unknown[:1]), count=len(unknown))


def _unreadable(section: SectionReading, judgement: Judgement, names: dict[str, str]) -> Iterator[UnplacedFinding]:
    facts = judgement.facts
    for row in section.rows:
        for field in row.row.fields:
            if field not in facts.unread and facts.values[field] is None and _is(judgement, field, bool):
                token = judgement.facts.resolved.cells[field].token
                assert token is not None
                where, spans = place_of(field, names), [(token.start, token.end)]
                yield make_finding(
                    "unreadable-cell.no-figure", [field], spans, where=where, shown=shortened(token.text)
                )


def _is(judgement: Judgement, field: str, says: Callable[[str], bool]) -> bool:
    """Whether a field has a cell without a number whose characters are as asked."""
    cell = judgement.facts.resolved.cells.get(field)
    return cell is not None and cell.blank and cell.token is not None and says(cell.token.text)
