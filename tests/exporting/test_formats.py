"""The panel opens in what people use, with its types, runs nothing there, and is the same bytes every time."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from panels import figure, report

from extractor.errors import PanelError
from extractor.exporting import workbook, writing
from extractor.exporting.columns import FIELDS, LONG, WIDE_HEAD
from extractor.exporting.fields import field_table
from extractor.exporting.leftout import OPEN, LeftOut, Named
from extractor.exporting.panel_builder import PanelRequest, write_panel
from extractor.exporting.panel_tables import figure_columns
from extractor.exporting.sinks import ENDINGS, STATISTICS

duckdb = pytest.importorskip("duckdb")
frictionless = pytest.importorskip("frictionless")
openpyxl = pytest.importorskip("openpyxl")
pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
parquet = pytest.importorskip("pyarrow.parquet")

LICENSING = "active.administrative_licensing.decisions"
FEES = "active.administrative_fees.amount_wan_yuan"
SHEETS = ["wide", "wide_status", "rates", "long", "reports", "bodies", "findings"]
SHEETS += ["fields", "crosswalk", "missing", "left_out", "dictionary"]
REPORTS = (
    report("海宁市财政局", 2022, "a.txt", {LICENSING: figure(1113, "1,113"), FEES: figure(0.092)}),
    report(
        "海宁市财政局", 2023, "=HYPERLINK(1).txt", {LICENSING: figure(5, "+5"), FEES: figure(None, "@SUM(1)", "review")}
    ),
    report("浙江省教育厅", 2020, "c.txt", {"active.administrative_licensing.change": figure(-8, "-8")}, "2019"),
    report(None, None, "d.txt", {LICENSING: figure(3, "#REF!\x07"), FEES: figure(None, "\t=1+1", "review")}),
)


def _long_for(ending: str) -> list[pytest.MarkDecorator]:
    """Frictionless opens a workbook anew for each of its sheets."""
    return [pytest.mark.long] if ending == ".xlsx" else []


MISSING = (
    LeftOut("=1+1.txt", "no-report", "holds no report: no table was found."),
    LeftOut("broken.pdf", "unreadable", "is damaged."),
    LeftOut("later.pdf", "waiting", ""),
)
OPEN_ONE = LeftOut("d.txt", OPEN, "is read, but it is not known whose it is and on which year it is.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a panel in each format."""
    made = tmp_path_factory.mktemp("panels")
    for ending in ENDINGS:
        (made / ending[1:]).mkdir()
        write_panel(REPORTS, PanelRequest(made / ending[1:] / f"panel{ending}"), MISSING)
    return made


def check(rows: list[dict[str, Any]]) -> None:
    """The figures of the long table as every format must give them."""
    one = next(row for row in rows if row["name"] == "a.txt" and row["field"] == LICENSING)
    assert (one["body"], one["year"], one["value"], one["printed"]) == ("海宁市财政局", 2022, 1113, "1,113")
    assert (one["status"], one["chosen"], one["line"], one["column"]) == ("accepted", True, 7, 3)
    assert (one["line_number"] or "", one["field_zh"], one["field_en"]) == (
        *("", "行政许可·本年处理决定数量", "Administrative licensing: Decisions"),
    )


def test_pandas_opens_the_parquet_panel(folder: Path) -> None:
    table = pandas.read_parquet(folder / "parquet" / "panel.parquet")
    assert len(table) == sum(len(one.fields) for one in REPORTS)
    kinds = {"text": ("str", "object"), "whole": ("int64", "float64"), "number": ("float64",), "truth": ("bool",)}
    kinds["share"] = kinds["number"]
    assert all(str(table.dtypes[column.name]) in kinds[column.kind] for column in LONG)
    check(table.to_dict("records"))


