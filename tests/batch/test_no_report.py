"""What holds no report is not passed over in silence: inputs without a file, files without a table, what is packed."""

from __future__ import annotations

from pathlib import Path

import pytest
from fulldisks import command, sentence
from golden import seed
from packing import DEFLATED, STORED, ofd, packed, word, workbook

from extractor.batch.run_folder import Document, open_run

SEED = seed(4).read_bytes()
NOTICE = "公告：因设备检修，本月十二日上午停水，请各单位提前做好准备。"
MANY = 60


def documents(run: Path) -> dict[str, Document]:
    with open_run(run) as opened:
        return {Path(one.name).name: one for one in opened.documents()}


def empty_folder(room: Path) -> list[str]:
    (room / "empty" / "below").mkdir(parents=True)
    return [str(room / "empty")]


def other_kinds(room: Path) -> list[str]:
    (room / "other").mkdir()
    (room / "other" / "data.json").write_text("{}")
    (room / "other" / ".hidden.txt").write_bytes(SEED)
    return [str(room / "other")]


def pattern_of_empty_folders(room: Path) -> list[str]:
    empty_folder(room)
    return [str(room / "em*")]


def empty_list(room: Path) -> list[str]:
    (room / "list.txt").write_text("# nothing\n\n")
    return ["--list", str(room / "list.txt")]


def archive_of_other_kinds(room: Path) -> list[str]:
    (room / "all.zip").write_bytes(packed({"data.json": b"{}", "__MACOSX/._a.txt": b"x"}))
    return [str(room / "all.zip")]


def empty_archive(room: Path) -> list[str]:
    (room / "all.zip").write_bytes(packed({}))
    return [str(room / "all.zip")]


def several(room: Path) -> list[str]:
    return [*empty_folder(room), *other_kinds(room)]


NOTHING = (
    empty_folder,
    other_kinds,
    pattern_of_empty_folders,
    empty_list,
    archive_of_other_kinds,
    empty_archive,
    several,
)


@pytest.mark.parametrize("nothing", NOTHING, ids=lambda one: one.__name__.replace("_", " "))
def test_a_batch_of_nothing_ends_with_2_and_makes_no_run(nothing: type, tmp_path: Path) -> None:
    words = nothing(tmp_path)
    for more in ([], ["--dry-run"]):
        said = sentence(command("batch", *words, "--out", tmp_path / "RUN", *more))
        assert "no report" in said or "none of them holds a report" in said
        assert str(tmp_path) in said
        assert not (tmp_path / "RUN").exists()


def test_an_input_without_a_report_among_others_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(SEED)
    done = command("batch", tmp_path / "a.txt", *empty_folder(tmp_path), "--out", tmp_path / "RUN", "-q")
    assert done.returncode == 1
    assert f"empty       {tmp_path}/empty: no report was found there" in done.stdout
    assert documents(tmp_path / "RUN")["a.txt"].state == "read"


