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
