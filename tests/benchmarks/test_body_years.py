"""What is said of a panel against the truth: complete body-years, means, zeros and shares with their bounds."""

from __future__ import annotations

from decimal import Decimal

from benchmarks.body_years import FIGURES, BodyYear, Delivered, Estimate, body_years, estimates, is_complete, table
from benchmarks.truth import Truth

NEW = "applications.new.total"
GRANTED, ALL = "applications.granted.total", "applications.total.total"


def body_year(name: str, **values: int) -> BodyYear:
    """A body's year of which these figures are true, and all others 0."""
    named = {"new": NEW, "granted": GRANTED, "all": ALL}
    zeros = dict.fromkeys({*FIGURES, *filter(None, FIGURES.values())}, Decimal(0))
    truth = Truth(name, "2021", zeros | {named[key]: Decimal(value) for key, value in values.items()}, frozenset())
    return BodyYear(truth, name, b"", holds_all=True)


def sure(one: BodyYear) -> dict[str, Delivered]:
    return {key: Delivered(value, "accepted", value, value) for key, value in one.truth.values.items()}


def open_between(low: int, high: int | None) -> Delivered:
    return Delivered(None, "in_review", Decimal(low), None if high is None else Decimal(high))


MADE = [body_year("a", new=4, granted=2, all=4), body_year("b", new=0), body_year("c", new=8, granted=2, all=4)]


def test_all_that_is_delivered_and_right_is_the_truth() -> None:
    panel = {one.name: sure(one) for one in MADE}
    assert all(is_complete(one, panel[one.name]) for one in MADE)
    found = estimates(MADE, panel, NEW)
    assert found.mean == Estimate(Decimal(4), Decimal(4), Decimal(4), Decimal(4))
    assert found.zeros[0] == found.zeros[1] == found.zeros.low == found.zeros.high
    share = estimates(MADE, panel, GRANTED).share
    assert share is not None
    assert set(share) == {Decimal("0.5")}


def test_a_figure_that_waits_widens_the_bounds_and_is_no_mean() -> None:
    panel = {one.name: sure(one) for one in MADE}
    panel["c"][NEW] = open_between(0, 20)
    mean, zeros = estimates(MADE, panel, NEW)[1:3]
    assert (mean.delivered, mean.low, mean.high) == (2, Decimal(4) / 3, 8)
    assert mean.holds
    assert mean.width == (8 - Decimal(4) / 3) / 4
    assert (zeros.low, zeros.high) == (Decimal(1) / 3, Decimal(2) / 3)
    assert not is_complete(MADE[2], panel["c"])


def test_what_has_no_bound_is_counted_and_in_neither_number() -> None:
    panel = {one.name: sure(one) for one in MADE}
    panel["a"][NEW] = open_between(0, None)
    found = estimates(MADE, panel, NEW)
    assert (found.unbounded, found.mean.truth, found.mean.low, found.mean.high) == (1, 4, 4, 4)


def test_bounds_that_miss_the_truth_are_seen() -> None:
    panel = {one.name: sure(one) for one in MADE}
    panel["c"][NEW] = open_between(9, 9)
    assert not estimates(MADE, panel, NEW).mean.holds
    assert "**" in "".join(table(MADE, panel))
    assert Estimate(Decimal(1), None, Decimal(0), None).holds


def test_bodies_have_one_name_and_a_report_on_each_year() -> None:
    made = list(body_years(2, 3))
    assert [one.truth.year for one in made] == [2019, 2020, 2021, 2022, 2023] * 2
    assert [one.truth.form for one in made] == ["2019", "2019", "2021", "2021", "2021"] * 2
    assert len({one.truth.unit for one in made}) == 2
    assert len({one.name for one in made}) == 10
