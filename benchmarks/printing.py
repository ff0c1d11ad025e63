"""How an office types its figures: blanks for zeros, signs, thousands, units of money.

Takes true figures and gives the exact characters of every cell. What is blank follows one habit a report.
"""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from benchmarks.forms import SEVEN_COLUMNS, SIX_COLUMNS, application_rows, result_rows
from benchmarks.identities import Number

Blanks = Literal["none", "zeros", "zeros_in_applications", "six_columns", "zero_rows", "result_totals", "total_row"]
"""Which cells are left blank.

`six_columns`: the zeros of the six applicant columns. `zero_rows`: rows of section three that are all zero.
`result_totals`: the 总计 column of every result row, whatever it should say. `total_row`: all zeros, and the
（七）总计 row but for its last cell, whatever it should say.
"""
BLANKS: tuple[Blanks, ...] = (
    "none", "zeros", "zeros_in_applications", "six_columns", "zero_rows", "result_totals", "total_row",
)  # fmt: skip
BLANK_WEIGHTS = (62, 6, 6, 10, 8, 4, 4)
Signs = Literal["plus", "bare", "words"]
Digits = Literal["plain", "thousands", "wide"]
Money = Literal["yuan", "yuan_unit", "wan", "wan_unit"]
_WHOLE_NUMBER = re.compile(r"(?<![\d.])\d{4,}")
_TO_WIDE = str.maketrans("0123456789.+-", "０１２３４５６７８９．＋－")


@dataclass(frozen=True, slots=True)
class Habits:
    """How one office types."""

    blanks: Blanks = "none"
    signs: Signs = "plus"
    digits: Digits = "plain"
    money: Money = "yuan"
    four_decimals: bool = False
    """Whether 收费金额 is printed with all four decimals the notice asks for."""


def draw_habits(rng: random.Random) -> Habits:
    """Habits in about the shares they are met with."""
    return Habits(
        blanks=rng.choices(BLANKS, BLANK_WEIGHTS)[0],
        signs=rng.choices(("plus", "bare", "words"), (6, 5, 1))[0],
        digits=rng.choices(("plain", "thousands", "wide"), (90, 5, 5))[0],
        money=rng.choice(("yuan", "yuan_unit", "wan", "wan_unit")),
        four_decimals=rng.random() < 0.2,
    )


def print_figures(fields: Mapping[str, Number], habits: Habits) -> dict[str, str]:
    """The characters of every cell; `""` for a cell left blank."""
    is_blank = _blank_rule(fields, habits.blanks)
    return {key: "" if is_blank(key) else print_figure(key, value, habits) for key, value in fields.items()}


def print_figure(key: str, value: Number, habits: Habits) -> str:
    """The characters of one cell that is not blank."""
    column = key.rpartition(".")[2]
    if column == "amount_yuan":
        text = _print_money(value, habits)
    elif column == "amount_wan_yuan":
        text = f"{value:.4f}" if habits.four_decimals else plain(value)
    elif column == "change":
        text = _print_change(int(value), habits)
    else:
        text = str(value)
    if habits.digits == "thousands":
        text = _WHOLE_NUMBER.sub(lambda match: f"{int(match.group()):,}", text, count=1)
    return text.translate(_TO_WIDE) if habits.digits == "wide" else text


def plain(value: Number) -> str:
    """A number without exponent or idle zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _print_change(value: int, habits: Habits) -> str:
    if habits.signs == "words" and value:
        return f"{'增' if value > 0 else '减'}{abs(value)}"
    return f"+{value}" if value > 0 and habits.signs == "plus" else str(value)


def _print_money(yuan: Number, habits: Habits) -> str:
    if not yuan:
        return "0"
    wan = plain(Decimal(yuan).scaleb(-4))
    return {"yuan": plain(yuan), "yuan_unit": f"{plain(yuan)}元", "wan": f"{wan}万", "wan_unit": f"{wan}万元"}[
        habits.money
    ]


def _blank_rule(fields: Mapping[str, Number], blanks: Blanks) -> Callable[[str], bool]:
    zeros = {key for key, value in fields.items() if value == 0}
    applications = {key for key in fields if key.startswith("applications.")}
    one_row = "applications.other.total.total" in fields
    always: set[str] = set()
    if blanks == "none":
        zeros = set[str]()
    elif blanks == "six_columns":
        zeros &= {key for key in applications if not key.endswith(".total")}
    elif blanks == "zero_rows":
        rows = [row for row in application_rows(one_row) if f"applications.{row}.total" in zeros]
        zeros = {f"applications.{row}.{column}" for row in rows for column in SEVEN_COLUMNS} & zeros
    elif blanks == "result_totals":
        zeros = set[str]()
        always = {f"applications.{row}.total" for row in result_rows(one_row)}
    elif blanks in ("total_row", "zeros_in_applications"):
        zeros &= applications - {"applications.total.total", "applications.new.total"}
        always = {f"applications.total.{column}" for column in SIX_COLUMNS} if blanks == "total_row" else set()
    return lambda key: key in zeros or key in always
