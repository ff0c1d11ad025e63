"""`extractor check --annotate` from the Word file to the copy opened again: findings are comments where they stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from typer.testing import CliRunner, Result

from benchmarks.render_docx import render_docx
from benchmarks.reports import make_report
from extractor.cli.app import app

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Word file whose table fails an equation, whose law is misnamed, and which a placeholder was left in."""
    report = make_report(11, form="2021", size="small", author_error=True)
    path = tmp_path_factory.mktemp("annotate") / "draft.docx"
    path.write_bytes(render_docx(report))
    document: Any = Document(str(path))
    document.paragraphs[1].add_run("本报告根据《中华人民共和国政府信息公开法》第五十条编制。")
    document.paragraphs[2].add_run("全年组织培训XX次。")
    document.save(str(path))
    return path


def check(*arguments: str | Path) -> Result:
    return CliRunner(env={"LANG": "zh_CN.UTF-8", "LC_ALL": ""}).invoke(app, ["check", *map(str, arguments)])


def marked(document: Any) -> dict[str, str]:
    """The words that each comment is on, by its number."""
    found: dict[str, str] = {}
    for start in document.element.body.iter(f"{WORD}commentRangeStart"):
        number, words = start.get(f"{WORD}id"), ""
        for sibling in start.itersiblings():
            if sibling.tag == f"{WORD}commentRangeEnd" and sibling.get(f"{WORD}id") == number:
                break
            words += "".join(one.text or "" for one in sibling.iter(f"{WORD}t"))
        found[number] = words
    return found


def words_of(document: Any) -> list[str]:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def test_the_copy_has_a_comment_for_every_finding_and_the_draft_is_as_it_was(draft: Path) -> None:
    before, copy = draft.read_bytes(), draft.with_name("marked.docx")
    told = json.loads(check(draft, "--format", "json").stdout)["findings"]
    result = check(draft, "--annotate", copy)
    assert result.exit_code == 1, result.output
    assert "问题已写成批注" in result.stderr
    document: Any = Document(str(copy))
    comments = {str(one.comment_id): one.text for one in document.comments}
    codes = sorted(text.rpartition("(")[2].rstrip(")") for text in comments.values())
    assert codes == sorted(one["code"] for one in told)
    assert {"identity-violated", "law-misnamed", "left-unfilled"} <= set(codes)
    assert all("处理：" in text for text in comments.values())
    assert draft.read_bytes() == before
    assert words_of(document) == words_of(Document(str(draft)))


def test_a_comment_stands_on_the_words_or_in_the_cell_that_it_is_about(draft: Path) -> None:
    copy = draft.with_name("again.docx")
    check(draft, "--annotate", copy)
    document: Any = Document(str(copy))
    on, texts = marked(document), {str(one.comment_id): one.text for one in document.comments}
    by_code = {text.rpartition("(")[2].rstrip(")"): on.get(number, "") for number, text in texts.items()}
    assert by_code["law-misnamed"] == "《中华人民共和国政府信息公开法》"
    assert "XX" in by_code["left-unfilled"]
    equation = next(number for number, text in texts.items() if "identity-violated" in text)
    reference = next(
        one for one in document.element.body.iter(f"{WORD}commentReference") if one.get(f"{WORD}id") == equation
    )
    assert any(parent.tag == f"{WORD}tc" for parent in reference.iterancestors())
