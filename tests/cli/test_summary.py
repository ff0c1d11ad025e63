"""The summary for a terminal."""

from __future__ import annotations

import re
from dataclasses import replace

from golden import golden
from showing import shown

from extractor.cli.summary import print_summary, summarised
from extractor.result import Extraction, Finding, Message, Place


def summary(*extractions: Extraction, width: int = 80) -> str:
    return shown(lambda: print_summary(summarised(extraction, "en") for extraction in extractions), width)


def settled(code: str, line: int) -> Finding:
    return Finding(code, "info", Message("一", f"{code} is settled"), [], [Place(0, 0, 1, line, 1, None, None, None)])


def test_each_report_has_a_row_and_all_have_sums() -> None:
    text = summary(*(golden(number) for number in range(5)))
    assert re.search(r"盐池县卫生健康局 +2020 +2019 +198 +0 +1 warning +000_289990b", text)
    assert re.search(r"惠农区卫生健康局 +2024 +2021 +200 +0 +none ", text)
    assert text.endswith("5 reports, 994 figures: 994 accepted, 0 in review; 4 findings")


def test_what_is_not_known_is_a_question_mark() -> None:
    extraction = golden(4)
    nothing = replace(extraction.report, unit=None, year=None, form=None)
    text = summary(replace(extraction, report=nothing, fields={}))
    assert re.search(r"^\? +\? +\? +0 +0 +none", text, re.MULTILINE)
    assert text.endswith("1 report, 0 figures: 0 accepted, 0 in review; 0 findings")


def test_findings_are_told_with_their_lines_the_gravest_first() -> None:
    extraction = golden(3)
    findings = [settled("row-missing", 7), *extraction.findings]
    lines = summary(replace(extraction, findings=findings)).splitlines()
    told = [line.strip() for line in lines if line.startswith("  ")]
    assert [line.split()[0] for line in told] == ["error", "error", "info"]
    assert told[-1] == "info row-missing is settled  line 7"


def test_of_settled_damage_of_one_kind_the_first_is_told() -> None:
    findings = [settled("cells-lost", 3), settled("cells-lost", 9), settled("row-missing", 4), settled("cells-lost", 5)]
    text = summary(replace(golden(4), findings=findings))
    assert "4 info" in text
    assert "cells-lost is settled  line 3, and 2 like it" in text
    assert "row-missing is settled  line 4\n" in text


def test_nothing_is_printed_for_nothing() -> None:
    assert summary() == ""


def test_markup_in_a_report_stays_text() -> None:
    extraction = golden(4)
    hostile = replace(extraction, report=replace(extraction.report, unit="[red]某局[/x]"))
    assert "[red]某局[/x]" in summary(hostile)
