"""Several answers about one table: what most of them say of a row, where that accounts for every figure."""

from __future__ import annotations

from extractor.llm.answers_together import Answers, Said, put_together
from extractor.llm.resolve import Unaccounted
from extractor.reading.tokenize import tokenize

TEXT = "甲\t3\t4\t7\n- 5 -\n乙\t0\t9\t9\n12\n丙\t6\t1\t8\n"
TOKENS = [token for token in tokenize(TEXT).tokens if token.kind == "number"]
ROWS = {"甲": ["3", "4", "7"], "乙": ["0", "9", "9"], "丙": ["6", "1", "8"]}
NOISE = ["12"]


def said(noise: list[str] = NOISE, **rows: list[str]) -> Said:
    return Said({**ROWS, **rows}, noise)


def rows_of(answers: Answers) -> dict[str, list[str]]:
    assert answers.best is not None
    return {key: [token.text for token in own] for key, own in answers.best.rows.items()}


def test_answers_that_slip_in_different_rows_count_together() -> None:
    answers = Answers(TOKENS)
    first = answers.add(said(甲=["3", "3", "7"]))
    assert (first, answers.best) == (Unaccounted(missing=("4",), invented=("3",)), None)
    assert answers.add(said(丙=["6", "1", "1"])) is None
    assert rows_of(answers) == ROWS


def test_answers_that_slip_in_the_same_row_do_not() -> None:
    answers = Answers(TOKENS)
    answers.add(said(甲=["3", "3", "7"]))
    assert answers.add(said(甲=["3", "4", "4"])) == Unaccounted(missing=("7",), invented=("4",))
    assert answers.best is None


def test_a_row_that_most_say_stands_against_one_that_would_fit_as_well() -> None:
    swapped = said(甲=["6", "1", "8"], 丙=["3", "4", "7"])
    found = put_together([said(乙=["0", "9", "12"]), swapped, said(乙=["9", "9", "9"])], TOKENS)
    assert found == said_as_tuples(ROWS)


def said_as_tuples(rows: dict[str, list[str]]) -> Said:
    return Said({key: tuple(cells) for key, cells in rows.items()}, tuple(NOISE))


def test_what_no_answer_sets_aside_is_not_left_over() -> None:
    tokens = [token for token in tokenize(TEXT.replace("12\n", "12\n77\n")).tokens if token.kind == "number"]
    assert put_together([said(甲=["3", "3", "7"]), said(丙=["6", "1", "1"])], tokens) is None


def test_a_figure_of_a_row_that_is_set_aside_is_asked_about_once() -> None:
    answers = Answers(TOKENS)
    left_out = said(["12", "4"], 甲=["3", "_", "7"])
    assert answers.add(left_out) == Unaccounted(set_aside=("4",))
    assert answers.add(left_out) is None
    assert rows_of(answers)["甲"] == ["3", "7"]


def test_the_answer_that_sets_least_aside_counts() -> None:
    answers = Answers(TOKENS)
    answers.add(said(["12", "4"], 甲=["3", "_", "7"]))
    assert answers.add(said(["12", "1"], 丙=["6", "_", "8"])) is None
    assert rows_of(answers) == ROWS


def test_too_many_ways_are_not_tried() -> None:
    text = "".join(f"{i}\t{10 + i}\t{40 + i}\n" for i in range(10))
    tokens = [token for token in tokenize(text).tokens if token.kind == "number"]
    one = {f"{i}": [f"{10 + i}", "_"] for i in range(10)}
    other = {f"{i}": ["_", f"{40 + i}"] for i in range(10)}
    assert put_together([Said(one, [f"{i}" for i in range(70)]), Said(other, [])], tokens) is None
