"""The forms in which words of labels are compared."""

from __future__ import annotations

import pytest

from extractor.lexicon.folding import fold_label, fold_script


@pytest.mark.parametrize(
    ("label", "folded"),
    [
        ("（一）予以公开", "予以公开"),
        ("1.属于国家秘密", "属于国家秘密"),
        ("一、本年新收", "本年新收"),
        ("规 章 (件)", "规章件"),
        ("12", ""),
    ],
)
def test_a_label_is_compared_by_its_chinese_characters_without_its_ordinal(label: str, folded: str) -> None:
    assert fold_label(label) == folded


@pytest.mark.parametrize(
    ("text", "folded"), [("（一）行政許可 3 件", "一行政许可件"), ("data-1", ""), ("丨规章丨", "规章")]
)
def test_any_text_is_compared_by_its_chinese_characters_in_one_script(text: str, folded: str) -> None:
    assert fold_script(text) == folded
