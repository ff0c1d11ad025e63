"""`extractor diff`: what differs between two runs, its exit code, and one sentence where they cannot be compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from golden import SEEDS
from typer.testing import CliRunner

from extractor.cli.app import app

KEY = "applications.new.total"
SEED = sorted(SEEDS.glob("*.txt"))[0]


def run(*words: str) -> tuple[int, str]:
    environment = {"COLUMNS": "120", "NO_COLOR": "1", "LC_ALL": "en_US.UTF-8"}
    result = CliRunner(env=environment).invoke(app, list(words))
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over the seeds and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    code, output = run("batch", str(SEEDS), str(folder / "broken.pdf"), "--out", str(folder / "RUN"), "-q", "-j", "1")
    assert code == 1, output
    return folder / "RUN"


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of the seeds as JSON lines."""
    target = tmp_path_factory.mktemp("lines") / "old.jsonl"
    code, output = run("extract", str(SEEDS), "-o", str(target))
    assert code == 0, output
    return target


def changed(lines: Path, target: Path, **values: Any) -> str:
    """The results with one figure of the first report otherwise, made by another version."""
    first, *others = lines.read_text("utf-8").splitlines()
    made = json.loads(first)
    made["fields"][KEY] |= values
    made["run"]["version"] = "9.9"
    target.write_text("\n".join([json.dumps(made, ensure_ascii=False), *others]) + "\n", "utf-8")
    return str(target)


def test_a_run_differs_in_nothing_from_itself_and_from_the_same_results_as_lines(seeds: Path, lines: Path) -> None:
    code, output = run("diff", str(seeds), str(seeds))
    assert (code, "6 documents, of which 6 differ in nothing" in output, "Nothing differs." in output) == (
        0,
        True,
        True,
    )
    code, output = run("diff", str(seeds), str(lines))
    assert code == 1
    assert "only-before" in output
    assert "broken.pdf" in output
    assert "5 documents, of which 5 differ in nothing" in output


def test_an_accepted_value_that_changed_is_told_first_with_its_place_and_who_made_it(
    lines: Path, tmp_path: Path
) -> None:
    new = changed(lines, tmp_path / "new.jsonl", value=9999)
    code, output = run("diff", str(lines), new)
    assert code == 1
    first = next(line for line in output.splitlines() if line.startswith("value-changed"))
    assert first.split()[1:3] == ["1", "1"]
    assert f"{SEED}:" in output
    assert "→ 9999 accepted" in output
    assert "→ extractor 9.9" in output
    assert "resting on" in output


def test_what_is_not_asked_for_is_not_told_and_does_not_count(lines: Path, tmp_path: Path) -> None:
    new = changed(lines, tmp_path / "new.jsonl", status="review")
    assert run("diff", str(lines), new)[0] == 1
    assert run("diff", str(lines), new, "--only", "accepted")[0] == 1
    assert run("diff", str(lines), new, "--fields", KEY)[0] == 1
    assert run("diff", str(lines), new, "--fields", "disputes.*")[0] == 0


def test_programs_get_everything_counted_or_a_line_a_difference(lines: Path, tmp_path: Path) -> None:
    new = changed(lines, tmp_path / "new.jsonl", value=9999)
    code, output = run("diff", str(lines), new, "--format", "json", "--most", "0")
    made = json.loads(output)
    assert code == 1
    assert [(one["kind"], one["count"], one["subjects"], one["examples"]) for one in made["kinds"]] == [
        ("value-changed", 1, {KEY: 1}, [])
    ]
    assert {one["after"].partition(",")[0] for one in made["producers"]} == {"extractor 9.9", "extractor 0.1.0"}
    code, output = run("diff", str(lines), new, "--format", "jsonl")
    (one,) = map(json.loads, output.splitlines())
    assert (code, one["kind"], one["file"], one["subject"]) == (1, "value-changed", str(SEED), KEY)
    assert one["after"]["value"] == 9999


def test_a_file_read_again_with_other_bytes_is_compared_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    report = tmp_path / "in" / "report.txt"
    for text, folder in ((SEED.read_text("utf-8"), "A"), (SEED.read_text("utf-8") + "\n完。\n", "B")):
        report.write_text(text, "utf-8")
        code, output = run("batch", str(tmp_path / "in"), "--out", str(tmp_path / folder), "-q", "-j", "1")
        assert code in (0, 1), output
    code, output = run("diff", str(tmp_path / "A"), str(tmp_path / "B"))
    assert (code, "other bytes" in output) == (0, True)
    report.rename(report.with_name("moved.txt"))
    run("batch", str(tmp_path / "in"), "--out", str(tmp_path / "C"), "-q", "-j", "1")
    code, output = run("diff", str(tmp_path / "B"), str(tmp_path / "C"))
    assert (code, "renamed" in output) == (0, True)


def test_what_stands_in_a_result_does_nothing_to_the_terminal(lines: Path, tmp_path: Path) -> None:
    new = changed(lines, tmp_path / "new.jsonl", printed="\x1b[31m1[bold]\u202e")
    code, output = run("diff", str(lines), new)
    assert code == 1
    assert "[bold]" in output
    assert not {"\x1b", "\u202e"} & set(output)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("none", None, "is not the folder of a run"),
        ("empty.jsonl", b"", "no document is in both"),
        ("bad.jsonl", b'{"schema": "1"}\n', "line 1 is no result of extractor"),
        ("binary.jsonl", b"\xff\x00\n", "line 1 is no result of extractor"),
        ("report.txt", "甲县".encode(), "line 1 is no result of extractor"),
    ],
)
def test_what_cannot_be_compared_gets_one_sentence(
    name: str, content: bytes | None, says: str, lines: Path, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    for words in ((str(lines), str(tmp_path / name)), (str(tmp_path / name), str(lines))):
        code, output = run("diff", *words)
        assert code == 2
        assert says in output
        assert output.count("\n") == 1
