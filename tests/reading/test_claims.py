"""Where the claims of the prose stand, what else they tell, and that no text upsets their reader."""

from __future__ import annotations

import json
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import FormError
from extractor.forms import load_forms
from extractor.narrative import Claim, Scope, find_claims
from extractor.narrative.load import FILES, load_rules, parse_rules
from extractor.narrative.mention import find_mentions, number_of
from extractor.narrative.wording import spell_out
from extractor.sources import open_source
from tests.quadratic import not_quadratic

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def claims_of(text: str, year: int | None = None) -> list[Claim]:
    return find_claims(text, [(0, len(text))], year)


def only(text: str) -> Claim:
    (claim,) = claims_of(text)
    return claim


def prose_of(text: str) -> list[tuple[int, int]]:
    """The stretches of lines without tabs, which in the seeds are the prose and some scraps of tables."""
    spans: list[tuple[int, int]] = []
    place, begun = 0, None
    for line in text.splitlines(keepends=True):
        if "\t" in line:
            spans += [(begun, place)] if begun is not None else []
            begun = None
        elif begun is None:
            begun = place
        place += len(line)
    return spans + ([(begun, place)] if begun is not None else [])


SEED_CLAIMS = {
    "000": {"licensing 203", "penalties 27", "fees 0", "new 0", "review 0"},
    "001": {"penalties 457", "normative_documents 1", "licensing 32", "new 2", "litigation_direct 0"},
    "002": {"new 0", "review 0", "litigation_direct 0"},
    "003": set[str](),
    "004": {"new 0"},
}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("whole", [False, True], ids=["prose", "tables-too"])
def test_the_seeds_claim_what_they_say_even_where_tables_pass_for_prose(path: Path, whole: bool) -> None:
    text = open_source(path).text
    claims = find_claims(text, [(0, len(text))] if whole else prose_of(text))
    told = {f"{claim.fields[0].split('.')[1].removeprefix('administrative_')} {claim.value}" for claim in claims}
    assert told == SEED_CLAIMS[path.stem[:3]]


def test_the_seeds_need_no_normalising() -> None:
    for path in SEEDS:
        text = path.read_text("utf-8-sig")
        source = open_source(path)
        assert [claim.says for claim in claims_of(text)] == [claim.says for claim in claims_of(source.text)]


def test_a_claim_knows_its_number_and_its_sentence() -> None:
    text = "一、总体情况\n全年 发布 信息 26 条。2020 年 ， 作出 行政 许可 决定\n1,203 件 ， 同比 持平。此外无。"
    claim = only(text)
    assert text[claim.start : claim.end] == "1,203"
    assert text[claim.sentence_start : claim.sentence_end].replace("\n", "") == (
        "2020 年 ， 作出 行政 许可 决定1,203 件 ， 同比 持平"
    )
    assert (claim.value, claim.unit, claim.says) == (1203, "件", "行政许可决定 1,203 件")


def test_a_denial_encloses_its_words() -> None:
    text = "2024年，我局未收到政府信息公开申请，运行正常。"
    claim = only(text)
    assert text[claim.start : claim.end] == claim.says == "未收到政府信息公开申请"
    assert (claim.value, claim.unit, claim.relation) == (0, "", "=")


def test_only_the_stretches_of_prose_are_read() -> None:
    text = "作出行政处罚决定5件。\n行政许可决定7件。\n作出行政强制决定9件。"
    assert [claim.value for claim in find_claims(text, [(0, 13), (24, len(text))])] == [5, 9]
    assert find_claims(text, []) == []


def test_a_word_broken_at_a_line_end_is_whole() -> None:
    assert only("区政府受理政府\n信息公\n 开申请 17 件").value == 17


