"""Findings about single rows and cells of a table: lost headers and labels, blanks, figures without a certain place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.judging.doubts import Doubt
from extractor.judging.finding import TableFinding, spans_of
from extractor.judging.unread_findings import unread_findings
from extractor.judging.verdicts import Judgement
from extractor.reading.model import Columns, Label, RowReading, SectionReading
from extractor.reading.numbers import shortened
from extractor.reading.tokenize import NUMBER


def row_findings(section: SectionReading, judgement: Judgement, names: dict[str, str]) -> Iterator[TableFinding]:
    """The findings of one table that was found; `names` are the fields' names in Chinese."""
    yield from _headers(section, judgement)
    yield from _missing_rows(section, judgement)
    for row in section.rows:
        if row.tokens:
            yield from _cells(row, _label(row, section), judgement)
            yield from _row_label(row, _label(row, section), judgement)
    yield from _moved_rows(section, judgement)
    yield from _blanks(section, judgement)
    yield from _unreadable(section, judgement, names)
    yield from unread_findings(section, judgement, names)


def _label(row: RowReading, section: SectionReading) -> str:
    return row.row.labels[0] if row.row.labels else section.section.titles[0]


def _headers(section: SectionReading, judgement: Judgement) -> Iterator[TableFinding]:
    for block, header in zip(section.section.blocks, section.headers, strict=True):
        fields = tuple(field for row in block.rows for field in row.fields)
        place = ((section.start, section.start),)
        doubtful = any(judgement.doubt(field) == Doubt.COLUMN for field in fields)
        if header.columns == Columns.CONTRADICTED:
            yield TableFinding(
                "columns-out-of-order",
                "warning",
                "表头各列的顺序与规定格式不同，数据所属列需人工核对。",
                "the header names the columns in another order than the form; whose figures are whose needs a person",
                fields,
                place,
            )
        elif (header.columns == Columns.PRESUMED or doubtful) and any(
            judgement.facts.resolved.cells.get(field) for field in fields
        ):
            yield TableFinding(
                "header-lost",
                "warning" if doubtful else "info",
                "表头缺失或无法辨认，按规定格式的列序读取" + ("，需人工核对。" if doubtful else "，不影响结果。"),
                "the header is lost; columns were read in the order of the form"
                + (", which a person should confirm" if doubtful else ", which makes no difference here"),
                fields,
                place,
            )


def _missing_rows(section: SectionReading, judgement: Judgement) -> Iterator[TableFinding]:
    """Rows without figures, in one finding for those that follow by arithmetic and one for the others."""
    empty = [row for row in section.rows if not row.tokens]
    for settled in (True, False):
        rows = [r for r in empty if all(judgement.verdicts[f].accepted for f in r.row.fields) is settled]
        if not rows:
            continue
        labels = "、".join(f"“{_label(row, section)}”" for row in rows[:3]) + ("等" if len(rows) > 3 else "")
        keys = ", ".join(row.row.key for row in rows[:3]) + (" …" if len(rows) > 3 else "")
        yield TableFinding(
            "row-missing",
            "info" if settled else "warning",
            f"{labels} {len(rows)} 行没有读到数据" + ("，其数值由勾稽关系推定。" if settled else "，数值不能确定。"),
            f"no figures were found for {len(rows)} rows ({keys})"
            + ("; they follow by arithmetic" if settled else "; what they are is not certain"),
            tuple(field for row in rows for field in row.row.fields),
        )


def _cells(row: RowReading, label: str, judgement: Judgement) -> Iterator[TableFinding]:
    """What is wrong with the cells of a row."""
    spans = ((row.tokens[0].start, row.tokens[-1].end),)
    fields = row.row.fields
    undecided = tuple(field for field in fields if judgement.verdicts[field].open)
    count = sum(token.kind == NUMBER for token in row.tokens)
    moved = judgement.facts.resolved.agreed | judgement.facts.resolved.narrowed
    if undecided or not row.placements:
        yield TableFinding(
            "ambiguous-placement",
            "warning",
            f"“{label}”一行读到 {count} 个数，无法确定各属哪一列。",
            f"row {row.row.key}: {count} figures were found, and more than one placement is possible",
            undecided or fields,
            spans,
        )
    elif any(field in moved for field in fields):
        yield TableFinding(
            "cells-lost",
            "info",
            f"“{label}”一行的单元格有缺失或多余，已由勾稽关系确定。",
            f"row {row.row.key}: cells were lost or added in conversion; the identities settle its figures",
            fields,
            spans,
        )


