"""The definition of the hook for pre-commit: it names a command that is there, and the files that are reports."""

from __future__ import annotations

import re
import shlex
from typing import Any

import yaml
from golden import SEEDS, seed
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.files.names import SUFFIXES

HOOK: dict[str, Any] = yaml.safe_load((SEEDS.parent / ".pre-commit-hooks.yaml").read_text("utf-8"))[0]


def run(*files: str) -> int:
    program, *words = shlex.split(HOOK["entry"])
    assert program == "extractor"
    return CliRunner().invoke(app, [*words, *files]).exit_code


def test_the_hook_runs_on_the_files_it_is_given() -> None:
    assert HOOK["id"] == "extractor-check"
    assert HOOK["language"] == "python"
    assert HOOK["pass_filenames"]
    assert run(str(seed(4))) == 0
    assert run(str(seed(3)), str(seed(4))) == 1


def test_the_hook_takes_reports_of_every_kind_by_their_names_and_nothing_else() -> None:
    pattern = re.compile(HOOK["files"])
    assert all(pattern.search(f"2025/海宁市财政局政府信息公开工作年度报告{suffix}") for suffix in SUFFIXES)
    assert pattern.search("年报/财政局.DOCX")
    assert not pattern.search("README.md")
    assert not pattern.search("requirements.txt")
    assert not pattern.search("年报.py")
