"""What is a page and what is not, which pages are refused with what sentence, and that none costs more than it may."""

from __future__ import annotations

from contextlib import suppress

import pytest

from extractor.errors import EmptySource, NotText, SourceError, TooLarge
from extractor.files.detect import kind_of
from extractor.files.kinds import HTML, MHTML, TEXT
from extractor.sources import open_source
from tests.quadratic import not_quadratic

ARCHIVE = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n"


@pytest.mark.parametrize(
    "data",
    [
        "<p>年度报告</p><table><tr><td>1</td></tr></table>",
        "<tr><td>行政许可</td><td>1</td></tr>",
        "\ufeff\n<!-- saved from url=(0014)about:internet -->\n<!-- a --><HTML><body>年报",
        f"<!--{' ' * 100_000}--><html>",
        "<?xml version='1.0'?>\n<!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'>",
        "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n<html><head></head><body>年报</body></html>",
        "某局\n<p>一</p>\n<p>二</p>\n<p>三</p>\n<p>四</p>\n<p>五</p>",
    ],
)
def test_a_page_is_known_by_how_it_begins(data: str) -> None:
    assert kind_of(data.encode()) is HTML
    assert kind_of(data.encode("utf-16")) is HTML


@pytest.mark.parametrize(
    "data",
    [
        "年度报告\n<table><tr><td>规章</td><td>0</td></tr></table>\n" * 9,
        "a < b > c",
        "<<年度报告>>\n行政许可 0",
        "<年度报告>\n行政许可 0",
        "见 <html> 一节\n行政许可 0",
        "二、主动公开情况<br />\n行政许可 0\n行政处罚 0",
        "<?xml version='1.0'?><w:document><w:p>年报</w:p></w:document>",
        "Subject: 年报\n\n<p>年报</p>",
    ],
)
def test_text_that_holds_some_tags_is_text(data: str) -> None:
    assert kind_of(data.encode()) is TEXT


def test_an_archive_is_known_by_its_header_whatever_its_name() -> None:
    page = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=gbk\r\n\r\n<p>" + "年度报告".encode("gbk")
    assert kind_of(page) is MHTML
    assert open_source(page, "report.doc").text == "年度报告"
    with pytest.raises(NotText, match=r"^a\.mht: is a web archive without a page in it; .*\.$"):
        open_source(ARCHIVE + b"--b0\nContent-Type: text/plain\n\nx\n--b0--\n", "a.mht")


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("<html><frameset><frame src='a.html'></frameset></html>", r"in a frame \(a\.html\); open that"),
        ("<html><body>首页<iframe src='/doc/1.html'></iframe></body></html>", r"in a frame \(/doc/1\.html\)"),
        (
            "<html><body>附件：<a href='/a/年报.PDF'>年报</a></body></html>",
            r"a link to a file \(/a/年报\.PDF\); give that",
        ),
        (
            "<html><body><div id=app></div><script src=app.js></script></body></html>",
            "a script fetches it; save the page",
        ),
    ],
)
def test_a_page_whose_text_is_elsewhere_says_where(page: str, says: str) -> None:
    with pytest.raises(SourceError, match=rf"^page\.html: [^\n]*{says}[^\n]*\.$"):
        open_source(page.encode(), "page.html")


def test_of_several_reports_in_one_script_none_is_chosen() -> None:
    table = "<table>" + "".join(f"<tr><td>{word}</td><td>%d</td></tr>" for word in ("行政许可", "行政处罚", "行政强制"))
    one, other = table % (1, 2, 3), table % (4, 5, 6)
    page = "<html><body><div id=app></div><script>var pages=['{}','{}']</script></body></html>"
    assert "行政处罚\t2" in open_source(page.format(one, one).encode(), "page.html").text
    with pytest.raises(SourceError, match=r"^page\.html: holds several reports; .*\.$"):
        open_source(page.format(one, other).encode(), "page.html")


def test_a_page_without_a_word_is_said_to_be_empty() -> None:
    with pytest.raises(EmptySource, match=r"^page\.html: "):
        open_source(b"<html><body><p>&nbsp;</p></body></html>", "page.html")


def test_bytes_that_only_begin_as_a_page_are_refused() -> None:
    with pytest.raises(NotText, match="binary"):
        open_source(b"<html>" + bytes(range(256)) * 1000, "page.html")


@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 1_000_000,
        b"<div>" * 100_000,
        b"<table><tr><td>" * 40_000,
        b"<div><table></div></table>" * 40_000,
        b"<html><select><option>" * 40_000,
        b"<html>" + b"<p>" + "年报".encode() * 600_000,
        b"<html>" + b"<p " * 300_000,
        ARCHIVE + b"--b0\nContent-Type: text/html\n\n<p>x\n" * 100_000,
        ARCHIVE + b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (i, i + 1) for i in range(9999)),
    ],
    ids=range(9),
)
def test_a_page_deeper_or_greater_than_any_report_is_refused_in_a_moment(page: bytes) -> None:
    with not_quadratic(), pytest.raises(TooLarge, match=r"^page\.html: has [^\n]*; [^\n]*\.$"):
        open_source(page, "page.html")


@pytest.mark.parametrize(
    "page",
    [
        b"<html><!--" * 20_000 + b"x",
        b"<html><p>" + b"<script>" * 300 + b'"td ' * 100_000,
        b"<html><p>x" + b"".join(b"<p><font color=c%d>x" % i for i in range(5000)),
        b"<html><style>" + b"a{/*" * 200_000 + b"</style>x",
        b"<html><table><tr><td colspan=999999999 rowspan=999999999>x</td></tr></table>",
        b"<html><p " + b"a=b " * 200_000 + b">x",
    ],
    ids=range(6),
)
def test_a_page_made_to_cost_time_costs_none(page: bytes) -> None:
    with not_quadratic(), suppress(SourceError):
        open_source(page, "page.html")
