"""Writes a report as a web page in a few government sites' styles."""

import random
from collections.abc import Iterable
from html import escape

from benchmarks.forms import SECTION_TITLES
from benchmarks.grid import Cell, Table
from benchmarks.render import Look, column_widths, draw_look, figure_text
from benchmarks.reports import Report
from benchmarks.tables import make_tables

_MENU = ("首页", "要闻动态", "政务公开", "政务服务", "互动交流", "法规", "规章", "行政规范性文件", "政府信息公开年报")
_PRINT_STYLE = """
@page {{
  size: A4;
  margin: 2.2cm {side}cm;
  @bottom-center {{ content: "{before}" counter(page) "{after}"; font-size: 10pt; }}
}}
body {{ font-family: "Noto Serif CJK SC", serif; font-size: {size}pt; line-height: 1.5; }}
table.sheet {{ border-collapse: collapse; width: 100%; }}
table.sheet td {{ border: {line}; padding: 2px 3px; text-align: center; vertical-align: {align}; }}
tr {{ break-inside: {inside}; }}
.title {{ text-align: center; }}
nav, .crumbs, .foot {{ font-size: 9pt; }}
"""


def render_html(report: Report) -> str:
    """The report's web page."""
    look = draw_look(report)
    article = "\n".join(_article(report, look))
    before, after = look.page_mark.split("{}")
    style = _PRINT_STYLE.format(
        side=3.0 if look.narrow else 2.0,
        before=before,
        after=after,
        size=look.font_size,
        line="1px solid #000" if look.borders else "none",
        align="middle" if look.centred else "top",
        inside="auto" if look.rows_may_break else "avoid",
    )
    title = escape(report.title.replace("\n", ""))
    body = _dress(report, article, look)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _dress(report: Report, article: str, look: Look) -> str:
    """Put the site's own page noise round the article."""
    if look.site in ("plain", "paragraphs"):
        return f'<div class="article">\n{article}\n</div>'
    rng = random.Random(f"site {report.seed}")
    menu = "".join(f'<li><a href="#">{word}</a></li>' for word in _MENU)
    number = f"{rng.randrange(10**7, 10**8)}/{report.year + 1}-{rng.randrange(10, 99999):05d}"
    head = (
        f"<nav><ul>{menu}</ul></nav>\n"
        '<p class="crumbs">当前位置：<a href="#">首页</a> &gt; <a href="#">政府信息公开年报</a></p>\n'
        f"<table><tr><td>索引号</td><td>{number}</td><td>发布机构</td><td>{escape(report.unit)}</td></tr>"
        f"<tr><td>发布日期</td><td>{report.year + 1}-01-{rng.randrange(10, 31)}</td><td>浏览次数</td>"
        f"<td>{rng.randrange(9, 4000)}</td></tr></table>"
    )
    foot = (
        '<div class="foot"><p>【打印本页】 【关闭窗口】</p><p>上一篇：无　下一篇：2019年工作总结</p>'
        f"<p>主办：{escape(report.unit)}　网站标识码：{rng.randrange(10**9, 10**10)}</p></div>"
    )
    if look.site == "nested":
        side = "<br>".join(_MENU)
        inner = f'<div class="article">\n{article}\n</div>'
        return (
            f"{head}\n"
            f'<table width="100%"><tr><td width="12%" valign="top">{side}</td><td>{inner}</td></tr></table>\n{foot}'
        )
    return f'{head}\n<div class="article">\n{article}\n</div>\n{foot}'


def _article(report: Report, look: Look) -> Iterable[str]:
    tables = {table.section: table for table in make_tables(report)}
    yield f'<h1 class="title">{escape(report.title).replace(chr(10), "<br>")}</h1>'
    yield from _paragraphs(report.prose["preface"])
    for section in SECTION_TITLES:
        heading = escape(report.headings[section])
        yield f"<h2>{heading}</h2>" if look.site == "plain" else f"<p><strong>{heading}</strong></p>"
        yield from _paragraphs(report.prose[section])
        if section in tables:
            yield from _table(tables[section], look)


def _paragraphs(texts: Iterable[str]) -> Iterable[str]:
    return (f"<p>　　{escape(text)}</p>" for text in texts)


def _table(table: Table, look: Look) -> Iterable[str]:
    border = ' border="1" cellspacing="0"' if look.site == "plain" and look.borders else ""
    yield f'<table class="sheet"{border}>'
    if look.site == "plain":  # a site with its own sheet style leaves the widths to the browser
        columns = "".join(f'<col style="width:{100 * share:.1f}%">' for share in column_widths(table, look))
        yield f"<colgroup>{columns}</colgroup>"
    head = table.header_rows if look.repeats_header else 0
    if head:
        yield "<thead>"
        yield from _rows(table.rows[:head], look)
        yield "</thead>"
    yield "<tbody>"
    yield from _rows(table.rows[head:], look)
    yield "</tbody>\n</table>"


def _rows(rows: Iterable[tuple[Cell, ...]], look: Look) -> Iterable[str]:
    for cells in rows:
        yield "<tr>"
        yield from (_cell(cell, look) for cell in cells)
        yield "</tr>"


def _cell(cell: Cell, look: Look) -> str:
    spans = "".join(
        f' {name}="{span}"' for name, span in (("rowspan", cell.rows), ("colspan", cell.columns)) if span > 1
    )
    text = figure_text(cell.text, look) if cell.role == "figure" else cell.text
    down = ""
    if cell.role == "group" and look.group_labels == "characters":
        text = "\n".join(text.replace(" ", ""))
    if cell.role == "group" and look.group_labels == "rotated":
        down = ' style="writing-mode:vertical-rl"'
    markup = escape(text, quote=False).replace("\n", "<br>").replace("\u00a0", "&nbsp;")
    if look.site == "paragraphs":
        inner = markup.replace("<br>", "</span></p>\n<p><span>") if look.breaks_as_paragraphs else markup
        return f"<td{spans}{down}>\n<p><span>{inner}</span></p>\n</td>"
    return f"<td{spans}{down}>{markup}</td>"
