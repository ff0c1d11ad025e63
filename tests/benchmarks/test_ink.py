"""Reports of which a cell is printed so that the eye sees another thing than the text tells, through every opener."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from benchmarks.corpus import page_of, word_file_of
from benchmarks.ink import InkKind, ink_kinds, make_inked_reports
from benchmarks.print_pdf import convert_with_libreoffice, print_with_chromium
from benchmarks.reports import Report
from extractor import extract
from extractor.result import Extraction

_FEWEST = 6
_ONCE = len(ink_kinds())
_TWICE = 2 * _ONCE


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """Two reports of each kind."""
    return make_inked_reports(_TWICE, count(77))


@pytest.mark.parametrize("kind", ink_kinds().values(), ids=lambda kind: kind.name)
def test_a_kind_has_many_ways_and_says_what_they_are(kind: InkKind) -> None:
    assert len(set(kind.html)) == len(kind.html) >= _FEWEST
    assert len(set(kind.word)) == len(kind.word) >= _FEWEST
    assert kind.says.endswith(".")
    assert kind.may in ("figure", "nothing")


def _check(report: Report, found: Extraction) -> None:
    """Nothing is accepted that the report does not say, and all else is read as in the plain report."""
    for key, field in found.fields.items():
        if field.status == "accepted" and field.value is not None:
            right = report.may[key] if key in report.may else (report.fields[key],)
            assert field.value in [*map(float, right)], (report.spoiled, key, field.printed)
        elif field.status != "accepted":
            assert any(key in finding.fields for finding in found.findings)


@pytest.mark.parametrize("at", range(_TWICE))
@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_page_and_a_word_file_are_read_as_they_look(reports: list[Report], at: int, kind: str) -> None:
    report = reports[at]
    found = extract(_file(report, kind), f"report.{kind}")
    _check(report, found)
    (key,) = report.may
    assert "⟦" not in (found.fields[key].printed or "")
    if report.spoiled in ("struck", "white"):
        assert found.fields[key].value == float(report.fields[key])
        assert found.fields[key].status == "accepted"


@pytest.fixture(scope="module")
def prints(reports: list[Report], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """The reports printed by the programs offices use, as far as these are installed: pages, and Word files."""
    folder = tmp_path_factory.mktemp("prints")
    made: dict[str, list[Path]] = {"html": [], "docx": []}
    for at, report in enumerate(reports[:_ONCE]):
        (folder / f"{at}-page.html").write_text(page_of(report), encoding="utf-8")
        (folder / f"{at}.docx").write_bytes(word_file_of(report))
        if print_with_chromium(folder / f"{at}-page.html", folder / f"{at}-page.pdf"):
            made["html"].append(folder / f"{at}-page.pdf")
    if convert_with_libreoffice([folder / f"{at}.docx" for at in range(_ONCE)], "pdf", folder):
        made["docx"] = [folder / f"{at}.pdf" for at in range(_ONCE)]
    return made


@pytest.mark.parametrize("kind", ["html", "docx"])
@pytest.mark.parametrize("at", range(_ONCE))
def test_a_figure_is_never_accepted_with_two_values_from_a_file_and_its_print(
    kind: str, at: int, reports: list[Report], prints: dict[str, list[Path]]
) -> None:
    if not prints[kind]:
        pytest.skip("the program that prints such files (Chromium, LibreOffice) is not installed")
    found, of_print = extract(_file(reports[at], kind), f"report.{kind}"), extract(prints[kind][at])
    _check(reports[at], of_print)
    for key, field in found.fields.items():
        other = of_print.fields[key]
        # A cell that is accepted as printed blank says no number.
        if field.status == other.status == "accepted" and "blank" not in (field.basis, other.basis):
            assert field.value == other.value, key
    assert _accepted(of_print) >= 0.9 * _accepted(found)


def _file(report: Report, kind: str) -> bytes:
    return page_of(report).encode() if kind == "html" else word_file_of(report)


def _accepted(found: Extraction) -> int:
    return sum(field.status == "accepted" for field in found.fields.values())
