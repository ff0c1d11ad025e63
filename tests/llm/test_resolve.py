"""An answer counts only if it accounts for every figure of the table once, in the order they are printed."""

from __future__ import annotations

import pytest

from extractor.llm.reading_orders import SaidFigure, reading_orders
from extractor.llm.resolve import ResolvedAnswer, Unaccounted, figures_found, resolve
from extractor.reading.model import Token
from extractor.reading.tokenize import tokenize

TEXT = "甲\t3\t4\t7\n- 5 -\n乙\t0\t9\t9\n12\n丙\t/\t1\t1\n"
TOKENS = [token for token in tokenize(TEXT).tokens if token.kind not in ("text", "blank")]
RIGHT = {"甲": ["3", "4", "7"], "乙": ["0", "9", "9"], "丙": ["/", "1", "1"]}


def test_an_answer_that_accounts_for_all_means_the_tokens_themselves() -> None:
    found = resolve(RIGHT, ["12"], TOKENS)
    assert isinstance(found, ResolvedAnswer)
    assert {key: [TEXT[token.start : token.end] for token in own] for key, own in found.rows.items()} == {
        "甲": ["3", "4", "7"],
        "乙": ["0", "9", "9"],
        "丙": ["1", "1"],
    }
    assert [token.text for token in found.page_noise] == ["12"]


def test_a_figure_left_out_or_invented_voids_the_answer() -> None:
    found = resolve({**RIGHT, "乙": ["0", "8", "8"]}, ["12"], TOKENS)
    assert isinstance(found, Unaccounted)
    assert (found.missing, found.invented) == (("9", "9"), ("8", "8"))


def test_a_figure_used_twice_voids_the_answer() -> None:
    found = resolve({**RIGHT, "丙": ["12", "1", "1"]}, ["12"], TOKENS)
    assert isinstance(found, Unaccounted)
    assert found.invented == ("12",)


def test_a_figure_too_many_at_the_end_of_a_row_is_dropped() -> None:
    tokens = [token for token in tokenize("甲\t3\t4\n乙\t0\t9\t9\n").tokens if token.kind == "number"]
    found = resolve({"甲": ["3", "4", "7"], "乙": ["0", "9", "9"]}, [], tokens)
    assert words(found) == {"甲": [2, 4], "乙": [8, 10, 12]}


def test_a_figure_too_many_elsewhere_voids_the_answer() -> None:
    tokens = [token for token in tokenize("甲\t3\t4\n乙\t0\t9\t9\n").tokens if token.kind == "number"]
    assert isinstance(resolve({"甲": ["3", "7", "4"], "乙": ["0", "9", "9"]}, [], tokens), Unaccounted)
    assert isinstance(resolve({"甲": ["3", "4"], "乙": ["0", "9", "9"]}, ["9"], tokens), Unaccounted)


def words(found: ResolvedAnswer | Unaccounted | None) -> dict[str, list[int]]:
    assert isinstance(found, ResolvedAnswer)
    return {key: [token.start for token in own] for key, own in found.rows.items()}


def test_rows_may_be_printed_in_another_order_than_the_forms() -> None:
    other = {"丙": RIGHT["丙"], "乙": RIGHT["乙"], "甲": RIGHT["甲"]}
    assert words(resolve(other, ["12"], TOKENS)) == words(resolve(RIGHT, ["12"], TOKENS))


def test_of_rows_alike_the_first_of_the_form_is_printed_first() -> None:
    tokens = [token for token in tokenize("丙\t5\t5\n乙\t1\t1\n甲\t1\t1\n").tokens if token.kind == "number"]
    found = resolve({"甲": ["1", "1"], "乙": ["1", "1"], "丙": ["5", "5"]}, [], tokens)
    assert words(found) == {"丙": [2, 4], "甲": [8, 10], "乙": [14, 16]}


def test_columns_may_be_printed_downwards() -> None:
    tokens = [token for token in tokenize("3\n0\n4\n9\n7\n9\n").tokens if token.kind == "number"]
    found = resolve({"甲": ["3", "4", "7"], "乙": ["0", "9", "9"]}, [], tokens)
    assert words(found) == {"甲": [0, 4, 8], "乙": [2, 6, 10]}


ROWS = {"甲": ["11", "12", "13"], "乙": ["21", "22", "23"], "丙": ["31", "32", "33"], "丁": ["41", "42", "43"]}


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param("11 21 12 22 13 23 31 32 33 41 42 43", id="a page downwards, the next along its rows"),
        pytest.param("11 21 12 22 13 23 31 41 32 42 33 43", id="two pages, each downwards"),
        pytest.param("11 12 21 22 31 32 41 42 13 23 33 43", id="a band of columns, then the last column"),
        pytest.param("11 21 12 22 31 41 32 42 13 23 33 43", id="the band page by page"),
    ],
)
def test_a_table_may_be_printed_part_by_part(printed: str) -> None:
    tokens = [token for token in tokenize("7\n" + printed.replace(" ", "\n")).tokens if token.kind == "number"]
    found = resolve(ROWS, ["7"], tokens)
    assert isinstance(found, ResolvedAnswer)
    assert {key: [token.text for token in own] for key, own in found.rows.items()} == ROWS
    assert [token.text for token in found.page_noise] == ["7"]


def test_a_part_of_which_two_figures_changed_places_is_printed_in_no_order() -> None:
    text = "11 21 22 12 13 23 31 32 33 41 42 43".replace(" ", "\n")
    found = resolve(ROWS, [], [token for token in tokenize(text).tokens if token.kind == "number"])
    assert found == Unaccounted((), (), out_of_order=True)


