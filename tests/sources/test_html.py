"""A whole report on a web page: read right, however the page is encoded, laid out, saved or marked up."""

from __future__ import annotations

import base64
import json
import quopri
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from html import escape, unescape

import pytest

from benchmarks.render_html import render_html
from benchmarks.reports import Report, make_report
from extractor import extract
from extractor.result import Extraction
from extractor.sources import open_source
from extractor.sources.model import Source
from tests.sources.grids import check_grids, words_in

Rows = list[list[tuple[str, str]]]
"""The cells of a table, each with its attributes and what is inside."""
SEEDS = (1, 4, 11)
MENU = "".join(
    f"<li><a href='/{word}'>{word}</a></li>" for word in ("首页", "规章", "行政规范性文件", "行政许可", "年报")
)
SHEET = r'(?s)<table class="sheet".*?</table>'


@cache
def report(seed: int) -> Report:
    return make_report(seed, form="2019" if seed % 2 else "2021", size="medium", author_error=False)


@cache
def plain(seed: int) -> tuple[str, Extraction]:
    """The page of a report as its site publishes it, and what is read of it."""
    page = render_html(report(seed))
    return page, extract(page.encode())


def body(page: str) -> str:
    return page[page.index("<body>") + 6 : page.index("</body>")]


def whole(inside: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{inside}</body></html>"


def tables(page: str, write: Callable[[Rows], str]) -> str:
    """The page with each statutory table written anew."""

    def anew(table: re.Match[str]) -> str:
        rows = re.findall(r"(?s)<tr>(.*?)</tr>", table[0])
        return write([re.findall(r"(?s)<td([^>]*)>\s*(.*?)\s*</td>", row) for row in rows])

    return re.sub(SHEET, anew, page)


def words(inside: str) -> str:
    return unescape(re.sub("<[^>]+>", "", inside)).strip()


def table(
    rows: Rows, cell: Callable[[str, str], str] = lambda attributes, inside: f"<td{attributes}>{inside}</td>"
) -> str:
    return f"<table>{''.join('<tr>' + ''.join(cell(*one) for one in row) + '</tr>' for row in rows)}</table>"


def boxes(rows: Rows, outer: str, row: str, cell: str) -> str:
    """A table written with other tags than a table's."""

    def named(tag: str) -> str:
        return tag.split()[0]

    lines = ("".join(f"<{cell}>{escape(words(one))}</{named(cell)}>" for _, one in line) for line in rows)
    return f"<{outer}>{''.join(f'<{row}>{line}</{named(row)}>' for line in lines)}</{named(outer)}>"


def broken_label(attributes: str, inside: str) -> str:
    said = words(inside)
    if re.fullmatch(r"[\d.,+-]*[万亿元]*", said):
        return f"<td{attributes}>{said}</td>"
    pieces = (escape(said[at : at + 3]) for at in range(0, len(said), 3))
    return f"<td{attributes}>{'<br/>'.join(pieces)}</td>"


def of_word(attributes: str, inside: str) -> str:
    said = escape(words(inside)) or "&nbsp;"
    return (
        f"<td width=57{attributes} style='border:solid windowtext 1.0pt;\n padding:0cm 5.4pt'>\n"
        f"  <p class=MsoNormal align=center><span\n  lang=EN-US>{said}<o:p></o:p></span></p>\n  </td>"
    )


def with_widths(rows: Rows) -> str:
    widths = "<td width=57 style='border:none'></td>" * max(map(len, rows))
    end = f"<![if !supportMisalignedColumns]><tr height=0>{widths}</tr><![endif]></table>"
    return "<!--[if gte mso 9]><xml><w:View/></xml><![endif]-->" + table(rows, of_word).replace("</table>", end)


def other_figures(page: str) -> str:
    """The page with other figures in its tables."""
    return tables(
        page, lambda rows: table(rows, lambda a, one: f"<td{a}>{int(one) + 3 if one.isdigit() else one}</td>")
    )


def in_layout(page: str) -> str:
    side = f"<table><tr><td>{MENU}</td></tr></table>"
    inner = f"<table><tr><td><table><tr><td>{body(page)}</td></tr></table></td></tr></table>"
    return whole(f"<table><tr><td colspan=2>{side}</td></tr><tr><td>{side}</td><td>{inner}</td></tr></table>")


def archived(page: str, transfer: str, content: bytes, charset: str = "utf-8") -> bytes:
    head = (
        "From: <Saved by a browser>\r\nSubject: report\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        '\ttype="text/html";\r\n\tboundary="--=_X"\r\n\r\n\r\n----=_X\r\n'
        f"Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n----=_X\r\nContent-Type: image/png\r\n\r\nx\r\n----=_X--\r\n"


ENCODED: dict[str, Callable[[str], bytes]] = {
    "gb2312": lambda page: page.replace("utf-8", "gb2312").encode("gb18030"),
    "gb18030 that says it is utf-8": lambda page: page.encode("gb18030"),
    "utf-8 that says it is gbk": lambda page: page.replace("utf-8", "gbk").encode(),
    "gb18030 behind much script": lambda page: page.replace(
        "<style>", f"<script>{'a=1;' * 20000}</script><style>"
    ).encode("gb18030"),
    "utf-16": lambda page: page.encode("utf-16"),
    "utf-16 without its mark": lambda page: page.encode("utf-16-be"),
    "mark, blanks and remarks before it": lambda page: f"\ufeff\n <!-- {'saved ' * 2000}-->\n{page}".encode(),
    "xhtml": lambda page: (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "xhtml1.dtd">'
        + page[page.index("<html") :].replace("<br>", "<br/>")
    ).encode(),
    "characters as numbers": lambda page: "".join(c if c < "\x80" else f"&#{ord(c)};" for c in page).encode(),
    "a part of a page": lambda page: body(page).encode(),
    "archive, quoted": lambda page: archived(page, "quoted-printable", quopri.encodestring(page.encode())),
    "archive, base64": lambda page: archived(page, "base64", base64.encodebytes(page.encode())),
    "archive, gb2312": lambda page: archived(page, "8bit", page.encode("gb18030"), "gb2312"),
}

WRITTEN: dict[str, Callable[[str], str]] = {
    "layout tables": in_layout,
    "word processor": lambda page: tables(page, with_widths),
    "no closing tags": lambda page: re.sub("</(?:td|tr|tbody|p)>", "", page),
    "wrong spans": lambda page: re.sub(r'(col|row)span="\d+"', r'\1span="1000"', page).replace('"1000"', '"0"', 9),
    "table closed early": lambda page: tables(page, lambda rows: table(rows[:2]) + table(rows[2:])[7:]),
    "rows without a table": lambda page: tables(page, lambda rows: table(rows)[7:-8]),
    "a table a row": lambda page: tables(page, lambda rows: "".join(table([row]) for row in rows)),
    "a table in each cell": lambda page: tables(
        page, lambda rows: table(rows, lambda a, one: f"<td{a}><table><tr><td>{one}</td></tr></table></td>")
    ),
    "a table in each row": lambda page: tables(page, lambda rows: table([[("", table([row]))] for row in rows])),
    "labels broken by lines": lambda page: tables(page, lambda rows: table(rows, broken_label)),
    "foot before body": lambda page: tables(
        page,
        lambda rows: f"<table><tfoot>{table(rows[-1:])[7:-8]}</tfoot><tbody>{table(rows[:-1])[7:-8]}</tbody></table>",
    ),
    "typed into a form": lambda page: tables(
        page,
        lambda rows: table(
            rows,
            lambda a, one: (
                f"<td{a}><input value='{words(one)}'></td>" if words(one).isdigit() else f"<td{a}>{one}</td>"
            ),
        ),
    ),
    "a script in each cell": lambda page: tables(
        page, lambda rows: table(rows, lambda a, one: f"<td{a}><script>write(5)</script>{one}<i hidden>7</i></td>")
    ),
    "hidden copies with other figures": lambda page: whole(
        f"<div style='display: none'>{body(other_figures(page))}</div>"
        f"<div class='app m'>{body(other_figures(page))}</div>{body(page)}",
        "<style>.x{color:red} .m, #m {display:none}</style>",
    ),
    "tables in tabs not yet opened": lambda page: tables(
        page, lambda rows: f"<div style='display:none'>{table(rows)}</div>"
    ),
    "elements shown as a table": lambda page: tables(
        page,
        lambda rows: boxes(
            rows, "div style='display:table'", "div style='display: table-row'", "div style='display:table-cell'"
        ),
    ),
    "classes shown as a table": lambda page: tables(
        page, lambda rows: boxes(rows, "div class=tb", "div class='r x'", "span class=c")
    ).replace("</head>", "<style>.tb{display:table}.tb .r{display:table-row}.c{display:table-cell}</style></head>"),
    "roles of a table": lambda page: tables(
        page, lambda rows: boxes(rows, "div role=table", "div role=row", "i role=cell")
    ),
    "boxes in boxes": lambda page: tables(page, lambda rows: boxes(rows, "div", "div class=row", "div class=cell")),
    "lists": lambda page: tables(page, lambda rows: boxes(rows, "div", "ul", "li")),
    "lines with tabs": lambda page: tables(
        page,
        lambda rows: f"<pre>{chr(10).join(chr(9).join(escape(words(one)) for _, one in row) for row in rows)}</pre>",
    ),
    "paragraphs with pipes": lambda page: tables(
        page, lambda rows: "".join(f"<p>| {' | '.join(escape(words(one)) for _, one in row)} |</p>" for row in rows)
    ),
    "text of a script": lambda page: whole(
        f"<div id=app></div><script>var page={json.dumps({'text': body(page)})}</script>"
    ),
    "template": lambda page: whole(f"<div id=app></div><script type='text/template'>{body(page)}</script>"),
}


OTHER_GRIDS = ("wrong spans", "lines with tabs", "paragraphs with pipes")
"""Ways in which the tables are none for certain."""


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_of_a_page_is_accepted_and_right(seed: int) -> None:
    _, found = plain(seed)
    assert {key: field.value for key, field in found.fields.items()} == pytest.approx(
        {key: float(value) for key, value in report(seed).fields.items()}
    )
    assert {field.status for field in found.fields.values()} == {"accepted"}
    assert (found.report.unit, found.report.year) == (report(seed).unit, report(seed).year)
    assert found.source.media_type == "text/html"


@pytest.mark.parametrize("how", ENCODED)
def test_a_page_in_another_encoding_or_wrapping_is_the_same_page(how: str) -> None:
    page, expected = plain(SEEDS[0])
    found = extract(ENCODED[how](page), "page.txt")
    assert (found.fields, found.report) == (expected.fields, expected.report)


@pytest.mark.parametrize("how", WRITTEN)
@pytest.mark.parametrize("seed", SEEDS[:2])
def test_a_page_written_in_another_way_says_the_same(how: str, seed: int) -> None:
    page, expected = plain(seed)
    found = extract(WRITTEN[how](page).encode(), "page.html")
    assert found.report == expected.report
    assert figures(found) == figures(expected)


@pytest.mark.parametrize("how", WRITTEN)
def test_a_page_written_in_another_way_has_the_same_cells_in_its_grids(how: str) -> None:
    page, _ = plain(SEEDS[0])
    source = open_source(WRITTEN[how](page).encode(), "page.html")
    check_grids(source)
    if how not in OTHER_GRIDS:
        assert figures_in(source) == figures_in(open_source(page.encode(), "page.html"))


def figures_in(source: Source) -> Counter[str]:
    found = (words_in(cell, source) for grid in source.grids for cell in grid.cells)
    return Counter(word for word in found if word.isdecimal())


def figures(found: Extraction) -> dict[str, tuple[object, object]]:
    return {key: (field.value, field.status) for key, field in found.fields.items()}
