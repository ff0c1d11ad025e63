"""What each consumer says of a printed 0, a mark for nothing, a blank, something unread and a lost cell of one report:
five different things, by the same five words.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet
import pytest
from five_cells import CELLS, PRINTED, five_cells
from serving import Service, running
from typer.testing import CliRunner

from extractor import Extraction, extract
from extractor.cli.app import app
from extractor.exporting.cells import CELL_SIGNS
from extractor.exporting.pages.language import LANGUAGES, Language, words
from extractor.exporting.panel_builder import PanelRequest, write_panel
from extractor.lexicon.cell_kind import CELL_KINDS, CellKind

AS_NAMED = {kind: kind for kind in CELL_KINDS}
PLAIN = {"NO_COLOR": "1", "COLUMNS": "120", "LC_ALL": "en_US.UTF-8"}


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return extract(five_cells(), "report.html")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("five") / "report.html"
    path.write_bytes(five_cells())
    return path


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that has the report."""
    with running(str(tmp_path_factory.mktemp("service") / "store.db")) as service:
        assert service.send(five_cells(), name="report.html").status_code == 201
        yield service


def printed_by(*arguments: str | Path) -> str:
    """What a command prints."""
    done = CliRunner(env=PLAIN).invoke(app, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def named_in(rows: list[dict[str, Any]]) -> dict[CellKind, str]:
    """The column `cell` of the five figures in the rows of a table."""
    by_field = {row["field"]: row for row in rows}
    return {kind: by_field[field]["cell"] for kind, field in CELLS.items()}


def test_the_result_names_them_beside_what_is_printed(extraction: Extraction) -> None:
    fields = json.loads(extraction.to_json())["fields"]
    assert {kind: fields[field]["cell"] for kind, field in CELLS.items()} == AS_NAMED
    assert {kind: fields[field]["printed"] for kind, field in CELLS.items()} == PRINTED
    assert {fields[CELLS[kind]]["value"] for kind in ("figure", "nil-mark", "blank", "unread")} == {0}


def test_a_file_of_extract_names_them(file: Path, tmp_path: Path) -> None:
    printed_by("extract", file, "-o", tmp_path / "figures.csv")
    with (tmp_path / "figures.csv").open(encoding="utf-8", newline="") as made:
        assert named_in(list(csv.DictReader(made))) == AS_NAMED


def _csv(path: Path) -> list[dict[str, Any]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def _parquet(path: Path) -> list[dict[str, Any]]:
    return pyarrow.parquet.read_table(path).to_pylist()


def _duckdb(path: Path) -> list[dict[str, Any]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return [
            {"field": field, "cell": cell} for field, cell in connection.sql("FROM long SELECT field, cell").fetchall()
        ]


def _xlsx(path: Path) -> list[dict[str, Any]]:
    _, head, *rows = openpyxl.load_workbook(path, read_only=True)["long"].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.mark.parametrize("read", [_csv, _parquet, _duckdb, _xlsx])
def test_the_long_table_of_a_panel_names_them(
    extraction: Extraction, tmp_path: Path, read: Callable[[Path], list[dict[str, Any]]]
) -> None:
    path = tmp_path / "panel" / f"panel.{read.__name__.strip('_')}"
    write_panel([extraction], PanelRequest(path))
    assert named_in(read(path)) == AS_NAMED


def test_the_description_of_a_panel_says_what_the_words_mean(extraction: Extraction, tmp_path: Path) -> None:
    write_panel([extraction], PanelRequest(tmp_path / "panel.csv"))
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    fields = next(part["schema"]["fields"] for part in package["resources"] if part["name"] == "long")
    meaning = next(one for one in fields if one["name"] == "cell")
    assert all(kind in meaning["description"] and kind in meaning["description_zh"] for kind in CELL_KINDS)


def test_the_tables_in_the_terminal_have_a_sign_for_each_and_say_what_it_means(file: Path) -> None:
    shown = printed_by("show", file)
    row = next(line for line in shown.splitlines() if "属于国家秘密" in line)
    assert [cell.strip() for cell in row.split("│")[-8:-4]] == ["0", "0*-", "0*_", "0?#"]
    assert re.search(r"行政强制 *│ *\?~ *│", shown)
    legend = shown[shown.rindex("no mark") :].splitlines()
    signs = {line.split()[0]: line.split()[1].rstrip(":") for line in legend if line.split()[0] in CELL_SIGNS.values()}
    assert signs == {sign: kind for kind, sign in CELL_SIGNS.items() if sign}
    assert legend[0].startswith("no mark  figure: ")


def test_the_signs_of_cells_that_a_report_does_not_have_are_not_explained(tmp_path: Path) -> None:
    shown = printed_by("show", "seeds/004_f6478d7b7b0e6afc.txt")
    assert [kind for kind in CELL_KINDS if f"{kind}:" in shown] == ["figure"]


@pytest.mark.parametrize("kind", CELL_KINDS)
def test_the_proof_of_a_figure_begins_with_what_its_cell_holds(file: Path, kind: CellKind) -> None:
    facts = printed_by("explain", file, CELLS[kind]).splitlines()
    told = [line.split(maxsplit=1)[1] for line in facts if line.startswith("cell ")]
    assert [one.partition(":")[0] for one in told] == [kind]
    printed = [line.split(maxsplit=1)[1] for line in facts if line.startswith("printed ")]
    assert printed == ([PRINTED[kind]] if PRINTED[kind] else [])


def test_the_api_names_them_as_they_were_read_and_as_they_are_now(service: Service) -> None:
    document = service.get("/v1/documents").json()["items"][0]
    for path in (f"/v1/documents/{document['sha256']}/fields", f"/v1/extractions/{document['extraction']}/fields"):
        assert named_in(service.get(path).json()) == AS_NAMED
    waiting = {one["figure"]["field"]: one["figure"]["cell"] for one in service.get("/v1/queue").json()["items"]}
    assert {waiting[CELLS[kind]] for kind in ("unread", "lost")} == {"unread", "lost"}


def test_the_exports_of_a_store_name_them_and_say_what_the_words_mean(service: Service) -> None:
    table = service.get("/v1/exports/panel.csv").text
    assert named_in(list(csv.DictReader(io.StringIO(table)))) == AS_NAMED
    lines = service.get("/v1/exports/panel.jsonl").text.splitlines()
    assert named_in([json.loads(line) for line in lines]) == AS_NAMED
    columns = service.get("/v1/exports/dictionary").json()["columns"]
    meaning = next(one["meaning"] for one in columns if one["column"] == "cell")
    assert all(kind in meaning for kind in CELL_KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_report_has_a_sign_and_a_word_for_each(service: Service, language: Language) -> None:
    document = service.get("/v1/documents").json()["items"][0]["sha256"]
    page = service.get(f"/documents/{document}", params={"lang": language}).text
    cells = {kind: _cell_of(page, field) for kind, field in CELLS.items()}
    assert {kind: re.findall('data-cell="([a-z-]+)"', cell) for kind, cell in cells.items()} == {
        kind: [kind] for kind in CELL_KINDS
    }
    said = words(language)
    for kind, sign in CELL_SIGNS.items():
        assert (f'<span aria-hidden="true">{sign}</span>' in cells[kind]) == bool(sign)
        assert re.findall('<span class="hidden">([^<]*)<', cells[kind]) == ([said[f"cells.{kind}"]] if sign else [])
        assert not sign or f"{said[f'cells.{kind}']}{said['cells.colon']}{said[f'cells_told.{kind}']}" in unescape(
            cells[kind]
        )
    assert len({said[f"cells.{kind}"] for kind in CELL_KINDS}) == len(CELL_KINDS)
    assert language == "zh" or all(said[f"cells.{kind}"] == kind for kind in CELL_KINDS)


def _cell_of(page: str, field: str) -> str:
    """The cell of the page's table in which a figure stands."""
    found = re.search(rf'<td [^>]*id="cell-{re.escape(field)}".*?</td>', page, re.DOTALL)
    assert found is not None, field
    return found[0]


def test_what_a_cell_holds_stays_when_a_person_settles_the_figure_and_takes_that_back(service: Service) -> None:
    document = service.get("/v1/documents").json()["items"][0]["sha256"]
    for kind, field in CELLS.items():
        path = f"/v1/documents/{document}/fields/{field}"
        figure = service.get(path).json()
        decided = service.post(f"{path}/decisions", json={"value": 7}, headers={"If-Match": figure["etag"]}).json()
        settled = decided["field"]
        assert (settled["value"], settled["basis"], settled["cell"]) == (7, "reviewed", kind)
        undo = service.post(f"{path}/decisions", json={"action": "undo"}, headers={"If-Match": settled["etag"]}).json()
        assert (undo["field"]["basis"], undo["field"]["cell"]) == (figure["basis"], kind)
