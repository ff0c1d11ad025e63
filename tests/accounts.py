"""What is wrong with the account of a text, and with figures that are accepted beside something unread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.account import reading_of
from extractor.pipeline import extract_source
from extractor.reading.account import Run, RunKind, account_of, runs_of_row
from extractor.reading.model import SectionReading
from extractor.result import ExtractedField
from extractor.sources import Source


def account_faults(source: Source) -> list[str]:
    """Characters in no run or in two, accepted figures that are no figure of the account, and rows with accepted
    figures in which something is unread that is no cell of its own.
    """
    reading = reading_of(source)
    if reading is None:
        return []
    accounts = account_of(reading, source.text)
    accepted = {key: one for key, one in extract_source(source).fields.items() if one.status == "accepted"}
    found: list[str] = []
    for section in reading.sections:
        if section.found:
            runs = accounts[section.section.key]
            found += _not_whole(source.text, section, runs)
            found += _no_figures(source, section, runs, accepted)
            found += _beside_unread(source, section, runs, accepted)
    return found


def _not_whole(text: str, section: SectionReading, runs: Sequence[Run]) -> Iterator[str]:
    at = min(section.start, runs[0].start) if runs else section.start
    for start, end in (*((run.start, run.end) for run in runs), (section.end, section.end)):
        if start < at:
            yield f"{text[start:at]!r} is in two runs"
        if text[at:start].strip("| \t\n\f"):
            yield f"{text[at:start]!r} is in no run"
        at = max(at, end)


def _no_figures(
    source: Source, section: SectionReading, runs: Sequence[Run], accepted: dict[str, ExtractedField]
) -> Iterator[str]:
    """Accepted printed figures at a place that is not read as a figure."""
    kinds: dict[int, RunKind] = {}
    for run in runs:
        kinds.update(dict.fromkeys(range(*source.span(run.start, run.end)), run.kind))
    for key in section.fields:
        field = accepted.get(key)
        if field is not None and field.basis == "printed" and field.place is not None:
            place = range(field.place.start, field.place.end)
            own = {kinds.get(at) for at in place if not source.original[at].isspace()}
            if own != {RunKind.FIGURE}:
                yield f"{key} {field.printed!r} is accepted, and read as {sorted(map(str, own))}"


def _beside_unread(
    source: Source, section: SectionReading, runs: Sequence[Run], accepted: dict[str, ExtractedField]
) -> Iterator[str]:
    """Rows with accepted printed figures, and with something unread that is not the cell of another field."""
    for row in section.rows:
        own = [key for key in row.row.fields if key in accepted and accepted[key].basis == "printed"]
        unread = [run for run in runs_of_row(runs, row, source.text) if run.kind == RunKind.UNREAD]
        for run in unread if own else ():
            if run.key not in row.row.fields:
                yield f"{own[0]} is accepted beside {source.text[run.start : run.end]!r}"
