"""A report in several files (text and annexes, a page and its attachment) is one; what is of others stays apart."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from fulldisks import command

from benchmarks.render_html import render_html
from benchmarks.reports import make_report
from extractor import extract
from extractor.batch.copies import joined_copies
from extractor.batch.parts import parts_in, trunk
from extractor.batch.run_folder import Document
from extractor.result import Extraction

PAGE = render_html(make_report(12, form="2021", size="small", author_error=False))
WHOLE = extract(PAGE.encode(), "报告.html")
TABLES = re.findall(r"(?s)<table.*?</table>", PAGE)
TEXT = re.sub(r"(?s)<table.*?</table>", "", PAGE)
ANNEX = f"<html><body>{''.join(TABLES)}</body></html>"
SECTIONS = ("active", "applications", "disputes")


def document(name: str, page: str) -> Document:
    made = extract(page.encode(), name.rpartition("/")[2])
    return Document(name, name, "read" if made.holds_report else "unknown-form", None, made)


def one(*documents: Document) -> Extraction:
    (made,) = joined_copies(documents)
    assert made.extraction is not None
    return made.extraction


def cut(*tables: str) -> str:
    return f"<html><body>{''.join(tables)}</body></html>"


def linking(address: str, words: str = "附件") -> str:
    title = f"{WHOLE.report.unit}{WHOLE.report.year}年政府信息公开工作年度报告"
    return f"<html><body><h1>{title}</h1><p>附件：<a href='{address}'>{words}</a></p></body></html>"


def test_text_and_annex_are_one_report_and_each_place_says_its_file() -> None:
    made = one(document("局/附表.html", ANNEX), document("局/正文.html", TEXT))
    assert (made.report.unit, made.report.year) == (WHOLE.report.unit, WHOLE.report.year)
    assert [made.source.name, *(copy.name for copy in made.copies)] == ["附表.html", "正文.html"]
    place = made.report.evidence.unit.place
    assert place is not None
    assert place.source == 1
    assert {key: field.value for key, field in made.fields.items()} == {
        key: field.value for key, field in WHOLE.fields.items()
    }
    assert {field.place.source for field in made.fields.values() if field.place} == {0}
    assert not {finding.code for finding in made.findings} & {"section-missing", "tables-attached"}


def test_tables_in_a_file_each_are_put_together_in_the_order_of_the_form() -> None:
    made = one(
        document("局/1.正文.html", TEXT),
        document("局/附表1.html", cut(*TABLES[:-2])),
        document("局/附表2.html", cut(TABLES[-2])),
        document("局/附表3.html", cut(TABLES[-1])),
    )
    assert list(made.fields) == list(WHOLE.fields)
    files = {key.partition(".")[0]: field.place.source for key, field in made.fields.items() if field.place}
    names = [made.source.name, *(copy.name for copy in made.copies)]
    assert [names[files[section]] for section in SECTIONS] == ["附表1.html", "附表2.html", "附表3.html"]
    assert {key for key, field in made.fields.items() if field.value is not None} == {
        key for key, field in WHOLE.fields.items() if field.value is not None
    }


def test_what_is_still_missing_is_still_told() -> None:
    made = one(document("局/正文.html", TEXT), document("局/附表.html", cut(TABLES[-2])))
    missing = [finding for finding in made.findings if finding.code == "section-missing"]
    assert {key.partition(".")[0] for finding in missing for key in finding.fields} == {"active", "disputes"}


@pytest.mark.parametrize(
    ("address", "words", "name"),
    [
        ("/u/202401/P02024.html", "", "P02024.html"),
        ("http://a.example.cn/down.jsp?id=3&file=%E9%99%84%E8%A1%A8.docx", "", "附表.docx"),
        ("/u/P1.docx", "年度报告表格.docx", "年度报告表格.docx"),
    ],
)
def test_the_attachment_of_a_page_is_known_as_the_pages(address: str, words: str, name: str) -> None:
    page = document("网页/index.html", linking(address.replace(".html", ".docx"), words))
    attached = document(f"网页/{name.replace('.html', '.docx')}", ANNEX)
    made = one(page, attached)
    assert (made.report.unit, made.report.year) == (WHOLE.report.unit, WHOLE.report.year)
    assert made.source.name == attached.name.rpartition("/")[2]


def test_a_page_whose_report_is_attached_tells_the_addresses() -> None:
    made = extract(linking("/u/P1.docx", "年报.docx").encode(), "a.html")
    assert [(one.name, one.address) for one in made.attachments] == [("年报.docx", "/u/P1.docx")]
    (said,) = [finding for finding in made.findings if finding.code == "tables-attached"]
    assert "年报.docx → /u/P1.docx" in said.message.zh
    assert json.loads(made.to_json())["attachments"] == [{"name": "年报.docx", "address": "/u/P1.docx"}]
    assert "attachments" not in json.loads(WHOLE.to_json())


def test_what_is_of_others_or_may_be_of_two_stays_apart() -> None:
    annex = document("局/附表.html", ANNEX)
    unit = str(WHOLE.report.unit)
    other = document("局/正文2.html", TEXT.replace(unit, "青石县水利局"))
    for group in (
        [document("局/乙局正文.html", TEXT), annex],
        [document("局/正文.html", TEXT), other, annex],
        [document("局/正文.html", TEXT.replace(unit, "青石县水利局")), document("局/附表.html", PAGE)],
        [document("局/附表1.html", ANNEX), document("局/附表2.html", cut(TABLES[-2]))],
        [document("局/1.html", TEXT), document("局/2.html", ANNEX)],
        [document("局/r001.html", TEXT), document("局/r002.html", ANNEX)],
        [document("局/年报2022正文.html", TEXT), document("局/年报2023附表.html", ANNEX)],
        [document("局/年报2022.html", TEXT), document("局/年报2023.html", ANNEX)],
    ):
        assert parts_in(group) == []


def test_the_trunk_of_a_name_is_without_what_says_the_part() -> None:
    assert trunk("a/甲局2023年年报附表1.xlsx") == trunk("a/甲局2023年年报-正文.docx") == "a/甲局2023年年报"
    assert trunk("a/甲局2023附表1.xlsx") == trunk("a/甲局2023.docx") == "a/甲局2023"
    assert trunk("a/2023.pdf") == "a/2023"
    assert trunk("a/附表.xlsx") == "a/附表"


@pytest.mark.long
def test_a_run_leaves_no_part_out_and_its_panel_has_one_report(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "局").mkdir(parents=True)
    (folder / "局" / "index.html").write_text(linking("/u/a.html.docx", "a"), "utf-8")
    (folder / "局" / "a.html").write_text(ANNEX, "utf-8")
    done = command("batch", folder, "--out", tmp_path / "RUN", "-q")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "RUN" / "failures.log").read_text("utf-8") == ""
    out = tmp_path / "panel" / "panel.csv"
    assert command("panel", tmp_path / "RUN", "-o", out).returncode == 0
    with out.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {(row["name"].rpartition("/")[2], row["unit"], row["year"]) for row in rows} == {
        ("a.html", str(WHOLE.report.unit), str(WHOLE.report.year))
    }
