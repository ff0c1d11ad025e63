"""Words and ruling lines become text the same way wherever they are from, and if they are a little off."""

from __future__ import annotations

import random

import pytest

from extractor.sources.lattice import lattices_of
from extractor.sources.page_layout import lay_out
from extractor.sources.words import PageWords, Rule, Word, text_of, turned


def text(*pages: PageWords) -> list[str]:
    """The lines of these pages, one after the other."""
    return [text_of(one.line) for lines in lay_out(pages) for one in lines]


def word(x: float, y: float, words: str, size: float = 10) -> Word:
    """A word whose upper left corner is here."""
    width = sum(size / 2 if character.isascii() else size for character in words)
    return Word(words, (x, y, x + width, y + size))


def grid(xs: list[float], ys: list[float]) -> list[Rule]:
    """The lines of a table."""
    return [Rule(False, x, ys[0], ys[-1]) for x in xs] + [Rule(True, y, xs[0], xs[-1]) for y in ys]


ROWS = (("行政许可", "12", "", "3"), ("行政处罚", "", "0", ""), ("行政强制", "145", "7", "20"))


def table(shift: random.Random | None = None) -> PageWords:
    """A table as it might be found in a picture: every box and line off by up to `1.2` points."""

    def off() -> float:
        return shift.uniform(-1.2, 1.2) if shift else 0.0

    rules = [
        Rule(rule.across, rule.at + off(), rule.start + off(), rule.end + off())
        for rule in grid([50, 150, 200, 250, 300], [100, 125, 150, 175])
    ]
    words = [
        word(x + 8 + off(), 107 + 25 * y + off(), words)
        for y, row in enumerate(ROWS)
        for x, words in zip((50, 150, 200, 250), row, strict=True)
        if words
    ]
    return PageWords(595, 842, words, rules)


@pytest.mark.parametrize("seed", range(8))
def test_boxes_and_lines_may_be_a_little_off(seed: int) -> None:
    assert text(table(random.Random(seed))) == ["\t".join(row) for row in ROWS] == text(table())


def test_a_word_that_reaches_over_several_cells_is_parted_at_their_sides() -> None:
    page = table()
    wide = Word("0   7", (155, 182, 215, 192))
    rules = grid([50, 150, 200, 250, 300], [100, 125, 150, 175, 200])
    found = text(page._replace(words=[*page.words, word(58, 182, "其他"), wide], rules=rules))
    assert found[3] == "其他\t0\t7\t"


def test_a_line_that_was_lost_joins_cells_but_never_their_figures() -> None:
    page = table()
    rules = [rule for rule in page.rules if rule.across or rule.at != 250]
    assert text(page._replace(rules=rules))[2] == "行政强制\t145\t7  20"


def test_a_table_without_its_outer_sides_is_one() -> None:
    page = table()
    rules = [rule for rule in page.rules if rule.across or rule.at not in (50, 300)]
    assert text(page._replace(rules=rules)) == ["\t".join(row) for row in ROWS]


def test_a_table_in_a_frame_is_the_table_and_the_frame_is_none() -> None:
    page = table()
    framed = page._replace(
        words=[*page.words, word(60, 60, "二、主动公开")], rules=[*page.rules, *grid([20, 30, 500], [20, 500])]
    )
    assert text(framed) == ["二、主动公开", *("\t".join(row) for row in ROWS)]


def test_lines_of_a_drawing_are_no_table() -> None:
    rules = [Rule(True, at, 0, 10) for at in range(5000)]
    assert lattices_of(rules) == []
    assert lattices_of([Rule(True, 10, 0, 100), Rule(False, 50, 200, 300)]) == []


def test_labels_are_dealt_out_to_the_figures_they_stand_about() -> None:
    words = [word(200 + 40 * at, y, figure) for y in (106, 137, 162) for at, figure in enumerate(("1", "0", "23"))]
    words += [
        word(60, 100, "1.属于国家"),
        word(60, 112, "秘密"),
        word(60, 131, "2.其他法律"),
        word(60, 143, "禁止公开"),
    ]
    words += [word(60, 162, "3.危及安全")]
    found = text(PageWords(595, 842, words))
    assert found == ["1.属于国家秘密\t1\t0\t23", "2.其他法律禁止公开\t1\t0\t23", "3.危及安全\t1\t0\t23"]


def test_blank_cells_are_placed_by_the_columns_of_other_rows() -> None:
    full = [word(200 + 40 * at, 100, figure) for at, figure in enumerate(("1", "0", "2", "3"))]
    words = [word(60, 100, "规章"), *full, word(60, 130, "规范性文件"), word(240, 130, "5"), word(320, 130, "5")]
    assert text(PageWords(595, 842, words)) == ["规章\t1\t0\t2\t3", "规范性文件\t\t5\t\t5"]


def test_a_figure_alone_in_its_row_stands_in_its_column() -> None:
    full = [word(200 + 40 * at, 100, figure) for at, figure in enumerate(("1", "0", "2", "3"))]
    words = [word(60, 100, "规章"), *full, word(60, 130, "规范性文件"), word(320, 130, "5")]
    assert text(PageWords(595, 842, words)) == ["规章\t1\t0\t2\t3", "规范性文件\t\t\t\t5"]


def figures(*heights: int) -> list[Word]:
    """Three figures in a row at each of these heights."""
    return [word(200 + 40 * at, y, figure) for y in heights for at, figure in enumerate(("1", "0", "23"))]