def test_numbers_side_by_side_are_not_one() -> None:
    assert claims_of("作出行政处罚决定1 2件。") == []
    assert claims_of("作出行政处罚决定1\n2件。") == []


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("全区共收到政府信息公开申请95件。", Scope("全区", "wider")),
        ("全县各单位收到政府信息公开申请95件。", Scope("各单位", "wider")),
        ("2024年，区政府办代表区政府受理政府信息公开申请17件。", Scope("代表区政府", "narrower")),
        ("局机关收到政府信息公开申请3件。", Scope("局机关", "narrower")),
        ("区本级收到政府信息公开申请3件。", Scope("本级", "narrower")),
        ("下属单位作出行政处罚决定3件。", Scope("下属", "different")),
        ("双公示信息500条，其中行政许可300件。", Scope("双公示", "different")),
        ("各类执法信息500条，其中行政许可300件。", Scope("其中", "narrower")),
        ("专项行动期间查处行政处罚案件12起。", Scope("期间", "narrower")),
        ("收到政府信息公开申请3件。", None),
    ],
)
def test_a_word_of_scope_is_noted(text: str, scope: Scope | None) -> None:
    assert only(text).scope == scope


def test_results_share_the_scope_of_their_whole() -> None:
    wide = claims_of("全区共收到政府信息公开申请95件，其中自然人90件。其中，予以公开20件，不予公开3件。")
    assert [claim.scope for claim in wide] == [Scope("全区", "wider")] * 4
    far = claims_of(
        "全区共收到政府信息公开申请95件，均在法定期限内依照规定的程序认真办理，并逐件回访申请人和有关单位，办结95件。"
    )
    assert far[-1].scope == Scope("全区", "wider")
    plain = claims_of("收到政府信息公开申请95件，其中自然人90件，予以公开20件。")
    assert [claim.scope for claim in plain] == [None] * 3


def test_a_whole_may_count_what_was_carried_in_where_that_is_told() -> None:
    new, both = ("applications.new.total",), ("applications.new.total", "applications.carried_in.total")
    assert only("共收到政府信息公开申请98件。").interpretations == (new,)
    assert claims_of("共收到政府信息公开申请98件（含上年结转3件）。")[0].interpretations == (new, both)
    assert claims_of("共收到政府信息公开申请98件。含上年结转3件。")[0].interpretations == (new, both)
    assert only("受理政府信息公开申请98件。").interpretations == (new, both, ("applications.total.total",))


def test_readings_cover_both_forms() -> None:
    assert only("制发规范性文件3件。").interpretations == (
        ("active.normative_documents.issued",),
        ("active.normative_documents.made_this_year",),
    )
    assert "applications.other.misc.total" in only_last("收到政府信息公开申请3件，其他处理1件。").interpretations[1]


def only_last(text: str) -> Claim:
    return claims_of(text)[-1]


def test_a_part_that_was_answered_is_a_lower_bound() -> None:
    assert only_last("收到政府信息公开申请8件，办结7件。").relation == "="
    assert only_last("收到政府信息公开申请8件，上年结转2件，办结7件。").relation == ">="


@pytest.mark.parametrize(
    ("text", "relation", "value", "upper"),
    [
        ("收到政府信息公开申请260余件。", ">=", 260, 360),
        ("收到政府信息公开申请900多件。", ">=", 900, 1000),
        ("收到政府信息公开申请20件以上。", ">=", 20, None),
        ("收到政府信息公开申请超20件。", ">=", 20, None),
        ("收到政府信息公开申请不超过20件。", "<=", 20, None),
        ("收到政府信息公开申请20件以内。", "<=", 20, None),
        ("收到政府信息公开申请近20件。", "~", 20, None),
        ("收到政府信息公开申请20件左右。", "~", 20, None),
        ("收到政府信息公开申请1.5万余件。", ">=", 15000, 25000),
    ],
)
def test_bounds_are_never_values(text: str, relation: str, value: int, upper: int | None) -> None:
    claim = only(text)
    assert (claim.relation, claim.value, claim.upper) == (relation, value, upper)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("行政事业性收费12.50万元。", Decimal("12.50"), "万元"),
        ("行政事业性收费125000元。", Decimal("12.5000"), "元"),
        ("政府集中采购25.399万元。", Decimal("253990"), "万元"),
        ("政府集中采购253990元。", Decimal("253990"), "元"),
    ],
)
def test_money_is_told_in_the_unit_of_its_field(text: str, value: Decimal, unit: str) -> None:
    claim = only(text)
    assert (claim.value, claim.unit) == (value, unit)


