"""What hangs together, directly or through others, is one group."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.connected import connected


def test_numbers_that_nothing_joins_are_groups_of_their_own() -> None:
    assert connected(3, []) == [[0], [1], [2]]


def test_groups_rise_and_come_in_the_order_of_their_first_numbers() -> None:
    assert connected(6, [(5, 3), (4, 1), (3, 0)]) == [[0, 3, 5], [1, 4], [2]]


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19))))
def test_every_number_is_in_one_group_and_joined_ones_in_the_same(joined: list[tuple[int, int]]) -> None:
    groups = connected(20, joined)
    group_of = {one: at for at, group in enumerate(groups) for one in group}
    assert sorted(group_of) == list(range(20))
    assert all(group_of[one] == group_of[other] for one, other in joined)
    assert len(groups) >= 20 - len(joined)
