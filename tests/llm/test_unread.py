"""A number larger than any figure stays unread, whatever a model says that it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.forms import load_forms
from extractor.judging.model_reading import merge, said, with_model
from extractor.judging.verdicts import judge
from extractor.llm.reader import TableRead
from extractor.llm.resolve import ResolvedAnswer, resolve
from extractor.llm.table_text import show
from extractor.reading.model import SectionReading
from extractor.reading.rule_reader import read_by_rules
from extractor.sources import open_source

CASES = Path(__file__).parents[1] / "cases"


def figures_by_row(section: SectionReading) -> dict[str, list[str]]:
    """The figures of each row as the rules found them."""
    return {row.row.key: [token.text for token in row.tokens] for row in section.rows}


@pytest.mark.parametrize(
    ("case", "number", "row"),
    [
        ("telephone-number-among-the-rows", "13905551234", "granted"),
        ("cell-above-the-bound-among-applicants", "9999999999", "rejected.petition"),
    ],
)
def test_a_model_that_calls_it_page_noise_changes_nothing(case: str, number: str, row: str) -> None:
    source = open_source((CASES / f"{case}.txt").read_bytes(), case)
    reading = read_by_rules(source.text, source.shape, load_forms(), 2023)
    assert reading is not None
    first = judge(reading, lambda _: {})
    (section,) = (one for one in reading.sections if one.section.key == "applications")
    shown = show(source.text, section)
    rows = figures_by_row(section)
    rows[row] = [text for text in rows[row] if text != number]
    answer = resolve(rows, [number], shown.figures)
    assert isinstance(answer, ResolvedAnswer)
    assert [token.text for token in answer.page_noise] == [number]
    tables = [TableRead(section.section, shown, answer, None, (), 1, 1, None)]
    answers = [table.answer for table in tables if table.answer is not None]
    second = judge(with_model(reading, first, answers), lambda _: {})
    after = merge(first, second, said(answers), reading.form)
    assert {field: (one.value, one.accepted) for field, one in after.verdicts.items()} == {
        field: (one.value, one.accepted) for field, one in first.verdicts.items()
    }
    unread = [field for field in first.facts.unread if field.startswith(f"applications.{row}.")]
    assert unread
    assert all((after.verdicts[field].value, after.verdicts[field].accepted) == (None, False) for field in unread)
