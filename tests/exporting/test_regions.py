"""Places have the code of GB/T 2260 that their name settles, or none."""

from __future__ import annotations

import pytest

from extractor.identity.regions import code_of, codes_of, province_of


@pytest.mark.parametrize("place", ["海宁市", "浙江省海宁市", "嘉兴市海宁市", "浙江省嘉兴市海宁市"])
def test_a_place_has_its_code_with_or_without_those_it_lies_in(place: str) -> None:
    assert code_of(place) == "330481"


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("上海市", "310000"),
        ("浦东新区", "310115"),
        ("吉林省", "220000"),
        ("吉林市", "220200"),
        ("宁夏盐池县", "640323"),
        ("河北省定州市", "130682"),
        ("山东省即墨市", "370282"),
        ("青岛市即墨区", "370215"),
    ],
)
def test_codes_are_those_of_the_standard_of_old_names_too(place: str, code: str) -> None:
    assert code_of(place) == code


@pytest.mark.parametrize("place", ["朝阳区", "江苏省海宁市", "海宁", "市", "", None, "某某县", "海宁市许村镇"])
def test_a_name_that_settles_no_place_has_no_code(place: str | None) -> None:
    assert code_of(place) is None


def test_a_name_that_several_places_have_tells_all_of_them() -> None:
    assert codes_of("朝阳区") == ("110105", "220104")


@pytest.mark.parametrize(
    ("place", "code"),
    [("海宁市", "330000"), ("浙江省高新区", "330000"), ("北京市朝阳区", "110000"), ("朝阳区", None), (None, None)],
)
def test_the_province_is_known_where_the_name_settles_it(place: str | None, code: str | None) -> None:
    assert province_of(place) == code
