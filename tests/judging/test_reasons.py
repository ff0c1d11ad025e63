"""No review without a reason: whatever the text, a figure in review is named by a finding that asks for something."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.pipeline import extract

FROZEN = Path(__file__).parents[2] / "benchmarks" / "frozen"
TEXTS = sorted([*FROZEN.glob("*/*.txt"), *(Path(__file__).parents[1] / "cases").glob("*.txt")])


@pytest.mark.parametrize("folder", sorted({text.parent for text in TEXTS}), ids=lambda folder: folder.name)
def test_every_figure_in_review_is_named_by_a_warning_or_an_error(folder: Path) -> None:
    unnamed: dict[str, list[str]] = {}
    for text in (text for text in TEXTS if text.parent == folder):
        extraction = extract(text)
        named = {field for one in extraction.findings if one.severity != "info" for field in one.fields}
        waiting = [field for field, one in extraction.fields.items() if one.status == "review" and field not in named]
        if waiting:
            unnamed[text.name] = waiting
    assert unnamed == {}


def test_cells_of_one_table_that_say_the_same_are_one_finding() -> None:
    text = (
        "二、主动公开政府信息情况\n第二十条第（一）项\t\t\t\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
        "规章\t另附\t另附\t另附\n行政规范性文件\t另附\t0\t5\n"
    )
    found = [one for one in extract(text.encode(), "report.txt").findings if one.code == "not-a-figure"]
    assert [len(one.fields) for one in found] == [4]
    assert "另附" in found[0].message.zh
