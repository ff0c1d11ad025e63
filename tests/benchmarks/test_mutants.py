"""Slips of the hand are made where they can be made, and what reads wrong because of one is noticed."""

from __future__ import annotations

import pytest

from benchmarks.mutants import ROOT, DamagedModule, draw, noticed
from benchmarks.mutations import damaged, mutations_of

CASE = "full-width-digits"
ROOM = ROOT / "extractor" / "reading"


def made(source: str) -> set[tuple[str, str]]:
    """What is put for what, by all damages to a source."""
    return {(one.before, one.after) for one in mutations_of(source)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = f(a and b and c)", {("a and b and c", f"{one}") for one in ("b and c", "a and c", "a and b")}),
        ("x = f(a or b)", {("a or b", "a"), ("a or b", "b")}),
        ("x = f(a < b)", {("a < b", "a <= b")}),
        ("x = f(a not in b)", {("a not in b", "a in b")}),
        ("x = f(not a)", {("not a", "a")}),
        ("f(a > 5)", {("a > 5", "a >= 5"), ("5", "2"), ("5", "10")}),
        ("f(a == 0)", {("a == 0", "a != 0")}),
        ("MOST = 0.5", {("0.5", "0.25"), ("0.5", "1.0")}),
        ("if a: pass", {("a", "True"), ("a", "False")}),
        ("while a: pass", {("a", "False")}),
        ("f(b if a else c)", {("a", "True"), ("a", "False")}),
        ("f([a for a in b if a])", {("a", "True")}),
        ("MARKS = frozenset(('a', 'b'))", {("('a', 'b')", "('b',)"), ("('a', 'b')", "('a',)")}),
        ("x in {1, 2}", {("x in {1, 2}", "x not in {1, 2}"), ("{1, 2}", "{2}"), ("{1, 2}", "{1}")}),
        ("def f() -> str | None:\n    return g()", {("g()", "''"), ("g()", "None")}),
        ("def f() -> bool:\n    return True", {("True", "False")}),
        ("def f() -> list[int]:\n    def g():\n        return 1\n    return g()", {("g()", "[]"), ("1", "[]")}),
        ("if TYPE_CHECKING:\n    import a\ndef f(a: Literal['a', 'b']): pass", set()),
        ("Kind = Literal['a', 'b']\nf(g(3))", set()),
    ],
)  # fmt: skip
def test_every_kind_of_slip_is_made_where_it_can_be(source: str, expected: set[tuple[str, str]]) -> None:
    assert made(source) == expected


def test_a_damage_changes_its_own_place_and_nothing_else() -> None:
    source = "a = f(x < y)\nb = f(x < y)\n"
    first, second = mutations_of(source)
    assert damaged(source, first) == "a = f(x <= y)\nb = f(x < y)"
    assert damaged(source, second) == "a = f(x < y)\nb = f(x <= y)"
    assert (first.line, second.line) == (1, 2)


def test_the_same_seed_draws_the_same_mutants() -> None:
    folder = ROOT / "extractor" / "judging"
    assert draw([folder], 5, 1) == draw([folder], 5, 1) != draw([folder], 5, 2)
    assert draw([ROOT / "extractor" / "no_such_room"], 5, 1) == []


def test_every_mutant_of_a_module_is_a_module() -> None:
    path = ROOM / "numbers.py"
    source = path.read_text("utf-8")
    for one in mutations_of(source)[::7]:
        compile(damaged(source, one), "numbers.py", "exec")


def numbers_with(more: str, before: str) -> DamagedModule:
    """The module that reads figures, with more code at its end and then the first damage that replaces `before`."""
    source = (ROOM / "numbers.py").read_text("utf-8") + more
    mutation = next(one for one in mutations_of(source) if one.before == before)
    return DamagedModule("extractor.reading.numbers", damaged(source, mutation))


def test_what_reads_wrong_is_noticed_and_what_decides_nothing_is_not() -> None:
    unused = "\n\ndef is_small(number: int) -> bool:\n    return number < 1234567\n"
    assert noticed(None, cases=[CASE]) is None
    assert noticed(numbers_with(unused, "number < 1234567"), cases=[CASE]) is None
    assert (noticed(numbers_with("", "number if number <= column.most else None"), cases=[CASE]) or "").startswith(
        f"case {CASE}: "
    )


def test_a_module_that_fails_or_never_ends_is_noticed() -> None:
    failing, endless = (DamagedModule("extractor.reading.numbers", text) for text in ("1 / 0", "while True:\n    pass"))
    assert noticed(failing, cases=[CASE]) == "ZeroDivisionError: division by zero"
    assert (noticed(endless, seconds=3, cases=[CASE]) or "").startswith("stopped by signal")
