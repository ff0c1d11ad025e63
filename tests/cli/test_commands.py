"""The commands as a user runs them, on the seeds and on files that are none."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from golden import SEEDS, seed
from typer.testing import CliRunner, Result

from extractor import __version__, extract
from extractor.cli.app import app
from extractor.cli.files import SUFFIXES
from extractor.result import Extraction

COMMAND = [sys.executable, "-m", "extractor.cli"]
PLAIN = {"NO_COLOR": "1", "COLUMNS": "120", "LC_ALL": "en_US.UTF-8"}
ALL = [str(seed(number)) for number in range(5)]


def run(*arguments: str | Path) -> Result:
    """A command in this process, its output no terminal."""
    return CliRunner(env=PLAIN).invoke(app, [str(one) for one in arguments])


def run_process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command as a process of its own, its output a pipe."""
    words = [*COMMAND, *map(str, arguments)]
    return subprocess.run(
        words, capture_output=True, text=True, encoding="utf-8", env={**os.environ, **environment}, timeout=60
    )


@pytest.fixture(scope="module")
def clean() -> Path:
    """A seed without findings."""
    return seed(4)


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """A file that is no report."""
    path = tmp_path / "empty.txt"
    path.touch()
    return path


class TestExtract:
    """`extractor extract`."""

    def test_prints_one_object_a_line_to_a_pipe(self) -> None:
        result = run_process("extract", *ALL)
        assert result.returncode == 0
        assert result.stderr == ""
        lines = result.stdout.splitlines()
        assert [json.loads(line)["source"]["path"] for line in lines] == ALL
        assert Extraction.from_json(lines[1]) == extract(ALL[1])

    def test_prints_a_table_where_one_is_wanted(self) -> None:
        result = run("extract", "--table", *ALL)
        assert result.exit_code == 0
        assert "盐池县卫生健康局" in result.output
        assert "5 reports, 994 figures: " in result.output

    def test_takes_folders(self, tmp_path: Path) -> None:
        (tmp_path / "deep").mkdir()
        (tmp_path / ".hidden").mkdir()
        for name in ("b.txt", "deep/a.TXT", "notes.md", ".c.txt", ".hidden/d.txt"):
            shutil.copy(ALL[4], tmp_path / name)
        result = run("extract", tmp_path)
        names = [json.loads(line)["source"]["name"] for line in result.stdout.splitlines()]
        assert names == ["b.txt", "a.TXT"]
        assert result.exit_code == 0

    def test_says_that_a_folder_is_empty(self, tmp_path: Path) -> None:
        result = run("extract", tmp_path)
        assert result.exit_code == 2
        says = f"extractor: {tmp_path}: this folder holds no report; reports end in .txt, "
        assert result.stderr.startswith(says)
        assert result.stderr.endswith(f" or {SUFFIXES[-1]}.\n")

    def test_reads_the_rest_where_one_file_is_bad(self, clean: Path, spoilt: Path, tmp_path: Path) -> None:
        missing = tmp_path / "missing.txt"
        result = run("extract", spoilt, clean, missing)
        assert result.exit_code == 2
        assert len(result.stdout.splitlines()) == 1
        first, second = result.stderr.splitlines()
        assert first.startswith("extractor: ")
        assert spoilt.name in first
        assert missing.name in second

    @pytest.mark.parametrize("suffix", [".json", ".jsonl", ".csv", ".CSV"])
    def test_writes_a_file(self, suffix: str, clean: Path, tmp_path: Path) -> None:
        output = tmp_path / f"out{suffix}"
        result = run("extract", clean, "-o", output)
        assert result.exit_code == 0
        assert result.stdout == ""
        assert result.stderr == f"{output}: 1 report\n"
        text = output.read_text("utf-8")
        if suffix == ".json":
            assert len(json.loads(text)) == 1
        elif suffix == ".jsonl":
            assert Extraction.from_json(text) == extract(str(clean))
        else:
            assert len(list(csv.DictReader(text.splitlines()))) == 200

    def test_refuses_a_file_it_does_not_know_how_to_write(self, clean: Path, tmp_path: Path) -> None:
        result = run("extract", clean, "-o", tmp_path / "out.xlsx")
        assert result.exit_code == 2
        assert "the name must end in .json, .jsonl, .csv" in result.stderr
        assert os.listdir(tmp_path) == []

    def test_says_so_where_it_cannot_write(self, clean: Path, tmp_path: Path) -> None:
        result = run("extract", clean, "-o", tmp_path / "missing" / "out.csv")
        assert result.exit_code == 2
        assert result.stderr.endswith(
            "out.csv: cannot be written (No such file or directory); "
            "name another place, or see to its disk, and give the command again.\n"
        )

    def test_gives_the_same_whether_or_not_options_are_parsed(self, spoilt: Path) -> None:
        plain = run_process("extract", ALL[0], spoilt, ALL[4])
        parsed = run_process("extract", "--json", ALL[0], spoilt, ALL[4])
        assert plain.stdout == parsed.stdout
        assert plain.stderr == parsed.stderr != ""
        assert plain.returncode == parsed.returncode == 2

    def test_takes_a_file_that_begins_like_an_option(
        self, clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shutil.copy(clean, tmp_path / "-o.txt")
        monkeypatch.chdir(tmp_path)
        assert json.loads(run("extract", "--", "-o.txt").stdout)["source"]["name"] == "-o.txt"

    def test_a_mistake_of_the_program_is_a_sentence_too(self, clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("extractor.pipeline.open_source", lambda *_, **__: 1 / 0)
        result = run("extract", clean)
        assert result.exit_code == 2
        assert result.stderr == (
            f"extractor: {clean}: extractor itself failed on it (ZeroDivisionError: division by zero);"
            " please report that.\n"
        )
        monkeypatch.setenv("EXTRACTOR_DEBUG", "1")
        assert isinstance(run("extract", clean).exception, ZeroDivisionError)

    def test_gives_the_same_bytes_twice(self) -> None:
        assert run("extract", *ALL).stdout_bytes == run("extract", *ALL).stdout_bytes


class TestCheck:
    """`extractor check`."""

    def test_tells_of_a_clean_report_only_that_it_was_checked(self, clean: Path) -> None:
        result = run("check", clean)
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr.endswith("Nothing found.\n")

    def test_tells_one_finding_a_line(self) -> None:
        result = run("check", ALL[0], ALL[3])
        assert result.exit_code == 1
        lines = result.stdout.splitlines()
        assert lines
        assert all(re.match(r".+\.txt:\d+:\d+: (error|warning) [a-z-]+: .+$", line) for line in lines)
        assert sum("identity-violated" in line for line in lines) == 2
        assert any("narrative-disagrees" in line and "203" in line for line in lines)

    def test_counts_only_what_is_grave_enough(self) -> None:
        assert run("check", ALL[0], "--severity", "error").exit_code == 0
        assert run("check", ALL[0], "--severity", "warning").exit_code == 1
        everything = run("check", ALL[0], "--severity", "info").stdout.splitlines()
        assert len(everything) > len(run("check", ALL[0]).stdout.splitlines())

    def test_speaks_the_language_it_is_told_to(self) -> None:
        chinese = run("check", ALL[3], "--lang", "zh").stdout
        english = run("check", ALL[3], "--lang", "en").stdout
        assert re.search("[一-鿿]", chinese.split(": ", 2)[2])
        assert chinese != english

    def test_exits_with_2_where_a_file_cannot_be_read(self, spoilt: Path) -> None:
        result = run("check", ALL[3], spoilt)
        assert result.exit_code == 2
        assert len(result.stdout.splitlines()) >= 2
        assert [line for line in result.stderr.splitlines() if line.startswith("extractor: ")] == [
            f"extractor: {spoilt}: is empty; check that the right file was saved."
        ]

    @pytest.mark.parametrize("format", ["json", "sarif"])
    def test_writes_json_even_where_there_is_nothing_to_tell(self, format: str, clean: Path, spoilt: Path) -> None:
        json.loads(run("check", clean, "--format", format).stdout)
        json.loads(run("check", spoilt, "--format", format).stdout)

    def test_sarif_holds_the_same_findings(self) -> None:
        (sarif,) = json.loads(run("check", *ALL, "--format", "sarif").stdout)["runs"]
        found = json.loads(run("check", *ALL, "--format", "json").stdout)
        assert [one["ruleId"] for one in sarif["results"]] == [one["code"] for one in found["findings"]]
        assert [one["file"] for one in found["files"]] == sorted(map(str, ALL))

    def test_github_marks_lines(self) -> None:
        lines = run("check", ALL[3], "--format", "github").stdout.splitlines()
        assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)


class TestExplain:
    """`extractor explain`."""

    def test_shows_the_line_and_the_equations(self) -> None:
        result = run("explain", ALL[3], "active.government_procurement.amount_yuan")
        assert result.exit_code == 0
        assert "253990 元" in result.stdout
        assert "│ \t25.399万".replace("\t", " ") in result.stdout
        assert "^^^^^^" in result.stdout

    def test_writes_the_identities_out(self) -> None:
        result = run("explain", ALL[3], "applications.new.total")
        assert "✓ 本年新收 3 + 上年结转 0 = 总计 3 + 结转下年 0" in result.stdout

    def test_names_the_nearest_fields_where_there_is_none(self, clean: Path) -> None:
        result = run("explain", clean, "applications.new.totl")
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.startswith(
            "extractor: applications.new.totl: the 2021 form has no such field; nearest are"
        )
        assert "applications.new.total" in result.stderr

    def test_says_so_where_the_file_cannot_be_read(self, spoilt: Path) -> None:
        result = run("explain", spoilt, "applications.new.total")
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1


class TestShow:
    """`extractor show`."""

    @pytest.mark.parametrize("file", ALL)
    def test_shows_the_three_tables(self, file: str) -> None:
        result = run("show", file)
        assert result.exit_code == 0
        assert [line for line in result.stdout.splitlines() if line[:2] in ("二、", "三、", "四、")] == [
            "二、主动公开政府信息情况",
            "三、收到和处理政府信息公开申请情况",
            "四、政府信息公开行政复议、行政诉讼情况",
        ]

    def test_says_so_where_there_is_no_form(self, tmp_path: Path) -> None:
        page = tmp_path / "page.txt"
        page.write_text("首页 新闻 联系我们\n")
        result = run("show", page)
        assert result.exit_code == 2
        assert result.stderr == f"extractor: {page}: no form was recognised in it, so there are no tables to show.\n"


class TestForms:
    """`extractor forms`."""

    def test_lists_them(self) -> None:
        result = run("forms")
        assert result.exit_code == 0
        assert re.search(r"2019 +2019–2020 +198 +40 +国办公开办函〔2019〕60号", result.stdout)
        assert re.search(r"2021 +2021 onward +200 +42 +国办公开办函〔2021〕30号", result.stdout)

    def test_shows_one(self) -> None:
        result = run("forms", "show", "2021")
        assert result.exit_code == 0
        assert "本年制发件数" in result.stdout
        assert "applications" not in result.stdout
        assert "applications.new.total" in run("forms", "show", "2021", "--keys").stdout

    def test_says_which_there_are(self) -> None:
        result = run("forms", "show", "2008")
        assert result.exit_code == 2
        assert result.stderr == "extractor: 2008: there is no such form; there are 2019 and 2021.\n"


def test_the_version_is_the_packages() -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"extractor {__version__}\n")


