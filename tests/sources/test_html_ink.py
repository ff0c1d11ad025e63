"""Pages: what their tags, styles and style sheets hide, strike, raise or make small."""

from __future__ import annotations

import pytest

from extractor.lexicon.figure import DOUBT
from extractor.sources import open_source
from extractor.sources.ink import STRUCK

LINKED = "<link rel=stylesheet href=site.css>"


def line(cell: str, css: str = "", head: str = "", row: str = "") -> str:
    """The first line of a page whose first row has this cell (its content, or the whole of it), then a 9."""
    inside = cell if cell.startswith("<td") else f"<td>{cell}</td>"
    rows = f"<tr {row}><td>行政许可</td>{inside}<td>9</td></tr><tr><td>行政处罚</td><td>5</td><td>8</td></tr>"
    page = f"<html><head><style>{css}</style>{head}</head><body><table>{rows}</table></body></html>"
    return open_source(page.encode(), "page.html").text.split("\n")[0]


def text_of_cell(cell: str, css: str = "", head: str = "") -> str:
    """What is written for the cell."""
    label, text, last = line(cell, css, head).split("\t")
    assert (label, last) == ("行政许可", "9")
    return text


@pytest.mark.parametrize(
    ("mark", "css"),
    [
        ("<sup>1</sup>", ""),
        ("<sup><a href=#n1>1</a></sup>", ""),
        ("<small><small>1</small></small>", ""),
        ("<font size=1>1</font>", ""),
        ("<font size=-2>1</font>", ""),
        ("<span style='font-size:8px'>1</span>", ""),
        ("<span style='vertical-align: super'>1</span>", ""),
        ("<span style='vertical-align:40%;font-size:85%'>1</span>", ""),
        ("<span style='vertical-align:top;font-size:75%'>1</span>", ""),
        ("<span style='position:relative;top:-.4em'>1</span>", ""),
        ("<span style='mso-text-raise:4.0pt'>1</span>", ""),
        ("<i class=mark>1</i>", ".mark{vertical-align:super}"),
        ("<i class=mark>1</i>", "table td .mark{font-size:60%}"),
        ("<i class=mark>1</i>", "@media screen{.mark{font:italic 6pt/1 serif}}"),
        ("<i id=n1>1</i>", "#n1{font-size:xx-small}"),
        ("<i>1</i>", "td > i:nth-child(1){font-size:50%}"),
        ("<i data-note=1>1</i>", "[data-note]{font-variant-position:super}"),
    ],
)
def test_a_raised_or_small_figure_behind_another_is_a_mark(mark: str, css: str) -> None:
    assert text_of_cell("208" + mark, css) == "208¹"


def test_a_lowered_figure_is_a_mark_and_words_that_are_raised_stay_words() -> None:
    assert text_of_cell("208<sub>1</sub>") == "208₁"
    assert text_of_cell("208<sup>[1]</sup>") == "208[1]"
    assert text_of_cell("208<sup>注2</sup>") == "208注2"


@pytest.mark.parametrize(
    "cell",
    [
        "<td style='font-size:6pt'>208</td>",
        "<td><small>208</small></td>",
        "<td style='vertical-align:super'>208</td>",
        "<td><span style='font-size:9pt'>20</span><span style='font-size:10.5pt'>8</span></td>",
        "<td><sup>208</sup></td>",
        "<td><u>20</u><mark>8</mark></td>",
    ],
)
def test_a_cell_that_is_all_of_one_kind_or_nearly_so_holds_a_figure(cell: str) -> None:
    assert text_of_cell(cell) == "208"


def test_a_figure_in_two_sizes_is_in_doubt() -> None:
    assert text_of_cell("208<small>1</small>") == f"208{DOUBT}1"
    assert text_of_cell("<font size=1>1</font>208") == f"1{DOUBT}208"
    assert text_of_cell("<sup>1</sup>208") == "¹208"


