"""Proposals for a whole row: its figures placed otherwise, where that breaks fewer equations."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

PROPOSE = """async ({values, printed, total}) => {
  const {proposals} = await import("/static/rows.js");
  const row = values.map((_, i) => `f${i}`);
  const fields = new Map(row.map((key, i) => [key, {
    value: values[i], printed: printed[i], candidates: [],
    place: printed[i] ? {start: i, end: i + 1} : null,
  }]));
  fields.set("t", {value: total, candidates: []});
  const identity = {name: "sum", left: ["t"], right: row};
  const first = {name: "first", left: ["a"], right: [row[0]]};
  fields.set("a", {value: 0, candidates: []});
  const own = row.map((key) => [key, [identity, first]]);
  const form = {identitiesByField: new Map([...own, ["t", [identity]], ["a", [first]]])};
  const found = proposals(row, fields, form, (key) => fields.get(key).value);
  return found.map(({values, way, from, broken}) => ({values, way, from, broken}));
}"""


def proposed(page: Page, values: list[int | None], total: int) -> list[dict[str, Any]]:
    """What is proposed for a row whose first figure must be 0 and whose sum is known."""
    printed = [None if value in (None, 0) else str(value) for value in values]
    return page.evaluate(PROPOSE, {"values": values, "printed": printed, "total": total})


def test_a_row_shifted_left_by_one_is_moved_right(page: Page) -> None:
    best = proposed(page, [3, 5, 0], 8)
    assert best[0] == {"values": [0, 3, 5], "way": "right", "from": 0, "broken": 0}


@pytest.mark.long
def test_a_row_that_breaks_nothing_is_left_as_it_is(page: Page) -> None:
    assert proposed(page, [0, 3, 5], 8) == []


@pytest.mark.long
def test_unknown_figures_are_placed_in_every_way_that_holds(page: Page) -> None:
    best = proposed(page, [0, None, 5], 5)
    assert [one["values"] for one in best] == [[0, 5, 0], [0, 0, 5]]


@pytest.mark.long
def test_where_more_ways_are_equally_good_than_can_be_shown_none_is_proposed(page: Page) -> None:
    assert proposed(page, [None, None, 5, None, None], 5) == []


@pytest.mark.long
def test_a_row_with_unknown_figures_is_not_said_to_have_moved(page: Page) -> None:
    assert [one["way"] for one in proposed(page, [None, 5, None], 5)] == ["placed", "placed"]


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [([3, 5, 0], [0, 3, 5], "right"), ([0, 3, 5], [3, 5, 0], "left"), ([1, 2, 3], [3, 2, 1], "placed")],
)
def test_a_proposal_says_how_it_differs(page: Page, before: list[int], after: list[int], way: str) -> None:
    script = f"import('/static/rows.js').then((rows) => rows.describe({json.dumps(before)}, {json.dumps(after)}).way)"
    assert page.evaluate(script) == way