def test_polars_opens_both_shapes_with_their_types(folder: Path) -> None:
    long = polars.read_parquet(folder / "parquet" / "panel.parquet")
    text, whole, number = polars.String, polars.Int64, polars.Float64
    kinds = {"text": text, "whole": whole, "number": number, "share": number, "truth": polars.Boolean}
    assert dict(long.schema) == {column.name: kinds[column.kind] for column in LONG}
    check(long.to_dicts())
    wide = polars.read_parquet(folder / "parquet" / "panel-wide.parquet")
    assert dict(wide.schema) == {
        column.name: kinds[column.kind] for column in (*WIDE_HEAD, *figure_columns(field_table().values()))
    }
    assert wide.select("body", "year", LICENSING, FEES).rows() == [
        ("浙江省教育厅", 2020, 0, None),
        ("海宁市财政局", 2022, 1113, 0.092),
        ("海宁市财政局", 2023, 5, None),
    ]


def test_duckdb_opens_the_database_with_all_tables(folder: Path) -> None:
    with duckdb.connect(str(folder / "duckdb" / "panel.duckdb"), read_only=True) as connection:
        tables = {name for (name,) in connection.execute("SELECT table_name FROM information_schema.tables").fetchall()}
        assert tables == {*SHEETS, "figures", "harmonised", "harmonised_status"}
        total = connection.execute(f"SELECT sum(value) FROM long WHERE chosen AND field = '{LICENSING}'").fetchone()
        assert total == (1118.0,)
        wide = connection.execute(f'SELECT year, "{LICENSING}" FROM wide ORDER BY body, year').fetchall()
        assert wide == [(2020, 0), (2022, 1113), (2023, 5)] or wide == [(2022, 1113), (2023, 5), (2020, 0)]
        check(connection.sql("SELECT * FROM long").to_arrow_table().to_pylist())


def test_excel_opens_the_workbook_and_runs_nothing(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "xlsx" / "panel.xlsx")
    assert book.sheetnames == SHEETS
    titles, header, *rows = book["long"].iter_rows(values_only=True)
    assert header == tuple(column.name for column in LONG)
    assert titles[:3] == ("机关标识", "机关", "报告年度")
    check([dict(zip(header, row, strict=True)) for row in rows])
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    texts = [cell.value for cell in cells if cell.data_type == "s"]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t"))]
    assert {"'+5", "'-8", "'@SUM(1)", "#REF!\ufffd", "'=HYPERLINK(1).txt"} <= set(texts)


