"""A case file begun by `benchmarks.new_case` is one, and is true of its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.new_case import SECTIONS, main
from extractor import extract
from tests import case_files


def begin(folder: Path, *words: str) -> tuple[case_files.Expectation, Path]:
    main(["begun", *words, "--folder", str(folder)])
    case = case_files.Expectation.model_validate_json((folder / "begun.json").read_bytes())
    return case, folder / "begun.txt"


def complaints(case: case_files.Expectation, path: Path) -> list[str]:
    """What the runner of the cases says of one."""
    result, text = extract(path), path.read_bytes().decode("utf-8")
    fields = case_files.misread_fields(case, result)
    return [*case_files.misnamed(case, result), *fields, *case_files.silently_wrong(case, result, text)]


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("seed", ["1", "2", "7"])
def test_a_case_that_is_begun_is_read_as_its_truth_says(form: str, seed: str, tmp_path: Path) -> None:
    case, path = begin(tmp_path, "--form", form, "--seed", seed)
    assert case.form == form
    assert set(case.truth) == set(SECTIONS)
    assert complaints(case, path) == []


@pytest.mark.parametrize("section", ["active", "applications"])
def test_a_case_may_be_of_one_table(section: str, tmp_path: Path) -> None:
    case, path = begin(tmp_path, "--section", section)
    assert list(case.truth) == [section]
    assert complaints(case, path) == []
    assert len(path.read_text("utf-8").splitlines()) < 45


def test_kinds_of_mess_are_done_one_after_the_other(tmp_path: Path) -> None:
    case, path = begin(tmp_path, "--mess", "wide-digits", "--mess", "rows-closed-by-bars")
    assert case.mess.startswith("Full-width digits throughout. Rows that show their cells")
    assert "| ０ |" in path.read_text("utf-8")
    assert complaints(case, path) == []


def test_nothing_is_asked_of_a_text_that_lost_figures_but_that_none_is_wrong(tmp_path: Path) -> None:
    assert begin(tmp_path, "--mess", "column-lost")[0].rest == "unchecked"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["Begun Anew"], "a name is small letters"),
        (["begun", "--mess", "utf-16"], "case files are UTF-8"),
        (["begun", "--section", "disputes", "--mess", "escaped-marks"], "invalid choice"),
        (["begun", "--section", "disputes", "--mess", "thousands"], "finds nothing to do"),
    ],
)
def test_what_cannot_be_begun_gets_a_sentence_and_no_file(
    words: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*words, "--folder", str(tmp_path)])
    assert says in f"{stopped.value}{capsys.readouterr().err}"
    assert list(tmp_path.iterdir()) == []


def test_a_case_that_is_there_is_left_alone(tmp_path: Path) -> None:
    begin(tmp_path)
    before = (tmp_path / "begun.txt").read_bytes()
    with pytest.raises(SystemExit, match="there is a case of this name"):
        main(["begun", "--seed", "2", "--folder", str(tmp_path)])
    assert (tmp_path / "begun.txt").read_bytes() == before
