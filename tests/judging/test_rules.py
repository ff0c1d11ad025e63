"""Each named rule of judging does something: without it, its case is not read as it should be."""

from __future__ import annotations

import pytest
from case_files import CASES, NAMES, faults

from extractor.judging import doubts, evidence, facts, verdicts
from extractor.judging.doubts import DOUBTS, DoubtRule
from extractor.judging.evidence import ACCEPTANCE, Kind
from extractor.judging.verdicts import WITHDRAWALS, Withdrawal
from extractor.pipeline import extract, trace_figure

KEEPING = [kind for kind in ACCEPTANCE if kind.case]
IN_FILES = ("review.recognised", "review.readers", "readers-differ")
"""No text shows what these do; `test_recognised.py` and `test_readers.py` take them away."""
IN_TEXTS = [rule for rule in DOUBTS if rule.name not in IN_FILES]


@pytest.mark.usefixtures("by_evidence")
@pytest.mark.parametrize("rule", IN_TEXTS, ids=lambda rule: rule.name)
def test_without_a_rule_of_doubt_its_case_is_read_wrongly(rule: DoubtRule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubts, "DOUBTS", tuple(one for one in DOUBTS if one is not rule))
    assert faults(rule.case)


@pytest.mark.usefixtures("by_evidence")
@pytest.mark.parametrize("kind", KEEPING, ids=lambda kind: f"{kind.name}-{kind.case}")
def test_without_a_kind_of_evidence_that_is_not_enough_its_case_is_read_wrongly(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "ACCEPTANCE", tuple(one for one in ACCEPTANCE if one is not kind))
    assert faults(kind.case)


@pytest.mark.parametrize("rule", [rule for rule in WITHDRAWALS if rule.case], ids=lambda rule: rule.name)
def test_without_a_withdrawal_its_case_is_read_wrongly(rule: Withdrawal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "WITHDRAWALS", tuple(one for one in WITHDRAWALS if one is not rule))
    assert faults(rule.case)


def test_what_was_not_right_often_enough_is_withdrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "is_often_right", lambda *_: False)
    *_, last = trace_figure(str(CASES / "row-repeated-after-the-page-break.txt"), "applications.new.total")
    assert (last.step, last.rule) == ("withdrawn", "evidence-seldom-right")


DENIED = """望江区司法局2022年政府信息公开工作年度报告
（一）主动公开。作出行政许可决定0件，行政处罚决定1件。
二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t1\t2\t3
行政规范性文件\t4\t5\t6
第二十条第（五）项
信息内容\t本年处理决定数量
行政许可\t
第二十条第（六）项
信息内容\t本年处理决定数量
行政处罚\t1
行政强制\t2
第二十条第（八）项
信息内容\t本年收费金额（单位：万元）
行政事业性收费\t3
"""


def test_a_blank_stays_where_the_0_that_it_is_said_to_mean_is_withdrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    for is_right, told in ((True, (0, "deduced", "accepted")), (False, (None, "blank", "accepted"))):
        monkeypatch.setattr(
            verdicts, "is_often_right", lambda kind, _, is_right=is_right: is_right or "denied" not in kind
        )
        found = extract(DENIED.encode(), "r.txt")
        field = found.fields["active.administrative_licensing.decisions"]
        assert (field.value, field.basis, field.status) == told
        assert ("blanks-denied" in [one.code for one in found.findings]) is is_right


def test_an_identity_that_gave_a_figure_does_not_vouch_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    case, field = "total-column-gone", "applications.carried_in.other_org"
    steps = trace_figure(str(CASES / f"{case}.txt"), field)
    assert "used-up" in [one.rule for one in steps]
    monkeypatch.setattr(facts, "find_used_up", lambda *_: frozenset[str]())
    assert [fault for fault in faults(case) if fault.startswith(f"{field}: accepted")]


def test_every_rule_that_keeps_a_figure_back_names_a_case_that_is_there() -> None:
    keeping = [kind for kind in ACCEPTANCE if not kind.is_enough and kind.name not in IN_FILES]
    assert {rule.case for rule in (*IN_TEXTS, *keeping)} <= set(NAMES)


def test_rules_and_kinds_have_names_of_their_own() -> None:
    names = [rule.name for rule in DOUBTS]
    assert len(set(names)) == len(names)
    assert all(rule.says for rule in DOUBTS)
    assert all(kind.says for kind in ACCEPTANCE)


def test_the_way_of_a_figure_names_the_rule_that_put_it_in_doubt() -> None:
    path = str(CASES / "columns-in-another-order-under-a-wrapped-header.txt")
    trace = trace_figure(path, "applications.new.research")
    steps = {one.step: one.rule for one in trace if one.step != "account"}
    assert steps == {
        "row": "exact",
        "columns": "words-out-of-order",
        "slot": "shown",
        "doubt": "columns-not-named",
        "evidence": "review.column",
        "review": "",
    }


def test_the_way_of_a_figure_in_a_table_that_was_not_found_says_so() -> None:
    path = str(CASES / "one-table-is-a-picture.txt")
    steps = [trace_figure(path, f"{section}.total") for section in ("disputes.review", "applications.new")]
    assert ["its table was not found"] in [[one.says for one in way] for way in steps]