def test_no_cell_of_a_csv_is_a_formula(folder: Path) -> None:
    for path in folder.glob("*/*.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            columns, *rows = csv.reader(file)
        for row in rows:
            for name, cell in zip(columns, row, strict=True):
                numbers = (
                    "value",
                    "other_value",
                    "active.administrative_licensing.change",
                    "total",
                    "total_low",
                    "total_high",
                )
                is_number = name in numbers
                assert is_number or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (path, name, cell)


def test_parquet_keeps_what_is_printed(folder: Path) -> None:
    table = polars.read_parquet(folder / "parquet" / "panel.parquet")
    printed = set(table["printed"].to_list())
    assert {"+5", "-8", "@SUM(1)", "\t=1+1", "1,113"} <= printed


@pytest.mark.parametrize("ending", [pytest.param(one, marks=_long_for(one)) for one in ENDINGS])
def test_the_data_package_is_valid(folder: Path, ending: str) -> None:
    path = folder / ending[1:] / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    assert {one["path"] for one in package["resources"]} | {"datapackage.json"} == {
        one.name for one in path.parent.iterdir()
    }
    result = frictionless.validate(str(path))
    assert result.valid, result.flatten(["rowNumber", "fieldName", "message"])
    tables = {task.name for task in result.tasks if task.type == "table"}
    main = {"long", "wide", "wide_status", "rates"}
    side = set(SHEETS) - main
    own = {".csv": main, ".xlsx": {f"{name}-xlsx" for name in side | main}}
    assert tables == side | own.get(ending, set())
    described = {one["name"] for one in package["resources"] if "schema" in one}
    assert described >= {
        f"{name}-{ending[1:]}" for name in ({"wide"} if ending in STATISTICS else main - {"long"})
    } or (ending == ".csv")


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_reports_are_the_same_bytes(folder: Path, tmp_path: Path, ending: str) -> None:
    write_panel(iter(REPORTS), PanelRequest(tmp_path / f"panel{ending}"), MISSING)
    for path in sorted((folder / ending[1:]).iterdir()):
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name


def test_the_order_in_which_reports_come_changes_nothing(tmp_path: Path) -> None:
    for name, reports in (("one", REPORTS), ("two", REPORTS[::-1])):
        (tmp_path / name).mkdir()
        write_panel(reports, PanelRequest(tmp_path / name / "panel.parquet"))
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_the_fields_have_names_numbers_and_units(folder: Path) -> None:
    with open(folder / "csv" / "fields.csv", encoding="utf-8", newline="") as file:
        rows = {row["field"]: row for row in csv.DictReader(file)}
    assert list(rows) == list(field_table())
    one = rows["applications.denied.state_secret.company"]
    assert tuple(one) == tuple(column.name for column in FIELDS)
    assert (one["forms"], one["line_number"], one["counts"], one["measure"]) == (
        "2019;2021",
        "三（三）1",
        "count",
        "件",
    )
    assert one["field_zh"] == "三、本年度办理结果·（三）不予公开·1.属于国家秘密·商业企业"


def test_a_number_that_no_column_holds_exactly_is_left_out(tmp_path: Path) -> None:
    write_panel([report("海宁市", 2022, "a.txt", {LICENSING: 2**53 + 1})], PanelRequest(tmp_path / "panel.parquet"))
    assert polars.read_parquet(tmp_path / "panel-wide.parquet")[LICENSING].to_list() == [None]


def test_a_panel_that_no_sheet_holds_is_refused_before_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 700)
    with pytest.raises(PanelError, match=r"a sheet of Excel has 700 rows.*\.parquet, \.duckdb or \.csv"):
        write_panel(REPORTS, PanelRequest(tmp_path / "panel.xlsx"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_files_without_figures_are_in_the_panel_by_name(folder: Path, ending: str) -> None:
    with open(folder / ending[1:] / "left_out.csv", encoding="utf-8", newline="") as file:
        rows = [tuple(row.values()) for row in csv.DictReader(file)]
    assert rows == [("'=1+1.txt", *MISSING[0][1:]), tuple(MISSING[1]), tuple(OPEN_ONE), tuple(MISSING[2])]
    about = json.loads((folder / ending[1:] / "datapackage.json").read_text("utf-8"))
    assert "names 4 files that are left out, and why" in about["description"]


def test_a_panel_says_how_many_files_are_missing_and_names_the_first(tmp_path: Path) -> None:
    many = (LeftOut(f"{number:03}.txt", "no-report", "holds no report.") for number in range(500))
    made = write_panel(REPORTS, PanelRequest(tmp_path / "panel.csv"), many)
    first = tuple(LeftOut(f"{number:03}.txt", "no-report", "holds no report.") for number in range(5))
    assert made.missing == {"no-report": Named(500, first), OPEN: Named(1, (OPEN_ONE,))}
    assert made.missing["no-report"].more == 495


def test_a_table_that_no_sheet_holds_is_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 1000)
    many = (LeftOut(f"{number}.txt", "no-report", "holds no report.") for number in range(1000))
    with pytest.raises(
        PanelError, match=r"panel\.xlsx: a sheet of Excel has 1,000 rows, and the table left_out has more"
    ):
        write_panel(REPORTS, PanelRequest(tmp_path / "panel.xlsx"), many)
    assert list(tmp_path.iterdir()) == []


def test_other_peoples_files_are_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "bodies.csv").write_text("mine", "utf-8")
    with pytest.raises(PanelError, match="folder of its own"):
        write_panel(REPORTS, PanelRequest(tmp_path / "panel.csv"))
    assert (tmp_path / "bodies.csv").read_text("utf-8") == "mine"
    assert len(list(tmp_path.iterdir())) == 1


def test_the_folder_of_a_panel_is_made(tmp_path: Path) -> None:
    write_panel(REPORTS, PanelRequest(tmp_path / "panel" / "panel.csv"))
    assert (tmp_path / "panel" / "datapackage.json").exists()


@pytest.mark.parametrize("name", ["panel.ods", "panel", "none/none/panel.csv", "bodies.csv"])
def test_what_cannot_be_written_gets_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(PanelError) as caught:
        write_panel(REPORTS, PanelRequest(tmp_path / name))
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)
