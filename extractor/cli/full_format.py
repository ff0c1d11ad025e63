"""Findings in full, a paragraph each: for whoever sits before the draft and mends it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple

from extractor.cli.found_findings import FoundFindings
from extractor.cli.words import SEVERITY_STYLES, Language, sentence
from extractor.exporting.pages.language import say, words
from extractor.findings import Severity

_PACKAGE = "extractor.exporting.linting"


class Paragraph(NamedTuple):
    """A finding as it is read: its file, how grave it is, where, what it says, and more lines, each with its name."""

    file: str
    severity: Severity
    kind: str
    where: str
    says: str
    more: tuple[tuple[str, str], ...]
    code: str


def paragraph_of(found: FoundFindings, chosen: Language) -> Paragraph:
    """One finding."""
    said, told, finding = words(chosen, _PACKAGE), found.told, found.finding
    where = f"{found.line}:{found.column}" if told is None else getattr(told.position, chosen)
    more: list[tuple[str, str]] = []
    if told is not None:
        texts = (("cells", told.cells), ("fitting", told.fitting), ("action", told.action))
        more = [(say(said, f"told.{name}"), getattr(text, chosen)) for name, text in texts if text is not None]
        if told.printed and told.printed not in sentence(finding, chosen):
            more.insert(0, (say(said, "told.printed"), told.printed))
    kind = say(said, f"severities.{finding.severity}")
    return Paragraph(found.file, finding.severity, kind, where, sentence(finding, chosen), tuple(more), finding.code)


def write_paragraphs(paragraphs: Iterable[Paragraph]) -> int:
    """Writes the findings under the names of their files; how many there were."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False)
    file, count = None, 0
    for one in paragraphs:
        if one.file != file:
            file = one.file
            console.print(Text(file, style="bold underline"), soft_wrap=True)
        head = Text.assemble((one.kind, SEVERITY_STYLES[one.severity]), "  ", (one.where, "bold"), f"  {one.code}")
        console.print(Padding(head, (0, 0, 0, 2)))
        console.print(Padding(Text(one.says), (0, 0, 0, 4)))
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for name, text in one.more:
            grid.add_row(Text(name, style="dim"), Text(text))
        console.print(Padding(grid, (0, 0, 1, 4)))
        count += 1
    return count
