"""What is running text, and what is a label, a header or a row of cells."""

from __future__ import annotations

import pytest

from extractor.lexicon.prose import is_line_of_prose, is_prose


@pytest.mark.parametrize(
    ("line", "prose"),
    [
        ("规章", False),
        ("本年共收到申请3件。", True),
        ("一、总体情况；", True),
        ("规章\t3。", False),
        ("| 规章。 |", False),
        ("本机关认真贯彻落实" * 8, True),
        ("行政许可 " * 5 + "长" * 40 + "  3  4  5  6  7", False),
        ("规章" + "1" * 80, False),
        ("甲" * 61 + "  乙", False),
        ("甲" * 61 + ",乙,丙,丁  戊", True),
    ],
)
def test_a_line_is_prose_where_it_ends_sentences_or_goes_on_for_long(line: str, prose: bool) -> None:
    assert is_line_of_prose(line) is prose


@pytest.mark.parametrize(
    ("text", "both", "one"),
    [("短。", False, True), ("很长的一段文字", False, True), ("很长的一段文字。", True, True), ("短", False, False)],
)
def test_a_text_is_prose_where_it_ends_a_sentence_and_is_long_or_either_where_that_is_enough(
    text: str, both: bool, one: bool
) -> None:
    assert is_prose(text, 4) is both
    assert is_prose(text, 4, either=True) is one
