"""Copies of drafts with what was found in them: comments, tracked changes, text, letters, and the ledger."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from extractor import extract
from extractor.errors import PagesError
from extractor.exporting.collecting.draft_status import Draft, standing_of
from extractor.exporting.linting.ledger import Ledger, LedgerDraft
from extractor.exporting.linting.sifting import RulesWanted, sift
from extractor.exporting.linting.telling import ToldFinding
from extractor.exporting.word_copies.alignment import align
from extractor.exporting.word_copies.changes import changes_in, mended_text, mended_word
from extractor.exporting.word_copies.comments import annotated
from extractor.exporting.word_copies.reply import Reply, reply_letter
from extractor.findings import Bilingual
from extractor.result import Finding, Message, Place, Replacement, SourceInfo

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = (
    "海宁市财政局年度报告\n根据《政府信息公开法》编制，认真认真落实。\n"
    "规章\t0\t\t7\n规范性文件\t0\t0\t7\n海宁市财政局\n"
)


def word_file() -> bytes:
    """The file whose text is `TEXT`: words in several runs, a number before the title, a blank cell."""
    document: Any = Document()
    document.add_paragraph("海宁市财政局年度报告")
    paragraph = document.add_paragraph("根据《政府信")
    paragraph.add_run("息公开").bold = True
    paragraph.add_run("法》编制，认真认真落实。")
    table = document.add_table(rows=2, cols=4)
    for row, texts in zip(table.rows, (("规章", "0", "", "7"), ("规范性文件", "0", "0", "7")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("海宁市财政局")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def place_of(start: int, length: int) -> Place:
    return Place(0, start, start + length, TEXT.count("\n", 0, start) + 1, 1, None, None, None)


def told(code: str, start: int, length: int, replaced: tuple[str, str] | None = None, **more: Any) -> ToldFinding:
    replacement = None
    if replaced is not None:
        replacement = Replacement(place_of(TEXT.index(replaced[0]), len(replaced[0])), replaced[1])
    finding = Finding(code, "error", Message("有误", "wrong"), [], [place_of(start, length)], replacement=replacement)
    where = Bilingual("第2段", "paragraph 2")
    made = ToldFinding(finding, "0" * 16, where, False, None, "", None, Bilingual("改正", "mend"))
    return made._replace(**more)


LAW = told("law-misnamed", TEXT.index("《政"), 9, ("《政府信息公开法》", "《政府信息公开条例》"))
TWICE = told("said-twice", TEXT.index("认真认真"), 4, ("认真认真", "认真"))


def opened(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def marked(document: Any) -> list[str]:
    """The words that each comment is on, in the order of the file."""
    found: list[str] = []
    for start in document.element.body.iter(f"{WORD}commentRangeStart"):
        words = ""
        for sibling in start.itersiblings():
            if sibling.tag == f"{WORD}commentRangeEnd" and sibling.get(f"{WORD}id") == start.get(f"{WORD}id"):
                break
            words += "".join(one.text or "" for one in sibling.iter(f"{WORD}t", f"{WORD}delText"))
        found.append(words)
    return found


def test_a_comment_stands_on_the_words_it_is_about_and_the_text_stays() -> None:
    made = annotated(word_file(), TEXT, [LAW, TWICE], "d.docx", "zh")
    document = opened(made)
    assert marked(document) == ["《政府信息公开法》", "认真认真"]
    assert [paragraph.text for paragraph in document.paragraphs] == [
        paragraph.text for paragraph in opened(word_file()).paragraphs
    ]
    [law, twice] = document.comments
    assert law.author == "extractor"
    assert law.text == "【错误】有误\n处理：改正\n(law-misnamed)"
    assert law.timestamp is None
    assert twice.text.endswith("(said-twice)")
    assert made == annotated(word_file(), TEXT, [LAW, TWICE], "d.docx", "zh")


def test_a_comment_about_a_blank_cell_stands_in_it_and_one_without_a_place_on_the_title() -> None:
    blank = TEXT.index("规章\t0\t") + len("规章\t0\t")
    nowhere = told("part-missing", 0, 0)
    nowhere = nowhere._replace(finding=replace(nowhere.finding, places=[]))
    document = opened(annotated(word_file(), TEXT, [told("cell-left-blank", blank, 0), nowhere], "d.docx", "en"))
    cell = document.tables[0].rows[0].cells[2]._tc
    assert len(list(cell.iter(f"{WORD}commentReference"))) == 1
    assert len(list(document.paragraphs[0]._p.iter(f"{WORD}commentReference"))) == 1


def test_two_comments_may_stand_on_the_same_words() -> None:
    document = opened(annotated(word_file(), TEXT, [TWICE, TWICE], "d.docx", "zh"))
    assert len(marked(document)) == 2
    assert document.paragraphs[1].text == "根据《政府信息公开法》编制，认真认真落实。"


def test_in_a_word_file_what_is_mended_is_tracked_with_a_comment() -> None:
    made = mended_word(word_file(), TEXT, changes_in([TWICE, LAW]), "d.docx", "zh")
    document = opened(made.content)
    paragraph = document.paragraphs[1]._p
    deleted = ["".join(one.text for one in each.iter(f"{WORD}delText")) for each in paragraph.iter(f"{WORD}del")]
    inserted = ["".join(one.text for one in each.iter(f"{WORD}t")) for each in paragraph.iter(f"{WORD}ins")]
    assert deleted == ["《政府信息公开法》", "认真认真"]
    assert inserted == ["《政府信息公开条例》", "认真"]
    assert len(list(document.comments)) == len(made.changes) == 2
    assert extract(made.content, "d.docx").source.sha256 != extract(word_file(), "d.docx").source.sha256
    accepted = "".join(one.text for one in paragraph.iter(f"{WORD}t"))
    assert accepted == "根据《政府信息公开条例》编制，认真落实。"


def test_a_text_is_mended_as_text_in_its_encoding() -> None:
    content = TEXT.replace("\n", "\r\n").encode("gb18030")
    text = content.decode("gb18030")
    shift = text.index("认真认真") - TEXT.index("认真认真")
    one = TWICE.finding
    moved = replace(one, replacement=Replacement(place_of(TEXT.index("认真认真") + shift, 4), "认真"))
    made = mended_text(content, text, changes_in([TWICE._replace(finding=moved)]), "d.txt")
    assert made.content.decode("gb18030") == text.replace("认真认真", "认真")
    with pytest.raises(PagesError, match="encoding"):
        mended_text(b"\xff\xff", "x", [], "d.txt")


def test_no_figure_is_ever_mended_and_no_change_lies_over_another() -> None:
    figure = TWICE._replace(finding=replace(TWICE.finding, fields=["applications.new.total"]))
    assert changes_in([figure]) == []
    assert len(changes_in([TWICE, TWICE])) == 1


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(PagesError, match=r"d\.docx: is no Word file"):
        annotated(_archive(), TEXT, [LAW], "d.docx", "zh")


def _archive() -> bytes:
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
        )
        archive.writestr(
            "_rels/.rels", "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'/>"
        )
    return made.getvalue()


def test_every_character_that_text_and_file_share_in_order_is_brought_together() -> None:
    seeded = random.Random(7)
    for _ in range(50):
        paragraphs = [["".join(seeded.choices("甲乙丙0123 ", k=seeded.randint(0, 14)))] for _ in range(8)]
        numbered = [list(enumerate(one, 10 * i)) for i, one in enumerate(paragraphs)]
        text = "\n".join(f"{i}、{one[0]}" if i % 3 == 0 else one[0] for i, one in enumerate(paragraphs))
        found = align(text, numbered)
        bare = "".join("".join(one[0].split()) for one in paragraphs)
        assert len(found) == len(bare)
        assert all(text[at] == paragraphs[one.paragraph][0][one.at] for at, one in found.items())
        places = [found[at][:1] + found[at][2:] for at in sorted(found)]
        assert places == sorted(places)


def test_a_letter_names_the_office_and_has_a_row_a_finding() -> None:
    draft = Draft("drafts/d.docx", extract(TEXT.encode(), "d.txt"))
    status = standing_of(draft)._replace(body="海宁市财政局", year=2025, verdict="look", errors=2)
    doubt = LAW._replace(finding=replace(LAW.finding, code="unproved", severity="warning"))
    letter = opened(reply_letter(Reply(status, [LAW, TWICE, doubt], "copy.docx", "zh")))
    texts = [paragraph.text for paragraph in letter.paragraphs]
    assert texts[1] == "海宁市财政局："
    assert "2025年度报告（d.docx）" in texts[2]
    assert "错误 2 处" in texts[2]
    assert any("copy.docx" in text for text in texts)
    first, second = letter.tables
    assert [row.cells[0].text for row in first.rows] == ["序号", "1", "2"]
    assert [row.cells[1].text for row in second.rows] == ["位置", "第2段"]


def ledger_of(path: Path, *findings: Finding, name: str = "d.txt") -> tuple[list[dict[str, Any]], int, int]:
    bare = extract(TEXT.encode(), name)
    source = SourceInfo(None, name, "0" * 64, "text/plain", 1)
    draft = Draft(name, replace(bare, source=source, findings=list(findings)))
    ledger = Ledger(path, "zh")
    ledger.take(LedgerDraft(sift(draft, TEXT, RulesWanted(is_isolated=True)), TEXT))
    content, entries, mended = ledger.content()
    path.write_bytes(content)
    heads, *rows = [[cell.value for cell in row] for row in load_workbook(path).worksheets[0].iter_rows()]
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows], entries, mended


def test_a_ledger_is_in_the_supervisors_order_and_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    late = replace(LAW.finding, code="date-late", replacement=None)
    doubt = replace(LAW.finding, code="unproved", severity="warning", replacement=None)
    rows, entries, mended = ledger_of(path, doubt, TWICE.finding, LAW.finding, late)
    assert [row["规则"] for row in rows] == ["date-late", "law-misnamed", "said-twice", "unproved"]
    assert [row["监督事项"] for row in rows] == ["不按时发布", "内容不准确、不全面", "敷衍塞责", None]
    assert [row["核查结论"] for row in rows] == ["成立", "成立", "成立", "无法核对"]
    assert rows[1]["建议"] == "“《政府信息公开法》”改为“《政府信息公开条例》”"
    assert (entries, mended) == (4, 0)
    book = load_workbook(path)
    book.worksheets[0].cell(2, list(rows[0]).index("备注") + 1, "已电话通知")
    book.save(path)
    rows, entries, mended = ledger_of(path, LAW.finding)
    assert [row["是否已改"] for row in rows] == ["已改", "未改", "已改", "已改"]
    assert rows[0]["备注"] == "已电话通知"
    assert (entries, mended) == (4, 3)
    rows, _, _ = ledger_of(path, LAW.finding, name="other.txt")
    assert sorted(row["是否已改"] for row in rows) == ["已改", "已改", "已改", "未改", "未改"]


def test_a_workbook_that_is_no_ledger_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(PagesError, match="is no ledger of ours"):
        Ledger(path, "zh")


def test_comments_of_an_earlier_check_are_replaced_and_those_of_people_stay() -> None:
    document = opened(annotated(word_file(), TEXT, [LAW, TWICE], "d.docx", "zh"))
    document.add_comment(document.paragraphs[0].runs, "请核对", "王")
    buffer = io.BytesIO()
    document.save(buffer)
    again = opened(annotated(buffer.getvalue(), TEXT, [TWICE], "d.docx", "zh"))
    assert [one.author for one in again.comments] == ["王", "extractor"]
    numbers = {str(one.comment_id) for one in again.comments}
    marks = list(again.element.body.iter(f"{WORD}commentReference", f"{WORD}commentRangeStart"))
    assert {mark.get(f"{WORD}id") for mark in marks} == numbers
    assert len(marks) == 4
