"""What of the prose disagrees with the tables, what supports them, and what is left alone."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.findings import UnplacedFinding
from extractor.forms import Form, form_named, load_forms
from extractor.narrative import find_claims
from extractor.narrative.compare import Number, compare_claims, supporting_claims
from extractor.sources import open_source

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
LICENSING = "active.administrative_licensing.decisions"
PENALTIES = "active.administrative_penalties.decisions"
NEW = "applications.new.total"
CARRIED_IN = "applications.carried_in.total"
GRANTED = "applications.granted.total"
FEES = "active.administrative_fees.amount_wan_yuan"
ISSUED = "active.normative_documents.issued"


def found(text: str, form: Form | None = None, **values: Number | None) -> list[UnplacedFinding]:
    """The disagreements of a text; figures not given are 0, names are those of the constants above."""
    form = form or form_named("2021")
    figures: dict[str, Number | None] = dict.fromkeys(form.columns, 0)
    figures |= {globals()[name.upper()]: value for name, value in values.items()}
    return compare_claims(find_claims(text, [(0, len(text))]), figures, form)


def said(text: str, form: Form | None = None, **values: Number | None) -> list[tuple[str, str]]:
    return [(one.code, one.zh) for one in found(text, form, **values)]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_the_seeds_disagree_where_their_gold_says_so_and_nowhere_else(path: Path) -> None:
    gold = json.loads((path.parent / "gold" / f"{path.stem}.json").read_text("utf-8"))
    values = {field: entry["value"] for field, entry in gold["fields"].items()}
    form = next(form for form in load_forms() if form.id == gold["form"] and set(form.columns) == set(values))
    text = open_source(path).text
    got = compare_claims(find_claims(text, [(0, len(text))]), values, form)
    assert [(one.code, one.severity, list(one.fields)) for one in got] == [
        (finding["code"], finding["severity"], finding["fields"])
        for finding in gold["findings"]
        if finding["code"].startswith("narrative")
    ]


def test_a_disagreement_quotes_prose_and_table() -> None:
    (one,) = found("行政许可处理决定数量 203 件，同比无增减。")
    assert (one.code, one.severity, one.fields) == ("narrative-disagrees", "warning", (LICENSING,))
    assert (one.left, one.right) == (203, 0)
    assert one.zh == "正文：行政许可处理决定数量 203 件；表：0"
    assert one.en == "The prose says 203 (行政许可处理决定数量 203 件); the table has 0."


def test_the_same_figure_in_two_places_is_one_disagreement() -> None:
    text = "公开行政处罚案件 457起。全年公开的行政处罚共457件。"
    (one,) = found(text, penalties=467)
    assert [text[end] for _, end in one.spans] == ["起", "件"]
    assert one.zh == "正文两处：行政处罚案件 457 起／行政处罚共 457 件；表：467"
    assert one.en.startswith("The prose says 457 (")


def test_two_places_that_differ_are_both_quoted() -> None:
    (one,) = found("作出行政处罚决定5件。全年作出行政处罚决定6件。", penalties=7)
    assert one.en.startswith("The prose says 5 / 6 (")


def test_equal_figures_are_no_finding() -> None:
    assert found("作出行政许可决定5件，收到政府信息公开申请3件。", licensing=5, new=3) == []


def test_what_is_not_known_or_not_of_the_form_is_passed_over() -> None:
    assert found("作出行政许可决定5件。", licensing=None) == []
    assert found("其他对外管理服务事项12件。") == []
    assert found("行政事业性收费3项。") == []
    assert found("行政事业性收费3万元。", form_named("2019")) == []


def test_a_form_is_asked_for_its_own_fields() -> None:
    assert [one.fields for one in found("制发规范性文件3件。")] == [(ISSUED,)]
    old = found("制发规范性文件3件。", form_named("2019"))
    assert [one.fields for one in old] == [("active.normative_documents.made_this_year",)]
    assert [one.fields for one in found("收到政府信息公开申请1件，其他处理1件。", form_named("2019"), new=1)] == [
        ("applications.other.total.total",)
    ]


def test_a_claim_stands_if_any_of_its_readings_does() -> None:
    handled = "受理政府信息公开申请98件。"
    assert found(handled, new=95, carried_in=3) == []
    assert len(found(handled, new=95, carried_in=2)) == 1
    received = "共收到政府信息公开申请98件。"
    assert len(found(received, new=95, carried_in=3)) == 1
    assert found("共收到政府信息公开申请98件，含上年结转3件。", new=95, carried_in=3) == []


def test_a_reading_that_is_not_known_keeps_the_claim_from_being_judged() -> None:
    assert found("受理政府信息公开申请98件。", new=95, carried_in=None) == []


def test_sums_are_compared_as_sums() -> None:
    direct, after = "disputes.litigation_direct.total", "disputes.litigation_after_review.total"
    text = "因政府信息公开被提起行政诉讼3件。"
    claims = find_claims(text, [(0, len(text))])
    form = form_named("2021")
    zeros: dict[str, Number | None] = dict.fromkeys(form.columns, 0)
    assert compare_claims(claims, zeros | {direct: 2, after: 1}, form) == []
    (one,) = compare_claims(claims, zeros | {direct: 2}, form)
    assert (one.fields, one.right) == ((direct, after), 2)


def test_a_denial_disagrees_with_a_figure() -> None:
    assert said("全年未收到政府信息公开申请。", new=3) == [
        ("narrative-disagrees", "正文：未收到政府信息公开申请；表：3")
    ]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("作出行政处罚决定260余件。", (260, 268, 299), (259, 200, 400, 2600)),
        ("作出行政处罚决定260件以上。", (260, 2600), (259,)),
        ("作出行政处罚决定不足10件。", (0, 9, 10), (11,)),
        ("作出行政处罚决定约300件。", (300, 280, 330, 400), (100, 500)),
        ("作出行政处罚决定近50件。", (48, 50), (20, 90)),
    ],
)
def test_bounds_are_compared_as_bounds(text: str, right: tuple[int, ...], wrong: tuple[int, ...]) -> None:
    assert [value for value in right if found(text, penalties=value)] == []
    assert [value for value in wrong if not found(text, penalties=value)] == []


def test_the_sign_of_a_bound_is_told() -> None:
    (one,) = found("作出行政处罚决定260余件。", penalties=12)
    assert one.en == "The prose says ≥260 (行政处罚决定 260 余件); the table has 12."


def test_money_is_compared_to_the_decimals_of_the_prose() -> None:
    text = "行政事业性收费12.5万元。"
    assert found(text, fees=Decimal("12.4987")) == []
    assert found(text, fees=Decimal("12.5")) == []
    assert said(text, fees=Decimal("125.0")) == [("narrative-disagrees", "正文：行政事业性收费 12.5 万元；表：125")]
    assert found("行政事业性收费124987元。", fees=Decimal("12.4987")) == []
    assert len(found("行政事业性收费125000元。", fees=Decimal("12.4987"))) == 1


def test_a_word_of_scope_that_explains_the_difference_makes_it_a_remark() -> None:
    wide = "全区共收到政府信息公开申请95件。"
    (one,) = found(wide, new=17)
    assert (one.code, one.severity) == ("narrative-scope", "info")
    assert one.zh == "正文：政府信息公开申请 95 件；表：17（口径：全区）"
    assert one.en.endswith("They may count different things (全区).")
    assert found(wide, new=120)[0].code == "narrative-disagrees"
    narrow = "2024年，区政府办代表区政府受理政府信息公开申请17件。"
    assert found(narrow, new=95)[0].code == "narrative-scope"
    assert found(narrow, new=5)[0].code == "narrative-disagrees"
    assert found("下属单位作出行政处罚决定9件。", penalties=5)[0].code == "narrative-scope"


def test_a_part_told_besides_the_right_whole_is_a_remark() -> None:
    assert said("作出行政处罚决定48件。全年作出行政处罚决定12件。", penalties=48) == [
        ("narrative-scope", "正文：行政处罚决定 12 件；表：48（正文另有一处与表相同）")
    ]
    assert found("作出行政处罚决定48件。全年作出行政处罚决定52件。", penalties=48)[0].severity == "warning"


def test_warnings_and_remarks_on_one_figure_stay_apart() -> None:
    got = found("全区作出行政处罚决定9件。作出行政处罚决定8件。", penalties=5)
    assert [one.code for one in got] == ["narrative-scope", "narrative-disagrees"]


def test_a_share_is_checked_where_both_its_figures_agree() -> None:
    text = "收到政府信息公开申请80件，予以公开20件，占{}%。"
    assert found(text.format("25"), new=80, granted=20) == []
    assert found(text.format("24.99"), new=80, granted=20) == []
    (one,) = found(text.format("35.5"), new=80, granted=20)
    assert one.zh == "正文：予以公开 20 件,占35.5%；表：25%"
    assert one.en == "The prose says 35.5% (予以公开 20 件,占35.5%); the table has 25%."
    assert [one.left for one in found(text.format("35.5"), new=80, granted=21)] == [20]


def test_a_share_of_nothing_is_passed_over() -> None:
    assert len(found("收到政府信息公开申请80件，予以公开20件，占25%。", new=0, granted=20)) == 1


def test_disagreements_come_in_the_order_of_the_prose() -> None:
    got = found("作出行政处罚决定5件。作出行政许可决定6件。收到政府信息公开申请7件。")
    assert [one.fields for one in got] == [(PENALTIES,), (LICENSING,), (NEW,)]


# ---- evidence


def supported(text: str, **values: Number | None) -> set[str]:
    figures = {globals()[name.upper()]: value for name, value in values.items()}
    return set(supporting_claims(find_claims(text, [(0, len(text))]), figures))


def test_prose_that_says_the_figure_supports_it() -> None:
    assert supported("作出行政许可决定5件，行政处罚决定6件。", licensing=5, penalties=7) == {LICENSING}
    assert supported("未收到政府信息公开申请。", new=0) == {NEW}


def test_two_places_are_two_claims() -> None:
    text = "作出行政许可决定5件。办理行政许可5件。"
    assert len(supporting_claims(find_claims(text, [(0, len(text))]), {LICENSING: 5})[LICENSING]) == 2


def test_only_claims_without_doubt_support() -> None:
    assert supported("作出行政许可决定5余件。", licensing=5) == set()
    assert supported("其中，行政许可5件。", licensing=5) == set()
    assert supported("受理政府信息公开申请5件。", new=5, carried_in=0) == set()
    assert supported("收到政府信息公开申请8件，予以公开4件，占50%。", new=8, granted=None) == {NEW}
    assert supported("作出行政许可决定5件。", licensing=None) == set()


def test_none_of_a_sum_supports_each_of_its_figures() -> None:
    text = "行政诉讼0件。行政复议、行政诉讼共3件。"
    direct, after = "disputes.litigation_direct.total", "disputes.litigation_after_review.total"
    claims = find_claims(text, [(0, len(text))])
    assert set(supporting_claims(claims, {direct: 0, after: 0})) == {direct, after}
    assert supporting_claims(claims, {direct: 1, after: 0}) == {}
