"""What a cell is said to hold is what its document has there, however its figure is known, and by whatever name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from golden import seed

from extractor import Extraction, extract
from extractor.lexicon.cell_kind import CELL_KINDS, CellKind, kind_of_printed
from extractor.lifting import cell_of
from tests.spoiled_reports import report_of

FIELD = "applications.denied.state_secret.company"
CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.txt"))
HELD: dict[CellKind, tuple[str, ...]] = {
    "figure": ("0", "5", "12.0", "３", "3,200", "4件"),
    "nil-mark": ("—", "-", "/", "——", "不适用", "N/A", "无", "没有", "×", "※", "…", "……"),
    "blank": ("", "\u3000", "NaN", "None"),
    "unread": (
        *("见附件1", "约3200", "12.5", "-5", "〇", "O", "无数据", "\ufffd", "#REF!", "1.2E+10", "12345678901234567890"),
        "▯",  # what stands for ink that was not recognised
    ),
}


@pytest.mark.parametrize("layout", ["HTML", "markdown"])
@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in HELD.items() for text in texts])
def test_a_cell_holds_what_is_printed_in_it_whatever_value_follows(kind: CellKind, text: str, layout: str) -> None:
    read = extract(report_of("2021").written(layout, {FIELD: text}), f"report.{layout}").fields[FIELD]
    assert read.cell == kind
    assert read.printed == ("" if kind == "blank" else text)
    assert cell_of(read.to_keys()) == kind


def test_strokes_that_are_read_as_zeros_are_marks_still() -> None:
    fields = case("dashes-for-zeros-that-the-sums-prove").fields.values()
    marks = [field for field in fields if field.printed and field.printed.strip("-—") == ""]
    assert marks
    assert {(field.value, field.cell) for field in marks} == {(0, "nil-mark")}


def test_where_a_blank_is_taken_for_a_zero_the_cell_is_blank() -> None:
    fields = extract(seed(1)).fields.values()
    taken = [field for field in fields if field.basis == "deduced"]
    assert len(taken) > 100
    assert {field.cell for field in taken} == {"blank"}


def test_where_the_figures_of_a_row_cannot_be_parted_any_of_them_is_unread_and_what_is_not_there_is_lost() -> None:
    fields = case("figure-too-many-in-the-row-of-totals").fields
    parted = {key: field for key, field in fields.items() if field.printed is None}
    assert {key for key, field in parted.items() if field.cell == "unread"} == {
        key for key in fields if key.startswith("applications.total.")
    }
    assert {field.cell for key, field in parted.items() if key.startswith("disputes.")} == {"lost"}


@pytest.mark.parametrize("path", CASES[::12], ids=lambda path: path.stem)
def test_what_an_earlier_schema_says_of_a_figure_tells_what_its_cell_holds(path: Path) -> None:
    fields = json.loads(extract(path).to_json())["fields"]
    assert {key: cell_of(field) for key, field in fields.items()} == {key: one["cell"] for key, one in fields.items()}
    assert {field["cell"] for field in fields.values()} <= set(CELL_KINDS)
    assert all((field["printed"] == "") == (field["cell"] == "blank") for field in fields.values())


@pytest.mark.parametrize(
    ("printed", "kind"), [("", "blank"), ("—\u200b", "nil-mark"), ("／", "nil-mark"), ("▯", "unread"), ("12", "figure")]
)
def test_characters_of_a_file_are_told_by_the_marks_that_readers_know(printed: str, kind: CellKind) -> None:
    assert kind_of_printed(printed, is_figure=True) == kind


def case(name: str) -> Extraction:
    return extract(next(path for path in CASES if path.stem == name))
