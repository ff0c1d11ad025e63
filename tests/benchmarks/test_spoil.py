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
from benchmarks.spoil import SpoiledKind, make_spoiled_reports, spoiled_kinds
from benchmarks.truth import Truth, truth_of

_FEWEST = 12


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """Two reports of each kind."""
    return make_spoiled_reports(2 * len(spoiled_kinds()), count(31))


@pytest.mark.parametrize("kind", spoiled_kinds(), ids=lambda kind: kind.name)
def test_a_kind_has_many_texts_and_says_what_they_are(kind: SpoiledKind) -> None:
    drawn = kind.texts or kind.swaps
    assert len(set(drawn)) == len(drawn) >= _FEWEST
    assert kind.says.endswith(".")
    assert kind.may in ("figure", "nothing")


def test_every_kind_finds_cells_in_some_report(reports: list[Report]) -> None:
    assert {report.spoiled for report in reports} == {kind.name for kind in spoiled_kinds()}


def test_only_the_cells_it_names_are_spoiled(reports: list[Report]) -> None:
    for report in reports:
        plain = print_figures(report.fields, report.habits)
        assert report.may
        assert {key for key, text in report.printed.items() if text != plain[key]} <= report.may.keys()


def test_what_may_be_accepted_is_kept_with_the_truth(reports: list[Report]) -> None:
    for report in reports:
        truth = Truth.from_json(json.loads(json.dumps(truth_of(report))))
        assert truth.spoiled == report.spoiled
        assert truth.may.keys() == report.may.keys() <= truth.unknowable
        for key, value in truth.values.items():
            assert set(truth.right_values(key)) <= {value}
            assert key in truth.may or truth.right_values(key) == [value]


def test_an_equation_may_tell_a_figure_that_nobody_could_read() -> None:
    estimate = next(kind for kind in spoiled_kinds() if kind.name == "estimate")
    assert estimate.allowed("active.administrative_licensing.decisions", 7) == ()
    assert estimate.allowed("applications.granted.company", 7) == (7,)


def test_of_a_cell_for_which_nothing_may_be_accepted_any_figure_is_wrong() -> None:
    class _Accepted:
        value = 7
        status = "accepted"

    assert judge_figure(_Accepted(), ()) == "accepted_wrong"
    assert judge_figure(_Accepted(), (Decimal(7),)) == "accepted_right"


def test_the_texts_reach_the_page(reports: list[Report]) -> None:
    for report in reports:
        page = render_html(report)
        lines = [line for key in report.may for line in report.printed[key].split("\n")]
        assert all(escape(line, quote=False) in page for line in lines)
