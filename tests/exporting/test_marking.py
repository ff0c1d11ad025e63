"""A report's text as lines with marks: every mark in its place, no two overlapping, what is far away folded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from extractor.exporting.collecting.marking import Block, Mark, Part, marked_blocks
from extractor.result import Place


def mark(start: int, end: int, name: str = "f", kind: str = "review", rank: int = 1) -> Mark:
    return Mark(Place(0, start, end, 1, 1, None, None, None), name, f"cell-{name}", kind, rank)


def parts(blocks: list[Block]) -> list[Part]:
    return [part for block in blocks for line in block.lines for part in line.parts]


def test_a_figure_is_marked_where_it_stands() -> None:
    (block,) = marked_blocks("a\n行政许可 12 3\n", [mark(7, 9)])
    assert [line.number for line in block.lines] == [1, 2]
    assert block.lines[1].parts == (Part("行政许可 "), Part("12", ("f",), "review", "cell-f"), Part(" 3"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_places_count_them(end: str) -> None:
    text = end.join(["一\u2028二\x0b三", "12"])
    (block,) = marked_blocks(text, [mark(text.index("12"), len(text))])
    assert [line.number for line in block.lines if any(part.kind for part in line.parts)] == [2]


def test_a_blank_cell_is_marked_by_a_sign() -> None:
    (block,) = marked_blocks("|  |", [mark(2, 2)])
    assert block.lines[0].parts == (Part("| "), Part("", ("f",), "review", "cell-f", is_blank=True), Part(" |"))


def test_where_two_marks_overlap_the_graver_is_shown_and_both_have_their_anchors() -> None:
    (block,) = marked_blocks("12 34", [mark(0, 5, "row", "said-warning", 3), mark(3, 5, "cell", "violated", 0)])
    assert block.lines[0].parts == (
        Part("12 ", ("row",), "said-warning", "cell-row"),
        Part("34", ("cell",), "violated", "cell-cell"),
    )


def test_a_place_over_many_lines_marks_these_lines_whole() -> None:
    (block,) = marked_blocks("一\n二\n三\n四\n五", [mark(0, 9, "n1", "said-error", 2)])
    assert [line.kind for line in block.lines] == ["said-error"] * 5
    assert [line.anchors for line in block.lines] == [("n1",), (), (), (), ()]


def test_what_is_far_from_every_mark_is_folded_and_what_is_near_is_not() -> None:
    text = "\n".join(f"line {n}" for n in range(1, 101))
    at = text.index("line 50")
    blocks = marked_blocks(text, [mark(at, at + 7)])
    assert [(block.first, block.last, block.is_folded) for block in blocks] == [
        (1, 46, True),
        (47, 53, False),
        (54, 100, True),
    ]


def test_a_fold_of_few_lines_is_no_fold() -> None:
    text = "\n".join("0" * 30)
    assert [block.is_folded for block in marked_blocks(text, [mark(8, 9), mark(36, 37, "g")])] == [False, True]


def test_a_text_of_megabytes_is_cut_where_nothing_is_marked() -> None:
    text = "年度报告\n" * 300_000 + "12"
    blocks = marked_blocks(text, [mark(len(text) - 2, len(text))])
    assert sum(len(part.text) for part in parts(blocks)) < 250_000
    assert blocks[0].left_out > 200_000
    assert blocks[-1].lines[-1].parts[-1].kind == "review"


def test_a_line_of_megabytes_is_cut_around_its_marks() -> None:
    text = "a" * 1_000_000 + "12" + "b" * 1_000_000
    (block,) = marked_blocks(text, [mark(1_000_000, 1_000_002)])
    assert sum(len(part.text) for part in block.lines[0].parts) < 1_000
    assert [part.text for part in block.lines[0].parts if part.kind] == ["12"]


def test_pages_begin_where_form_feeds_stand() -> None:
    (block,) = marked_blocks("一\n\f二\n三", [mark(0, 1)])
    assert [line.page for line in block.lines] == [0, 2, 0]
    assert block.lines[1].parts == (Part("二"),)


@given(
    some.text("ab1\n\r\t一", max_size=80),
    some.lists(some.tuples(some.integers(0, 90), some.integers(0, 12), some.integers(0, 3)), max_size=8),
)
def test_no_character_is_lost_and_every_anchor_stands_once(text: str, places: list[tuple[int, int, int]]) -> None:
    marks = [
        mark(min(at, len(text)), min(at + wide, len(text)), f"a{i}", rank=rank)
        for i, (at, wide, rank) in enumerate(places)
    ]
    blocks = marked_blocks(text, marks)
    lines = [line for block in blocks for line in block.lines]
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    plain = "\n".join("".join(part.text for part in line.parts) for line in lines)
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    assert plain in (expected, expected.removesuffix("\n"))
    anchors = [one for line in lines for one in (*line.anchors, *(a for part in line.parts for a in part.anchors))]
    assert sorted(anchors) == sorted(one.anchor for one in marks)
