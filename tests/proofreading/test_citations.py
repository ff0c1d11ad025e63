"""What a misnamed law is called: by the name that begins alike, whatever the order in which names are known."""

from __future__ import annotations

import pytest

from extractor.forms import load_forms
from extractor.proofreading import Draft, ReportOn
from extractor.proofreading.citations import check_citations

FORM = next(form for form in load_forms() if form.id == "2021")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("《中华人民共和国政府信息公开法》", "《中华人民共和国政府信息公开条例》"),
        ("《政府信息公开条列》", "《政府信息公开条例》"),
    ],
)
def test_a_name_is_mended_by_the_one_that_begins_alike(wrong: str, right: str) -> None:
    text = f"根据{wrong}规定，现公布年度报告。\n"
    draft = Draft(text, [(0, len(text))], FORM, ReportOn("甲县教育局", 2024, {}, {}))
    [found] = check_citations(draft)
    assert found.mends is not None
    assert found.mends[1] == right
