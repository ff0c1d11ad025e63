"""A drill: a third, made-up form is its TOML and its gold, and everything that reads, checks and shows takes it on.

The form and its reports lie in `drill/`. No name in it is of a real form; its total is the first column of a table.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.forms import form_ids, read_forms
from extractor.forms.load import OWN_FOLDER

DRILL = Path(__file__).parent / "drill"
YEARS = ("2035", "2036", "2037")
(FORM,) = read_forms([str(DRILL)])
WITH_FORM = {**os.environ, "EXTRACTOR_FORMS": str(DRILL)}


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Python, in a process that knows the made-up form."""
    return subprocess.run(
        [sys.executable, *map(str, command)], env=WITH_FORM, capture_output=True, text=True, timeout=180, check=False
    )


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    """What the product says of the three reports."""
    done = run(DRILL / "say.py", *(DRILL / f"{year}.txt" for year in YEARS))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def truth(year: str) -> dict[str, int]:
    """The gold of a report by field."""
    gold = json.loads((DRILL / f"{year}.json").read_text("utf-8"))["truth"]
    found: dict[str, int] = {}
    for section, rows in gold.items():
        for row, values in rows.items():
            fields = [field for field in FORM.fields if field.startswith(f"{section}.{row}.")]
            found.update(zip(fields, values, strict=True))
    return found


def test_the_package_alone_does_not_know_the_form() -> None:
    assert form_ids() == ("2019", "2021")
    assert {form.id for form in read_forms([OWN_FOLDER, str(DRILL)])} == {"2019", "2021", "2035"}


@pytest.mark.parametrize("year", YEARS)
def test_a_report_of_the_form_is_read_as_its_gold_has_it(year: str, said: dict[str, Any]) -> None:
    found = said["reports"][year]
    assert found["report"] == ["云台市林业局", int(year), "2035"]
    assert found["values"] == truth(year)
    assert set(found["accepted"]) == set(FORM.fields)


def test_its_figures_are_proved_by_its_own_equations(said: dict[str, Any]) -> None:
    proofs = said["reports"]["2035"]["proofs"]
    assert proofs["requests.shown.citizen"] == ["requests.across[shown]", "requests.closed[citizen]"]
    assert proofs["quarrels.mediation.both"] == ["quarrels.both[mediation]"]


def test_blanks_are_zeros_by_convention_where_the_total_stands_first(said: dict[str, Any]) -> None:
    text = (DRILL / "2037.txt").read_text("utf-8")
    assert "3.移交别处\t3\t2\t1\n" in text, "the report has lost its zeros"
    assert {code for code, *_ in said["reports"]["2037"]["findings"]} == {"cells-lost"}


def test_no_figure_that_breaks_its_equations_and_no_total_that_was_cut_off_is_accepted(tmp_path: Path) -> None:
    text = (DRILL / "2035.txt").read_text("utf-8")
    wrong, cut = tmp_path / "wrong.txt", tmp_path / "cut.txt"
    wrong.write_text(text.replace("来年的查阅请求\t8", "来年的查阅请求\t9"), "utf-8")
    rows = re.sub(r"(?m)\t\d+(\t\d+\t\d+\t\d+)$", r"\1", text.replace("\t全部请求人", ""))
    cut.write_text(rows, "utf-8")
    assert "一、当年登记的查阅请求\t17\t9\t5\n" in rows
    done = run(DRILL / "say.py", wrong, cut, DRILL / "2035.txt", DRILL / "2036.txt")
    found = json.loads(done.stdout)["reports"]
    assert {identity for _, _, identity in found["wrong"]["findings"]} >= {
        "requests.across[left_over]",
        "requests.balance[altogether]",
    }
    assert "requests.left_over.altogether" not in found["wrong"]["accepted"]
    assert not [key for key in found["cut"]["accepted"] if key.endswith(".altogether")]


def test_what_it_carries_over_and_what_is_in_force_is_checked_between_years(said: dict[str, Any]) -> None:
    first = [(one["column"], one["carried_out"], one["carried_in"]) for one in said["carried"] if one["year"] == 2035]
    assert first == [("altogether", 8, 7), ("citizen", 4, 4), ("institution", 2, 1), ("press", 2, 2)]
    assert said["in_force"] == [{"field": "rulebooks.guides.valid", "expected": 21, "in_force": 25}]
    assert {"carry-over-broken", "in-force-broken"} <= dict(said["crossed"]).keys()


def test_its_key_figures_are_on_the_overview_under_its_own_names(said: dict[str, Any]) -> None:
    assert said["measures"] == {
        "received": [["当年登记请求", "Requests registered"], 3, 44],
        "quarrels": [["查阅争议", "Quarrels"], 3, 4],
    }
    assert "当年登记请求" in said["page"]
    assert said["sections"]["quarrels"] == "公众查阅争议统计"
    assert said["names"] == "四、留待来年的查阅请求·新闻媒体"


def test_the_commands_list_show_and_read_it(tmp_path: Path) -> None:
    assert "2035" in run("-m", "extractor.cli", "forms").stdout
    assert "requests.left_over.press" in run("-m", "extractor.cli", "forms", "show", "2035", "--keys").stdout
    done = run("-m", "extractor.cli", "batch", DRILL / "2035.txt", "--out", tmp_path / "run", "--jobs", "1")
    assert "40, of which 40 are accepted" in done.stdout
    about = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
    assert about["forms"]["2035"] == "1"


def test_a_mistake_in_a_form_of_ones_own_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "2035.toml").write_text("id = 2035", "utf-8")
    command = [sys.executable, "-m", "extractor.cli", "forms"]
    env = {**os.environ, "EXTRACTOR_FORMS": str(tmp_path)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "extractor: 2035.toml: id: must match \\d{4}, is 2035\n"
