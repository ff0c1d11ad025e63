"""Prints a cell of a laid-out report so that the eye sees another thing than the text tells (`spoiled_ink.toml`).

The report is laid out with a place holder in the cell, which then gives way to markup: such a report is a web page or a
Word file, or a print of these, and never text, in which nothing of it is left.
"""

import io
import re
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from types import MappingProxyType

from benchmarks.identities import Number
from benchmarks.reports import Report, make_report
from benchmarks.spoil import SUMMED, may_be_spoiled

_HELD = "⟦{}⟧"
_PLACE = re.compile(r"⟦(\d+)⟧")
_RUN = re.compile(r"<w:r>(?:(?!</w:r>).)*?⟦(\d+)⟧(?:(?!</w:r>).)*</w:r>", re.DOTALL)
_DOCUMENT = "word/document.xml"


@dataclass(frozen=True, slots=True)
class InkKind:
    """One way of printing a cell."""

    name: str
    says: str
    may: str
    html: tuple[str, ...]
    word: tuple[str, ...]

    def markup(self, value: str) -> str:
        """What stands in the cell of a web page; which of its ways the figure decides."""
        return _drawn(self.html, value).format_map(_forms(value))

    def runs(self, value: str) -> str:
        """The runs that stand in the cell of a Word file."""
        parts = _drawn(self.word, value).format_map(_forms(value)).split("||")
        return "".join(_run(*part.partition("|")[::2]) for part in parts)


def _drawn(ways: tuple[str, ...], value: str) -> str:
    return ways[int(value) % len(ways)]


def _forms(value: str) -> dict[str, str]:
    return {"n": value, "next": str(int(value) + 2)}


def _run(text: str, properties: str) -> str:
    shown = text.strip() or " "
    return f'<w:r><w:rPr>{properties.strip()}</w:rPr><w:t xml:space="preserve">{shown}</w:t></w:r>'


@cache
def ink_kinds() -> dict[str, InkKind]:
    """Every kind of `spoiled_ink.toml`, by name."""
    stored = tomllib.loads(Path(__file__).with_name("spoiled_ink.toml").read_text("utf-8"))["kinds"]
    made = (
        InkKind(kind["name"], kind["says"], kind["may"], tuple(kind["html"]), tuple(kind["word"])) for kind in stored
    )
    return {kind.name: kind for kind in made}


def make_inked_reports(number: int, seeds: Iterable[int]) -> list[Report]:
    """So many reports, in each of which one cell is printed in one way, the kinds in turn."""
    kinds = list(ink_kinds().values())
    reports: list[Report] = []
    for seed in seeds:
        if len(reports) == number:
            break
        made = _make(seed, kinds[len(reports) % len(kinds)])
        reports += [made] if made is not None else []
    return reports


def _make(seed: int, kind: InkKind) -> Report | None:
    report = make_report(seed, form="2021", size="small", author_error=False)
    keys = [key for key, value in report.fields.items() if report.printed[key] and may_be_spoiled(key, value)]
    if not keys:
        return None
    key = Random(f"ink {seed}").choice(keys)
    value = report.fields[key]
    is_told = kind.may == "figure" or key.startswith(SUMMED)
    allowed: tuple[Number, ...] = (value,) if is_told else ()
    return replace(
        report,
        printed=MappingProxyType({**report.printed, key: _HELD.format(value)}),
        spoiled=kind.name,
        may=MappingProxyType({key: allowed}),
    )


def ink_page(page: str, kind: InkKind) -> str:
    """A web page with the markup of this kind where the place holder stood."""
    return _PLACE.sub(lambda held: kind.markup(held[1]), page)


def ink_word_file(data: bytes, kind: InkKind) -> bytes:
    """A Word file with the runs of this kind where the place holder stood."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in _parts(old):
            if name == _DOCUMENT:
                text = _RUN.sub(lambda held: kind.runs(held[1]), content.decode("utf-8"))
                content = text.encode("utf-8")
            new.writestr(name, content)
    return made.getvalue()


def _parts(file: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    return ((name, file.read(name)) for name in file.namelist())
