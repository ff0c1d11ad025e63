"""Page numbers among figures of a line each are chosen without trying every way to choose them."""

from __future__ import annotations

from extractor.reading.page_noise import (
    _choices,  # pyright: ignore[reportPrivateUsage]
    _Place,  # pyright: ignore[reportPrivateUsage]
)


def test_numbers_that_stand_there_often_are_chosen_at_once() -> None:
    lines = tuple(range(400))
    bare = {line: 1 + line % 40 for line in lines}
    choices = _choices(_Place(lines, 30), bare, range(1, 31))
    assert choices[0] == tuple(range(30))
    assert all([bare[line] for line in choice] == list(range(1, 31)) for choice in choices)


def test_there_is_no_way_where_one_number_is_missing() -> None:
    lines = tuple(range(300))
    bare = {line: 1 + line % 20 for line in lines}
    assert _choices(_Place(lines, 25), bare, range(1, 26)) == []


def test_every_way_is_found_where_there_are_few() -> None:
    bare = {3: 1, 7: 1, 9: 2, 20: 3}
    assert _choices(_Place((3, 7, 9, 20), 2), bare, (1, 2)) == [(3, 9), (7, 9)]