def _row_label(row: RowReading, label: str, judgement: Judgement) -> Iterator[TableFinding]:
    """What is wrong with the label of a row."""
    spans = ((row.tokens[0].start, row.tokens[-1].end),)
    fields = row.row.fields
    if row.repeated:
        yield TableFinding(
            "row-repeated",
            "warning",
            f"“{label}”一行在表中出现不止一次，无法确认哪一行的数据为准，需人工核对。",
            f"row {row.row.key} stands in the table more than once; which one holds its figures needs a person",
            fields,
            spans,
        )
    if row.label in (Label.ANCHORED, Label.PRESUMED):
        doubtful = not all(judgement.verdicts[field].accepted for field in fields)
        yield TableFinding(
            "label-lost",
            "warning" if doubtful else "info",
            f"“{label}”的行名缺失或无法辨认，按规定格式的行序读取" + ("，需人工核对。" if doubtful else "。"),
            f"the label of row {row.row.key} is lost; it was read in the order of the form"
            + (", which a person should confirm" if doubtful else ""),
            fields,
            spans,
        )


def _moved_rows(section: SectionReading, judgement: Judgement) -> Iterator[TableFinding]:
    fields = [f for row in section.rows for f in row.row.fields if judgement.doubt(f) == Doubt.SHIFT]
    if fields:
        yield TableFinding(
            "rows-may-have-moved",
            "warning",
            f"表中印有 0，却有整行没有数据：其上各行可能曾上移一行，{len(fields)} 个数需人工核对。",
            f"a row is empty in a table that prints its zeros: rows above it may have moved up; {len(fields)} figures"
            " need a person",
            tuple(fields),
            spans_of(judgement, fields),
        )


def _blanks(section: SectionReading, judgement: Judgement) -> Iterator[TableFinding]:
    blank = [f for row in section.rows for f in row.row.fields if _is(judgement, f, lambda text: not text)]
    known = [field for field in blank if field in judgement.facts.deduction.values]
    habit = [field for field in blank if field not in known and judgement.facts.values[field] == 0]
    unknown = [field for field in blank if judgement.facts.values[field] is None]
    if known:
        others = sum(judgement.facts.values[field] != 0 for field in known)
        yield TableFinding(
            "blanks-deduced",
            "info",
            f"{len(known)} 个空白单元格的数值由勾稽关系推定" + (f"，其中 {others} 个不是 0。" if others else "。"),
            f"{len(known)} blank cells follow from the identities" + (f", {others} of them not 0" if others else ""),
            tuple(known),
            spans_of(judgement, known[:1]),
        )
    if habit:
        yield TableFinding(
            "blanks-as-zeros",
            "info",
            f"{len(habit)} 个空白单元格没有勾稽关系可以推定；凡可推定的空白均为 0，故按 0 读取。",
            f"{len(habit)} cells are blank, and no identity says what they are; they are read as 0, as every blank cell"
            " is that can be known",
            tuple(habit),
            spans_of(judgement, habit[:1]),
        )
    if unknown:
        yield TableFinding(
            "blanks-undetermined",
            "warning",
            f"{len(unknown)} 个单元格为空白，没有勾稽关系可以推定其数值。",
            f"{len(unknown)} cells are blank, and no identity says what they are",
            tuple(unknown),
            spans_of(judgement, unknown[:1]),
        )


def _unreadable(section: SectionReading, judgement: Judgement, names: dict[str, str]) -> Iterator[TableFinding]:
    facts = judgement.facts
    for row in section.rows:
        for field in row.row.fields:
            if field not in facts.unread and facts.values[field] is None and _is(judgement, field, bool):
                token = judgement.facts.resolved.cells[field].token
                assert token is not None
                yield TableFinding(
                    "unreadable-cell",
                    "warning",
                    f"{names[field]}为“{shortened(token.text)}”，不能确定其数值。",
                    f"{field}: the cell says {shortened(token.text)!r}, which gives no certain figure",
                    (field,),
                    ((token.start, token.end),),
                )


def _is(judgement: Judgement, field: str, says: Callable[[str], bool]) -> bool:
    """Whether a field has a cell without a number whose characters are as asked."""
    cell = judgement.facts.resolved.cells.get(field)
    return cell is not None and cell.blank and cell.token is not None and says(cell.token.text)
