"""The official form in the terminal, empty and with figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from golden import golden
from rich.cells import cell_len
from showing import shown

from extractor.cli.tables import print_form, print_report
from extractor.forms import form_named, load_forms
from extractor.result import Extraction

LICENCES = "active.administrative_licensing.decisions"


def line_with(text: str, label: str) -> str:
    return next(line for line in text.splitlines() if label in line)


def in_review(extraction: Extraction, key: str) -> Extraction:
    return replace(
        extraction, fields=extraction.fields | {key: replace(extraction.fields[key], status="review", value=None)}
    )


@pytest.mark.parametrize("width", [80, 100, 120, 160])
@pytest.mark.parametrize("number", range(5))
def test_the_tables_are_straight_and_fit(number: int, width: int) -> None:
    text = shown(lambda: print_report(golden(number), "en"), width)
    tables = [line for line in text.splitlines() if line and line[0] in "┌├│└"]
    assert max(map(cell_len, tables)) <= width
    for top in "二三四":
        begin = next(i for i, line in enumerate(text.splitlines()) if line.startswith(f"{top}、"))
        table: list[str] = []
        for line in text.splitlines()[begin + 1 :]:
            if not line or line[0] not in "┌├│└":
                break
            table.append(line)
        assert len({cell_len(line) for line in table}) == 1


def test_every_label_of_the_form_is_there() -> None:
    for form in load_forms():
        text = shown(lambda form=form: print_form(form, keys=False), 200)
        for section in form.sections:
            for row in section.rows:
                for label in row.labels[:1]:
                    assert label[:12] in text
        assert "法人或其他组织" in text
        assert "行政诉讼" in text


def test_rows_have_their_ordinals_and_figures() -> None:
    text = shown(lambda: print_report(golden(3), "en"), 140)
    assert line_with(text, "一、本年新收").split("│")[2:-1] == ["       3  ", *["       0  "] * 5, "       3  "]
    assert "（一）予以公开" in text
    assert "4.保护第三方合法权益" in text
    assert "253990" in line_with(text, "政府集中采购")


def test_a_deduced_figure_is_marked() -> None:
    text = shown(lambda: print_report(golden(1), "en"))
    assert line_with(text, "一、本年新收").count("0*") == 4
    assert "*        deduced: follows from the form's equations" in text


def test_a_figure_in_review_is_marked_even_without_colours() -> None:
    text = shown(lambda: print_report(in_review(golden(4), LICENCES), "en"))
    assert line_with(text, "行政许可").endswith("  ?│")
    assert "?        in review: not proved" in text
    assert "*        deduced" not in text


def test_a_broken_equation_is_marked() -> None:
    text = shown(lambda: print_report(golden(3), "en"))
    assert "3!" in line_with(text, "（七）总计")
    assert "!        in an equation that does not hold" in text


def test_status_has_its_colour() -> None:
    text = shown(lambda: print_report(in_review(golden(3), LICENCES), "en"), colour=True)
    assert "\x1b[33m" in line_with(text, "行政许可")
    assert "\x1b[1;31m" in line_with(text, "（七）总计")


def test_a_report_of_no_known_form_has_no_tables() -> None:
    extraction = golden(1)
    assert not print_report(replace(extraction, fields={}, report=replace(extraction.report, form=None)), "en")


def test_the_keys_are_listed_where_they_are_wanted() -> None:
    form = form_named("2021")
    text = shown(lambda: print_form(form, keys=True))
    assert [line.strip() for line in text.splitlines() if line.startswith("  ")] == list(form.fields)
    assert "applications.new.total" not in shown(lambda: print_form(form, keys=False))