@pytest.mark.parametrize(
    ("style", "css"),
    [
        ("display:none", ""),
        ("visibility:hidden", ""),
        ("opacity:0", ""),
        ("filter:opacity(0%)", ""),
        ("color:transparent", ""),
        ("color:rgba(0, 0, 0, 0)", ""),
        ("color:#fff", ""),
        ("color:rgb(100% 100% 100%)", ""),
        ("background:yellow;color:#ff0", ""),
        ("font-size:0", ""),
        ("font-size:1px", ""),
        ("position:absolute;left:-9999px", ""),
        ("position:absolute;clip:rect(0 0 0 0)", ""),
        ("clip-path:inset(50%)", ""),
        ("display:inline-block;transform:scale(0)", ""),
        ("display:inline-block;width:0;overflow:hidden", ""),
        ("display:inline-block;text-indent:-9999px", ""),
        ("mso-hide:all", ""),
        ("text-decoration:line-through", ""),
        ("text-decoration-line:underline line-through", ""),
        ("", ".old{visibility:hidden}"),
        ("", "table td .old{display:none}"),
        ("", "td > b:first-child{color:white}"),
        ("", "b.old{text-decoration:line-through red}"),
        ("display:inline", ".old{display:none !important}"),
        ("", "@media screen and (min-width: 300px){.old{opacity:0}}"),
    ],
)
def test_what_is_not_seen_or_struck_is_no_part_of_a_figure(style: str, css: str) -> None:
    assert text_of_cell(f"<b class=old style='{style}'>7</b>208", css) == "208"


@pytest.mark.parametrize("tag", ["s", "strike", "del"])
def test_what_a_tag_strikes_is_left_out_where_anything_else_stands_in_the_cell(tag: str) -> None:
    assert text_of_cell(f"<{tag}>199</{tag}><ins>208</ins>") == "208"
    assert text_of_cell(f"<p><{tag}>199</{tag}></p><p>208</p>") == "208"
    assert text_of_cell(f"<{tag}>20</{tag}>") == "2\u03360\u0336"
    assert text_of_cell(f"<{tag} class=plain>208</{tag}>", ".plain{text-decoration:none}") == "208"


def test_a_rule_for_print_or_a_small_screen_hides_nothing() -> None:
    assert (
        text_of_cell("<b class=k>2</b>08", "@media print{.k{display:none}} @media (max-width:9em){.k{color:#fff}}")
        == "208"
    )


def test_what_shows_itself_again_within_something_hidden_is_seen() -> None:
    assert text_of_cell("<td class=k>7<b style='visibility:visible'>208</b></td>", ".k{visibility:hidden}") == "208"


def test_a_hidden_cell_keeps_its_place_and_one_that_is_not_displayed_has_none() -> None:
    assert line("<td style='visibility:hidden'>7</td>") == "行政许可\t\t9"
    assert line("<td style='display:none'>7</td>") == "行政许可\t9"
    assert line("4", row="style='visibility:collapse'") == "行政处罚\t5\t8"


def test_white_type_on_a_dark_ground_is_seen() -> None:
    assert text_of_cell("<td bgcolor=#003366 style='color:#fff'>208</td>") == "208"
    assert text_of_cell("<td class=head>208</td>", ".head{background:#036 none;color:white}") == "208"
    assert text_of_cell("208", "td{color:#fff} table{background-color:rgb(0,0,99)}") == "208"


def test_white_type_on_a_ground_that_nobody_knows_is_in_doubt_as_a_figure_only() -> None:
    assert text_of_cell("<b style='color:#fff'>7</b>208", head=LINKED) == f"7{DOUBT}208"
    assert text_of_cell("<td style='color:#fff'>7</td>", head=LINKED) == f"{DOUBT}7"
    assert text_of_cell("<td style='color:#fff'>2021年</td>", head=LINKED) == "2021年"
    assert text_of_cell("<td style='color:#fff;background:url(a.png)'>7</td>") == f"{DOUBT}7"
    assert text_of_cell("<td style='color:#fff'>7</td>") == f"7{STRUCK}"


def test_figures_shown_from_the_right_to_the_left_are_in_doubt() -> None:
    assert text_of_cell("<bdo dir=rtl>802</bdo>") == f"{DOUBT}802"
    assert text_of_cell("<b style='unicode-bidi:bidi-override;direction:rtl'>802</b>") == f"{DOUBT}802"


