"""What `extractor diff` prints: tables for people, one JSON object or a line a difference for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.cli.words import Language, language, sentence, told
from extractor.exporting.cells import number_text
from extractor.exporting.difference_tally import DifferenceTally, KindTally, ProducerPair
from extractor.exporting.run_differences import MEANINGS, Difference, Kind, Side
from extractor.files.names import printable
from extractor.result import ExtractedField, Finding

_GRAVE: frozenset[Kind] = frozenset({"value-changed", "no-longer-read", "no-longer-accepted", "field-gone"})
_GROUPS = 5
"""How many fields, kinds of evidence and producers are listed with a kind."""


class DiffSummary(NamedTuple):
    """Two runs as they were named, the files that each has not reached, and what differs."""

    before: str
    after: str
    waiting: tuple[int, int]
    tally: DifferenceTally


def print_table(summary: DiffSummary) -> None:
    """Prints what was compared, how much differs by kind, and of each kind its examples and what they rest on."""
    console = Console(highlight=False)
    for line in _head(summary):
        console.print(line, soft_wrap=True)
    tally = summary.tally
    if not tally.count:
        console.print(Text(told("Nothing differs."), style="green"))
        return
    console.print()
    console.print(_counts(tally))
    for kind, found in tally.kinds.items():
        if found.examples:
            console.print()
            _print_kind(console, kind, found, len(tally.producers) > 1)


def print_json(summary: DiffSummary) -> None:
    """Prints everything counted, and the examples, as one JSON object."""
    tally = summary.tally
    head = {"before": summary.before, "after": summary.after, "compared": tally.compared, "same": tally.same}
    head |= {"renamed": tally.renamed, "other_bytes": tally.other_bytes}
    head |= {"waiting_before": summary.waiting[0], "waiting_after": summary.waiting[1]}
    producers = [{**one._asdict(), "documents": count} for one, count in tally.producers.most_common()]
    kinds = [_kind_object(kind, found) for kind, found in tally.kinds.items()]
    print(_as_json({**head, "producers": producers, "differences": tally.count, "kinds": kinds}, indent=1))


def line_of(difference: Difference) -> str:
    """One difference as a line of JSON."""
    return _as_json(_difference_object(difference), indent=None)


def _head(summary: DiffSummary) -> Iterator[Text]:
    tally = summary.tally
    yield Text.assemble((printable(summary.before), "bold"), " → ", (printable(summary.after), "bold"))
    yield _fact("compared", f"{_counted(tally.compared, 'document')}, of which {tally.same:,} differ in nothing")
    for producer, count in tally.producers.most_common(_GROUPS):
        yield _fact("made by", f"{_arrow(producer)}  ({count:,})")
    if tally.renamed:
        yield _fact("renamed", f"{_counted(tally.renamed, 'document')}, known again by the same bytes")
    if tally.other_bytes:
        yield _fact("other bytes", f"{_counted(tally.other_bytes, 'document')}, known again by name")
    for name, count in zip((summary.before, summary.after), summary.waiting, strict=True):
        if count:
            yield _fact("waiting", f"{_counted(count, 'file')} of {printable(name)} were not reached, and are left out")


def _fact(title: str, text: str) -> Text:
    shown = told(title)
    return Text.assemble(("  " + shown + " " * max(13 - cell_len(shown), 1), "dim"), printable(told(text)))


def _counts(tally: DifferenceTally) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False, collapse_padding=True)
    table.add_column(told("what differs"), no_wrap=True)
    table.add_column(told("count"), justify="right", no_wrap=True)
    table.add_column(told("documents"), justify="right", no_wrap=True)
    table.add_column("", style="dim", overflow="fold")
    for kind, found in tally.kinds.items():
        style = "bold red" if kind in _GRAVE else ""
        table.add_row(Text(kind, style=style), f"{found.count:,}", f"{found.documents:,}", told(MEANINGS[kind]))
    return table


def _print_kind(console: Console, kind: Kind, found: KindTally, names_producers: bool) -> None:
    console.print(Text.assemble((kind, "bold"), (f"  {told(MEANINGS[kind])}", "dim")), soft_wrap=True)
    for one in found.examples:
        console.print(_example(one, language()), soft_wrap=True)
    if found.count > len(found.examples):
        console.print(Text("  " + told(f"and {found.count - len(found.examples):,} more"), style="dim"))
    if found.other_bytes:
        console.print(_fact("other bytes", f"{found.other_bytes:,} of them"), soft_wrap=True)
    groups = [("by field", [(name, count) for name, count in found.by_subject.most_common(_GROUPS)])]
    groups.append(("resting on", [(_arrow(one), count) for one, count in found.by_evidence.most_common(_GROUPS)]))
    if names_producers:
        groups.append(("made by", [(_arrow(one), count) for one, count in found.by_producer.most_common(_GROUPS)]))
    for title, counted in groups:
        for i, (name, count) in enumerate(counted):
            console.print(_fact(title if i == 0 else "", f"{count:>7,}  {name}"), soft_wrap=True)


def _example(one: Difference, chosen: Language) -> Text:
    """One difference on one line: where, what, and what it was and is."""
    side = next((side for side in (one.after, one.before) if isinstance(side, ExtractedField | Finding)), None)
    place = side.place if isinstance(side, ExtractedField) else side.places[0] if side and side.places else None
    at = printable(one.pair.name) + (f":{place.line}:{place.column}" if place else "")
    changed = [_side_text(one.kind, side, chosen) for side in (one.before, one.after)]
    if isinstance(side, Finding):
        changed = [text for text in changed if text]
    what = Text(" → ").join(Text(text or "—") for text in changed) if any(changed) else Text()
    return Text.assemble("  ", (at, "cyan"), "  ", printable(one.subject), "  " if one.subject else "", what)


def _side_text(kind: Kind, side: Side, chosen: Language) -> str:
    if isinstance(side, Finding):
        return printable(f"{side.severity}: {sentence(side, chosen)}")
    if not isinstance(side, ExtractedField):
        return "" if side is None else printable(str(side))
    if kind in ("printed-changed", "cell-changed"):
        return f"{side.cell} “{printable(side.printed)}”" if side.printed else side.cell
    if kind == "basis-changed":
        return side.basis
    if kind == "place-moved":
        return f"{side.place.line}:{side.place.column}" if side.place else ""
    cell = "" if side.cell == "figure" else f", {side.cell}"
    return f"{number_text(side.value)} {side.status}{cell}"


def _arrow(two: tuple[str, str] | ProducerPair) -> str:
    return two[0] if two[0] == two[1] else f"{two[0]} → {two[1]}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _kind_object(kind: Kind, found: KindTally) -> dict[str, Any]:
    evidence = [{"before": a, "after": b, "count": count} for (a, b), count in found.by_evidence.most_common()]
    producers = [{**one._asdict(), "count": count} for one, count in found.by_producer.most_common()]
    return {
        "kind": kind,
        "meaning": MEANINGS[kind],
        "count": found.count,
        "documents": found.documents,
        "other_bytes": found.other_bytes,
        "subjects": dict(found.by_subject.most_common()),
        "evidence": evidence,
        "producers": producers,
        "examples": [_difference_object(one) for one in found.examples],
    }


def _difference_object(one: Difference) -> dict[str, Any]:
    before, after = one.pair
    return {
        "kind": one.kind,
        "file": one.pair.name,
        "file_before": before.name if before else None,
        "sha256_before": before.sha256 if before else None,
        "sha256_after": after.sha256 if after else None,
        "subject": one.subject or None,
        "before": one.before,
        "after": one.after,
    }


def _as_json(made: dict[str, Any], indent: int | None) -> str:
    return json.dumps(made, ensure_ascii=False, indent=indent, default=lambda record: record.to_keys())
