from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.arithmetic import likeness


@pytest.mark.parametrize(
    ("printed", "value", "slip"),
    [
        (21, 12, "digits-transposed"),
        (1032, 1302, "digits-transposed"),
        (17, 71, "digits-transposed"),
        (321, 123, None),
        (112, 12, "digit-doubled"),
        (1220, 120, "digit-doubled"),
        (11, 1, "digit-doubled"),
        (121, 12, None),
        (2, 12, "digit-dropped"),
        (10, 100, "digit-dropped"),
        (0, 10, "digit-dropped"),
        (5, 105, None),
        (1, 7, "look-alike-digit"),
        (7, 1, "look-alike-digit"),
        (438, 433, "look-alike-digit"),
        (5, 6, "look-alike-digit"),
        (467, 457, "look-alike-digit"),
        (0, 6, "look-alike-digit"),
        (8, 0, "look-alike-digit"),
        (68, 88, "look-alike-digit"),
        (86, 68, "digits-transposed"),
        (5, 8, None),
        (77, 11, None),
        (1, 0, None),
        (467, 453, None),
    ],
)
def test_a_slip_is_named_by_its_kind(printed: int, value: int, slip: str | None) -> None:
    assert likeness(printed, value) == slip


def test_a_neighbours_figure_is_named_where_nothing_else_explains_it() -> None:
    assert likeness(35, 4, neighbours=[35, 2]) == "neighbour-value"
    assert likeness(35, 53, neighbours=[35]) == "digits-transposed"
    assert likeness(35, 4, neighbours=[53]) is None


def test_a_zero_beside_a_zero_explains_nothing() -> None:
    assert likeness(0, 4, neighbours=[0]) is None


@pytest.mark.parametrize(("printed", "value"), [(-1, 7), (1, -7), (3, 3)])
def test_negative_and_unchanged_figures_have_no_likeness(printed: int, value: int) -> None:
    assert likeness(printed, value, neighbours=[printed]) is None


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_what_reads_alike_reads_alike_both_ways(printed: int, value: int) -> None:
    kinds = {"digits-transposed", "look-alike-digit", None}
    there, back = likeness(printed, value), likeness(value, printed)
    assert there == back or not {there, back} <= kinds
