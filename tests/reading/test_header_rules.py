"""What the header above a block says of its columns, and that each rule of it is needed."""

from __future__ import annotations

import pytest
from case_files import NAMES, faults

from extractor.forms.load import form_named
from extractor.reading import header_rules
from extractor.reading.header_names import HeaderWord, SeenHeader
from extractor.reading.header_rules import HEADER_LOST, HEADER_RULES, NAMED_IN_GRID, HeaderRule, judge_headers
from extractor.reading.model import ColumnBasis, Header

APPLICATIONS = form_named("2021").section("applications")
DISPUTES = form_named("2021").section("disputes")
BLOCK = DISPUTES.blocks[0]
LAWSUITS = [group.labels[0] for group in DISPUTES.groups if group.key.startswith("litigation_")]
SPANS = ("行政复议", "行政诉讼")
WHOLE = "结果维持结果纠正其他结果尚未审结总计"
HALVES = ("结果结果其他尚未总计", "维持纠正结果审结")


def below_groups(header: str) -> Header:
    """What a header of two levels says, whose words are not known."""
    (judged,) = judge_headers([SeenHeader(DISPUTES, BLOCK, header, [], (LAWSUITS, SPANS))])
    return judged


def by_lines(*lines: str) -> Header:
    """What the header of the applications says in these lines."""
    words = [[HeaderWord(word) for word in line.split()] for line in lines]
    text = "".join(word.text for line in words for word in line)
    (judged,) = judge_headers([SeenHeader(APPLICATIONS, APPLICATIONS.blocks[0], text, words)])
    return judged


@pytest.mark.parametrize("rule", HEADER_RULES, ids=lambda rule: rule.name)
def test_without_a_rule_of_headers_its_case_is_read_wrongly(rule: HeaderRule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header_rules, "HEADER_RULES", tuple(one for one in HEADER_RULES if one is not rule))
    assert faults(rule.case)


def test_rules_of_headers_have_names_and_cases_of_their_own() -> None:
    rules = (*HEADER_RULES, HEADER_LOST, NAMED_IN_GRID)
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(rule.says for rule in rules)
    assert {rule.case for rule in HEADER_RULES} <= set(NAMES)


@pytest.mark.parametrize("labels", [("", ""), (LAWSUITS[0], ""), ("", LAWSUITS[1]), (LAWSUITS[1], LAWSUITS[1])])
def test_columns_of_groups_of_which_one_has_no_name_are_not_named(labels: tuple[str, str]) -> None:
    lawsuits = frozenset(i for i, column in enumerate(BLOCK.columns) if column.group != "review")
    assert below_groups(f"{WHOLE}{labels[0]}{WHOLE}{labels[1]}{WHOLE}").unnamed == lawsuits


def test_lawsuits_named_before_reconsiderations_are_another_order() -> None:
    header = f"{LAWSUITS[0]}{LAWSUITS[1]}{3 * WHOLE}"
    orders = [below_groups("".join(way) + header).basis for way in (SPANS, SPANS[::-1])]
    assert orders == [ColumnBasis.NAMED, ColumnBasis.CONTRADICTED]


def test_columns_that_one_group_does_not_name_are_not_named() -> None:
    header = f"结果结果其他结果尚未审结总计{LAWSUITS[0]}{WHOLE}{LAWSUITS[1]}{WHOLE}"
    assert {BLOCK.columns[i].key for i in below_groups(header).unnamed} == {"upheld", "corrected"}


@pytest.mark.parametrize(
    "header",
    [
        WHOLE * 3,
        HALVES[0] * 3 + HALVES[1] * 3,
        WHOLE + HALVES[0] * 2 + HALVES[1] * 2,
        "结结其尚果果他未维纠结审持正果结总计" * 3,
    ],
    ids=["whole", "broken", "one group whole", "upright"],
)
def test_names_in_the_order_of_the_form_are_read(header: str) -> None:
    assert below_groups(header).basis == ColumnBasis.NAMED


@pytest.mark.parametrize(
    "header",
    [
        "结果维持其他结果结果纠正尚未审结总计" * 3,
        "结果其他结果尚未总计" * 3 + "维持结果纠正审结" * 3,
        "其他尚未结果结果总计" * 3 + "结果审结维持纠正" * 3,
        "结果结果其他尚未总计" * 3,
        "尚未结果结果其他"
        + ("总计" + "尚未结果结果其他" * 2)
        + "审结维持纠正结果"
        + "总计" * 2
        + "审结维持纠正结果" * 2,
    ],
    ids=["whole", "broken, two exchanged", "broken, pairs exchanged", "half of it lost", "broken, moved round"],
)
def test_names_in_another_order_or_lost_prove_nothing(header: str) -> None:
    assert below_groups(header).basis != ColumnBasis.NAMED


def test_names_in_pieces_on_one_line_are_in_their_places() -> None:
    judged = by_lines("自然人 商业 科研 社会公 法律服 其他")
    assert judged == Header(ColumnBasis.NAMED, rule="most-named")
    assert judged.possible_columns == {}


def test_a_name_alone_may_stand_anywhere_its_line_does_not_tell() -> None:
    places = by_lines("自然人 商业 科研 社会公 法律服", "其他").possible_columns
    assert places[5] == {1, 2, 3, 4, 5}
    assert places[4] == {4, 5}


def test_what_one_name_spans_stands_together() -> None:
    places = by_lines("自然人 法人或其他组织 总计", "商业 科研 社会公 法律服", "其他").possible_columns
    assert 0 not in places
    assert places[5] == {1, 2, 3, 4, 5}


def test_names_in_another_order_are_another_order_in_pieces_too() -> None:
    assert by_lines("自然人 商业 科研 社会公 其他 法律服").rule == "words-out-of-order"
    assert by_lines("自然人", "商业", "科研", "社会公", "其他", "法律服").rule == "words-out-of-order"


def test_a_total_among_the_names_of_others_is_no_other_order() -> None:
    judged = by_lines("自然人 商业 科研 社会公 法律服 其 总计", "企业 机构 益 组织 务机构 他")
    assert judged == Header(ColumnBasis.NAMED, rule="most-named")


def test_a_name_with_a_character_too_many_is_known() -> None:
    block = form_named("2019").section("active").blocks[0]
    words = [HeaderWord(word) for word in ("本年度新制作数量", "本年新公开数量", "对外公开总数量")]
    seen = SeenHeader(form_named("2019").section("active"), block, "".join(word.text for word in words), [words])
    assert judge_headers([seen]) == (Header(ColumnBasis.NAMED, rule="most-named"),)


def test_more_names_than_a_header_has_are_no_header() -> None:
    assert by_lines(*["商业 科研"] * 5000).rule == "no-header-found"


def test_a_total_that_stands_before_the_first_column_is_another_order() -> None:
    names = "商业企业 科研机构 社会公益组织 法律服务机构 其他"
    assert by_lines(f"总计 自然人 {names}").rule == "names-out-of-order"
    assert by_lines("自然人 法人或其他组织 总计", names).rule == "all-named"


def test_a_name_that_stands_there_for_another_column_too_names_none() -> None:
    judged = by_lines("自然人 法人或其他组织 总计", "自然人 科研机构 社会公益组织 法律服务机构 其他")
    assert {0, 1} <= judged.unnamed
