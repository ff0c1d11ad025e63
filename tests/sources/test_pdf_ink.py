"""PDFs: what is raised, struck, covered, upon one another, or in the colour of what lies under it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sources.drawn_pdf import Paper, draw_table, pdf

from extractor.lexicon.figure import DOUBT
from extractor.sources import open_source
from extractor.sources.ink import STRUCK

X, Y = 205.0, 114.0
Draw = Callable[[Paper], object]
WHITE, DARK = "1 1 1", "0 0 0.5"


def text_of_cell(draw: Draw, *, under: Draw | None = None, rotate: int = 0) -> str:
    """What is read of a cell in which this is drawn at `X`, `Y`; `under` is drawn before the table."""
    page = Paper(rotate=rotate)
    if under is not None:
        under(page)
    draw_table(page)
    draw(page)
    label, text, last = open_source(pdf(page), "a.pdf").text.split("\n")[0].split("\t")
    assert (label, last) == ("行政许可", "9")
    return text


def words(text: str, *, x: float = 0, y: float = 0, size: float = 10, more: str = "") -> Draw:
    """Words so far right of and below the place of the figure."""
    return lambda page: page.text(X + x, Y + y, text, size, more=more)


def box(colour: str, left: float, top: float, width: float, height: float) -> Draw:
    """A filled rectangle."""

    def draw(page: Paper) -> None:
        page.drawn.append(f"q {colour} rg")
        page.bar(left, top, width, height)
        page.drawn.append("Q")

    return draw


def line(y: float, left: float = 0, right: float = 15) -> Draw:
    """A line so far above the base line of the figure."""
    return lambda page: page.line(X + left, Y - y, X + right, Y - y)


def drawn(*parts: Draw) -> Draw:
    """These, one after the other."""

    def draw(page: Paper) -> None:
        for part in parts:
            part(page)

    return draw


FIGURE = words("208")
HIDING = box(WHITE, X - 1, Y - 10, 20, 13)


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (words("1", x=15, y=-4, size=6), "208¹"),
        (words("1", x=15, y=-3), "208¹"),
        (words("1", x=15, size=6), "208₁"),
        (words("1", x=15, y=2, size=6), "208₁"),
        (words("12", x=15, y=-4, size=6), "208¹²"),
    ],
)
def test_a_raised_lowered_or_small_figure_behind_another_is_a_mark(mark: Draw, text: str) -> None:
    assert text_of_cell(drawn(FIGURE, mark)) == text


def test_a_mark_is_a_mark_whenever_it_is_drawn() -> None:
    assert text_of_cell(drawn(words("1", x=15, y=-4, size=6), FIGURE)) == "208¹"


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_mark_is_a_mark_on_a_page_that_is_turned(rotate: int) -> None:
    assert text_of_cell(drawn(FIGURE, words("1", x=15, y=-4, size=6)), rotate=rotate) == "208¹"


def test_a_figure_in_two_sizes_is_in_doubt_and_one_in_nearly_one_size_is_none() -> None:
    assert text_of_cell(drawn(words("20"), words("8", x=10, size=8))) == f"20{DOUBT}8"
    assert text_of_cell(drawn(words("1", size=6), words("208", x=3))) == f"1{DOUBT}208"
    assert text_of_cell(drawn(words("20", size=10.5), words("8", x=10.5, size=9))) == "208"


@pytest.mark.parametrize(
    "strike",
    [
        line(3.5),
        line(4.5, -2, 17),
        drawn(line(3.0), line(4.5)),
        lambda page: page.bar(X, Y - 4, 15, 0.7),
    ],
)
def test_a_figure_with_a_line_through_it_is_left_out_where_another_stands_beside_it(strike: Draw) -> None:
    assert text_of_cell(drawn(words("199"), strike, words("208", x=20))) == "208"
    assert text_of_cell(drawn(words("20"), strike)) == f"2{STRUCK}0{STRUCK}"


def test_a_line_under_a_figure_or_through_the_whole_table_strikes_nothing() -> None:
    assert text_of_cell(drawn(FIGURE, line(-1.2))) == "208"
    assert text_of_cell(drawn(FIGURE, line(3.5, -200, 300))).replace("\n", "") in ("208", "")


@pytest.mark.parametrize(
    "draw",
    [
        drawn(words("7", more="1 g"), words("208", x=5)),
        drawn(words("7", more="0.97 g"), words("208", x=5)),
        drawn(words("7", more="3 Tr"), words("208", x=5)),
        drawn(words("7", more="7 Tr"), words("208", x=5)),
        drawn(words("7", more="0 0 10 10 re W n"), words("208", x=5)),
        drawn(words("7", size=1), words("208", x=5)),
        drawn(words("199"), HIDING, FIGURE),
        drawn(words("298"), HIDING, FIGURE),
        drawn(words("1208"), box(WHITE, X - 1, Y - 10, 6, 13)),
    ],
)
def test_what_is_white_unseen_clipped_or_covered_is_no_part_of_a_figure(draw: Draw) -> None:
    assert text_of_cell(draw) == "208"


def test_white_type_on_a_dark_ground_is_seen_and_dark_type_on_it_is_not() -> None:
    ground = box(DARK, 200, 100, 100, 20)
    assert text_of_cell(words("208", more="1 g"), under=ground) == "208"
    assert text_of_cell(drawn(words("7", more=f"{DARK} rg"), words("208", x=5, more="1 g")), under=ground) == "208"
    assert text_of_cell(FIGURE, under=box(WHITE, 90, 90, 400, 90)) == "208"


def test_what_is_filled_covers_no_more_than_it_may_draw_on() -> None:
    def wide(page: Paper) -> None:
        page.drawn.append(f"q 0 0 30 30 re W n {WHITE} rg 0 0 595 842 re f Q")

    assert text_of_cell(drawn(FIGURE, wide)) == "208"


def test_pale_type_is_in_doubt() -> None:
    assert text_of_cell(drawn(words("7", more="0.88 g"), words("208", x=5))) == f"7{DOUBT}208"


def test_figures_that_lie_upon_one_another_are_in_doubt() -> None:
    assert DOUBT in text_of_cell(drawn(words("199"), FIGURE))
    assert DOUBT in text_of_cell(drawn(words("199"), words("×××"), words("208", x=20)))


@pytest.mark.parametrize(
    "draw",
    [
        drawn(FIGURE, words("208", x=0.3)),
        drawn(words("208", x=1.5, y=1.5, more="0.6 g"), FIGURE),
        words("208", more="-1 Tc"),
        words("208", more="60 Tz"),
        words("208", more="1 Tr 1 g 0 G"),
        words("208", more="2 Tr 1 g 0 G"),
        words("208", more="200 700 100 100 re W n"),
    ],
)
def test_shadows_false_bold_tight_and_outlined_figures_are_figures(draw: Draw) -> None:
    assert text_of_cell(draw) == "208"


def note(kind: str, more: str = "", *, x: float = 0) -> Draw:
    """An annotation over the figure."""
    return lambda page: page.note(kind, X + x - 1, Y - 9, 17, 12, more)


def test_an_annotation_that_strikes_or_covers_a_figure_takes_it_away() -> None:
    new = words("208", x=25)
    quads = f"/QuadPoints[{X} {842 - Y + 8} {X + 15} {842 - Y + 8} {X} {842 - Y - 2} {X + 15} {842 - Y - 2}]"
    assert text_of_cell(drawn(words("199"), note("StrikeOut", quads), new)) == "208"
    assert text_of_cell(drawn(words("199"), note("Square", "/IC[1 1 1]"), new)) == "208"
    assert (
        text_of_cell(drawn(words("199"), note("Line", f"/L[{X} {842 - Y + 3.5} {X + 15} {842 - Y + 3.5}]"), new))
        == "208"
    )
    assert text_of_cell(drawn(words("199"), note("StrikeOut", quads))) == f"1{STRUCK}9{STRUCK}9{STRUCK}"


def test_an_annotation_that_frames_or_speaks_of_a_figure_leaves_it() -> None:
    assert text_of_cell(drawn(FIGURE, note("Square"))) == "208"
    assert text_of_cell(drawn(FIGURE, note("Highlight", "/C[1 1 0]"))) == "208"
    assert text_of_cell(drawn(FIGURE, note("Text", "/Contents(199)"))) == "208"
    assert text_of_cell(drawn(FIGURE, note("Square", "/IC[1 1 1]/F 2"))) == "208"


def test_what_only_an_annotation_or_a_field_holds_is_read() -> None:
    assert text_of_cell(note("FreeText", "/Contents(208)/DA(/F1 10 Tf)")) == "208"
    assert text_of_cell(note("Widget", "/FT/Tx/V(208)")) == "208"
    assert text_of_cell(drawn(FIGURE, note("FreeText", "/Contents(199)"))) not in ("208", "199")


def test_a_figure_under_a_mark_for_blackening_is_in_doubt() -> None:
    assert DOUBT in text_of_cell(drawn(FIGURE, note("Redact")))


def test_what_stands_on_a_layer_that_is_off_is_not_seen() -> None:
    def off(page: Paper) -> None:
        page.drawn.append("/OC/Off BDC")
        page.text(X, Y, "7")
        page.drawn.append("EMC")

    assert text_of_cell(drawn(off, words("208", x=5))) == "208"


def test_white_type_on_something_seen_through_is_seen_where_a_picture_of_the_page_shows_it() -> None:
    def pattern(colour: str) -> Draw:
        # An area of more corners than a rectangle, of which nothing is known but where it lies.
        return lambda page: page.drawn.append(
            f"q {colour} rg 200 742 m 230 742 l 250 742 l 300 742 l 300 722 l 250 722 l 200 722 l h f Q"
        )

    white = words("208", more="1 g")
    assert text_of_cell(white, under=pattern(DARK)) == "208"
    assert text_of_cell(drawn(words("7", more="1 g"), words("208", x=5)), under=pattern("0.99 0.99 0.99")) == "208"


def picture(x: float, wide: float = 6) -> Draw:
    """A picture of one grey pixel, as high as a digit."""
    shown = "BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 80> EI"
    return lambda page: page.drawn.append(f"q {wide} 0 0 9 {X + x} {842 - Y - 1} cm {shown} Q")


def test_a_raised_digit_of_the_same_size_is_a_mark_whenever_it_is_drawn() -> None:
    assert text_of_cell(drawn(words("1", x=15, y=-3), FIGURE)) == "208¹"
    assert text_of_cell(drawn(words("1", x=15, y=2.5), FIGURE)) == "208₁"


def test_a_picture_beside_digits_may_be_a_digit_and_one_over_them_may_hide_them() -> None:
    assert text_of_cell(drawn(FIGURE, picture(14.5))) == "208□"
    assert text_of_cell(drawn(FIGURE, picture(-5.5))) == "□208"
    assert text_of_cell(drawn(FIGURE, picture(-1, 18))) == f"{DOUBT}208"
    assert text_of_cell(drawn(picture(-1, 18), FIGURE)) == "208"


def spoken(said: str, figure: str = "208") -> Draw:
    """A figure that is said to read otherwise."""

    def draw(page: Paper) -> None:
        page.drawn.append(f"/Span <</ActualText ({said})>> BDC")
        page.text(X, Y, figure)
        page.drawn.append("EMC")

    return draw


def test_a_figure_that_is_said_to_read_otherwise_than_it_is_drawn_is_in_doubt() -> None:
    assert DOUBT in text_of_cell(spoken("209"))
    assert text_of_cell(spoken("208")) == "208"
    assert text_of_cell(drawn(spoken("20", "20"), words("8", x=10))) == "208"


@pytest.mark.parametrize(("look", "seen"), [("(208) Tj", "208"), ("<003200300038> Tj", "□"), ("[(2) 10 (08)] TJ", "□")])
def test_of_a_field_that_does_not_say_what_it_holds_its_look_is_read(look: str, seen: str) -> None:
    def draw(page: Paper) -> None:
        page.form.append(f"BT {look} ET")
        page.note("Widget", X - 1, Y - 9, 17, 12, "/FT/Tx/AP<</N 5 0 R>>")

    assert text_of_cell(draw) == seen


def outline(x: float, wide: float = 5) -> Draw:
    """A filled figure of eight corners, as high as a digit."""
    corners = [(0, 0), (0.5, 0.2), (1, 0), (0.8, 0.5), (1, 1), (0.5, 0.8), (0, 1), (0.2, 0.5)]
    points = [(X + x + across * wide, 842 - Y + 8 - down * 8) for across, down in corners]
    path = " ".join(f"{a:.2f} {b:.2f} {'m' if not at else 'l'}" for at, (a, b) in enumerate(points))
    return lambda page: page.drawn.append(f"{path} h f")


def test_an_outline_beside_digits_may_be_a_digit_and_one_over_a_digit_may_hide_it() -> None:
    assert text_of_cell(drawn(outline(-5.2), words("08"))) == "□08"
    assert text_of_cell(drawn(words("2"), outline(5.1, 4.6), words("8", x=10))) == "2□8"
    assert text_of_cell(drawn(words("208"), outline(5))) == f"2{DOUBT}08"


def test_digits_that_are_drawn_together_to_strokes_are_in_doubt() -> None:
    strokes = f"BT /F1 10 Tf 1 Tz 1 0 0 1 {X} {842 - Y} Tm <003200300038> Tj ET"
    assert DOUBT in text_of_cell(lambda page: page.drawn.append(strokes))
