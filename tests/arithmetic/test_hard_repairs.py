"""Tables that the exact search does not settle within its steps: the solver, and what is said without it."""

from __future__ import annotations

import random
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from extractor.arithmetic import Repairs, find_repairs, mending
from extractor.arithmetic.completion import Steps
from extractor.arithmetic.search import Search
from extractor.arithmetic.system import build_system
from extractor.forms import Form, Identity, form_named
from extractor.forms.bounds import MOST_COUNT
from tests.arithmetic.tables import changed_cells, seed_values, violated

FORM = form_named("2021")
NO_DEADLINE = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def no_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exact search gives up at once."""
    monkeypatch.setattr(mending, "_SEARCH_STEPS", 0)


@pytest.fixture
def no_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if scipy were not installed."""
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)


def nonsense(seed: int) -> dict[str, int]:
    """A figure of no meaning in every field."""
    drawn = random.Random(seed)
    return {field: drawn.randrange(30) for identity in FORM.identities for field in identity.fields}


@pytest.mark.usefixtures("no_steps")
def test_the_solver_finds_the_repairs_of_zibo() -> None:
    form, values = seed_values(3)
    repairs = find_repairs(form.identities, values)
    assert (repairs.size, len(repairs.repairs), repairs.complete) == (2, 3, True)
    assert {change.field for repair in repairs.repairs for change in repair.changes} == {
        f"applications.{row}.{column}"
        for row in ("granted", "denied.third_party_rights", "unable.not_held")
        for column in ("natural_person", "total")
    }


@NO_DEADLINE
@given(case=changed_cells(most=4))
def test_solver_and_search_agree(monkeypatch: pytest.MonkeyPatch, case: tuple[Form, dict[str, int], Any]) -> None:
    form, _, changed = case
    searched = find_repairs(form.identities, changed, limit=5000)
    with monkeypatch.context() as patch:
        patch.setattr(mending, "_SEARCH_STEPS", 0)
        solved = find_repairs(form.identities, changed, limit=5000)
    assert set(solved.repairs) <= set(searched.repairs)
    if solved.complete:
        assert solved == searched
    else:
        # The solver's nodes ran out: it says so, and what it lists is right.
        assert solved.size <= searched.size


@pytest.mark.usefixtures("no_steps")
def test_the_solver_lists_the_values_that_the_cells_leave_open() -> None:
    identities = [
        Identity("sum", ("c",), ("a", "b")),
        Identity("again", ("c",), ("d",)),
        Identity("and again", ("c",), ("e",)),
    ]
    values = {"a": 30, "b": 30, "c": 20, "d": 20, "e": 20}
    repairs = find_repairs(identities, values, limit=50)
    # 0 + 20, 1 + 19, ... 20 + 0.
    assert (repairs.size, len(repairs.repairs), repairs.complete) == (2, 21, True)
    fewer = find_repairs(identities, values, limit=5)
    assert (fewer.size, len(fewer.repairs), fewer.complete) == (2, 5, False)
    assert [repair.changes[0].value for repair in fewer.repairs] == [20, 19, 18, 17, 16]


@pytest.mark.usefixtures("no_steps", "no_scipy")
def test_without_scipy_what_the_search_did_not_settle_is_not_complete() -> None:
    form, values = seed_values(3)
    assert find_repairs(form.identities, values) == Repairs(2, (), False)


@pytest.mark.usefixtures("no_scipy")
def test_without_scipy_what_was_found_before_the_steps_ran_out_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    form, values = seed_values(3)
    complete = find_repairs(form.identities, values)
    monkeypatch.setattr(mending, "_SEARCH_STEPS", 10)
    partial = find_repairs(form.identities, values)
    assert (partial.size, partial.complete) == (2, False)
    assert 0 < len(partial.repairs) < 3
    assert set(partial.repairs) < set(complete.repairs)


@pytest.mark.usefixtures("no_steps", "no_scipy")
def test_without_scipy_a_single_wrong_cell_is_still_found() -> None:
    form, values = seed_values(3)
    values["applications.granted.company"] += 5
    repairs = find_repairs([form.identities[2]], values)
    assert form.identities[2].name == "applications.row_total[granted]"
    assert (repairs.size, repairs.complete) == (1, True)
    assert [[(change.field, change.value) for change in repair.changes] for repair in repairs.repairs] == [
        [("applications.granted.company", 0)],
        [("applications.granted.total", 6)],
    ]


@pytest.mark.usefixtures("no_steps")
def test_the_solver_is_not_asked_about_figures_too_large_for_its_tolerance() -> None:
    identities = [Identity("one", ("t",), ("a", "b")), Identity("two", ("u",), ("a", "c"))]
    values = {"t": 20210305, "a": 3, "b": 305, "u": 7, "c": 5}
    assert find_repairs(identities, values) == Repairs(2, (), False)


def test_large_figures_are_exact() -> None:
    identities = [Identity("one", ("t",), ("a", "b")), Identity("two", ("u",), ("a", "c"))]
    values = {"t": MOST_COUNT, "a": MOST_COUNT - 1, "b": 0, "u": MOST_COUNT - 1, "c": 0}
    repairs = find_repairs(identities, values)
    assert [change.value for repair in repairs.repairs for change in repair.changes] == [1, MOST_COUNT - 1]


def test_no_repair_needs_a_figure_above_any_count() -> None:
    identities = [Identity("one", ("t",), ("a", "b")), Identity("two", ("u",), ("a", "c"))]
    values = {"t": MOST_COUNT, "a": MOST_COUNT, "b": 1, "u": MOST_COUNT, "c": 0}
    repairs = find_repairs(identities, values)
    assert [change.value for repair in repairs.repairs for change in repair.changes] == [0]


@pytest.mark.parametrize("seed", range(3))
def test_a_table_of_nonsense_is_given_up_within_a_bound_on_work(seed: int) -> None:
    values = nonsense(seed)
    assert len(violated(FORM.identities, values)) > 30
    repairs = find_repairs(FORM.identities, values)
    assert (repairs.repairs, repairs.complete) == ((), False)
    assert repairs.size > 20


def test_the_search_ends_with_its_steps() -> None:
    system = build_system(FORM.identities[:37], nonsense(0))
    search = Search(system, Steps(100), limit=64)
    assert search.of_size(search.least_size() + 3) == []
    assert search.exhausted


@pytest.mark.parametrize("seed", range(3))
def test_a_table_with_many_wrong_cells_gives_the_same_answer_twice(seed: int) -> None:
    drawn = random.Random(seed)
    values = {field: 0 for identity in FORM.identities for field in identity.fields}
    for field in drawn.sample(sorted(values), 9):
        values[field] = drawn.randrange(1, 50)
    first = find_repairs(FORM.identities, values)
    assert first == find_repairs(FORM.identities, values)
    assert 1 <= first.size <= 9