@pytest.fixture(scope="module")
def notices(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A run over many notices, a report and a file that cannot be read; and what the batch said at its end."""
    room = tmp_path_factory.mktemp("notices")
    (room / "in").mkdir()
    for number in range(MANY):
        (room / "in" / f"{number:03}.txt").write_text(f"第{number}号{NOTICE}", "utf-8")
    (room / "in" / "report.txt").write_bytes(SEED)
    (room / "in" / "zero.txt").touch()
    done = command("batch", room / "in", "--out", room / "RUN", "-q")
    assert done.returncode == 1, done.stderr
    return room, done.stdout


def test_files_that_hold_no_report_are_counted_and_named_at_the_end(notices: tuple[Path, str]) -> None:
    room, said = notices
    assert f"{MANY + 2} files: 1 read, {MANY} hold no report, 1 not read" in said
    assert f"no report   {MANY} files hold no report; all in {room}/RUN/failures.log:" in said
    assert all(f"{room}/in/{number:03}.txt: holds no report: no table" in said for number in range(5))
    assert f"and {MANY - 5} more" in said


def test_files_that_hold_no_report_are_in_both_lists(notices: tuple[Path, str]) -> None:
    room, _ = notices
    log = (room / "RUN" / "failures.log").read_text("utf-8").splitlines()
    assert len(log) == MANY + 1
    assert log[0].startswith(f"{room}/in/000.txt: holds no report: no table of the 2019 or the 2021 form was found")
    review = (room / "RUN" / "review.txt").read_text("utf-8").splitlines()
    assert review == [f"{room}/in/{number:03}.txt" for number in range(MANY)]


def test_files_that_hold_no_report_have_a_state_and_findings(notices: tuple[Path, str]) -> None:
    room, _ = notices
    found = documents(room / "RUN")
    assert [found[name].state for name in ("000.txt", "report.txt", "zero.txt")] == ["no-report", "read", "unreadable"]
    extraction = found["000.txt"].extraction
    assert extraction is not None
    assert not extraction.holds_report
    assert [finding.code for finding in extraction.findings] == ["unsupported-form"]


def test_what_holds_no_report_is_not_read_again(notices: tuple[Path, str]) -> None:
    room, _ = notices
    done = command("batch", room / "in", "--out", room / "RUN", "-q", "--retry")
    assert done.stdout.startswith("Done with 1 files"), "the one that could not be read"
    assert f"1 read, {MANY} hold no report, 1 not read" in done.stdout


def test_the_page_on_a_run_names_what_holds_no_report(notices: tuple[Path, str], tmp_path: Path) -> None:
    room, _ = notices
    done = command("report", room / "RUN", "-o", tmp_path / "report.html", "--lang", "en")
    assert f"1 reports of {MANY + 2} files" in done.stdout
    assert f"{MANY} files hold no report; all in failures.log" in done.stdout
    page = (tmp_path / "report.html").read_text("utf-8")
    assert f"{room}/in/019.txt" in page
    assert f"{room}/in/020.txt" not in page
    assert f"and {MANY - 20} more" in page


@pytest.mark.parametrize("method", [STORED, DEFLATED], ids=["stored", "deflated"])
def test_the_files_of_an_archive_are_told_one_by_one(method: int, tmp_path: Path) -> None:
    files = {
        "附件1.xlsx": workbook(method),
        "b.ofd": ofd(method),
        "报告.txt": SEED,
        "报告.docx": word(),
        "c/inner.zip": packed({"deep.txt": SEED}),
        "d.zip": word("年度报告"),
        "data.json": b"{}",
    }
    (tmp_path / "all.zip").write_bytes(packed(files, method))
    done = command("batch", tmp_path / "all.zip", "--out", tmp_path / "RUN", "-q")
    assert done.returncode == 1
    with open_run(tmp_path / "RUN") as run:
        found = {
            one.name.removeprefix(f"{tmp_path}/all.zip/"): (one.state, one.reason or "") for one in run.documents()
        }
    assert {name: state for name, (state, _) in found.items()} == {
        "b.ofd": "unreadable",
        "c/inner.zip/deep.txt": "read",
        "d.zip": "no-report",
        "报告.docx": "no-report",
        "报告.txt": "read",
        "附件1.xlsx": "unreadable",
    }
    assert found["附件1.xlsx"][1].startswith("holds no text")
    assert found["b.ofd"][1].startswith("is an OFD document")
    assert "passed over 1 files" in done.stdout


def test_a_folder_tells_of_what_may_hold_a_report_and_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, content in (("a.txt", SEED), ("b.ofd", ofd()), ("c.xlsx", workbook()), ("d.json", b"{}")):
        (tmp_path / "in" / name).write_bytes(content)
    assert command("batch", tmp_path / "in", "--out", tmp_path / "RUN", "-q").returncode == 1
    log = (tmp_path / "RUN" / "failures.log").read_text("utf-8").splitlines()
    assert [line.removeprefix(f"{tmp_path}/in/").partition(":")[0] for line in log] == ["b.ofd", "c.xlsx"]


def test_an_archive_that_can_be_opened_at_last_is_no_longer_among_the_failures(tmp_path: Path) -> None:
    whole = packed({"a.txt": SEED})
    (tmp_path / "all.zip").write_bytes(whole[:-30])
    words = ["batch", tmp_path / "all.zip", "--out", tmp_path / "RUN", "-q"]
    assert command(*words).returncode == 1
    assert "damaged ZIP archive" in (tmp_path / "RUN" / "failures.log").read_text("utf-8")
    (tmp_path / "all.zip").write_bytes(whole)
    assert command(*words).returncode == 0
    assert (tmp_path / "RUN" / "failures.log").read_text("utf-8") == ""