def test_a_table_of_many_alike_in_no_order_ends() -> None:
    said = [SaidFigure(f"{row}", column, str((row + column) % 2)) for row in range(26) for column in range(7)]
    texts = sorted(one.text for one in said)
    assert len(list(reading_orders(said, texts, []))) == 2


def test_figures_in_no_order_a_table_is_read_in_void_the_answer() -> None:
    found = resolve({**RIGHT, "甲": ["4", "3", "7"]}, ["12"], TOKENS)
    assert found == Unaccounted((), (), True)


def test_a_figure_broken_over_two_lines_is_read_whole() -> None:
    text = "甲\t2315\n4\t3\n乙\t0\t9\n"
    tokens = [token for token in tokenize(text).tokens if token.kind == "number"]
    found = resolve({"甲": ["23154", "3"], "乙": ["0", "9"]}, [], tokens)
    assert isinstance(found, ResolvedAnswer)
    whole = found.rows["甲"][0]
    assert (whole.text, text[whole.start : whole.end]) == ("23154", "2315\n4")
    assert isinstance(resolve({"甲": ["2315", "43"], "乙": ["0", "9"]}, [], tokens), Unaccounted)


def test_pieces_that_may_be_of_two_figures_are_not_joined() -> None:
    tokens = [token for token in tokenize("甲\t1\n2\t1\n2\n").tokens if token.kind == "number"]
    assert isinstance(resolve({"甲": ["12", "1", "2"]}, [], tokens), Unaccounted)


def test_what_a_model_is_told_names_no_sum() -> None:
    found = resolve({**RIGHT, "甲": ["3", "4", "8"]}, ["12"], TOKENS)
    assert isinstance(found, Unaccounted)
    assert "7" in found.sentence()
    assert "8" in found.sentence()
    assert not any(word in found.sentence() for word in ("合计", "总计", "之和", "等于"))


def test_a_blank_is_nothing_to_account_for() -> None:
    tokens: list[Token] = [token for token in TOKENS if token.line < 1]
    assert isinstance(resolve({"甲": ["3", "4", "7"], "乙": ["_", "", "_"]}, [], tokens), ResolvedAnswer)


def test_a_blank_in_a_row_keeps_the_columns_of_the_figures_behind_it() -> None:
    tokens = [token for token in tokenize("甲\t3\t7\n乙\t0\t9\t9\n").tokens if token.kind == "number"]
    found = resolve({"甲": ["3", "_", "7"], "乙": ["0", "9", "9"]}, [], tokens)
    assert isinstance(found, ResolvedAnswer)
    assert found.columns == {"甲": (0, 2), "乙": (0, 1, 2)}


def test_of_an_answer_that_does_not_account_for_all_the_rows_are_found_that_are_printed_once() -> None:
    tokens = [token for token in tokenize("甲\t3\t4\n乙\t0\t9\n丙\t0\t9\n丁\t5\t6\n").tokens if token.kind == "number"]
    answer = {"甲": ["3", "4"], "乙": ["0", "9"], "丙": ["0", "9"], "丁": ["6", "6"]}
    assert isinstance(resolve(answer, [], tokens), Unaccounted)
    assert words(figures_found(answer, tokens)) == {"甲": [2, 4]}


def test_of_an_answer_in_no_order_the_figures_are_found_that_are_named_as_often_as_printed() -> None:
    tokens = [token for token in tokenize("甲\t3\t4\n乙\t0\t0\n丙\t5\t6\n").tokens if token.kind == "number"]
    answer = {"甲": ["4", "3"], "乙": ["_", "6"], "丙": ["5", "0"]}
    assert isinstance(resolve(answer, [], tokens), Unaccounted)
    found = figures_found(answer, tokens)
    assert words(found) == {"甲": [4, 2], "乙": [16], "丙": [14]}
    assert found is not None
    assert found.columns == {"甲": (0, 1), "乙": (1,), "丙": (0,)}


def test_rows_that_would_share_a_figure_are_none() -> None:
    tokens = [token for token in tokenize("甲\t3\t4\t5\n").tokens if token.kind == "number"]
    assert figures_found({"甲": ["3", "4"], "乙": ["4", "5"]}, tokens) is None


def test_figures_alike_that_are_all_named_are_shown_in_the_order_of_the_others() -> None:
    tokens = [token for token in tokenize("3\n1\n5\n1\n4\n1\n6\n1\n").tokens if token.kind == "number"]
    answer = {"甲": ["3", "4", "1"], "乙": ["1", "1", "6"], "丙": ["5", "_", "1"]}
    assert isinstance(resolve(answer, [], tokens), Unaccounted)
    found = figures_found(answer, tokens)
    assert words(found) == {"甲": [0, 8, 10], "乙": [2, 6, 12], "丙": [4, 14]}
    assert found is not None
    assert found.mistakable == {2, 6, 10, 14}


def test_of_figures_alike_those_in_a_row_printed_once_are_not_mistaken() -> None:
    tokens = [token for token in tokenize("3\n1\n4\n2\n1\n9\n").tokens if token.kind == "number"]
    answer = {"甲": ["3", "1", "4"], "乙": ["2", "9", "1"]}
    assert isinstance(resolve(answer, [], tokens), Unaccounted)
    found = figures_found(answer, tokens)
    assert words(found) == {"甲": [0, 2, 4], "乙": [6, 10, 8]}
    assert found is not None
    assert found.mistakable == {8}
