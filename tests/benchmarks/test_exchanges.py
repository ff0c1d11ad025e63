"""Exchanges of figures that no sum can tell."""

from __future__ import annotations

from benchmarks.exchanges import exchanged, exchanges, unseen_by_sums
from extractor.arithmetic import check
from extractor.forms.load import form_named

FORM = form_named("2021", None)
SECTION = next(one for one in FORM.sections if one.key == "applications")
RESULTS = [row.key for row in SECTION.rows if row.key not in ("new", "carried_in", "total", "carried_out")]


def values(results: dict[str, list[int]]) -> dict[str, int]:
    """Figures that fulfil every identity, with these in the rows of results."""
    rows = {row.key: [0] * 6 for row in SECTION.rows} | results
    rows["total"] = [sum(rows[key][i] for key in RESULTS) for i in range(6)]
    rows["new"] = rows["total"]
    return {
        field: figure
        for row in SECTION.rows
        for field, figure in zip(row.fields, [*rows[row.key], sum(rows[row.key])], strict=True)
    }


def test_two_rows_of_results_may_be_exchanged_and_no_sum_tells() -> None:
    found = unseen_by_sums(
        SECTION, FORM, values({"granted": [3, 0, 0, 0, 0, 0], "partially_granted": [5, 0, 0, 0, 0, 0]})
    )
    assert ("rows", "granted", "partially_granted") in {(one.kind, one.one, one.other) for one in found}


def test_a_row_of_results_and_their_total_may_not() -> None:
    found = unseen_by_sums(
        SECTION, FORM, values({"granted": [3, 1, 0, 0, 0, 0], "partially_granted": [5, 0, 2, 0, 0, 0]})
    )
    assert "total" not in {name for one in found if one.kind == "rows" for name in (one.one, one.other)}


def test_every_exchange_found_keeps_every_sum_and_changes_a_figure() -> None:
    before = values({"granted": [3, 1, 0, 0, 2, 0], "partially_granted": [5, 0, 2, 0, 0, 0]})
    found = unseen_by_sums(SECTION, FORM, before)
    assert {one.kind for one in found} == {"rows", "columns"}
    for one in found:
        after = exchanged(before, one)
        own = {key: after[key] for key in before}
        assert one.moved(before)
        assert not any(each.violated for each in check(FORM.identities, own))


def test_neighbours_are_looked_at_along_rows_and_down_columns() -> None:
    pairs = {one.pairs[0] for one in exchanges(SECTION) if one.kind == "neighbours"}
    assert ("applications.new.natural_person", "applications.carried_in.natural_person") in pairs
    assert len(pairs) == len(SECTION.rows) * 6 + (len(SECTION.rows) - 1) * 7
