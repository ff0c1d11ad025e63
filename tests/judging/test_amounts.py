"""Amounts without a unit: the report alone says which unit they cannot be in."""

from __future__ import annotations

import pytest

from benchmarks.new_case import CaseRequest, make_case
from extractor import extract
from extractor.result import ExtractedField

_TEXT = make_case(CaseRequest("2019", 31, ("active",), ())).text
_AMOUNT = "active.government_procurement.amount_yuan"


def _read(purchases: int, amount: str, prose: str = "") -> ExtractedField:
    """The amount of a report that prints this without a unit."""
    row = next(line for line in _TEXT.split("\n") if line.startswith("政府集中采购"))
    header = next(line for line in _TEXT.split("\n") if "采购总金额" in line)
    text = _TEXT.replace(row, f"政府集中采购\t{purchases}\t{amount}\t")
    text = text.replace(header, "信息内容\t采购项目数量\t采购总金额\t").replace("二、", f"{prose}\n二、", 1)
    return extract(text.encode(), "r.txt").fields[_AMOUNT]


@pytest.mark.parametrize(
    ("purchases", "amount", "yuan"),
    [
        (30, "7852270.14", 7852270.14),
        (5, "1069473000", 1069473000),
        (5, "1,069,473", 1069473),
        (3, "852.7143", 8527143),
    ],
)
def test_an_amount_that_can_be_in_one_unit_only_is_in_that(purchases: int, amount: str, yuan: float) -> None:
    field = _read(purchases, amount)
    assert (field.value, field.printed, field.status) == (yuan, amount, "accepted")


@pytest.mark.parametrize(
    ("purchases", "amount"),
    [(8, "155860"), (7, "6200"), (2, "27270"), (40, "980.50"), (3, "85.27"), (1, "12.5"), (0, "155860")],
)
def test_an_amount_that_can_be_in_both_waits_with_both(purchases: int, amount: str) -> None:
    field = _read(purchases, amount)
    number = float(amount)
    assert field.status == "review"
    assert {float(one.value) for one in field.candidates if one.value is not None} == {number, number * 10_000}


@pytest.mark.parametrize(("told", "yuan"), [("15.586万元", 155860), ("155860万元", 1558600000)])
def test_the_prose_says_which_of_both_it_is(told: str, yuan: float) -> None:
    field = _read(8, "155860", f"全年政府集中采购项目8个，采购总金额{told}。")
    assert (field.value, field.status) == (yuan, "accepted")
    assert "narrative" in field.proof
