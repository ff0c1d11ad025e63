"""Sentences of the prose against tables: true ones are let alone, and a wrong number in one of them is found.

`sentences.txt` has a sentence a line, behind the name of the tables it is true of. Of each number in ⟦ ⟧ it is tried
whether a slip of the pen is found.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from extractor.findings import UnplacedFinding
from extractor.forms import load_forms
from extractor.proofreading import Draft, ReportOn, proofread

HERE = Path(__file__).parent
FORM = next(form for form in load_forms() if form.id == "2021")
_MARKED = re.compile("⟦(.+?)⟧")
_HAN = {"二十四": "四十二", "十二": "二十", "一百五十六": "一百六十五", "六百零一": "六百一十", "两": "三", "一": "二"}


class Sentence(NamedTuple):
    """A sentence and the tables it is true of."""

    tables: str
    marked: str

    @property
    def text(self) -> str:
        """The sentence as it is printed."""
        return _MARKED.sub(r"\1", self.marked)


def sentences() -> list[Sentence]:
    lines = (HERE / "sentences.txt").read_text("utf-8").split("\n")
    return [Sentence(*line.split("|", 1)) for line in lines if line and not line.startswith("#")]


def tables(name: str) -> ReportOn:
    """The figures of a county's bureau or of a city; what is not named is 0."""
    unit, year, given = {"bureau": ("清汀县教育局", 2024, BUREAU), "city": ("渭荷市人民政府", 2023, CITY)}[name]
    return ReportOn(unit, year, dict.fromkeys(FORM.columns, 0) | given, {})


BUREAU: dict[str, int | Decimal] = {
    "applications.new.natural_person": 21,
    "applications.new.company": 2,
    "applications.new.legal_service": 1,
    "applications.new.total": 24,
    "applications.carried_in.total": 2,
    "applications.granted.total": 12,
    "applications.partially_granted.total": 3,
    "applications.denied.third_party_rights.total": 1,
    "applications.unable.not_held.total": 5,
    "applications.unable.needs_creation.total": 1,
    "applications.rejected.petition.total": 1,
    "applications.rejected.repeated.total": 1,
    "applications.total.total": 24,
    "applications.carried_out.total": 2,
    "disputes.review.upheld": 1,
    "disputes.review.pending": 1,
    "disputes.review.total": 2,
    "disputes.litigation_direct.corrected": 1,
    "disputes.litigation_direct.total": 1,
    "active.normative_documents.issued": 2,
    "active.normative_documents.repealed": 1,
    "active.normative_documents.in_force": 9,
    "active.administrative_licensing.decisions": 156,
    "active.administrative_penalties.decisions": 3,
    "active.administrative_fees.amount_wan_yuan": Decimal("13.5"),
}
CITY: dict[str, int | Decimal] = {
    "applications.new.natural_person": 579,
    "applications.new.company": 23,
    "applications.new.legal_service": 2,
    "applications.new.total": 604,
    "applications.carried_in.total": 7,
    "applications.granted.total": 380,
    "applications.partially_granted.total": 43,
    "applications.denied.state_secret.total": 3,
    "applications.denied.third_party_rights.total": 10,
    "applications.denied.internal_affairs.total": 8,
    "applications.unable.not_held.total": 110,
    "applications.unable.needs_creation.total": 10,
    "applications.rejected.petition.total": 17,
    "applications.other.misc.total": 20,
    "applications.total.total": 601,
    "applications.carried_out.total": 10,
    "disputes.review.upheld": 12,
    "disputes.review.corrected": 3,
    "disputes.review.other": 5,
    "disputes.review.pending": 4,
    "disputes.review.total": 24,
    "disputes.litigation_direct.upheld": 2,
    "disputes.litigation_direct.corrected": 1,
    "disputes.litigation_direct.pending": 1,
    "disputes.litigation_direct.total": 4,
    "disputes.litigation_after_review.upheld": 1,
    "disputes.litigation_after_review.pending": 1,
    "disputes.litigation_after_review.total": 2,
    "active.regulations.issued": 2,
    "active.regulations.in_force": 11,
    "active.normative_documents.issued": 11,
    "active.normative_documents.repealed": 52,
    "active.normative_documents.in_force": 65,
    "active.administrative_licensing.decisions": 24750,
    "active.administrative_penalties.decisions": 882,
    "active.administrative_coercion.decisions": 43,
    "active.administrative_fees.amount_wan_yuan": Decimal("1234.5"),
}


