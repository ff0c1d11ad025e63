"""Results in files: JSON, JSON lines and CSV, written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from golden import golden
from hypothesis import given
from hypothesis import strategies as st

from extractor.cli.outputs import CSV_COLUMNS, WRITERS, neutral, written_whole
from extractor.result import Extraction


def written(suffix: str, *extractions: Extraction) -> str:
    writer = WRITERS[suffix]
    file = io.StringIO()
    assert writer.write(map(writer.piece, extractions), file) == len(extractions)
    return file.getvalue()


def rows(*extractions: Extraction) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(".csv", *extractions))))


def test_json_is_one_array() -> None:
    assert json.loads(written(".json")) == []
    two = json.loads(written(".json", golden(1), golden(2)))
    assert [one["report"]["year"] for one in two] == [2020, 2021]
    assert Extraction.from_json(json.dumps(two[0])) == golden(1)


def test_json_lines_are_one_report_a_line() -> None:
    lines = written(".jsonl", golden(1), golden(2)).splitlines()
    assert [Extraction.from_json(line) for line in lines] == [golden(1), golden(2)]


def test_csv_has_a_row_for_every_figure() -> None:
    table = rows(golden(1), golden(2))
    assert len(table) == 198 + 200
    assert tuple(table[0]) == CSV_COLUMNS
    row = next(row for row in table if row["field"] == "applications.new.total")
    assert row["unit"] == "海宁市卫生健康局"
    assert (row["year"], row["form"], row["value"], row["basis"], row["status"]) == (
        "2020",
        "2019",
        "2",
        "printed",
        "accepted",
    )
    assert (row["confidence"], row["line"], row["column"]) == ("0.9998", "1", "9")


def test_a_number_stays_a_number_and_its_printed_form_stays_text() -> None:
    table = {row["field"]: row for row in rows(golden(3))}
    change = table["active.administrative_penalties.change"]
    assert (change["value"], change["printed"]) == ("3", "'+3")
    change = table["active.administrative_licensing.change"]
    assert (change["value"], change["printed"]) == ("-15", "'-15")


def test_what_is_not_known_is_an_empty_cell() -> None:
    extraction = golden(1)
    key = "applications.new.total"
    field = replace(extraction.fields[key], value=None, printed=None, place=None)
    report = replace(extraction.report, unit=None, year=None)
    row = rows(replace(extraction, fields={key: field}, report=report))[0]
    assert {row[name] for name in ("unit", "year", "value", "printed", "line", "column")} == {""}


def test_a_hostile_name_cannot_become_a_formula() -> None:
    extraction = golden(1)
    hostile = replace(
        extraction,
        source=replace(extraction.source, path="=1+1.txt"),
        report=replace(extraction.report, unit='=HYPERLINK("http://x")'),
    )
    row = rows(hostile)[0]
    assert (row["source"], row["unit"]) == ("'=1+1.txt", '\'=HYPERLINK("http://x")')


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_every_start_of_a_formula_is_neutralised(start: str) -> None:
    assert neutral(f"{start}1") == f"'{start}1"


@given(st.text())
def test_neutral_text_never_begins_a_formula_and_loses_nothing(text: str) -> None:
    made = neutral(text)
    assert made is not None
    assert not made or made[0] not in "=+-@\t\r\n"
    assert made in (text, f"'{text}")


def test_a_file_takes_its_name_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("before")
    with written_whole(path) as file:
        file.write("after")
        assert path.read_text() == "before"
    assert path.read_text() == "after"
    assert os.listdir(tmp_path) == ["out.csv"]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("before")

    def interrupted() -> None:
        with written_whole(path) as file:
            file.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == ["out.csv"]


def test_a_written_file_may_be_read_as_any_other(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    path = tmp_path / "out.json"
    with written_whole(path) as file:
        WRITERS[".csv"].write([], file)
    assert path.stat().st_mode == plain.stat().st_mode
    path.chmod(0o640)
    with written_whole(path) as file:
        WRITERS[".csv"].write([], file)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_is_written_through(tmp_path: Path) -> None:
    target = tmp_path / "real.csv"
    link = tmp_path / "link.csv"
    link.symlink_to(target)
    with written_whole(link) as file:
        file.write("x")
    assert link.is_symlink()
    assert target.read_text() == "x"


def test_a_name_that_is_no_unicode_can_be_written(tmp_path: Path) -> None:
    with written_whole(tmp_path / "out.csv") as file:
        file.write("\udcff")
    assert (tmp_path / "out.csv").read_text() == "\\udcff"
