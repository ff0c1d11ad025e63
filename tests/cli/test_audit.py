"""`extractor audit`: from a run to a sheet, from the sheet back to a bound, and the bound in panel and page."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from golden import SEEDS
from typer.testing import CliRunner

from extractor.batch.run_folder import open_run
from extractor.cli.app import app


def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run over the seeds."""
    folder = tmp_path_factory.mktemp("audit")
    code, output = run("batch", *sorted(SEEDS.glob("*.txt")), "--out", folder / "RUN", "-q", "-j", "1")
    assert code == 0, output
    return folder / "RUN"


def key(sheet: Path, made: Path, wrong: str = "") -> None:
    """Keys what was accepted, but 999 for the first figure of the field `wrong`."""
    with open_run(made) as opened:
        fields = {one.name: one.extraction.fields for one in opened.documents() if one.extraction}
    with open(sheet, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with open(sheet, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        for row in rows:
            is_wrong = row["field"] == wrong and row["report"] == "1"
            said = "999" if is_wrong else fields[row["file"]][row["field"]].printed
            writer.writerow({**row, "keyed": said, "keyed_by": "x"})


def test_a_run_is_audited_and_panel_and_page_carry_what_follows(made: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    code, output = run("audit", made, "--documents", 3, "--seed", 2, "--sheet", sheet)
    assert (code, "Drew 3 of 5 reports" in output) == (0, True), output
    assert f"extractor audit {made} --keyed {sheet}" in output
    code, output = run("audit", made)
    assert "3 reports are drawn and not keyed yet" in output
    key(sheet, made)
    code, output = run("audit", made, "--keyed", sheet)
    assert code == 0, output
    assert output.startswith("At most 63.2 of 100 reports hold an accepted figure that is wrong, at 95 % confidence (3")
    assert "by format   text: 0 of 3, at most 63.2 of 100" in output
    assert "59 reports in all without another wrong one would say 5%" in output
    code, output = run("panel", made, "-o", tmp_path / "panel" / "panel.csv")
    assert "At most 63.2 of 100 reports" in output
    package = json.loads((tmp_path / "panel" / "datapackage.json").read_text("utf-8"))
    assert (package["audit"]["reports"], package["audit"]["wrong"], package["audit"]["population"]) == (3, 0, 5)
    run("report", made, "-o", tmp_path / "page.html", "--lang", "zh")
    assert "至多 63.2 份含有被采信却错误的数值" in (tmp_path / "page.html").read_text("utf-8")


def test_what_differs_is_named_with_what_to_do(made: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    run("audit", made, "--documents", 5, "--sheet", sheet, "--again")
    key(sheet, made, "applications.new.total")
    code, output = run("audit", made, "--keyed", sheet)
    assert code == 1
    assert "applications.new.total is accepted as " in output
    assert "keyed as 999" in output
    assert "mend the sheet and give it with --keyed again" in output
    code, output = run("audit", made, "--sheet", tmp_path / "other.csv")
    assert (code, "--again draws another" in output) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--sheet", "a.txt"), "ends in .xlsx or .csv"),
        (("--keyed", "nowhere.csv"), "cannot be read"),
        (("--sheet", "a.csv", "--keyed", "b.csv"), "give one of them"),
        (("--sheet", "a.csv", "--year", "1999", "--again"), "no report to draw from"),
    ],
)
def test_what_cannot_be_gets_one_sentence(made: Path, words: tuple[str, ...], said: str) -> None:
    code, output = run("audit", made, *words)
    assert (code, output.count("\n")) == (2, 1)
    assert said in output


def test_an_audit_of_other_results_says_nothing(made: Path, tmp_path: Path) -> None:
    run("audit", made, "--documents", 2, "--sheet", tmp_path / "sheet.csv", "--again")
    kept = json.loads((made / "audit.json").read_text("utf-8"))
    (made / "audit.json").write_text(json.dumps({**kept, "producer": "another"}), "utf-8")
    code, output = run("audit", made, "--keyed", tmp_path / "sheet.csv")
    assert (code, "as they are now; draw them first" in output) == (2, True)