def test_a_share_names_its_whole() -> None:
    share = only_last("收到政府信息公开申请100件，予以公开25件，占25%。")
    assert share.share_of[0] == ("applications.new.total",)
    assert ("applications.total.total",) in share.share_of
    assert (share.fields, share.value, share.unit) == (("applications.granted.total",), 25, "%")


def test_figures_of_another_year_are_no_claims() -> None:
    text = "2020年收到政府信息公开申请5件。2021年收到政府信息公开申请8件。"
    assert [claim.value for claim in claims_of(text, 2021)] == [8]
    assert [claim.value for claim in claims_of(text, 2020)] == [5]
    assert [claim.value for claim in claims_of(f"2020年报告。{text}")] == [5]
    assert claims_of("落实《2019年要点》，2020年收到政府信息公开申请5件，2020年度结束。") != []


def test_a_year_of_carrying_over_must_follow_the_report() -> None:
    text = "收到政府信息公开申请5件，结转至2021年办理2件。"
    assert [claim.fields[0] for claim in claims_of(text, 2020)][1:] == ["applications.carried_out.total"]
    assert len(claims_of(text, 2021)) == 1


def test_the_talk_ends_with_its_paragraph() -> None:
    assert len(claims_of("收到政府信息公开申请5件。\n（三）其他\n予以公开3件。")) == 1
    assert len(claims_of("收到政府信息公开申请5件。网站运行正常。予以公开3件。")) == 1
    assert len(claims_of("收到政府信息公开申请5件。\n其中，予以公开3件。")) == 2


def test_another_matter_ends_the_talk() -> None:
    assert len(claims_of("收到政府信息公开申请5件，收到建议20件，办结20件。")) == 1
    assert len(claims_of("收到政府信息公开申请5件，热线受理300件。")) == 1


def test_an_outcome_whose_dispute_is_unclear_is_left_out() -> None:
    both = claims_of("因政府信息公开被申请行政复议2件、提起行政诉讼3件，其中维持4件。")
    assert [claim.value for claim in both] == [2, 3]


NUMERALS = {
    "三": 3,
    "十": 10,
    "十二": 12,
    "二十六": 26,
    "两": 2,
    "一百零三": 103,
    "一百二": 120,
    "二〇": 20,
    "一千二百": 1200,
    "百": 100,
    "1,204": 1204,
    "12.0": 12,
    "1,20": None,
    "2.5": None,
    "十十": None,
    "二三百": None,
    "1.2.3": None,
}


@pytest.mark.parametrize(("numeral", "value"), NUMERALS.items())
def test_numerals_are_read(numeral: str, value: int | None) -> None:
    text = f"{numeral}件"
    (mention,) = find_mentions(load_rules().number, text, 0, len(text))
    assert number_of(mention) == value


# ---- the word files


def test_every_figure_of_the_word_files_is_one_of_a_form() -> None:
    rules = load_rules()
    known = {field for form in load_forms() for field in form.columns}
    for made in rules.rules.values():
        for rule in made:
            rows = rules.rows if "{row}" in rule.interpretations[0][0] else {"": ()}
            for row in rows:
                interpretations = rules.of_row(rule.interpretations, row) if row else rule.interpretations
                for group in rules.groups:
                    assert {field for fields in rules.of_group(interpretations, group) for field in fields} <= known


def test_every_topic_that_is_needed_is_some_nouns() -> None:
    rules = load_rules()
    topics = {noun.topic for noun in rules.nouns.values()}
    assert {topic for made in rules.rules.values() for rule in made for topic in rule.needs} <= topics