def test_formulas_are_read_and_drawings_are_no_blanks() -> None:
    assert text_of_cell("<math><msup><mn>208</mn><mn>1</mn></msup></math>") == "208¹"
    assert text_of_cell("<math><mfrac><mn>20</mn><mn>8</mn></mfrac></math>") == "20/8"
    assert text_of_cell("<math><semantics><mn>208</mn><annotation>x</annotation></semantics></math>") == "208"
    assert text_of_cell("<svg><text>208</text></svg>") == "□"


def test_a_sheet_that_is_made_to_do_harm_costs_little() -> None:
    deep = "<div class=a>" * 120 + "<p>规章</p>" * 3000 + "</div>" * 120
    css = "".join(
        f"div div div .a{number % 7}{{color:red}} p:nth-child({number}){{color:#fff0}}" for number in range(900)
    )
    assert "规章" in open_source(f"<style>{css}{'{' * 200_000}</style>{deep}".encode(), "a.html").text


@pytest.mark.parametrize(
    ("cell", "css"),
    [
        ("<span class=a>9</span>317", ".a:is(span){display:none}"),
        ("<span class=a>9</span>317", "td{& .a{display:none}}"),
        ("<span class=a>9</span>317", "td{ .a{display:none}}"),
        ("<u>9</u>317", "u:not(.shown){visibility:hidden}"),
        ("<i></i><b>9</b>317", "td:has(>i) b{display:none}"),
        ("<span class=a>9</span>317", "@supports (display:grid){.a{display:none}}"),
        ("<span class=a>9</span>317", "@layer base{.a{display:none}}"),
        ("<span class=a>9</span>317", "@media not print{.a{display:none}}"),
        ("<span class=a>9</span>317", ":root{--pale:#fff}.a{color:var(--pale)}"),
        ("<span class=a>9</span>317", ".a{color:var(--nowhere,white)}"),
        ("<span style='--own:#fff;color:var(--own)'>9</span>317", ""),
        ("<span class=a>9</span>317", ".a{display:var(--how)}:root{--how:none}"),
        ("<span style='color:light-dark(#fff,#000)'>9</span>317", ""),
        ("<span style='color:mintcream'>9</span>317", ""),
        ("<span style='transform:rotateX(90deg)'>9</span>317", ""),
        ("<span style='scale:0'>9</span>317", ""),
        ("<span style='zoom:0'>9</span>317", ""),
        ("<span style='position:absolute;left:9000px'>9</span>317", ""),
        ("<span style='translate:-5000px'>9</span>317", ""),
        ("<span style='text-decoration:var(--line);--line:line-through'>299</span>317", ""),
    ],
)
def test_what_newer_styles_hide_or_strike_is_left_out(cell: str, css: str) -> None:
    assert text_of_cell(cell, css) == "317"


@pytest.mark.parametrize(
    ("cell", "css"),
    [
        ("<span style='color:oklch(100% 0 0)'>9</span>317", ""),
        ("<span style='color:color-mix(in srgb,white 100%,black)'>9</span>317", ""),
        ("<span style='clip-path:ellipse(0 0)'>9</span>317", ""),
        ("<span style='mask:linear-gradient(transparent,transparent)'>9</span>317", ""),
        ("<span style='font-size:calc(0px)'>9</span>317", ""),
        ("<span class=a>9</span>317", ".a{opacity:calc(1 - 1)}"),
        ("<span style='position:absolute'>9</span>317", ""),
        ("<span style='margin-left:-1em'>9</span>317", ""),
        ("31<span style='letter-spacing:-1em'>79</span>", ""),
        ("<span style='float:right'>3</span>17", ""),
        ("<span style='order:2'>7</span><span style='order:1'>31</span>", ""),
        ("<td style='display:flex;flex-direction:row-reverse'><b>7</b><b>31</b></td>", ""),
        ("<span style='text-decoration:underline;text-underline-offset:-.5em'>299</span>317", ""),
        ("<span style='background:linear-gradient(red,blue)'>299</span>317", ""),
        ("<span style='box-shadow:inset 0 -.6em red'>299</span>317", ""),
        ("<span class=a>299</span>", ".a::after{content:'';position:absolute;top:50%;border-top:1px solid}"),
        ("<span class=a>299</span>", ".a{height:.5em;display:inline-block;border-bottom:1px solid}"),
        ("<span class=a>317</span>", ".a::first-letter{font-size:0}"),
        ("<span style='width:8px;overflow:hidden;display:inline-block'>317</span>", ""),
        ("<span style='writing-mode:vertical-rl'>31</span>7", ""),
        ("<span style='animation:gone 0s forwards'>9</span>317", ""),
        ("<span style='-webkit-text-security:disc'>317</span>", ""),
        ("<span style='font-family:Wingdings'>317</span>", ""),
        ("<span class=a>9</span>317", "@media (max-width:1400px){.a{display:none}}"),
        ("<span class=a>9</span>317", "@container (min-width:1px){.a{display:none}}"),
        ("<span class=a>9</span>317", "span:nth-last-of-type(2 of .a)>q:dir(ltr),.a:dir(ltr){display:none}"),
        ("31<a href=list.html>7</a>", ""),
    ],
)
def test_styles_that_are_not_followed_put_a_part_of_a_figure_in_doubt(cell: str, css: str) -> None:
    assert DOUBT in text_of_cell(cell, css)


