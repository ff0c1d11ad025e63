"""An equation that fails is told in the words of the form, once, without keys."""

from __future__ import annotations

import pytest

from extractor.arithmetic import Check
from extractor.forms import load_forms
from extractor.judging.equation_words import words_of

FORM = next(one for one in load_forms() if one.id == "2021")


def told(name: str, sides: tuple[int, int], **values: int) -> str:
    identity = next(one for one in FORM.identities if one.name == name)
    known = {field: values.get(field.rpartition(".")[2], 0) for field in identity.fields}
    words = words_of(FORM, Check(identity, *sides), known)
    for text in (*words.left, *words.right, *words.where):
        assert not {".", "["} & set(text), "no key stands before people"
    return f"{words.left.zh} ≠ {words.right.zh}（{words.where.zh}）"


@pytest.mark.parametrize(
    ("name", "sides", "values", "sentence"),
    [
        ("applications.row_total[granted]", (1, 0), {"total": 1}, "总计 1 ≠ 各项之和 0（“予以公开”行）"),
        (
            "applications.row_total[granted]",
            (9, 7),
            {"total": 9, "company": 4, "research": 3},
            "总计 9 ≠ 各项之和 7（“予以公开”行：4 + 3）",
        ),
        ("disputes.total[review]", (2, 1), {"total": 2, "upheld": 1}, "总计 2 ≠ 各项之和 1（“行政复议”行：1）"),
    ],
)
def test_a_sum_is_named_as_one(name: str, sides: tuple[int, int], values: dict[str, int], sentence: str) -> None:
    assert told(name, sides, **values) == sentence


def test_sides_of_two_terms_are_written_out() -> None:
    sentence = told("applications.balance[company]", (8, 4), company=4)
    assert sentence.count("4 + ") == 2
    assert sentence.endswith("（“商业企业”列）")