def test_labels_of_groups_that_touch_those_of_rows_are_parted_from_them() -> None:
    words = [word(40, 100, "三、本"), word(40, 115, "年度办"), word(40, 130, "理结果")]
    words += [word(73, 100, "（一）予以公开"), word(73, 130, "（二）部分公开")]
    words += [word(73, 160, "（三）不予"), word(83, 172, "公开"), word(124, 160, "1.属于"), word(124, 190, "2.其他")]
    assert text(PageWords(595, 842, [*words, *figures(100, 130, 160, 190)])) == [
        "三、本年度办理结果\t（一）予以公开\t1\t0\t23",
        "（二）部分公开\t1\t0\t23",
        "（三）不予公开\t1.属于\t1\t0\t23",
        "2.其他\t1\t0\t23",
    ]


def test_the_rest_of_a_label_beside_that_of_a_group_stays_with_its_own() -> None:
    words = [word(60, 106, "（五）不予"), word(70, 118, "处理"), word(114, 106, "物")]
    words += [word(114, 94, "3.出版"), word(114, 130, "4.反复")]
    assert text(PageWords(595, 842, [*words, *figures(100, 130)])) == [
        "（五）不予处理\t3.出版物\t1\t0\t23",
        "4.反复\t1\t0\t23",
    ]


def test_the_last_line_of_a_label_is_of_no_group() -> None:
    words = [word(100, 92, "（一）予以公开"), word(100, 118, "（二）部分公开，不"), word(100, 137, "计其他")]
    words += [word(160, 170, "1.秘密"), word(160, 200, "2.其他"), word(60, 185, "（三）")]
    assert text(PageWords(595, 842, [*words, *figures(92, 127, 170, 200)])) == [
        "（一）予以公开\t1\t0\t23",
        "（二）部分公开，不计其他\t1\t0\t23",
        "（三）\t1.秘密\t1\t0\t23",
        "2.其他\t1\t0\t23",
    ]


def test_a_label_set_downwards_with_wide_gaps_is_one() -> None:
    downwards = [word(70, 100 + 25 * at, character) for at, character in enumerate("（三）不予（四）提供")]
    rows = range(100, 350, 30)
    labels = [word(110, y, f"{number}.事项") for number, y in enumerate(rows, 1)]
    found = text(PageWords(595, 842, [*downwards, *labels, *figures(*rows)]))
    assert [line.split("\t")[0] for line in found if not line[0].isdecimal()] == ["（三）不予", "（四）提供"]


def test_what_is_set_downwards_in_a_cell_is_read_so_though_its_brackets_are_turned() -> None:
    words = [word(60, 104 + 11 * at, one) for at, one in enumerate("(三)不予")]
    words = [one._replace(turn=1) if one.text in "()" else one for one in words]
    page = PageWords(595, 842, [*words, word(110, 120, "7")], grid([50, 100, 150], [100, 160]))
    assert text(page) == ["(三)不予\t7"]


def test_a_row_cut_by_the_pages_end_is_whole_beside_a_group_that_goes_on() -> None:
    xs = [50.0, 100.0, 200.0, 250.0]
    above = grid(xs, [700.0, 720.0, 740.0])
    above = [rule for rule in above if not (rule.across and rule.at == 720)] + [Rule(True, 720, 100, 250)]
    first = PageWords(
        595,
        842,
        [
            word(55, 705, "处理"),
            word(105, 705, "2.重复"),
            word(205, 705, "1"),
            word(105, 725, "3.出"),
            word(205, 725, "4"),
        ],
        above,
    )
    below = [rule for rule in grid(xs, [80.0, 100.0, 120.0]) if not (rule.across and rule.at == 100)]
    second = PageWords(
        595,
        842,
        [word(105, 85, "版物"), word(105, 105, "4.反复"), word(205, 105, "5")],
        [*below, Rule(True, 100, 100, 250)],
    )
    assert text(first, second) == ["处理\t2.重复\t1", "3.出版物\t4", "4.反复\t5"]


def test_a_figure_broken_over_two_lines_is_whole_without_lines_too() -> None:
    words = [word(60, 100, "1.新收"), word(200, 100, "1411"), word(230, 100, "50"), word(260, 100, "1461")]
    words += [word(200, 112, "2"), word(260, 112, "2"), word(60, 140, "2.结转")]
    words += [word(208, 140, "0"), word(232, 140, "1"), word(268, 140, "1")]
    assert text(PageWords(595, 842, words)) == ["1.新收\t14112\t50\t14612", "2.结转\t0\t1\t1"]


def test_figures_that_follow_their_sentence_are_no_table() -> None:
    words = [word(60, 100, "收到申请"), word(102, 100, "12"), word(114, 100, "件")]
    assert text(PageWords(595, 842, words)) == ["收到申请12件"]


def test_words_on_a_page_turned_by_a_quarter_have_their_boxes_turned() -> None:
    box = (10.0, 20.0, 30.0, 60.0)
    assert turned(box, 1, 100, 200) == (140, 10, 180, 30)
    assert turned(turned(box, 1, 100, 200), 3, 200, 100) == box
    assert turned(box, 2, 100, 200) == (70, 140, 90, 180)


def test_running_headers_go_and_what_differs_stays() -> None:
    pages = [
        PageWords(595, 842, [word(60, 40, "某市人民政府公报"), word(60, 100, line), word(290, 800, str(number))])
        for number, line in ((7, "一、总体情况"), (8, "二、主动公开"), (9, "三、申请"))
    ]
    assert text(*pages) == ["一、总体情况", "二、主动公开", "三、申请"]
    assert text(pages[0]) == ["某市人民政府公报", "一、总体情况", "7"]