def test_words_are_spelled_out() -> None:
    lists = {"year": ["上年[度]", "去年"]}
    assert spell_out(["{year}结转", "a(b|c)d[e]"], lists) == (
        "上年度结转", "上年结转", "去年结转", "abde", "abd", "acde", "acd",
    )  # fmt: skip
    for broken in ("a[b", "a(b]", "{none}", "a]b", "a{year"):
        with pytest.raises(ValueError, match=r"bracket"):
            spell_out([broken], lists)


@pytest.mark.parametrize(
    ("number", "find", "replace", "says"),
    [
        (0, "[units]\n", "[units\n", "words.toml: not valid TOML"),
        (0, "[anchors]\n", "[others]\n", "anchors is missing"),
        (1, "[nouns.fees]", "[nouns.charges]", "no noun fees"),
        (1, 'words = ["申请"', "words = 7 #", "nouns.application_bare.words must be a list of words"),
        (2, "units =", "unit =", "unknown key unit"),
        (2, 'leads = ["receive"]', 'leads = ["receives"]', "leads.receives is missing"),
    ],
)
def test_a_broken_word_file_is_named(number: int, find: str, replace: str, says: str) -> None:
    texts = [files("extractor.narrative").joinpath(name).read_text("utf-8") for name in FILES]
    assert find in texts[number]
    texts[number] = texts[number].replace(find, replace, 1)
    with pytest.raises(FormError, match=says.replace(".", r"\.")):
        parse_rules(*texts)


# ---- any text

FRAGMENTS = st.sampled_from(
    sorted({noun for noun in load_rules().nouns if len(noun) < 12})[::7]
    + list("，。；：、（）()\n \t|%0123456789零三十百万余多")
    + [
        "共收到",
        "件",
        "万元",
        "未收到",
        "无",
        "其中",
        "2020年",
        "均为",
        "占",
        "上年结转",
        "结转至2021年",
        "20件",
        "3.5%",
        "1,203",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(FRAGMENTS, max_size=40).map("".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(-5, 120), st.integers(-5, 120)), max_size=3))
def test_no_text_upsets_the_reader_and_places_lie_inside(text: str, spans: list[tuple[int, int]]) -> None:
    for claim in find_claims(text, [(0, len(text)), *spans]):
        assert 0 <= claim.sentence_start <= claim.start < claim.end <= len(text)
        assert claim.interpretations
        assert all(claim.interpretations)
        assert claim.value is None or claim.value >= 0
        assert claim.says


@settings(max_examples=200, deadline=None)
@given(st.lists(FRAGMENTS, max_size=30).map("".join))
def test_a_place_holds_the_figures_of_its_claim(text: str) -> None:
    for claim in find_claims(text, [(0, len(text))]):
        printed = text[claim.start : claim.end]
        if claim.unit not in ("", "万元", "%") and printed.isdecimal() and printed.isascii() and claim.relation == "=":
            assert claim.value in (int(printed), int(printed) * 10_000, Decimal(printed).scaleb(-4))


@settings(max_examples=100, deadline=None)
@given(st.lists(FRAGMENTS, max_size=30).map("".join))
def test_the_same_text_makes_the_same_claims(text: str) -> None:
    assert find_claims(text, [(0, len(text))]) == find_claims(text, [(0, len(text))])


def test_hostile_repetition_is_no_quadratic_work() -> None:
    for piece in (
        "共",
        "其中",
        "行政复议、",
        "未有行政复议、",
        "未",
        "申请",
        "行政复议3件,",
        "政府信息公开申请",
        "0,",
        "（",
        "均维持,",
    ):
        for length in (3_000, 100_000):
            text = "因政府信息公开行政复议3件," + piece * (length // len(piece))
            with not_quadratic():
                find_claims(text, [(0, len(text))])


def test_the_gold_names_every_narrative_finding_of_the_seeds() -> None:
    findings = [
        (path.stem[:3], finding["fields"])
        for path in SEEDS
        for finding in json.loads((path.parent / "gold" / f"{path.stem}.json").read_text("utf-8"))["findings"]
        if finding["code"].startswith("narrative")
    ]
    assert [number for number, _ in findings] == ["000", "001"]