@pytest.mark.parametrize("command", ["", "extract", "check", "explain", "show", "forms", "forms show"])
def test_help_teaches_with_examples(command: str) -> None:
    result = run(*command.split(), "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout
    assert f"  extractor {command}".rstrip() in result.stdout


@pytest.mark.parametrize(
    "arguments", [["chekc"], ["check", "--format", "xml", "x"], ["explain", "x"], ["extract", "-o"]]
)
def test_wrong_usage_is_one_error_and_no_traceback(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.count("Error: ") == 1
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("command", "expected"),
    [("extract", "惠农"), ("show", "规章"), ("check --format json --severity info", "["), ("explain", "收到和处理")],
)
def test_a_pipe_gets_utf_8_whatever_the_locale(command: str, expected: str, clean: Path) -> None:
    name, *options = command.split()
    field = ["applications.new.total"] if name == "explain" else []
    result = run_process(name, clean, *field, *options, PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert expected in result.stdout


def test_a_closed_pipe_says_nothing() -> None:
    with subprocess.Popen([*COMMAND, "extract", *ALL * 20], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_an_interrupt_exits_with_130_and_says_nothing(tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    process = subprocess.Popen(
        [*COMMAND, "extract", *ALL * 2000, "-o", str(output)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    until(lambda: bool(os.listdir(tmp_path)))
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert os.listdir(tmp_path) == []


def until(done: Callable[[], bool], seconds: float = 30) -> None:
    """Waits for something to come true."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_reading_to_a_pipe_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv[1:] = ['extract', sys.argv[1]]\n"
        "from extractor.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code, ALL[4]], capture_output=True, text=True, check=True)
    loaded = set(result.stderr.split())
    assert "extractor.pipeline" in loaded
    assert not loaded & {"rich", "pydantic", "numpy", "scipy", "charset_normalizer", "extractor.cli.words"}


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); import extractor; print(*sorted(set(sys.modules) - before))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SEEDS.parent)
    assert set(result.stdout.split()) - {"__future__"} == {"extractor", "extractor.version"}
