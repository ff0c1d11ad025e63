"""What a figure of a panel is: where its value is from, or why there is none; statisticians call it the status of an
observation.

Source: SDMX, code list CL_OBS_STATUS, whose idea this is; the codes are those of this form's figures.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from extractor.exporting.staging import StagedFigure

ObsStatus = Literal[
    "printed",
    "deduced",
    "blank_proved_zero",
    "blank_taken_zero",
    "reviewed",
    "derived",
    "blank",
    "nil_mark",
    "not_on_form",
    "unread",
    "in_review",
    "lost",
    "reports_disagree",
]


class StatusMeaning(NamedTuple):
    """A status: whether the observation has a value, the letter that Stata and SAS tag its missing value with, and
    what it means.
    """

    code: ObsStatus
    has_value: bool
    tag: str | None
    en: str
    zh: str


STATUSES = (
    StatusMeaning("printed", True, None, "printed as a number", "原文印有数字"),
    StatusMeaning("deduced", True, None, "follows from the form's equations", "由勾稽关系推得"),
    StatusMeaning(
        "blank_proved_zero", True, None, "printed blank or as a mark, proved to be 0", "原文为空或无数记号，已证明为 0"
    ),
    StatusMeaning(
        "blank_taken_zero", True, None, "printed blank or as a mark, taken for 0", "原文为空或无数记号，按要求视为 0"
    ),
    StatusMeaning("reviewed", True, None, "settled by a person", "人工审定"),
    StatusMeaning("derived", True, None, "computed from several figures", "由几项数值计算"),
    StatusMeaning("blank", False, "a", "printed blank", "原文为空"),
    StatusMeaning("nil_mark", False, "b", "printed as a mark for nothing", "原文为无数记号"),
    StatusMeaning("not_on_form", False, "c", "not on the report's form", "报告所用格式无此项"),
    StatusMeaning("unread", False, "d", "printed, and not read", "有字而未能读出"),
    StatusMeaning("in_review", False, "e", "read, and waits for a person", "已读出，待人工审核"),
    StatusMeaning("lost", False, "f", "no cell of it was found", "未找到单元格"),
    StatusMeaning("reports_disagree", False, "g", "reports of the year disagree", "同一年度各份报告不一致"),
)
"""Every status there is; those without a value in the order of their tags."""
WITHOUT_VALUE = tuple(one for one in STATUSES if not one.has_value)
TAGS: dict[ObsStatus, str] = {one.code: one.tag for one in STATUSES if one.tag is not None}
_BLANK_CELLS = ("blank", "nil-mark")


def status_of(figure: StagedFigure) -> ObsStatus:
    """The status of one figure of one report."""
    if figure.status == "accepted":
        return _with_value(figure) if figure.value is not None else _accepted_as_none(figure)
    if figure.value is not None:
        return "in_review"
    return "lost" if figure.cell == "lost" else "unread" if figure.cell == "unread" else "in_review"


def _with_value(figure: StagedFigure) -> ObsStatus:
    if figure.basis == "reviewed":
        return "reviewed"
    if figure.basis == "deduced":
        return "blank_proved_zero" if figure.value == 0 and figure.cell in _BLANK_CELLS else "deduced"
    return "printed"


def _accepted_as_none(figure: StagedFigure) -> ObsStatus:
    return "nil_mark" if figure.cell == "nil-mark" else "lost" if figure.cell == "lost" else "blank"
