"""Everything printed in a table is accounted for, and no figure is accepted in a row in which something is unread."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_files import CASES

from benchmarks.account import main, reading_of
from benchmarks.frozen import FROZEN
from extractor.reading.account import RunKind, account_of
from extractor.sources import open_source
from tests.accounts import account_faults
from tests.spoiled import SpoiledText, all_texts, trials_of
from tests.spoiled_reports import report_of

SEEDS = Path(__file__).parents[2] / "seeds"
TEXTS = [*sorted(FROZEN.rglob("*.txt")), *sorted(CASES.glob("*.txt")), *sorted(SEEDS.glob("*.txt"))]
_EVERY, _STEP = 12, 37
HEAD = "二、主动公开政府信息情况\n第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"


def kinds(text: str, section: str = "active") -> list[tuple[str, str]]:
    """What each run of a table is, and its characters."""
    source = open_source(text.encode(), "report.txt")
    reading = reading_of(source)
    assert reading is not None
    return [(run.kind.value, source.text[run.start : run.end]) for run in account_of(reading, source.text)[section]]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_everything_is_accounted_for_and_nothing_accepted_beside_what_is_unread(path: Path) -> None:
    assert account_faults(open_source(path)) == []


@pytest.mark.parametrize(("number", "text"), list(enumerate(all_texts()))[::_EVERY], ids=lambda one: str(one)[:40])
def test_a_spoiled_cell_is_accounted_for(number: int, text: SpoiledText) -> None:
    trials = trials_of(text)
    trial = trials[number * _STEP % len(trials)]
    content = report_of(trial.spot.report).written(trial.layout, dict.fromkeys(trial.spot.keys, trial.written))
    assert account_faults(open_source(content, "report.txt")) == []


def test_labels_headers_and_figures_are_told_apart() -> None:
    assert kinds(f"{HEAD}规章\t0\t0\t2\n行政规范性文件\t1\t/\t\n")[:9] == [
        ("header", "二、主动公开政府信息情况"),
        ("header", "第二十条第(一)项"),
        ("header", "信息内容"),
        ("header", "本年制发件数"),
        ("header", "本年废止件数"),
        ("header", "现行有效件数"),
        ("label", "规章"),
        ("figure", "0"),
        ("figure", "0"),
    ]


def test_strokes_are_nil_marks_and_a_blank_cell_has_no_characters() -> None:
    source = open_source(f"{HEAD}规章\t0\t0\t2\n行政规范性文件\t1\t/\t\n".encode(), "report.txt")
    reading = reading_of(source)
    assert reading is not None
    *_, mark, blank = account_of(reading, source.text)["active"]
    assert (mark.kind, blank.kind) == (RunKind.NIL_MARK, RunKind.BLANK)
    assert blank.start == blank.end


@pytest.mark.parametrize(
    ("between", "kind"),
    [("- 3 -", "page-number"), ("+-----+-----+", "markup"), ("本页只列出有数据的项目，其他各项均为空白。", "prose")],
)
def test_what_a_page_prints_among_the_rows_is_named(between: str, kind: str) -> None:
    read = kinds(f"{HEAD}规章\t0\t0\t2\n{between}\n行政规范性文件\t1\t0\t5\n")
    assert (kind, between.replace("，", ",")) in [(one, said.replace("，", ",")) for one, said in read]


def test_a_header_repeated_among_the_rows_is_named() -> None:
    again = HEAD.splitlines()[-1]
    read = kinds(f"{HEAD}规章\t0\t0\t2\n{again}\n行政规范性文件\t1\t0\t5\n")
    assert read[10] == ("repeated", "信息内容")


@pytest.mark.parametrize("printed", ["约 5", "≈ 5", "见附件1", "5 以上"])
def test_what_no_rule_explains_is_unread(printed: str) -> None:
    read = kinds(f"{HEAD}规章\n0\n0\n2\n行政规范性文件\n1\n0\n{printed}\n")
    assert "unread" in [kind for kind, _ in read]


def test_the_benchmark_lists_what_is_unread(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "report.txt").write_text(f"{HEAD}规章\n0\n0\n2\n行政规范性文件\n1\n0\n约 5\n", "utf-8")
    main([str(tmp_path)])
    assert "runs are unread" in (out := capsys.readouterr().out)
    assert "'约'" in out or "'约 5'" in out
