"""`extractor check` for an office that collects drafts: the summary, the pages, the list, last year, many files."""

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
from pathlib import Path

import pytest
from golden import seed
from typer.testing import CliRunner, Result

from extractor.cli.app import app

COMMAND = [sys.executable, "-m", "extractor.cli"]
PLAIN = {"NO_COLOR": "1", "COLUMNS": "80", "LC_ALL": "en_US.UTF-8", "GITHUB_STEP_SUMMARY": ""}
BODIES = ["盐池县卫生健康局", "海宁市卫生健康局", "获嘉县卫健委", "淄博市卫生健康委员会", "惠农区卫生健康局"]


def check(*arguments: str | Path, **environment: str) -> Result:
    """The command in this process, its output no terminal."""
    return CliRunner(env={**PLAIN, **environment}).invoke(app, ["check", *map(str, arguments)])


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """A folder with the five seeds."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    for number in range(5):
        shutil.copy(seed(number), folder)
    return folder


def listed(path: Path, *names: str) -> Path:
    path.write_text("\n".join(names) + "\n", "utf-8")
    return path


def test_many_reports_are_summed_up_under_their_lines_apart_from_them(drafts: Path) -> None:
    result = check(drafts)
    assert result.exit_code == 1
    assert all(re.match(r".+\.txt:\d+:\d+: (error|warning) ", line) for line in result.stdout.splitlines())
    assert (
        result.stderr.splitlines()[-2]
        == "5 reports: nothing found in 2, 3 to look at, 0 not read for sure, 0 cannot be read"
    )


def test_one_report_has_no_summary(drafts: Path) -> None:
    result = check(next(drafts.glob("004*")))
    assert (result.exit_code, result.stdout) == (0, "")


def test_one_line_on_stderr_says_what_was_checked_and_the_verdict(drafts: Path) -> None:
    clean, wrong = check(next(drafts.glob("004*"))), check(drafts, "--format", "json", "--lang", "zh")
    assert clean.stderr.splitlines()[-1].endswith("Nothing found.")
    assert wrong.stderr.splitlines()[-1].startswith(f"已核对 {len(json.loads(wrong.stdout)['files'])} 份：")


def test_the_table_alone_goes_to_stdout_in_full(drafts: Path) -> None:
    result = check(drafts, "--format", "table", "--lang", "zh")
    head, *rows = result.stdout.splitlines()
    assert head.split() == ["文件", "机关", "年度", "表式", "错误", "提醒", "读取存疑", "待审", "结论"]
    assert rows[3].split()[1:] == ["淄博市卫生健康委员会", "2020", "2019", "2", "0", "0", "8", "需核对"]
    assert str(drafts / seed(3).name) in rows[3]
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("format", ["json", "sarif", "github"])
def test_formats_for_programs_stay_as_they_are(drafts: Path, format: str) -> None:
    alone, many = check(next(drafts.glob("003*")), "--format", format), check(drafts, "--format", format)
    assert len(many.stderr.splitlines()) == len(alone.stderr.splitlines()) == 1
    assert len(many.stdout) > len(alone.stdout)


def test_who_has_not_handed_in_is_an_error_at_the_line_of_the_list(drafts: Path, tmp_path: Path) -> None:
    names = listed(tmp_path / "list.txt", *BODIES, "海宁市民政局")
    result = check(drafts, "--expected", names, "--severity", "error")
    assert result.exit_code == 1
    assert f"{names}:6:1: error not-handed-in: 海宁市民政局 has not handed in its report" in result.stdout
    assert "not-expected" not in result.stdout


def test_a_missing_report_alone_makes_the_check_fail(drafts: Path, tmp_path: Path) -> None:
    fit = next(drafts.glob("004*"))
    assert check(fit, "--expected", listed(tmp_path / "a.txt", BODIES[4])).exit_code == 0
    assert check(fit, "--expected", listed(tmp_path / "b.txt", BODIES[4], "海宁市民政局")).exit_code == 1


def test_the_list_may_lie_among_the_drafts_and_is_none_of_them(drafts: Path) -> None:
    names = listed(drafts / "list.txt", *BODIES)
    result = check(drafts, "--expected", names, "--format", "table")
    assert "5 reports" in result.stdout
    assert "0 not handed in" in result.stdout


def test_a_file_that_cannot_be_read_is_handed_in_by_its_name_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "海宁市民政局.docx").write_bytes(b"PK\x03\x04 broken")
    result = check(tmp_path, "--expected", listed(tmp_path / "list.txt", "海宁市民政局"))
    assert result.exit_code == 2
    assert "not-handed-in" not in result.stdout
    assert "matched-by-file-name" in result.stdout


def test_last_years_reports_are_compared_and_both_named(drafts: Path, tmp_path: Path) -> None:
    text = seed(1).read_text("utf-8-sig")
    past = tmp_path / "past"
    past.mkdir()
    (past / "last.txt").write_text(text.replace("2020", "2019"), "utf-8")
    result = check(drafts, "--last-year", past, "--severity", "info")
    said = [line for line in result.stdout.splitlines() if "last.txt" in line]
    assert said
    assert all(seed(1).name in line for line in said)
    assert "1 of them were compared with last year's reports" in result.stderr


def test_last_years_reports_may_be_a_run(drafts: Path, tmp_path: Path) -> None:
    run = tmp_path / "RUN"
    assert CliRunner(env=PLAIN).invoke(app, ["batch", str(drafts), "--out", str(run), "-q"]).exit_code == 0
    assert "0 of them were compared" in check(drafts, "--last-year", run, "--format", "table").stdout


def test_pages_lead_from_the_index_to_every_report(drafts: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    assert check(drafts, "--pages", pages).exit_code == 1
    index = (pages / "index.html").read_text("utf-8")
    links = re.findall(r'href="([^"#]+)"', index)
    assert sorted({*links}) == sorted(f"{seed(number).stem}.html" for number in range(5))
    assert {*links, "index.html"} == {one.name for one in pages.iterdir() if not one.name.startswith(".")}


@pytest.mark.long
def test_the_same_drafts_make_the_same_pages_however_many_read_them(drafts: Path, tmp_path: Path) -> None:
    check(drafts, "--pages", tmp_path / "a", "--jobs", "1")
    check(drafts, "--pages", tmp_path / "b", "--jobs", "3")
    for page in (tmp_path / "a").glob("*.html"):
        assert page.read_bytes() == (tmp_path / "b" / page.name).read_bytes()


@pytest.mark.long
def test_pages_among_the_drafts_are_not_read_as_drafts(drafts: Path) -> None:
    for _ in range(2):
        result = check(drafts, "--pages", drafts / "pages", "--format", "table")
        assert "5 reports" in result.stdout


def test_a_folder_of_somebody_elses_files_is_refused_before_anything_is_read(drafts: Path) -> None:
    result = check(drafts, "--pages", drafts)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"extractor: {drafts}: holds other files")


def test_equal_files_have_a_page_each(drafts: Path, tmp_path: Path) -> None:
    shutil.copy(seed(4), drafts / "again.txt")
    assert check(drafts, "--pages", tmp_path / "pages").exit_code == 1
    assert (tmp_path / "pages" / "again.html").exists()


def test_the_summary_is_written_as_its_name_ends(drafts: Path, tmp_path: Path) -> None:
    for ending in ("csv", "json", "md"):
        check(drafts, "--summary", tmp_path / f"s.{ending}")
    rows = list(csv.DictReader((tmp_path / "s.csv").read_text("utf-8-sig").splitlines()))
    assert [row["verdict"] for row in rows] == ["look", "look", "clean", "look", "clean"]
    assert json.loads((tmp_path / "s.json").read_text("utf-8"))["totals"]["clean"] == 2
    assert (tmp_path / "s.md").read_text("utf-8").startswith("### Annual reports checked")


@pytest.mark.parametrize("name", ["s.xls", "s", "none/s.csv"])
def test_a_summary_that_cannot_be_written_is_refused_before_anything_is_read(drafts: Path, name: str) -> None:
    result = check(drafts, "--summary", drafts.parent / name)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)


def test_a_job_on_github_gets_the_table_on_its_page(drafts: Path, tmp_path: Path) -> None:
    page = tmp_path / "step.md"
    page.write_text("before\n")
    check(drafts, "--format", "github", GITHUB_STEP_SUMMARY=str(page))
    text = page.read_text("utf-8")
    assert text.startswith("before\n### ")
    assert "淄博市卫生健康委员会" in text
    assert text.count("\n| ") == 7
    check(drafts, "--format", "text", GITHUB_STEP_SUMMARY=str(page))
    assert page.read_text("utf-8") == text


def test_an_unreadable_file_stops_no_other(drafts: Path, tmp_path: Path) -> None:
    (drafts / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (drafts / "empty.txt").touch()
    result = check(drafts, "--pages", tmp_path / "pages")
    assert result.exit_code == 2
    assert (
        result.stderr.splitlines()[-2]
        == "7 reports: nothing found in 2, 3 to look at, 0 not read for sure, 2 cannot be read"
    )
    assert f"extractor: {drafts / 'empty.txt'}: is empty" in result.stderr
    assert "is empty; check" in (tmp_path / "pages" / "index.html").read_text("utf-8")


def test_what_cannot_be_read_is_named_once_whether_it_is_alone_or_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" \n", "utf-8")
    said = f"extractor: {tmp_path / 'a.txt'}: holds no text"
    assert check(tmp_path).stderr.startswith(said)
    (tmp_path / "b.txt").write_text(" \n", "utf-8")
    assert check(tmp_path).stderr.startswith(said)


def test_a_name_that_looks_like_an_address_is_a_file_that_is_not_there(drafts: Path) -> None:
    result = check(next(drafts.glob("004*")), "http://127.0.0.1:1/x.pdf")
    assert result.exit_code == 2
    assert "there is no such file" in result.stderr


@pytest.mark.parametrize(
    "name", ["a\nb.txt", "\x1b[31mred.txt", "-x.txt", "a:b,c%0A::error::.txt", '"><img src=x>.txt']
)
def test_hostile_names_of_files_act_nowhere(drafts: Path, tmp_path: Path, name: str) -> None:
    shutil.copy(seed(3), drafts / name)
    result = check(drafts, "--pages", tmp_path / "pages", "--format", "text", "--summary", tmp_path / "s.md")
    assert result.exit_code == 1
    assert "\x1b" not in result.output
    assert all(re.match(r"/.+:\d+:\d+: (error|warning) ", line) for line in result.stdout.splitlines())
    index = (tmp_path / "pages" / "index.html").read_text("utf-8")
    assert "<img" not in index
    assert "6 reports" in result.stderr


def test_a_check_that_is_stopped_leaves_no_process_and_no_folder(drafts: Path, tmp_path: Path) -> None:
    for number in range(400):
        (drafts / f"{number}.txt").write_text(seed(3).read_text("utf-8-sig") + f"\n{number}", "utf-8")
    room = tmp_path / "tmp"
    room.mkdir()
    environment = {**os.environ, **PLAIN, "TMPDIR": str(room)}
    with subprocess.Popen([*COMMAND, "check", str(drafts)], env=environment, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 20
        # Its own folder: Python tries the place itself first, with a file of a moment.
        while not list(room.glob("extractor-check-*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        said = process.stderr.read().decode()
        # A shell says 130 of both: where the interrupt meets a dataclass being made, CPython ends itself by the signal.
        assert process.wait(20) in (130, -signal.SIGINT)
    assert "Traceback" not in said
    assert list(room.iterdir()) == []
