"""A spoiled report differs from the plain one in the cells it names, and says what may be accepted for them."""

from __future__ import annotations

import json
from decimal import Decimal
from html import escape
from itertools import count

import pytest

from benchmarks.printing import print_figures
from benchmarks.render_html import render_html
from benchmarks.reports import Report
from benchmarks.scoring import judge_figure
from benchmarks.spoil import SpoiledKind, every_kind, make_spoiled_reports, spoiled_kinds
from benchmarks.spoil_labels import LabelKind, label_kinds
from benchmarks.truth import Truth, truth_of

_FEWEST = 12


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """Two reports of each kind."""
    return make_spoiled_reports(2 * len(every_kind()), count(31))


@pytest.mark.parametrize("kind", spoiled_kinds(), ids=lambda kind: kind.name)
def test_a_kind_has_many_texts_and_says_what_they_are(kind: SpoiledKind) -> None:
    drawn = kind.texts or kind.swaps
    assert len(set(drawn)) == len(drawn) >= _FEWEST
    assert kind.says.endswith(".")
    assert kind.may in ("figure", "nothing")


@pytest.mark.parametrize("kind", label_kinds(), ids=lambda kind: kind.name)
def test_a_kind_of_label_is_printed_in_many_ways_and_never_as_the_form_has_it(kind: LabelKind) -> None:
    printed = [one.printed for one in kind.labels]
    assert len(set(printed)) == len(printed) >= _FEWEST // 2
    assert all(one.printed != one.label and one.fields for one in kind.labels)


def test_a_counting_unit_makes_figures_larger_and_other_words_make_another_thing_of_them() -> None:
    fields = {f"disputes.litigation_{way}.upheld": figure for way, figure in (("direct", 7), ("after_review", 8))}
    allowed = {kind.name: kind.allowed("disputes.litigation_direct.upheld", fields) for kind in label_kinds()}
    assert {name: values for name, values in allowed.items() if values} == {"counting-unit": (70_000,)}
    alike = next(kind for kind in label_kinds() if kind.alike)
    assert alike.allowed("disputes.litigation_direct.upheld", dict.fromkeys(fields, 7)) == (7,)


def test_a_label_that_is_spoiled_reaches_the_page(reports: list[Report]) -> None:
    kinds = {kind.name: kind for kind in label_kinds()}
    for report in (one for one in reports if one.spoiled in kinds):
        official, printed = report.wording.replacements[0]
        assert (official, printed) in {(one.label, one.printed) for one in kinds[report.spoiled].labels}
        assert escape(report.wording.label(official), quote=False) in render_html(report)


def test_every_kind_finds_cells_in_some_report(reports: list[Report]) -> None:
    assert {report.spoiled for report in reports} == {kind.name for kind in every_kind()}


def test_only_the_cells_it_names_are_spoiled(reports: list[Report]) -> None:
    for report in reports:
        plain = print_figures(report.fields, report.habits)
        assert report.may
        assert {key for key, text in report.printed.items() if text != plain[key]} <= report.may.keys()


def test_what_may_be_accepted_is_kept_with_the_truth(reports: list[Report]) -> None:
    for report in reports:
        truth = Truth.from_json(json.loads(json.dumps(truth_of(report))))
        assert truth.spoiled == report.spoiled
        assert truth.may.keys() == report.may.keys()
        for key, value in truth.values.items():
            assert set(truth.right_values(key)) <= {value, *report.may.get(key, ())}
            assert key in truth.may or truth.right_values(key) == [value]


def test_an_equation_may_tell_a_figure_that_nobody_could_read() -> None:
    estimate = next(kind for kind in spoiled_kinds() if kind.name == "estimate")
    assert estimate.allowed("active.administrative_licensing.decisions", 7) == ()
    assert estimate.allowed("applications.granted.company", 7) == (7,)


def test_of_a_cell_for_which_nothing_may_be_accepted_any_figure_is_wrong() -> None:
    class _Accepted:
        value = 7
        basis = "printed"
        status = "accepted"

    assert judge_figure(_Accepted(), ()) == "accepted_wrong"
    assert judge_figure(_Accepted(), (Decimal(7),)) == "accepted_right"


def test_the_texts_reach_the_page(reports: list[Report]) -> None:
    for report in reports:
        page = render_html(report)
        lines = [line for key in report.may for line in report.printed[key].split("\n")]
        assert all(escape(line, quote=False) in page for line in lines)