def findings_on(sentence: str, report: ReportOn) -> list[UnplacedFinding]:
    text = sentence.translate(str.maketrans("，；：（）", ",;:()"))
    return [one for one in proofread(Draft(text, [(0, len(text))], FORM, report), []) if one.severity != "info"]


def slip(number: str) -> str:
    """A number as a slip of the pen makes it: two digits swapped where they differ, another number where not."""
    if not number[0].isdecimal():
        return _HAN[number]
    if "." in number:
        return f"{Decimal(number) + Decimal('7.3')}"
    swapped = number[1] + number[0] + number[2:] if len(number) > 1 else number
    return swapped if swapped != number and swapped[0] != "0" else str(int(number) + 3)


def slips() -> list[tuple[str, str]]:
    """Every sentence with one slip, and its tables."""
    made: list[tuple[str, str]] = []
    for sentence in sentences():
        pieces = _MARKED.split(sentence.marked)
        for i in range(1, len(pieces), 2):
            made.append((sentence.tables, "".join([*pieces[:i], slip(pieces[i]), *pieces[i + 1 :]])))
    return made


@pytest.mark.parametrize("sentence", sentences(), ids=lambda one: one.text[:40])
def test_a_true_sentence_is_let_alone(sentence: Sentence) -> None:
    assert findings_on(sentence.text, tables(sentence.tables)) == []


@pytest.mark.parametrize(("name", "sentence"), slips(), ids=lambda one: one[:60])
def test_a_slip_of_the_pen_is_found(name: str, sentence: str) -> None:
    assert findings_on(sentence, tables(name)) != []


def test_a_finding_names_the_cell_and_the_words() -> None:
    [found] = findings_on("全年予以公开21件。", tables("bureau"))
    assert found.fields == ("applications.granted.total",)
    assert "全年予以公开21件" in found.zh
    assert "（一）予以公开" in found.zh
    assert (found.left, found.right) == (21, 12)


@pytest.mark.parametrize(
    "said",
    [
        "收到的申请均已按时办结。",
        "收到申请24件，加上上年结转2件，共26件，全部在法定期限内办结。",
        "依申请公开事项均已办理完毕。",
    ],
)
def test_all_cannot_be_settled_where_the_table_carries_some_over(said: str) -> None:
    [found] = findings_on(said, tables("bureau"))
    assert (found.code, found.fields) == ("settled-differs", ("applications.carried_out.total",))
    assert findings_on(said, tables("bureau")._replace(values=BUREAU | {"applications.carried_out.total": 0})) == []


def test_a_department_s_own_level_is_the_body_that_reports() -> None:
    assert [one.code for one in findings_on("厅本级未发生行政处罚。", tables("bureau"))] == ["prose-differs"]


def test_another_year_s_sentence_is_left_over_though_it_counts_what_was_carried_in() -> None:
    said = "2022年度我局共办理政府信息公开申请26件，其中上年度结转2件、本年度新收24件。"
    assert [one.code for one in findings_on(said, tables("bureau"))] == ["year-left-over"]
    assert findings_on("2023年结转的申请2件已全部办结。", tables("bureau")) == []
    again = said + "年内办结申请24件，本年度新收24件中自然人21件，结转下年2件。"
    assert "year-left-over" in [one.code for one in findings_on(again, tables("bureau"))]


def test_parts_of_what_was_received_make_no_total_of_what_was_settled() -> None:
    said = "全市新收申请604件。其中，市政府本级收到87件，各县区收到514件。"
    assert [one.code for one in findings_on(said, tables("city"))] == ["parts-differ"]


def test_a_denial_ends_where_the_next_of_a_list_is_counted() -> None:
    found = findings_on("未发生行政处罚、行政强制0件。", tables("bureau"))
    assert [one.fields for one in found] == [("active.administrative_penalties.decisions",)]
    assert findings_on("未发生行政强制、行政处罚3件。", tables("bureau")) == []


def test_papers_that_do_not_add_up_are_no_applications() -> None:
    said = "全年审核公文922件，其中主动公开629件、依申请公开196件、不予公开118件。"
    assert [one.code for one in findings_on(said, tables("bureau"))] == ["parts-differ"]


def test_an_annex_may_be_of_another_year() -> None:
    assert findings_on("附件：2021年度政府信息公开情况统计表", tables("bureau")) == []


def test_what_is_said_behind_a_number_is_quoted_with_it() -> None:
    found = findings_on("全年行政诉讼1件（直接起诉，尚未审结）。", tables("bureau"))
    assert "“全年行政诉讼1件（直接起诉，尚未审结”" in found[0].zh
    assert not any("“”" in one.zh for one in found)
