"""What fails of the laws is written down as a case file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from golden import SEEDS, seed

from tests import case_files

FALSE_LAW = f"""
from pathlib import Path
from hypothesis import given, strategies as st
from extractor.forms import form_named
from tests.properties.profile import law
from tests.properties.reading import read, silently_wrong
from tests.properties.truths import Truth

FORM = form_named("2021")

@law
@given(st.integers(0, 3))
def test_every_report_is_full_of_sevens(number):
    text = Path({str(seed(2))!r}).read_text("utf-8")
    assert silently_wrong(Truth(FORM, dict.fromkeys(FORM.fields, 7)), read(text)) == []
"""


def run(*words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(SEEDS.parent), "LAW_EXAMPLES": "5", "PYTHONIOENCODING": "utf-8"}
    call = [sys.executable, "-m", "benchmarks.laws", *words]
    return subprocess.run(call, capture_output=True, text=True, encoding="utf-8", cwd=SEEDS.parent, env=environment)


def test_a_law_that_fails_becomes_a_case_file(tmp_path: Path) -> None:
    laws = tmp_path / "test_false.py"
    laws.write_text(FALSE_LAW, "utf-8")
    done = run(str(laws), "--minutes", "0", "--seed", "5", "--out", str(tmp_path / "cases"))
    assert done.returncode == 1, done.stdout + done.stderr
    (text,) = (tmp_path / "cases").glob("*.txt")
    assert text.name == "every-report-is-full-of-sevens-5.txt"
    assert text.read_text("utf-8") == seed(2).read_text("utf-8")
    assert f"=== {text.stem}.json" in done.stdout
    case = case_files.Expectation.model_validate(json.loads(text.with_suffix(".json").read_text("utf-8")))
    assert case.truth["applications"]["new"] == [7] * 7


def test_laws_that_cannot_be_tried_are_no_laws_that_hold(tmp_path: Path) -> None:
    (tmp_path / "test_damaged.py").write_text("import no_such_module", "utf-8")
    done = run(str(tmp_path / "test_damaged.py"), "--minutes", "0")
    assert done.returncode == 1
    assert "could not be tried" in done.stderr
    assert "no_such_module" in done.stderr
