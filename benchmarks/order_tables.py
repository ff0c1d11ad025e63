"""Many small tables to print and convert, of which each cell is known again in the text: for `reading_order`.

Labels, names and the look are drawn: widths, sizes, alignments, heights, wrapped labels, merged cells. In each cell of
a figure stands a sign that no other cell of its table has, as long as a figure. Each table has a page of its own.
"""

import random
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from benchmarks.drawn_pdf import Word, draw_pdf, text_width

_NAMES = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
_LABELS = (
    "本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量", "予以公开",
    "部分公开（区分处理的，只计这一情形，不计其他情形）", "属于国家秘密", "其他法律行政法规禁止公开",
    "危及“三安全一稳定”", "保护第三方合法权益", "属于三类内部事务信息", "属于四类过程性信息", "属于行政执法案卷",
    "属于行政查询事项", "本机关不掌握相关政府信息", "没有现成信息需要另行制作", "补正后申请内容仍不明确",
    "信访举报投诉类申请", "重复申请", "要求提供公开出版物", "无正当理由大量反复申请",
    "要求行政机关确认或重新出具已获取信息", "其他处理", "结转下年度继续办理",
)  # fmt: skip
_SPAN = "法人或其他组织"
_GROUP = "办理结果"
_FEWEST_ROWS, _MOST_ROWS = 3, 14
_FEWEST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class OrderTable:
    """One table: its names of columns, its labels of rows, the sign in each cell (none in a blank one), its look."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    signs: tuple[tuple[str, ...], ...]
    size: float
    widths: tuple[float, ...]
    """The shares of the page that the label and the figures take, the label first."""
    height: float
    """The least height of a row, in points."""
    across: str
    down: str
    padding: float
    spanned: bool
    """Whether a name spans the columns between the first and the last two."""
    grouped: bool
    """Whether a label beside the rows spans them."""
    drawn_by: str
    """In which order a program draws the cells: by `rows`, by `columns`, or all `labels` first."""

    def places(self) -> dict[str, tuple[int, int]]:
        """The row and the column of each sign."""
        cells = ((sign, (row, column)) for row, own in enumerate(self.signs) for column, sign in enumerate(own))
        return {sign: place for sign, place in cells if sign}


def make_table(seed: int) -> OrderTable:
    """The table of a seed; one in three has blank cells."""
    rng = random.Random(f"order {seed}")
    rows = rng.randint(_FEWEST_ROWS, _MOST_ROWS)
    columns = rng.randint(_FEWEST_COLUMNS, len(_NAMES))
    blank = rng.choice((0.0, 0.0, rng.uniform(0.1, 0.6)))
    signs = [letter + digits for digits in ("", "7", "57") for letter in string.ascii_letters][: rows * columns]
    rng.shuffle(signs)
    cells = tuple(
        tuple("" if rng.random() < blank else signs[row * columns + column] for column in range(columns))
        for row in range(rows)
    )
    figure = rng.choice((0.05, 0.06, 0.07, 0.08, 0.1))
    widths = tuple(figure * rng.choice((1.0, 1.0, 1.0, 0.8, 1.3)) for _ in range(columns))
    start = rng.randrange(len(_LABELS) - rows + 1)
    return OrderTable(
        names=(*_NAMES[: columns - 1], _NAMES[-1]),
        labels=_LABELS[start : start + rows],
        signs=cells,
        size=rng.choice((9.0, 10.5, 10.5, 12.0)),
        widths=(rng.uniform(0.15, 0.95 - sum(widths)) if sum(widths) < 0.8 else 0.15, *widths),
        height=rng.choice((0.0, 0.0, 18.0, 30.0)),
        across=rng.choice(("center", "center", "left", "right")),
        down=rng.choice(("middle", "middle", "top", "bottom")),
        padding=rng.choice((0.5, 2.0, 5.0)),
        spanned=columns > _FEWEST_COLUMNS and rng.random() < 0.7,
        grouped=rng.random() < 0.5,
        drawn_by=rng.choice(("rows", "rows", "columns", "labels")),
    )


def page_of_tables(tables: Sequence[OrderTable]) -> str:
    """A web page that prints each table on a sheet of its own."""
    style = "@page{size:A4;margin:2cm} body{font-family:'Noto Serif CJK SC',serif} table{border-collapse:collapse}"
    body = "\n".join(_sheet(number, table) for number, table in enumerate(tables))
    head = f'<head><meta charset="utf-8"><style>{style}</style></head>'
    return f"<!DOCTYPE html>\n<html>{head}<body>\n{body}\n</body></html>"


def _sheet(number: int, table: OrderTable) -> str:
    before = "page-break-before:always;" if number else ""
    columns = [*((0.05,) if table.grouped else ()), *table.widths]
    cols = "".join(f'<col width="{100 * share:.1f}%">' for share in columns)
    rows = "\n".join(f"<tr>{''.join(row)}</tr>" for row in _rows(table))
    width = min(100.0, 100 * sum(columns))
    return (
        f'<p style="{before}font-size:{table.size}pt">收到和处理申请情况如下</p>'
        f'<table border="1" cellspacing="0" width="{width:.0f}%" style="font-size:{table.size}pt">{cols}{rows}</table>'
    )


def _rows(table: OrderTable) -> Iterator[list[str]]:
    deep = 2 if table.spanned else 1
    beside = 2 if table.grouped else 1
    head = [_cell(table, "（本列数据的勾稽关系为：第一项加第二项之和）", rows=deep, columns=beside)]
    inner = table.names[1:-1]
    if table.spanned:
        head += [_cell(table, table.names[0], rows=2), _cell(table, _SPAN, columns=len(inner))]
        yield [*head, _cell(table, table.names[-1], rows=2)]
        yield [_cell(table, name) for name in inner]
    else:
        yield [*head, *(_cell(table, name) for name in table.names)]
    for at, (label, signs) in enumerate(zip(table.labels, table.signs, strict=True)):
        group = [_cell(table, _GROUP, rows=len(table.labels))] if table.grouped and at == 0 else []
        yield [*group, _cell(table, label, across="left"), *(_cell(table, sign) for sign in signs)]


def _cell(table: OrderTable, text: str, *, rows: int = 1, columns: int = 1, across: str = "") -> str:
    spans = (f' rowspan="{rows}"' if rows > 1 else "") + (f' colspan="{columns}"' if columns > 1 else "")
    style = f"padding:{table.padding}pt;height:{table.height}pt" if table.height else f"padding:{table.padding}pt"
    look = f'align="{across or table.across}" valign="{table.down}" style="{style}"'
    return f"<td{spans} {look}>{escape(text) or '<br>'}</td>"


def draw_tables(tables: Sequence[OrderTable]) -> bytes:
    """A PDF of the tables, each drawn on a page of its own."""
    return draw_pdf([_draw(table) for table in tables])


_LEFT, _TOP, _PAGE = 57.0, 80.0, 481.0


def _draw(table: OrderTable) -> list[Word]:
    shares = [*((0.05,) if table.grouped else ()), *table.widths]
    edges = [_LEFT]
    for share in shares:
        edges.append(edges[-1] + share * _PAGE)
    first = 2 if table.grouped else 1
    line = table.size * 1.3
    y = _TOP
    head = [_wrap(name, edges[first + at + 1] - edges[first + at], table) for at, name in enumerate(table.names)]
    deep = max(map(len, head)) * line + 2 * table.padding
    words = [word for at, lines in enumerate(head) for word in _set(table, lines, (edges, first + at), (y, deep))]
    y += deep
    labels: list[list[Word]] = []
    figures: list[list[list[Word]]] = []
    for label, signs in zip(table.labels, table.signs, strict=True):
        lines = _wrap(label, edges[first] - edges[first - 1], table)
        height = max(table.height, len(lines) * line + 2 * table.padding)
        labels.append(_set(table, lines, (edges, first - 1), (y, height)))
        figures.append([_set(table, [s] if s else [], (edges, first + at), (y, height)) for at, s in enumerate(signs)])
        y += height
    return [*words, *_in_order(table, labels, figures)]


def _in_order(table: OrderTable, labels: Sequence[list[Word]], figures: Sequence[list[list[Word]]]) -> Iterator[Word]:
    if table.drawn_by == "rows":
        cells = [cell for label, own in zip(labels, figures, strict=True) for cell in (label, *own)]
    elif table.drawn_by == "columns":
        cells = [*labels, *(own[at] for at in range(len(table.names)) for own in figures)]
    else:
        cells = [*labels, *(cell for own in figures for cell in own)]
    return (word for cell in cells for word in cell)


def _wrap(text: str, width: float, table: OrderTable) -> list[str]:
    lines = [""]
    for character in text:
        if lines[-1] and text_width(lines[-1] + character, table.size) > width - 2 * table.padding:
            lines.append("")
        lines[-1] += character
    return lines


def _set(
    table: OrderTable, lines: Sequence[str], column: tuple[Sequence[float], int], down: tuple[float, float]
) -> list[Word]:
    edges, at = column
    y, height = down
    line = table.size * 1.3
    free = height - len(lines) * line
    y += {"top": table.padding, "middle": free / 2, "bottom": free - table.padding}[table.down]
    words: list[Word] = []
    for number, text in enumerate(lines):
        room = edges[at + 1] - edges[at] - text_width(text, table.size)
        x = edges[at] + {"left": table.padding, "center": room / 2, "right": room - table.padding}[table.across]
        words.append(Word(x, y + number * line + table.size, text, table.size))
    return words
