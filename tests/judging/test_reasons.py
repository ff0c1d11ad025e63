"""No review without a reason: whatever the text, a figure in review is named by a finding that asks for something."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_files import unnamed

from extractor.findings import Severity, gravest_codes
from extractor.pipeline import extract

FROZEN = Path(__file__).parents[2] / "benchmarks" / "frozen"
TEXTS = sorted(FROZEN.glob("*/*.txt"))


@pytest.mark.parametrize("folder", sorted({text.parent for text in TEXTS}), ids=lambda folder: folder.name)
def test_every_figure_in_review_has_the_reason_of_a_finding_that_names_it(folder: Path) -> None:
    """As in `tests/test_cases.py`, where each case is looked at so; a report of no known form has no figures."""
    found = {text.name: unnamed(extract(text)) for text in TEXTS if text.parent == folder}
    assert {name: fields for name, fields in found.items() if fields} == {}


def test_the_figures_of_a_missing_table_wait_because_it_is_missing() -> None:
    text = "二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t1\t0\t5\n"
    fields = extract(text.encode(), "report.txt").fields
    assert {one.reason for key, one in fields.items() if not key.startswith("active.")} == {"section-missing"}


def test_of_findings_of_one_severity_the_cells_own_is_the_reason() -> None:
    found: list[tuple[Severity, str, list[str]]] = [
        ("info", "blanks-deduced", ["a"]),
        ("warning", "table-torn", ["a", "b", "c"]),
        ("warning", "not-a-figure", ["a"]),
        ("warning", "rows-may-have-moved", ["a", "b"]),
        ("error", "identity-violated", ["c", "d"]),
    ]
    codes = {"a": "not-a-figure", "b": "rows-may-have-moved", "c": "identity-violated", "d": "identity-violated"}
    assert gravest_codes(found) == codes


def test_cells_of_one_table_that_say_the_same_are_one_finding() -> None:
    text = (
        "二、主动公开政府信息情况\n第二十条第（一）项\t\t\t\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
        "规章\t另附\t另附\t另附\n行政规范性文件\t另附\t0\t5\n"
    )
    found = [one for one in extract(text.encode(), "report.txt").findings if one.code == "not-a-figure"]
    assert [len(one.fields) for one in found] == [4]
    assert "另附" in found[0].message.zh
