"""What a person should know about a report, in Chinese and English: broken identities, doubts, damage that was settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.arithmetic import Check, Repair, find_repairs, independent_parts
from extractor.forms import Form
from extractor.forms.naming import field_names
from extractor.judging.position import Doubt
from extractor.judging.verdicts import Judgement
from extractor.reading.cut import NUMBER, Token
from extractor.reading.model import Columns, Label, Reading, RowReading, SectionReading

# A finding lists at most this many repairs; a person has long looked at the table by then.
_MOST_REPAIRS = 64


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `spans` are stretches of the normalised text."""

    code: str
    severity: str
    zh: str
    en: str
    fields: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    identity: str | None = None
    left: int | float | None = None
    right: int | float | None = None
    repairs: tuple[Repair, ...] = ()


def find_all(reading: Reading, judgement: Judgement) -> list[Finding]:
    """The findings of the tables, in the order of the form: what is broken first, then what is in doubt."""
    names = field_names(reading.form)
    made = list(_violations(reading.form, judgement, names))
    for section in reading.sections:
        if not section.found:
            made.append(_section_missing(section))
            continue
        made.extend(_header_findings(section, judgement))
        for row in section.rows:
            made.extend(_row_findings(row, section, judgement, names))
    made.extend(_settled_blanks(reading, judgement))
    return made


def _violations(form: Form, judgement: Judgement, names: dict[str, str]) -> Iterator[Finding]:
    violated = [one for one in judgement.checks if one.violated]
    if not violated:
        return
    whole = {name: value for name, value in judgement.values.items() if isinstance(value, int)}
    repairs = _repairs(form, violated, whole)
    for one in violated:
        assert one.left is not None and one.right is not None
        left, right = _written(one.identity.left, whole, names), _written(one.identity.right, whole, names)
        fields = tuple(name for name in one.identity.fields if whole.get(name)) or one.identity.fields
        yield Finding(
            "identity-violated",
            "error",
            f"勾稽关系不成立：{left} = {one.left}，{right} = {one.right}",
            f"{one.identity.name} does not hold: {one.left} on the left, {one.right} on the right",
            fields,
            _spans(judgement, fields),
            one.identity.name,
            one.left,
            one.right,
            repairs[one.identity.name],
        )


def _repairs(form: Form, violated: Sequence[Check], values: dict[str, int]) -> dict[str, tuple[Repair, ...]]:
    """The smallest repairs for each broken identity: those of the part of the table it stands in."""
    found: dict[str, tuple[Repair, ...]] = {}
    names = {one.identity.name for one in violated}
    for part in independent_parts(form.identities):
        if names.isdisjoint(identity.name for identity in part):
            continue
        repairs = find_repairs(part, values, limit=_MOST_REPAIRS).repairs
        found.update((identity.name, repairs) for identity in part)
    return found


def _written(fields: Sequence[str], values: dict[str, int], names: dict[str, str]) -> str:
    """One side of an identity with its figures; of a long sum only the terms that are not 0."""
    shown = [name for name in fields if values.get(name)] if len(fields) > 2 else list(fields)
    terms = [f"{names[name]} {values.get(name, 0)}" for name in shown]
    return " + ".join(terms) if terms else "各项均为 0"


def _section_missing(section: SectionReading) -> Finding:
    title = section.section.titles[0]
    where = "有标题而无表格" if section.title else "未找到"
    return Finding(
        "section-missing",
        "error",
        f"“{title}”{where}：表格可能是图片或附件，其数据未读取。",
        f"section {section.section.key}: no table was found"
        + (" under its title" if section.title else "")
        + "; it may be a picture or an attachment, and none of its figures was read",
        tuple(field for row in section.section.rows for field in row.fields),
    )


def _header_findings(section: SectionReading, judgement: Judgement) -> Iterator[Finding]:
    for block, columns in zip(section.section.blocks, section.columns, strict=True):
        fields = tuple(field for row in block.rows for field in row.fields)
        if columns == Columns.CONTRADICTED:
            yield Finding(
                "columns-out-of-order",
                "warning",
                "表头各列的顺序与规定格式不同，数据所属列需人工核对。",
                "the header names the columns in another order than the form; whose figures are whose needs a person",
                fields,
                ((section.start, section.start),),
            )
        elif columns == Columns.PRESUMED:
            doubtful = any(judgement.doubts.get(field) == Doubt.COLUMN for field in fields)
            yield Finding(
                "header-lost",
                "warning" if doubtful else "info",
                "表头缺失或无法辨认，按规定格式的列序读取" + ("，数据所属列需人工核对。" if doubtful else "；不影响结果。"),
                "the header is lost; columns were read in the order of the form"
                + (", which a person should confirm" if doubtful else ", which makes no difference here"),
                fields,
                ((section.start, section.start),),
            )


