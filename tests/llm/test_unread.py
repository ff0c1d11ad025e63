"""A number larger than any figure stays unread, whatever a model says that it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.forms import load_forms
from extractor.judging.model_reading import with_model
from extractor.judging.two_readings import merge, said
from extractor.judging.verdicts import judge
from extractor.llm.reader import TableRead
from extractor.llm.resolve import ResolvedAnswer, Unaccounted, resolve
from extractor.llm.table_text import TableText, show
from extractor.reading.model import Reading, SectionReading
from extractor.reading.rule_reader import read_by_rules
from extractor.sources import open_source
from tests.spoiled_reports import report_of

CASES = Path(__file__).parents[1] / "cases"


def figures_by_row(section: SectionReading) -> dict[str, list[str]]:
    """The figures of each row as the rules found them."""
    return {row.row.key: [token.text for token in row.filled] for row in section.rows}


SPOILED = ("applications.new.natural_person", "约3200")


def asked_of(text: str) -> tuple[Reading, SectionReading, TableText]:
    """A report with this text in the first cell of applications, its table, and what a model is shown of it."""
    source = open_source(report_of("2021").written("tabs", {SPOILED[0]: text}), "report.txt")
    reading = read_by_rules(source.text, source.shape, load_forms(), 2023)
    assert reading is not None
    (section,) = (one for one in reading.sections if one.section.key == "applications")
    return reading, section, show(source.text, section)


@pytest.mark.parametrize("named", ["3200", "77", "约77"])
def test_a_model_cannot_say_another_number_for_a_cell_that_is_not_understood(named: str) -> None:
    _, section, shown = asked_of(SPOILED[1])
    rows = figures_by_row(section)
    assert rows["new"][0] == SPOILED[1]
    assert isinstance(resolve(rows | {"new": [named, *rows["new"][1:]]}, [], shown.figures), Unaccounted)


@pytest.mark.parametrize("row", ["new", "carried_in"])
def test_a_model_that_places_a_cell_that_is_not_understood_gives_it_no_value(row: str) -> None:
    reading, section, shown = asked_of(SPOILED[1])
    rows = figures_by_row(section)
    if row != "new":
        rows["new"], rows[row] = rows["new"][1:], [*rows["new"][:1], *rows[row]]
    first, answer = judge(reading), resolve(rows, [], shown.figures)
    if isinstance(answer, Unaccounted):
        assert SPOILED[1] in answer.invented
    else:
        table = TableRead(section.section, shown, answer, None, None, (), 1, 1, None).answer
        assert table is not None
        second = judge(with_model(reading, first, [table]))
        after = merge(first, second, said([table]), reading.form).verdicts
        assert not after[SPOILED[0]].accepted
        assert all(one.cell is None or one.cell.value is None or "约" not in one.cell.printed for one in after.values())
        assert {key for key, one in after.items() if one.accepted} <= {
            key for key, one in first.verdicts.items() if one.accepted
        }


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
    first = judge(reading)
    (section,) = (one for one in reading.sections if one.section.key == "applications")
    shown = show(source.text, section)
    rows = figures_by_row(section)
    rows[row] = [text for text in rows[row] if text != number]
    answer = resolve(rows, [number], shown.figures)
    assert isinstance(answer, ResolvedAnswer)
    assert [token.text for token in answer.page_noise] == [number]
    tables = [TableRead(section.section, shown, answer, None, None, (), 1, 1, None)]
    answers = [table.answer for table in tables if table.answer is not None]
    second = judge(with_model(reading, first, answers))
    after = merge(first, second, said(answers), reading.form)
    assert {field: (one.value, one.accepted) for field, one in after.verdicts.items()} == {
        field: (one.value, one.accepted) for field, one in first.verdicts.items()
    }
    unread = [field for field in first.facts.unread if field.startswith(f"applications.{row}.")]
    assert unread
    assert all((after.verdicts[field].value, after.verdicts[field].accepted) == (None, False) for field in unread)
