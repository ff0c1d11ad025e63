"""`--help` under a Chinese locale or with `--lang zh`: no English sentence is left in any command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

import pytest
import typer.main

from extractor.cli.app import app
from extractor.cli.chinese import help_words, walk
from extractor.cli.words import language_of

COMMAND: Any = typer.main.get_command(app)
# Names of things that stay as they are: options, files, codes, formats.
_ENGLISH_SENTENCE = re.compile(r"(?:\b[A-Za-z][a-z]+\b[ ,]+){3,}[a-z]+")


def help_of(words: list[str], **environment: str) -> str:
    """What the real command prints, in a terminal wide enough."""
    around = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    command = [sys.executable, "-m", "extractor.cli", *words, "--help"]
    run = subprocess.run(command, env=around | environment, capture_output=True, encoding="utf-8", check=True)
    return run.stdout


def test_every_command_and_every_option_has_its_chinese_words() -> None:
    said = help_words()
    helps = {" ".join(p.help.split()) for _, one in walk(COMMAND) for p in one.params if getattr(p, "help", None)}
    assert helps - set(said.options) == set()
    assert {path for path, _ in walk(COMMAND)} - set(said.commands) == set()


def test_no_chinese_words_are_english_sentences() -> None:
    said = help_words()
    for text in (*said.commands.values(), *said.options.values()):
        assert re.search("[一-鿿]", text)
        assert not _ENGLISH_SENTENCE.search(text)


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        (["check"], {"LANG": "zh_CN.UTF-8"}),
        (["forms", "write"], {"LC_ALL": "zh_CN.GBK"}),
        (["check", "--lang", "zh"], {}),
    ],
)
def test_help_is_chinese_where_the_reader_is(words: list[str], environment: dict[str, str]) -> None:
    shown = help_of(words, **environment)
    assert "用法：" in shown
    assert "选项" in shown
    assert not _ENGLISH_SENTENCE.search(shown), _ENGLISH_SENTENCE.search(shown)


def test_help_is_english_elsewhere() -> None:
    assert help_of(["check"], LANG="C.UTF-8").startswith("Usage: ")


@pytest.mark.parametrize(("words", "language"), [(["check", "--lang=zh"], "zh"), (["--lang", "en", "x"], "en")])
def test_the_command_line_says_the_language(words: list[str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8" if language == "zh" else "zh_CN.UTF-8")
    assert language_of(words) == language