def _row_findings(
    row: RowReading, section: SectionReading, judgement: Judgement, names: dict[str, str]
) -> Iterator[Finding]:
    label = row.row.labels[0] if row.row.labels else section.section.titles[0]
    spans = ((row.tokens[0].start, row.tokens[-1].end),) if row.tokens else ()
    fields = row.row.fields
    accepted = all(judgement.verdicts[field].accepted for field in fields)
    undecided = tuple(field for field in fields if judgement.verdicts[field].open)
    unreadable = [field for field in fields if _unreadable(judgement, field)]
    if not row.tokens:
        settled = "，由勾稽关系推定" if accepted else ""
        yield Finding(
            "row-missing",
            "info" if accepted else "warning",
            f"“{label}”一行没有读到数据{settled}。",
            f"no figures were found for the row {row.row.key}" + (" (they follow by arithmetic)" if accepted else ""),
            fields,
        )
    elif undecided or not row.placements:
        yield Finding(
            "ambiguous-placement",
            "warning",
            f"“{label}”一行读到 {_count(row)} 个数，无法确定各属哪一列。",
            f"row {row.row.key}: {_count(row)} figures were found and more than one placement is possible",
            undecided or fields,
            spans,
        )
    elif any(field in judgement.settled.agreed or field in judgement.settled.narrowed for field in fields):
        yield Finding(
            "cells-lost",
            "info",
            f"“{label}”一行的单元格有缺失或多余，已由勾稽关系确定。",
            f"row {row.row.key}: cells were lost or added in conversion; the identities settle its figures",
            fields,
            spans,
        )
    if row.label in (Label.ANCHORED, Label.PRESUMED) and row.tokens:
        doubtful = any(judgement.doubts.get(field) == Doubt.ROW for field in fields)
        yield Finding(
            "label-lost",
            "warning" if doubtful else "info",
            f"“{label}”的行名缺失或无法辨认，按规定格式的行序读取" + ("，需人工核对。" if doubtful else "。"),
            f"the label of row {row.row.key} is lost; it was read in the order of the form"
            + (", which a person should confirm" if doubtful else ""),
            fields,
            spans,
        )
    if any(judgement.doubts.get(field) == Doubt.SHIFT for field in fields):
        yield Finding(
            "rows-may-have-moved",
            "warning",
            f"“{label}”附近有整行空白而其他行印有 0，各行数据可能上移，需人工核对。",
            f"row {row.row.key}: a row nearby is empty in a table that prints its zeros; rows may have moved up",
            tuple(field for field in fields if judgement.doubts.get(field) == Doubt.SHIFT),
            spans,
        )
    for field in unreadable:
        token = judgement.settled.cells[field].token
        assert token is not None
        yield _unreadable_cell(field, token, names)


def _count(row: RowReading) -> int:
    return sum(token.kind == NUMBER for token in row.tokens)


def _unreadable(judgement: Judgement, field: str) -> bool:
    cell = judgement.settled.cells.get(field)
    return cell is not None and cell.blank and judgement.values[field] is None


def _unreadable_cell(field: str, token: Token, names: dict[str, str]) -> Finding:
    shown_zh = f"为“{token.text}”" if token.text else "为空白"
    return Finding(
        "unreadable-cell",
        "warning",
        f"{names[field]}{shown_zh}，不能确定其数值。",
        f"{field}: the cell is {repr(token.text) if token.text else 'blank'}, which gives no certain figure",
        (field,),
        ((token.start, token.end),),
    )


def _settled_blanks(reading: Reading, judgement: Judgement) -> Iterator[Finding]:
    blank = tuple(
        field
        for field, verdict in judgement.verdicts.items()
        if verdict.accepted and verdict.cell is not None and verdict.cell.blank
    )
    if blank:
        others = [field for field in blank if judgement.values[field] != 0]
        tail_zh = f"，其中 {len(others)} 个不是 0" if others else ""
        tail_en = f", {len(others)} of them not 0" if others else ""
        yield Finding(
            "blanks-deduced",
            "info",
            f"{len(blank)} 个空白单元格的数值由勾稽关系推定{tail_zh}。",
            f"{len(blank)} blank cells follow from the identities{tail_en}",
            blank,
            _spans(judgement, blank[:1]),
        )


def _spans(judgement: Judgement, fields: Sequence[str]) -> tuple[tuple[int, int], ...]:
    tokens = [cell.token for field in fields if (cell := judgement.settled.cells.get(field)) is not None]
    return tuple((token.start, token.end) for token in tokens if token is not None)
