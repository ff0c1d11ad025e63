"""An answer counts only if it accounts for every figure of the table once, in the order they are printed."""

from __future__ import annotations

from extractor.llm.resolve import Resolved, Unaccounted, resolve
from extractor.reading.cut import Token, cut

TEXT = "甲\t3\t4\t7\n- 5 -\n乙\t0\t9\t9\n12\n丙\t/\t1\t1\n"
TOKENS = [token for token in cut(TEXT).tokens if token.kind not in ("text", "blank")]
RIGHT = {"甲": ["3", "4", "7"], "乙": ["0", "9", "9"], "丙": ["/", "1", "1"]}


def test_an_answer_that_accounts_for_all_means_the_tokens_themselves() -> None:
    found = resolve(RIGHT, ["12"], TOKENS)
    assert isinstance(found, Resolved)
    assert {key: [TEXT[token.start : token.end] for token in own] for key, own in found.rows.items()} == {
        "甲": ["3", "4", "7"],
        "乙": ["0", "9", "9"],
        "丙": ["1", "1"],
    }
    assert [token.text for token in found.furniture] == ["12"]


def test_a_figure_left_out_or_invented_voids_the_answer() -> None:
    found = resolve({**RIGHT, "乙": ["0", "8", "8"]}, ["12"], TOKENS)
    assert isinstance(found, Unaccounted)
    assert (found.missing, found.invented) == (("9", "9"), ("8", "8"))


def test_a_figure_used_twice_voids_the_answer() -> None:
    found = resolve({**RIGHT, "丙": ["12", "1", "1"]}, ["12"], TOKENS)
    assert isinstance(found, Unaccounted)
    assert found.invented == ("12",)


def test_rows_in_each_others_place_void_the_answer() -> None:
    found = resolve({"甲": RIGHT["乙"], "乙": RIGHT["甲"], "丙": RIGHT["丙"]}, ["12"], TOKENS)
    assert found == Unaccounted((), (), True)


def test_what_a_model_is_told_names_no_sum() -> None:
    found = resolve({**RIGHT, "甲": ["3", "4", "8"]}, ["12"], TOKENS)
    assert isinstance(found, Unaccounted)
    assert "7" in found.sentence()
    assert "8" in found.sentence()
    assert not any(word in found.sentence() for word in ("合计", "总计", "之和", "等于"))


def test_a_blank_is_nothing_to_account_for() -> None:
    tokens: list[Token] = [token for token in TOKENS if token.line < 1]
    assert isinstance(resolve({"甲": ["3", "4", "7"], "乙": ["_", "", "_"]}, [], tokens), Resolved)
