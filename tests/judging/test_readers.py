"""Two readers of one table: where the cells of the file and its text say different figures, neither is accepted."""

from __future__ import annotations

import pytest

from extractor.judging import doubts
from extractor.judging.doubts import DOUBTS
from extractor.pipeline import extract

NAMES = "".join(f"<td>{name}</td>" for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
PAGE = f"""<html><body><p>青溪市水利局2023年政府信息公开工作年度报告</p>
<p>四、政府信息公开行政复议、行政诉讼情况</p><table>
<tr><td colspan="10"></td><td colspan="5" rowspan="3">行政复议</td></tr>
<tr><td colspan="10">行政诉讼</td></tr>
<tr><td colspan="5">未经复议直接起诉</td><td colspan="5">复议后起诉</td></tr>
<tr>{3 * NAMES}</tr>
<tr>{"".join(f"<td>{figure}</td>" for figure in (1, 0, 0, 0, 1, 2, 0, 0, 0, 2, 3, 1, 0, 0, 4))}</tr>
</table></body></html>"""
"""The office prints the lawsuits first: the cells show it, and the order of the text does not."""


def test_where_cells_and_text_differ_both_figures_wait_for_a_person() -> None:
    extraction = extract(PAGE.encode(), "report.html")
    one = extraction.fields["disputes.review.upheld"]
    assert (one.value, one.status, one.reason) == (3, "review", "unproved")
    assert [candidate.value for candidate in one.candidates] == [1]
    finding = next(each for each in extraction.findings if "disputes.review.upheld" in each.fields)
    assert "按单元格读取与按文本读取的结果不同" in finding.message.zh


def test_without_the_rule_the_cells_alone_would_be_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubts, "DOUBTS", tuple(rule for rule in DOUBTS if rule.name != "readers-differ"))
    assert extract(PAGE.encode(), "report.html").fields["disputes.review.upheld"].status == "accepted"
