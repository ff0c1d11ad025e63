"""The form of a signature's date: told without a warning, with the form that it has."""

from __future__ import annotations

import pytest

from extractor.forms import load_forms
from extractor.proofreading import Draft, ReportOn
from extractor.proofreading.date_form import check_date_form

FORM = next(form for form in load_forms() if form.id == "2021")


def draft(date: str) -> Draft:
    text = f"六、其他需要报告的事项\n无。\n甲县教育局\n{date}\n"
    return Draft(text, [(0, len(text))], FORM, ReportOn("甲县教育局", 2024, {}, {}))


@pytest.mark.parametrize("date", ["2025-01-20", "2025.1.20", "2025年01月20日"])
def test_another_form_of_a_date_is_told_with_the_right_one(date: str) -> None:
    made = draft(date)
    [found] = check_date_form(made)
    assert (found.severity, found.mends) == ("info", (".+", "2025年1月20日"))
    [(start, end)] = found.spans
    assert made.text[start:end] == date


@pytest.mark.parametrize("date", ["2025年1月20日", "二〇二五年一月二十日", "2025年1月", "2025年13月1日", "2025-02-30"])
def test_a_date_in_its_form_or_in_numerals_or_that_cannot_be_is_let_alone(date: str) -> None:
    assert list(check_date_form(draft(date))) == []
