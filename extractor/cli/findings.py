"""`extractor findings`: what can be found in a report, listed or one told in full."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

import typer

from extractor.exporting.linting.rules import life_of, sanction_of
from extractor.exporting.pages.language import LANGUAGES, words
from extractor.findings import Bilingual, CataloguedFinding, Severity, catalogue

_PACKAGE = "extractor.exporting.linting"
_ABOUT = {
    "author": Bilingual(
        "报告本身：有误，或与自身、其他报告不符", "the author: the report is wrong, or contradicts itself or another"
    ),
    "reading": Bilingual("读取：报告内容未能完全确认", "the reading: it is not sure what the report says"),
}
_SHORT = {"author": Bilingual("报告", "author"), "reading": Bilingual("读取", "reading")}
_HEADINGS = (
    Bilingual("代码", "finding"),
    Bilingual("轻重", "severity"),
    Bilingual("关于", "about"),
    Bilingual("是什么", "what it is"),
)
_WIDE = 10_000
"""Where nobody looks, lines are as long as what stands in them."""
# Where figures and places are filled in.
_PLACE = re.compile(r"\{[^{}]*\}")


def findings(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="A finding, such as identity-violated.")] = None,
    lang: Annotated[Literal["zh", "en"] | None, typer.Option("--lang", "--language", help="The language.")] = None,
) -> None:
    """List everything that can be found, or tell one finding in full.

    In full: whose matter it is, what it says and how grave that is (with
    … where figures and places are filled in), what to do about it, and
    the rule of the form or the law behind it.

    \b
    Examples:
      extractor findings
      extractor findings carry-over-broken
      extractor findings header-lost --lang zh

    Exit code 0; 2 where there is no such finding.
    """
    from extractor.cli.diagnostics import complain
    from extractor.cli.words import language, nearest

    known, chosen = catalogue(), ("zh", "en").index(lang or language())
    if code is None:
        _print_all(chosen)
    elif code in known:
        _print_one(known[code], chosen)
    else:
        complain(f"{code}: there is no such finding; nearest are {nearest(code, known)}.")
        raise typer.Exit(2)


def entries(one: CataloguedFinding) -> Iterator[tuple[Bilingual, Bilingual]]:
    """What the catalogue says of a finding, each text with what it is."""
    yield Bilingual("性质", "about"), _ABOUT[one.about]
    for key, sentence in one.sentences.items():
        _, dot, circumstance = key.partition(".")
        called = _severity(sentence.severity)
        yield Bilingual(*[f"{name} ({circumstance})" if dot else name for name in called]), sentence.says
    yield Bilingual("处理", "what to do"), one.action
    if one.rule.en:
        yield Bilingual("依据", "rule"), one.rule
    sanction, life = sanction_of(one.code), life_of(one.code)
    if sanction is not None:
        yield Bilingual("监督事项", "sanctioned as"), sanction.title
    since = Bilingual(f"{life.title.zh}，自 {life.since} 版", f"{life.title.en}, since {life.since}")
    yield Bilingual("规则状态", "rule's life"), since
    if any(sentence.mends for sentence in one.sentences.values()):
        yield Bilingual("自动更正", "--fix"), Bilingual("文字答案唯一时可更正", "mends words that have one answer")


def _severity(severity: Severity) -> Bilingual:
    return Bilingual(*[words(language, _PACKAGE)[f"severities.{severity}"] for language in LANGUAGES])


def _print_all(chosen: int) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
    for heading in _HEADINGS[:3]:
        table.add_column(heading[chosen], no_wrap=True)
    table.add_column(_HEADINGS[3][chosen], overflow="fold")
    for one in catalogue().values():
        severities = ", ".join(_severity(severity)[chosen] for severity in one.severities)
        table.add_row(one.code, severities, _SHORT[one.about][chosen], one.title[chosen])
    console = Console(highlight=False)
    console.width = console.width if console.is_terminal else _WIDE
    console.print(table)


def _print_one(one: CataloguedFinding, chosen: int) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for label, text in entries(one):
        grid.add_row(Text(label[chosen], style="dim"), Text(_PLACE.sub("…", text[chosen])))
    console = Console(highlight=False)
    console.width = console.width if console.is_terminal else _WIDE
    console.print(Text(f"{one.code}: {one.title[chosen]}", style="bold"), soft_wrap=True)
    console.print(grid)