@pytest.mark.parametrize(
    ("cell", "css"),
    [
        ("<p style='color:var(--main)'>317</p>", ""),
        ("<p style='position:relative;left:3px'>317</p>", ""),
        ("<div style='float:left'>317</div>", ""),
        ("<span>31</span><span style='letter-spacing:-.5pt'>7</span>", ""),
        ("<span style='margin:0 0 0 auto'>31</span>7", ""),
        ("<span class=a>317</span>", ".a:hover{display:none}"),
        ("<span class=a>317</span>", "@media (prefers-color-scheme:dark){.a{color:white}}"),
        ("<span class=a>317</span>", ".a::after{content:'';display:table;clear:both}"),
        ("<span class=a>31</span>7", "*{margin:0;padding:0;box-sizing:border-box}"),
        ("<span class=a>317</span>", ".a{color:transparent;background:linear-gradient(red,blue);background-clip:text}"),
        ("<span class=a>317</span>", ".a{color:transparent;text-shadow:0 0 0 #000}"),
        ("<a href='#detail'>317</a>", ""),
        ("<a name=OLE_LINK1>3</a>17", ""),
        ("31<a name=_GoBack></a>7", ""),
        ("317<img src=space.gif style='width:1px'>", ""),
    ],
)
def test_whole_figures_in_styles_of_any_kind_go_straight_through(cell: str, css: str) -> None:
    assert text_of_cell(cell, css) == "317"


@pytest.mark.parametrize(
    "link",
    [
        "<a href='#_ftn2' name=_ftnref2>2</a>",
        "<a href='page.html#note2'>2</a>",
        "<a role=doc-noteref href=x>2</a>",
        "<a href='javascript:void(0)' onclick='show(2)'>2</a>",
        "<a id=r2 title=below>2</a>",
    ],
)
def test_a_link_of_a_digit_behind_a_figure_is_the_mark_of_a_note(link: str) -> None:
    assert text_of_cell(f"317{link}") == "317²"


@pytest.mark.parametrize(
    ("cell", "css", "seen"),
    [
        ("317<img src=a.png>", "", "317□"),
        ("3<svg width=8 height=14></svg>7", "", "3□7"),
        ("<canvas></canvas>17", "", "□17"),
        ("<i class=d></i>17", ".d{background:url(digits.png) -8px 0;width:9px}", "□17"),
        ("<i class=d></i>", ".d{background:url(digits.png) -8px 0;width:9px}", "□"),
        ("<b class=d>7</b>", ".d::before{content:counter(n)}", "□7"),
        ("<b class=d>7</b>", r".d::before{content:'\33 1'}", "317"),
        ("<b class=d data-n=317></b>", ".d::after{content:attr(data-n)}", "317"),
        ("<img src=icon.png>新增", "", "新增"),
    ],
)
def test_pictures_beside_digits_may_be_digits_and_what_styles_print_is_read(cell: str, css: str, seen: str) -> None:
    assert text_of_cell(cell, css) == seen
