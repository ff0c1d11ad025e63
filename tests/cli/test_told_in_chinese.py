"""What goes wrong, and what commands say of what they did, is told in Chinese under a Chinese locale."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from golden import seed
from said_sentences import sentences

from extractor.exporting.pages.in_chinese import in_chinese, lines_in_chinese

_PLACE = re.compile(r"\{(\d+)\}")
# What stands in a place; no words of English.
_FILLED = "Ω{}"
_ENGLISH = re.compile(r"(?:\b[A-Za-z][a-z]+\b[ ,]+){2,}[a-z]+")
_COMMAND = re.compile(r"`[^`]*`|extractor [a-z]+ .*")
_HAN = re.compile("[一-鿿]")
_WORDS = tomllib.loads(files("extractor.exporting.pages").joinpath("told_zh.toml").read_text("utf-8"))
_PAIRS = [(one["en"], one["zh"]) for one in _WORDS["sentences"]] + list(_WORDS["phrases"].items())


def filled(template: str) -> str:
    return _PLACE.sub(lambda place: _FILLED.format(place[1]), template)


def is_chinese(text: str) -> bool:
    return bool(_HAN.search(text)) and not _ENGLISH.search(_COMMAND.sub("", text))


@pytest.mark.parametrize("sentence", sorted({said for _, said in sentences()}))
def test_every_sentence_of_an_error_has_its_chinese(sentence: str) -> None:
    told = in_chinese(filled(sentence))
    assert is_chinese(told), told
    assert sorted(_PLACE.findall(sentence)) == sorted(re.findall(r"Ω(\d+)", told))


def test_no_pair_loses_what_differs_or_leaves_an_english_sentence() -> None:
    assert len(_PAIRS) > 400
    for english, chinese in _PAIRS:
        assert sorted(_PLACE.findall(english)) == sorted(_PLACE.findall(chinese)), english
        assert not _ENGLISH.search(_COMMAND.sub("", chinese)), chinese
        assert chinese, english


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("r.pdf: has no page 7.", "r.pdf：没有第 7 页。"),
        ("Looking for files: 130", "正在查找文件：130"),
        (
            "2 reports are read, but their body or year is not known; all in run/failures.log:",
            "2 份报告的机关或年度无法确定，全部列在 run/failures.log：",
        ),
        (
            "a/r.txt: is read, but it is not known whose it is (every place has a 财政局) and on which year it is.",
            "a/r.txt：已读取，但无法确定是哪个机关的年报（各地都有财政局），也无法确定是哪一年的年报。",
        ),
        (
            "a; b.docx: is a Word file that is damaged or not whole; get it again, or open it in Word "
            "and save it as .docx.",
            "a; b.docx：是 Word 文件，已损坏或不完整；请重新获取，或用 Word 打开并另存为 .docx。",
        ),
        (
            "x/is empty.docx: is empty; check that the right file was saved.",
            "x/is empty.docx：是空文件；请检查保存的文件是否正确。",
        ),
        ("nobody ever wrote this sentence", "nobody ever wrote this sentence"),
    ],
)
def test_names_stay_as_they_are_and_pieces_are_told_too(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese


def test_lines_with_titles_keep_their_column() -> None:
    said = (
        "  in the run  4 files: 3 read, 1 not read\n              a.txt: is empty; check that the right file was saved."
    )
    first, second = lines_in_chinese(said).split("\n")
    assert first == "  批处理      4 个文件：已读 3 个，无法读取 1 个"
    assert second == "              a.txt：是空文件；请检查保存的文件是否正确。"


def run(*words: str | Path) -> str:
    """What a command says, on both streams, without the tables that are made of files' own words."""
    command = [sys.executable, "-m", "extractor.cli", *map(str, words)]
    environment = {**os.environ, "LC_ALL": "zh_CN.UTF-8", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


def test_a_batch_and_what_follows_it_are_told_in_chinese(tmp_path: Path) -> None:
    folder, made = tmp_path / "年报", tmp_path / "结果"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_bytes(seed(number).read_bytes())
    (folder / "空.txt").touch()
    (folder / "图.txt").write_bytes(b"\x89PNG\r\n\x1a\n123")
    said = [run("batch", folder, "--out", made), run("batch", folder, "--out", made)]
    said += [run("panel", made, "-o", tmp_path / "面板.csv"), run("report", made, "-o", tmp_path / "页.html")]
    said += [run("audit", made, "--sheet", tmp_path / "抽查.xlsx"), run("audit", made), run("diff", made, made)]
    said += [run("panel", tmp_path / "无", "-o", tmp_path / "a.csv"), run("batch", "无", "--out", tmp_path / "b")]
    for lines in said:
        for line in filter(str.strip, lines.split("\n")):
            assert not _ENGLISH.search(_COMMAND.sub("", line)), line
        assert _HAN.search(lines)
