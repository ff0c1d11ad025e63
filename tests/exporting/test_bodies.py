"""One body's names are brought together where that is sure, and never across places."""

from __future__ import annotations

import pytest

from extractor.identity.bodies import Body, body_id, bring_together
from extractor.identity.successions import successions, successor_of


def bodies(*names: str) -> dict[str, Body]:
    return bring_together(dict.fromkeys(names, 1))


def are_one(*names: str) -> bool:
    found = bodies(*names)
    return len({body.name for body in found.values()}) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("海宁市卫健委", "海宁市卫生健康委员会", "海宁市卫生健康局", "海宁市卫健局"),
        ("海宁市发改局", "海宁市发展和改革局", "海宁市发展改革局"),
        ("海宁市", "海宁市人民政府", "海宁市政府"),
        ("浙江省海宁市财政局", "海宁市财政局"),
        ("浙江省嘉兴市海宁市财政局", "海宁市财政局", "嘉兴市海宁市财政局", "浙江省海宁市财政局"),
        ("兰州市城关区民政局", "甘肃省兰州市城关区民政局"),
        ("海宁市 财政局", "海宁市财政局"),
        ("海宁市财政局（本级）", "海宁市财政局(本级)"),
        ("海宁市许村镇", "海宁市许村镇人民政府"),
        ("海宁市硖石街道", "海宁市硖石街道办事处"),
        ("青山县政府办", "青山县人民政府办公室"),
        ("上海市浦东新区财政局", "浦东新区财政局"),
    ],
)
def test_names_of_one_body_are_brought_together(names: tuple[str, ...]) -> None:
    assert are_one(*names)


@pytest.mark.parametrize(
    "names",
    [
        ("海宁市卫生健康局", "平湖市卫生健康局"),
        ("海宁市教育局", "海宁市教育体育局"),
        ("海宁市人民政府", "海宁市人民政府办公室"),
        ("海宁市公安局", "海宁市公安局交通警察大队"),
        ("海宁市卫生健康局", "海宁市卫生健康局妇幼保健院"),
        ("鼓楼区财政局", "南京市鼓楼区财政局"),
        ("南京市鼓楼区财政局", "福州市鼓楼区财政局"),
        ("河北省新安县水利局", "河南省新安县水利局"),
        ("朝阳市财政局", "朝阳县财政局"),
        ("吉林省教育厅", "吉林市教育局"),
        ("海宁市自然资源局", "海宁市自然资源和规划局"),
    ],
)
def test_names_of_different_bodies_stay_apart(names: tuple[str, ...]) -> None:
    assert not are_one(*names)


def test_a_bare_county_stays_apart_where_two_provinces_are_printed_before_it() -> None:
    found = bodies("河北省新安县水利局", "河南省新安县水利局", "新安县水利局")
    assert len({body.name for body in found.values()}) == 3


def test_what_every_place_has_is_no_body() -> None:
    found = bodies("市财政局", "财政局", "县卫健委", "区人民政府")
    assert {body.name for body in found.values()} == {None}
    assert found["市财政局"].rules == ("no-place",)


def test_a_name_that_does_not_say_where_it_is_stays_open() -> None:
    found = bodies("新华街道办事处", "鼓楼区财政局", "海宁市财政局")
    assert [found[name].is_settled for name in ("新华街道办事处", "鼓楼区财政局", "海宁市财政局")] == [
        False,
        False,
        True,
    ]


def test_the_name_that_is_printed_most_is_the_bodys() -> None:
    found = bring_together({"海宁市卫健委": 1, "海宁市卫生健康局": 3})
    assert found["海宁市卫健委"].name == "海宁市卫生健康局"
    assert found["海宁市卫健委"].rules == ("written-out", "organ-name")
    assert found["海宁市卫健委"].evidence == "海宁市卫健委 → 海宁市卫生健康委员会; 卫生健康委员会 = 卫生健康局"


def test_the_order_of_the_names_changes_nothing() -> None:
    names = ["海宁市卫健委", "浙江省海宁市卫生健康局", "嘉兴市海宁市卫健局", "平湖市卫健委"]
    assert bodies(*names) == bodies(*reversed(names))


SAME_IDS = [
    ("海宁市卫健委", "海宁市卫生健康局", "浙江省嘉兴市海宁市卫健局", "海宁市 卫生健康委员会"),
    ("海宁市", "海宁市政府", "浙江省海宁市人民政府"),
    ("海宁市许村镇", "海宁市许村镇人民政府"),
    ("青石县水利局", "云岭市青石县水利局"),
]


@pytest.mark.parametrize("names", SAME_IDS)
def test_the_names_of_one_body_have_one_id(names: tuple[str, ...]) -> None:
    assert len({body_id(name) for name in names}) == 1


def test_different_bodies_have_different_ids() -> None:
    names = [
        "海宁市卫健委",
        "海宁市卫计委",
        "平湖市卫健委",
        "鼓楼区财政局",
        "南京市鼓楼区财政局",
        "福州市鼓楼区财政局",
        "河北省新安县水利局",
    ]
    ids = [body_id(name) for name in [*names, "河南省新安县水利局"]]
    assert len(set(ids)) == len(ids)
    assert ids[0] == "330481-卫生健康委员会"


def test_nobodys_name_has_no_id() -> None:
    assert body_id("市财政局") is None
    assert bodies("县卫健委")["县卫健委"].id is None
    assert body_id("新华街道办事处") == "新华街道办事处"


def test_an_id_does_not_change_when_names_are_added() -> None:
    alone = bodies("海宁市卫健委")["海宁市卫健委"].id
    among = bodies("海宁市卫健委", "浙江省海宁市卫生健康局", "海宁市卫计委")["海宁市卫健委"].id
    assert alone == among


def test_organs_that_a_reform_renamed_are_joined_where_that_is_asked() -> None:
    names = {"海宁市卫计委": 1, "海宁市卫健委": 1, "海宁市扶贫开发办公室": 1, "海宁市农业局": 1}
    assert len({body.name for body in bring_together(names).values()}) == 4
    joined = bring_together(names, join_successions=True)
    assert joined["海宁市卫计委"].name == joined["海宁市卫健委"].name
    assert joined["海宁市卫计委"].id == joined["海宁市卫健委"].id
    assert "succession" in joined["海宁市卫计委"].rules
    assert joined["海宁市扶贫开发办公室"].name == joined["海宁市农业局"].name == "海宁市农业农村局"


def test_successions_have_months_and_lead_somewhere() -> None:
    assert all(len(one.date) == 7 and one.predecessor != one.successor for one in successions())
    assert successor_of("水利局") == "水利局"
