"""Bad input gets one clear sentence or a finding, the right exit code, and bounded time and memory."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from golden import SEEDS

from extractor import SourceError, extract
from tests.longer import long_but_for

COMMAND = [sys.executable, "-m", "extractor.cli"]
OLD_REPORT = """青河县农业局2015年政府信息公开工作年度报告
一、概述
2015年，我局主动公开政府信息120条。
附表 政府信息公开情况统计表
指 标 单位 统计数
一、主动公开情况
（一）主动公开政府信息数 条 120
二、依申请公开情况
1.当面申请数 件 3
2.网络申请数 件 5
"""
NAVIGATION = "首页\n政务公开\n机构职能\n政策文件\n通知公告\n规章\n规范性文件\n办事服务\n互动交流\n版权所有\n"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The real command, to a pipe."""
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "only blanks"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40, "a JPEG picture"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a damaged PDF"),
        (b"PK\x03\x04" + b"\0" * 22 + b"\x11\0\0\0word/document.xml", "a Word file"),
    ],
)
def test_what_is_no_text_gets_one_sentence_and_exit_2(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    for command in ("extract", "check"):
        result = run(command, path)
        assert result.returncode == 2
        assert result.stdout == ""
        assert len(result.stderr.strip().splitlines()) == 1
        assert "report.txt" in result.stderr
        assert says in result.stderr


def test_two_hundred_megabytes_of_zeros_are_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "zeros.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    limit = 2 << 30
    result = subprocess.run(
        [*COMMAND, "extract", str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("text", [OLD_REPORT, NAVIGATION], ids=["a report of 2015", "a page of navigation"])
def test_a_text_without_the_statutory_tables_is_told_and_not_guessed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "page.txt"
    path.write_text(text, "utf-8")
    found = extract(path)
    assert {finding.code for finding in found.findings if finding.severity == "error"} <= {
        "unsupported-form",
        "section-missing",
    }
    assert any(finding.severity == "error" for finding in found.findings)
    assert all(field.status == "review" for field in found.fields.values())
    assert run("check", path).returncode == 1


@pytest.mark.parametrize("share", [0.3, 0.6, 0.75, 0.9])
@pytest.mark.parametrize("seed", sorted(path.name for path in SEEDS.glob("*.txt")))
def test_a_truncated_report_is_never_filled_up(seed: str, share: float) -> None:
    text = (SEEDS / seed).read_text("utf-8")
    whole = extract((SEEDS / seed).read_bytes())
    cut = extract(text[: int(len(text) * share)].encode())
    for key, field in cut.fields.items():
        if field.status == "accepted" and key in whole.fields:
            assert field.value == whole.fields[key].value, key
    if sum(field.status == "accepted" for field in cut.fields.values()) < len(whole.fields) - 8:
        assert any(finding.severity in ("error", "warning") for finding in cut.findings)


LONG_LINES = ["0 " * 200_000, "行政许可|" * 100_000, "（" * 500_000, "一\t" * 200_000]


@pytest.mark.parametrize("line", long_but_for(LONG_LINES[:1], LONG_LINES))
def test_a_line_without_end_is_read_or_refused(line: str) -> None:
    try:
        found = extract(line.encode())
    except SourceError:
        return
    assert all(field.status == "review" for field in found.fields.values())


def test_many_damaged_rows_end_in_bounded_work() -> None:
    text = (SEEDS / "002_c57983f78478dc9e.txt").read_text("utf-8")
    damaged = text.replace("\t0\t0\t0\n", "\t0\t1\n").replace("\t0\t0\t0\t0\t0\t0\n", "\t3\t2\t5\n")
    found = extract(damaged.encode())
    assert len(found.fields) in (186, 200)
