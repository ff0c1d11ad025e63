"""What the commands say under a Chinese locale or with `--lang zh`: no English sentence is left in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main
from golden import golden
from showing import shown

import extractor.cli
from extractor.cli.app import app
from extractor.cli.chinese import in_chinese
from extractor.cli.llm import _described, _row  # pyright: ignore[reportPrivateUsage]
from extractor.cli.proof import print_proof
from extractor.cli.tables import print_report
from extractor.cli.usage_zh import telling_in_chinese, usage_sentence
from extractor.llm import failures
from extractor.llm.providers import all_providers
from extractor.llm.trial import Advice, Trial

HERE = Path(extractor.cli.__file__).parent
# Names of things stay as they are: keys of fields, options, codes, formats, what stands between quotation marks.
_ENGLISH_SENTENCE = re.compile(r"(?:\b[A-Za-z][a-z]+\b[ ,]+){3,}[a-z]+")
_HAN = re.compile("[一-鿿]")


def is_chinese(text: str) -> bool:
    return bool(_HAN.search(text)) and not _ENGLISH_SENTENCE.search(text)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["check", "--selct", "x"], "没有选项 --selct"),
        (["check", "x", "--jobs", "0"], "不能小于 1"),
        (["check", "x", "--jobs", "5000"], "不能大于 1024"),
        (["check", "x", "--jobs", "many"], "要是整数"),
        (["check", "x", "--format", "pdf"], "不在可选之列"),
        (["check", "x", "--severity"], "后面要有值"),
        (["check", "x", "--watch=1"], "后面不带值"),
        (["audit", "x", "--documents", "none"], "要是整数"),
        (["batch", "x", "--timeout", "long"], "要是数字"),
        (["chek"], "是不是 'check'"),
        (["zzz"], "没有命令 'zzz'"),
        (["show", "a", "b", "c"], "多出了参数：b c"),
        (["explain", "a"], "缺少参数 'FIELD'"),
        (["forms", "nothing"], "没有命令 'nothing'"),
    ],
)
def test_a_bad_command_line_is_told_in_chinese(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    command: Any = telling_in_chinese(in_chinese(typer.main.get_command(app)))
    with pytest.raises(SystemExit) as end:
        command.main(words, prog_name="extractor", standalone_mode=True)
    said = capsys.readouterr().err
    assert end.value.code == 2
    assert says in said
    assert is_chinese(said), said


def test_no_pattern_leaves_an_english_sentence() -> None:
    tables = tomllib.loads((HERE / "usage_zh.toml").read_text("utf-8"))
    for one in tables["sentences"]:
        assert not _ENGLISH_SENTENCE.search(one["chinese"])
    for english in ("Missing command.", "Option '-x' requires 2 arguments.", "File 'a b' does not exist."):
        assert is_chinese(usage_sentence(english))


def test_every_word_of_the_command_line_has_its_chinese() -> None:
    sections = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
    for section, pairs in sections.items():
        for key, (chinese, english) in pairs.items():
            assert is_chinese(chinese) or "{" in chinese, (section, key)
            assert set(re.findall(r"\{(\w+)", chinese)) == set(re.findall(r"\{(\w+)", english)), (section, key)


@pytest.mark.parametrize("number", range(5))
def test_the_tables_and_their_legend_are_chinese(number: int) -> None:
    said = shown(lambda: print_report(golden(number), "zh"))
    assert "无记号" in said
    assert is_chinese(said), _ENGLISH_SENTENCE.search(said)


@pytest.mark.parametrize("number", range(5))
def test_the_proof_of_every_figure_is_chinese(number: int) -> None:
    extraction = golden(number)
    for key in list(extraction.fields)[::7]:
        said = shown(lambda key=key: print_proof(extraction, key, "", "zh"))
        assert is_chinese(said), _ENGLISH_SENTENCE.search(said)


def test_a_provider_and_what_came_of_a_trial_are_told_in_chinese() -> None:
    for provider in all_providers().values():
        assert is_chinese(_described(provider, "zh"))
        assert is_chinese(provider.manners_zh)
        assert not provider.not_found or is_chinese(provider.not_found_zh)
    trials = [
        Trial("batches", "none there", advice=Advice("没有", "there is none")),
        Trial("strict alone", "refused"),
        Trial("pictures", "not sent"),
    ]
    for trial in trials:
        assert is_chinese("\n".join(_row(trial, "zh")))
    assert is_chinese(failures.OTHER_FORM.zh)
