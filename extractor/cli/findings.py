"""`extractor findings`: what can be found in a report, listed or one told in full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import typer

from extractor.exporting.linting.rules import life_of, sanction_of
from extractor.findings import Bilingual, CataloguedFinding, catalogue

_ABOUT = {
    "author": Bilingual(
        "报告本身：有误，或与自身、其他报告不符", "the author: the report is wrong, or contradicts itself or another"
    ),
    "reading": Bilingual("读取：报告内容未能完全确认", "the reading: it is not sure what the report says"),
}


def findings(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="A finding, such as identity-violated.")] = None,
    lang: Annotated[Literal["zh", "en"] | None, typer.Option("--lang", "--language", help="The language.")] = None,
) -> None:
    """List everything that can be found, or tell one finding in full.

    In full: whose matter it is, what it says and how grave that is (with
    {names} where figures and places are filled in), what to do about it, and
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
        yield Bilingual(*[f"{sentence.severity} ({circumstance})" if dot else sentence.severity] * 2), sentence.says
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


def _print_all(chosen: int) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
    for heading in ("finding", "severity", "about"):
        table.add_column(heading, no_wrap=True)
    table.add_column("what it is", overflow="fold")
    for one in catalogue().values():
        table.add_row(one.code, ", ".join(one.severities), one.about, one.title[chosen])
    Console(highlight=False).print(table)


def _print_one(one: CataloguedFinding, chosen: int) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    for label, text in entries(one):
        grid.add_row(Text(label[chosen], style="dim"), Text(text[chosen]))
    console = Console(highlight=False)
    console.print(Text(f"{one.code}: {one.title[chosen]}", style="bold"), soft_wrap=True)
    console.print(grid)
