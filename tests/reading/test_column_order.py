"""In which order a header names the columns, and what shows none."""

from __future__ import annotations

import pytest

from extractor.forms import Section
from extractor.forms.load import form_named
from extractor.reading.column_order import named_order
from extractor.reading.header_names import HeaderWord, SeenHeader

APPLICATIONS = form_named("2021").section("applications")
DISPUTES = form_named("2021").section("disputes")
RESULTS = "其他结果 结果维持 尚未审结 结果纠正 总计"


def order_of(section: Section, *lines: str) -> tuple[int, ...] | None:
    """The order that a header of these lines shows."""
    words = [[HeaderWord(word) for word in line.split()] for line in lines]
    text = "".join(word.text for line in words for word in line)
    return named_order(SeenHeader(section, section.blocks[0], text, words))


FIVE = "其他 商业企业 社会公益组织 法律服务机构 科研机构"


@pytest.mark.parametrize(
    "lines",
    [
        (f"自然人 {FIVE} 总计",),
        ("自然人 法人或其他组织 总计", FIVE),
        ("自然人", "法人或其他组织", "总计", *FIVE.split()),
    ],
    ids=["one line", "two lines", "a line each"],
)
def test_whole_names_show_their_order(lines: tuple[str, ...]) -> None:
    assert order_of(APPLICATIONS, *lines) == (0, 5, 1, 3, 4, 2, 6)


@pytest.mark.parametrize(
    "lines",
    [
        ("自然人 其他 商业 社会公益组织 法律服务机构 科研机构 总计", "企业"),
        ("自然人 其他 社会公益组织 法律服务机构 科研机构 总计",),
        ("自然人 其他 商业企业", "社会公益组织 法律服务机构 科研机构 总计"),
        ("自然人 商业企业 总计", "商业企业 自然人", "科研机构 社会公益组织 法律服务机构 其他"),
        ("法人或其他组织", "自然人", "总计", *FIVE.split()),
    ],
    ids=["in pieces", "one lost", "lines apart", "against itself", "behind a span"],
)
def test_names_that_do_not_show_the_order_of_any_two_show_none(lines: tuple[str, ...]) -> None:
    assert order_of(APPLICATIONS, *lines) is None


@pytest.mark.parametrize("lines", [(RESULTS, f"{RESULTS} {RESULTS}"), tuple(3 * RESULTS.split())])
def test_groups_show_the_order_that_they_have_in_common(lines: tuple[str, ...]) -> None:
    inner = (2, 0, 3, 1, 4)
    assert order_of(DISPUTES, *lines) == tuple(i + 5 * group for group in range(3) for i in inner)


def test_groups_of_different_orders_show_none() -> None:
    assert order_of(DISPUTES, RESULTS, f"{RESULTS} 结果维持 结果纠正 其他结果 尚未审结 总计") is None
