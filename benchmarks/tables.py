"""The three statutory tables of a report as grids of merged cells, before any file format."""

from collections.abc import Iterator
from random import Random

from benchmarks.forms import (
    ACTIVE_BLOCKS,
    APPLICANTS,
    DISPUTE_COLUMNS,
    DISPUTE_GROUPS,
    RESULTS_TOTAL_LABEL,
    SEVEN_COLUMNS,
    ActiveBlock,
    ResultGroup,
    result_groups,
)
from benchmarks.grid import Cell, Table
from benchmarks.permute import permute
from benchmarks.reports import Report

_CHECK_RULE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def make_tables(report: Report) -> tuple[Table, ...]:
    """The three tables of a report, in order."""
    tables = _active_table(report), _applications_table(report), _disputes_table(report)
    return permute(tables, Random(f"order {report.seed}")) if report.permuted else tables


def _figure(report: Report, key: str, columns: int = 1) -> Cell:
    return Cell(report.printed[key], "figure", columns=columns, key=key)


def _active_table(report: Report) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for block in ACTIVE_BLOCKS[report.form]:
        rows += _active_rows(report, block)
    return Table("active", (0.34, 0.22, 0.22, 0.22), tuple(rows))


def _active_rows(report: Report, block: ActiveBlock) -> Iterator[tuple[Cell, ...]]:
    label = report.wording.label
    last_span = 4 - len(block.headers)  # the last column takes what a shorter block leaves over
    spans = (1,) * (len(block.headers) - 1) + (last_span,)
    headers = (Cell(label(text), "header", span) for (_, text), span in zip(block.headers, spans, strict=True))
    yield (Cell(label(block.article), "header", 4),)
    yield (Cell(label("信息内容"), "header"), *headers)
    for row, text in block.rows:
        keys = (f"active.{row}.{column}" for column, _ in block.headers)
        figures = (_figure(report, key, span) for key, span in zip(keys, spans, strict=True))
        yield (Cell(label(text), "label"), *figures)


def _applications_table(report: Report) -> Table:
    label = report.wording.label
    groups = result_groups(report.other_in_one_row)
    rows = [
        *_applications_header(report),
        _applications_row(report, "new", Cell(label("一、本年新收政府信息公开申请数量"), "label", 3)),
        _applications_row(report, "carried_in", Cell(label("二、上年结转政府信息公开申请数量"), "label", 3)),
    ]
    results = [row for group in groups for row in _group_rows(report, group)]
    results.append(_applications_row(report, "total", Cell(label(RESULTS_TOTAL_LABEL), "label", 2)))
    gathered = Cell(label("三、本年度办理结果"), "group", rows=len(results))
    rows += [(gathered, *results[0]), *results[1:]]
    rows.append(_applications_row(report, "carried_out", Cell(label("四、结转下年度继续办理"), "label", 3)))
    return Table("applications", (0.08, 0.13, 0.23, *(0.08,) * 7), tuple(rows), header_rows=3)


def _applications_header(report: Report) -> Iterator[tuple[Cell, ...]]:
    label = report.wording.label
    yield Cell(label(_CHECK_RULE), "header", 3, 3), Cell(label("申请人情况"), "header", 7)
    yield (
        Cell(label("自然人"), "header", rows=2),
        Cell(label("法人或其他组织"), "header", 5),
        Cell(label("总计"), "header", rows=2),
    )
    yield tuple(Cell(label(text), "header") for _, text in APPLICANTS[1:])


def _applications_row(report: Report, row: str, *labels: Cell) -> tuple[Cell, ...]:
    figures = (_figure(report, f"applications.{row}.{column}") for column in SEVEN_COLUMNS)
    return (*labels, *figures)


def _group_rows(report: Report, group: ResultGroup) -> Iterator[tuple[Cell, ...]]:
    label = report.wording.label
    if group.stands_alone:
        yield _applications_row(report, group.rows[0][0], Cell(label(group.label), "label", 2))
        return
    for position, (row, text) in enumerate(group.rows):
        label_on_line = (Cell(label(group.label), "group", rows=len(group.rows)),) if position == 0 else ()
        yield _applications_row(report, row, *label_on_line, Cell(label(text), "label"))


def _disputes_table(report: Report) -> Table:
    label = report.wording.label
    columns = tuple(Cell(label(text), "header") for _, text in DISPUTE_COLUMNS)
    review = tuple(Cell(label(text), "header", rows=2) for _, text in DISPUTE_COLUMNS)
    law_suits = tuple(Cell(label(text), "header", 5) for _, text in DISPUTE_GROUPS[1:])
    keys = (f"disputes.{group}.{column}" for group, _ in DISPUTE_GROUPS for column, _ in DISPUTE_COLUMNS)
    rows = (
        (Cell(label("行政复议"), "header", 5), Cell(label("行政诉讼"), "header", 10)),
        (*review, *law_suits),
        (*columns, *columns),
        tuple(_figure(report, key) for key in keys),
    )
    return Table("disputes", (1 / 15,) * 15, rows, header_rows=3)
