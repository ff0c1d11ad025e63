"""Whole drafts, each true and let alone, and what is found where one thing in them is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, cast

import pytest

from extractor.findings import UnplacedFinding
from extractor.forms import load_forms
from extractor.proofreading import Draft, ReportOn, proofread

HERE = Path(__file__).parent
FORM = next(form for form in load_forms() if form.id == "2021")
FILE = tomllib.loads((HERE / "documents.toml").read_text("utf-8"))
DRAFTS = cast(dict[str, dict[str, Any]], FILE["drafts"])
MISTAKES = cast(list[dict[str, str]], FILE["mistakes"])
_HALF = str.maketrans("，；：（）＿", ",;:()_")


def findings_on(name: str, text: str) -> list[UnplacedFinding]:
    """What is wrong with a draft whose tables are not known."""
    report = ReportOn(DRAFTS[name]["unit"], DRAFTS[name]["year"], dict.fromkeys(FORM.columns), {})
    text = text.translate(_HALF)
    return [one for one in proofread(Draft(text, [(0, len(text))], FORM, report), []) if one.severity != "info"]


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_that_is_right_is_let_alone(name: str) -> None:
    assert findings_on(name, DRAFTS[name]["text"]) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: f"{one['code']}: {one['wrong'][:30]}")
def test_a_mistake_is_found(mistake: dict[str, str]) -> None:
    text = DRAFTS[mistake["draft"]]["text"]
    assert mistake["right"] in text
    found = findings_on(mistake["draft"], text.replace(mistake["right"], mistake["wrong"], 1))
    assert mistake["code"] in {one.code for one in found}


def test_what_is_found_is_told_with_its_words_and_its_place() -> None:
    text = DRAFTS["bureau"]["text"].replace("参训120人次", "参训XX人次")
    [found] = findings_on("bureau", text)
    assert found.code == "left-unfilled"
    assert "参训XX人次" in found.zh
    start, end = found.spans[0]
    assert text.translate(_HALF)[start:end] == "XX"


def test_an_extract_of_a_report_misses_no_parts() -> None:
    text = "三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n"
    assert findings_on("bureau", text) == []


def test_an_overview_with_headings_for_all_but_one_aspect_leaves_that_out() -> None:
    text = DRAFTS["bureau"]["text"]
    start, end = text.index("（五）监督保障情况"), text.index("二、主动公开政府信息情况")
    [found] = [one for one in findings_on("bureau", text[:start] + text[end:]) if one.code == "overview-incomplete"]
    assert "未写到：监督保障" in found.zh
