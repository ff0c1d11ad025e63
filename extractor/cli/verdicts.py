"""The summary `extractor check` prints under its lines: a report a row, the counts, and who has not handed in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.cli.found_findings import LetStand
from extractor.cli.words import sentence
from extractor.exporting.collecting.diagnostics import PACKAGE
from extractor.exporting.collecting.draft_status import DraftStatus, DraftVerdict, Summary
from extractor.exporting.collecting.summary import roster_lines, totals_line
from extractor.exporting.collecting.visible import visible
from extractor.exporting.linting.sifting import RulesWanted
from extractor.exporting.pages.language import Language, say, words

_STYLES: dict[DraftVerdict, str] = {"clean": "green", "look": "yellow", "unsure": "cyan", "unread": "bold red"}
_WIDE = 10_000
"""Where nobody looks, lines are as long as what stands in them."""
_ROOMY, _SHORT, _LEAST = 100, 14, 8
"""Below this width headings are short; what a file's name gets beside a long body's, and the least a name gets."""
_COUNTS = ("errors", "warnings", "doubts", "in_review")
_COLUMNS = ("file", "body", "year", "form", *_COUNTS, "verdict")


def print_summary(summary: Summary, language: Language, stream: TextIO) -> None:
    """Prints the table as wide as the terminal is; plain, and nothing cut, to a pipe or a file."""
    is_seen = stream.isatty()
    console = Console(
        file=stream, highlight=False, width=None if is_seen else _WIDE, no_color=None if is_seen else True
    )
    if summary.draft_statuses:
        console.print(_table(summary, language, console.width if is_seen else None))
    if summary.roster is not None:
        for title, whom in roster_lines(summary.roster, language):
            console.print(Text(title, style="bold"))
            for one in whom:
                console.print(Text(f"  {visible(one)}"), soft_wrap=True)
    line = totals_line(summary.totals, language)
    if summary.compared is not None:
        end = "；" if language == "zh" else "; "
        line += end + say(words(language, PACKAGE), "totals.last_year", n=summary.compared)
    console.print(Text(line, style="bold"), soft_wrap=True)


def print_closing(summary: Summary, language: Language, stream: TextIO, rules: RulesWanted) -> None:
    """Prints one line: what was checked, against what, by which rules alone, and the verdict; nothing where no file
    could be read, as each says itself.
    """
    said, rows = words(language, PACKAGE), summary.draft_statuses
    if summary.totals.unread == len(rows) and not summary.totals.missing:
        return
    line = say(said, "closing.checked", reports=len(rows))
    for key, codes in (("closing.only", rules.select), ("closing.without", rules.ignore)):
        line += say(said, key, codes=", ".join(codes)) if codes else ""
    if summary.compared is not None:
        line += say(said, "closing.last_year", n=summary.compared)
    if summary.roster is not None:
        line += say(said, "closing.listed")
    errors, warnings = sum(one.errors for one in rows), sum(one.warnings for one in rows)
    doubts, unread = sum(one.doubts for one in rows), summary.totals.unread
    is_clean = not (errors or warnings or doubts or unread or summary.totals.missing)
    counts = {"errors": errors, "warnings": warnings, "doubts": doubts, "unread": unread}
    line += say(said, "closing.clean") if is_clean else say(said, "closing.found", **counts)
    line += "".join(say(said, f"closing.{name}", n=count) for name, count in summary.quiet._asdict().items() if count)
    print(line, file=stream)


def print_let_stand(let_stand: Sequence[LetStand], language: Language, stream: TextIO) -> None:
    """Prints what was let stand and why, and the exceptions that no finding answers any more."""
    said = words(language, PACKAGE)
    console = Console(file=stream, highlight=False, soft_wrap=True, no_color=None if stream.isatty() else True)
    kept = [one for one in let_stand if one.found is not None]
    stale = [one for one in let_stand if one.found is None]
    for key, listed in (("stand.title", kept), ("stand.stale", stale)):
        if listed:
            console.print(Text(say(said, key), style="bold"))
        for one in listed:
            says = one.exception.says if one.found is None else sentence(one.found.finding, language)
            where = f"{one.file}:" if one.found is None else one.found.where(language)
            reason = say(said, "stand.reason", reason=visible(one.exception.reason))
            console.print(Text(f"  {visible(where)} {one.exception.code}: {visible(says)}{reason}"))


def _table(summary: Summary, language: Language, room: int | None) -> Table:
    """The table, no wider than there is room, where that is known: the names of files give way first."""
    said = words(language, PACKAGE)
    base = _base([one.file for one in summary.draft_statuses]) if room else ""
    rows = [_row(one, base, say(said, f"verdicts.{one.verdict}")) for one in summary.draft_statuses]
    is_narrow = room is not None and room < _ROOMY
    heads = [say(said, f"{'short' if is_narrow else 'columns'}.{name}") for name in _COLUMNS]
    widths = [max(cell_len(head), *(row[i].cell_len for row in rows)) for i, head in enumerate(heads)]
    if room is not None:
        widths[:2] = _names_within(room - sum(widths[2:]) - 2 * (len(widths) - 1), widths[0], widths[1])
    gap = 1 if room else 2
    table = Table(box=box.SIMPLE_HEAD if room else None, header_style="bold", show_edge=False, padding=(0, gap, 0, 0))
    table.pad_edge = False
    for head, width, name in zip(heads, widths, _COLUMNS, strict=True):
        justify = "right" if name in _COUNTS else "left"
        table.add_column(head, width=width, justify=justify, no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(*row)
    return table


def _names_within(room: int, file: int, body: int) -> tuple[int, int]:
    """The widths of the columns of files and bodies: what they need, or what there is."""
    body = min(body, max(room - min(file, _SHORT), _LEAST))
    return max(min(file, room - body), _LEAST), body


def _row(one: DraftStatus, base: str, verdict: str) -> list[Text]:
    counts = [_count(one.errors, "bold red"), _count(one.warnings, "yellow")]
    counts += [_count(one.doubts, "cyan"), _count(one.in_review, "cyan")]
    return [
        Text(visible(one.file.removeprefix(base)), style="dim"),
        Text(visible(one.body) if one.body else "?"),
        Text(str(one.year or "?")),
        Text(one.form or "?"),
        *counts,
        Text(verdict, style=_STYLES[one.verdict]),
    ]


def _count(count: int, style: str) -> Text:
    return Text(str(count), style=style if count else "dim")


def _base(files: list[str]) -> str:
    """The folder that all files lie in, with its slash; "" where there is none."""
    folders = [file.split("/")[:-1] for file in files]
    shared = [same[0] for same in takewhile(lambda level: len(set(level)) == 1, zip(*folders, strict=False))]
    return "".join(f"{one}/" for one in shared)
