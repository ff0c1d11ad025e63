"""How printed figures become numbers, and where they stop being any."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.forms import Column
from extractor.forms.bounds import MOST_COUNT, MOST_DIGITS, MOST_YUAN
from extractor.reading.assign_cells import assign_cells
from extractor.reading.model import NUMBER, Token
from extractor.reading.numbers import is_too_large, parse_figure, shortened, whole_number

COUNT = Column("decisions", (), "count", "件")
CHANGE = Column("change", (), "change", "项")
YUAN = Column("amount_yuan", (), "money", "元")
WAN_YUAN = Column("amount_wan_yuan", (), "money", "万元")


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("1000000000", COUNT, MOST_COUNT),
        ("1,000,000,000", COUNT, MOST_COUNT),
        ("100000万", COUNT, MOST_COUNT),
        ("1000000000", CHANGE, MOST_COUNT),
        ("-1000000000", CHANGE, -MOST_COUNT),
        ("减少1000000000项", CHANGE, -MOST_COUNT),
        ("1000000000000", YUAN, MOST_YUAN),
        ("10000亿元", YUAN, MOST_YUAN),
        ("100000000万元", YUAN, MOST_YUAN),
        ("100000000", WAN_YUAN, 100_000_000),
        ("1000000000000元", WAN_YUAN, 100_000_000),
        ("25.399999999999999", WAN_YUAN, Decimal("25.399999999999999")),
        ("000000000000000005", COUNT, 5),
    ],
)
def test_what_is_at_the_bound_is_read(text: str, column: Column, value: int | Decimal) -> None:
    assert parse_figure(text, column) == value
    assert not is_too_large(text, column)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("1000000001", COUNT),
        ("1,000,000,001", COUNT),
        ("100000.0001万", COUNT),
        ("１００００００００１", COUNT),
        ("9223372036854775808", COUNT),
        ("13905551234", COUNT),
        ("-1000000001", CHANGE),
        ("增加1000000001", CHANGE),
        ("1000000000000.01", YUAN),
        ("10001亿元", YUAN),
        ("25399999999万元", YUAN),
        ("100000000.01", WAN_YUAN),
        ("1000000010000元", WAN_YUAN),
        ("-1000000001", COUNT),
        ("99,99,99,99,99", COUNT),
        ("9" * 400 + ".5", WAN_YUAN),
        ("0." + "3" * 400, WAN_YUAN),
        ("0" * 400 + "3", COUNT),
        ("9" * 5000, COUNT),
        ("1.2E+10", COUNT),
        ("4e400", WAN_YUAN),
        ("1E5", YUAN),
    ],
)
def test_what_is_beyond_the_bound_is_no_figure(text: str, column: Column) -> None:
    assert parse_figure(text, column) is None
    assert is_too_large(text, column)


@pytest.mark.parametrize(
    ("text", "column"), [("-5", COUNT), ("5.5", COUNT), ("[10]", COUNT), ("5元", COUNT), ("-5", YUAN)]
)
def test_what_is_no_figure_for_other_reasons_is_not_beyond_the_bound(text: str, column: Column) -> None:
    assert parse_figure(text, column) is None
    assert not is_too_large(text, column)


def test_the_bound_is_on_the_amount_in_the_unit_that_the_header_states() -> None:
    assert parse_figure("5000000000", WAN_YUAN, "元") == 500_000
    assert parse_figure("100000001", YUAN, "万元") is None
    assert is_too_large("100000001", YUAN, "万元")


@given(
    st.text("0123456789,，.万亿元件增减-+Ee \\０１９", max_size=60), st.sampled_from((COUNT, CHANGE, YUAN, WAN_YUAN))
)
def test_no_text_gives_a_number_beyond_the_bound(text: str, column: Column) -> None:
    value = parse_figure(text, column)
    assert value is None or (abs(value) <= column.most and not is_too_large(text, column))


@given(st.from_regex(r"[0-9]{1,6000}", fullmatch=True))
def test_a_whole_number_is_what_its_digits_say_or_none(text: str) -> None:
    number = whole_number(text)
    assert number is None or (number <= MOST_COUNT and str(number) == text.lstrip("0").rjust(1, "0"))
    assert number is not None or len(text) > len(str(MOST_COUNT)) - 1 or len(text) > MOST_DIGITS


def test_a_long_number_is_repeated_without_its_middle() -> None:
    assert shortened("1234567890") == "1234567890"
    assert shortened("1" * 5000 + "2") == "1" * 24 + "…" + "1" * 7 + "2"


def _tokens(*texts: str, lines: tuple[int, ...] = ()) -> list[Token]:
    at = lines or (0,) * len(texts)
    return [
        Token(NUMBER, text, 10 * i, 10 * i + len(text), line, line)
        for i, (text, line) in enumerate(zip(texts, at, strict=True))
    ]


@pytest.mark.parametrize("beyond", ["1000000001", "9" * 5000])
def test_a_number_beyond_the_bound_is_neither_left_out_of_a_row_nor_joined_to_another_figure(beyond: str) -> None:
    columns = [COUNT, COUNT, COUNT]
    assert assign_cells(_tokens("1", "2", "3", "7"), columns)[0]
    assert assign_cells(_tokens("1", "2", "3", beyond), columns) == ((), False)
    assert assign_cells(_tokens("1", "2", "3", beyond, lines=(0, 0, 0, 1)), columns) == ((), False)


def test_a_number_beyond_the_bound_in_a_slot_of_its_own_is_unread_and_its_neighbours_are_read() -> None:
    (placement,), tidy = assign_cells(_tokens("1", "1000000001", "3"), [COUNT, COUNT, COUNT])
    assert ([cell.value for cell in placement], [cell.too_large for cell in placement]) == (
        [1, None, 3],
        [False, True, False],
    )
    assert tidy
