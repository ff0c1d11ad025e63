"""`extractor findings`: the catalogue at a terminal."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner, Result

from extractor.cli.app import app
from extractor.findings import catalogue

_SEVERITIES = {
    "zh": {"error": "错误", "warning": "提醒", "info": "提示"},
    "en": {"error": "error", "warning": "warning", "info": "info"},
}


def asked(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "300", "LC_ALL": "en_US.UTF-8"}).invoke(app, ["findings", *arguments])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_findings_are_listed(language: str) -> None:
    result = asked("--lang", language)
    assert result.exit_code == 0
    rows = result.output.splitlines()[2:]
    assert [row.split()[0] for row in rows] == list(catalogue())
    for row, one in zip(rows, catalogue().values(), strict=True):
        assert getattr(one.title, language) in row
        assert all(_SEVERITIES[language][severity] in row for severity in one.severities)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", catalogue())
def test_a_finding_is_told_in_full(code: str, language: str) -> None:
    result, one = asked(code, "--language", language), catalogue()[code]
    assert result.exit_code == 0
    texts = [one.title, one.action, one.rule, *(sentence.says for sentence in one.sentences.values())]
    told = " ".join(result.output.split())
    assert not [text for text in texts if re.sub(r"\{[^{}]*\}", "…", getattr(text, language)) not in told]
    assert "{" not in told


def test_an_unknown_code_is_told_with_near_ones() -> None:
    result = asked("sections-missing")
    assert result.exit_code == 2
    assert result.stderr.startswith("extractor: sections-missing: there is no such finding; nearest are ")
    assert "section-missing" in result.stderr
    assert result.stdout == ""
