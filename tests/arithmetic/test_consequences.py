"""What is sure enough to settle itself: two equations vouch for it, or one and the empty cell."""

from __future__ import annotations

from extractor.arithmetic import Doubted, consequences
from extractor.forms import Identity

ROW = Identity("row", ("t",), ("a", "b"))
COLUMN = Identity("column", ("s",), ("a", "c"))


def forced(identities: list[Identity], values: dict[str, int | None], **doubted: list[str] | dict[str, int | None]):
    found = consequences(identities, values, Doubted(**{"empty": [], "lost": [], "printed": {}, **doubted}))  # pyright: ignore[reportArgumentType]
    return {field: one.value for field, one in found.items()}


def test_a_lost_figure_needs_two_equations() -> None:
    values: dict[str, int | None] = {"t": 5, "b": 2, "s": 3, "c": 0}
    assert forced([ROW, COLUMN], values, lost=["a"]) == {"a": 3}
    assert forced([ROW], values, lost=["a"]) == {}


def test_an_empty_cell_vouches_for_its_zero_and_for_nothing_else() -> None:
    assert forced([ROW], {"t": 2, "b": 2}, empty=["a"]) == {"a": 0}
    assert forced([ROW], {"t": 3, "b": 2}, empty=["a"]) == {}


def test_nothing_follows_from_equations_that_contradict_each_other() -> None:
    assert forced([ROW, COLUMN], {"t": 5, "b": 2, "s": 9, "c": 0}, lost=["a"]) == {}


def test_nothing_follows_where_a_printed_figure_would_be_another_one() -> None:
    values: dict[str, int | None] = {"t": 5, "b": 5, "s": 3}
    assert forced([ROW, COLUMN], values, empty=["a"], printed={"c": 4}) == {}
    assert forced([ROW, COLUMN], values, empty=["a"], printed={"c": 3}) == {"a": 0}


def test_a_consequence_names_the_equations_that_vouch_for_it() -> None:
    values: dict[str, int | None] = {"t": 5, "b": 2, "s": 3, "c": 0}
    found = consequences([ROW, COLUMN], values, Doubted([], ["a"], {}))
    assert sorted(found["a"].proof) == ["column", "row"]
