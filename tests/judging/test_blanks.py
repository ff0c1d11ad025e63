"""A cell that is blank for certain is accepted as that; one that may hold something else, or has lost it, is not."""

from __future__ import annotations

import pytest
from wordfiles import paragraph, row, table, word_file

import extractor
from extractor.result import ExtractedField, Extraction

HEAD = "<meta charset=utf-8><p>青山县水务局2023年政府信息公开工作年度报告</p><p>二、主动公开政府信息情况</p>"
ROWS = (
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "", "", ""),
    ("行政规范性文件", "2", "0", "7"),
)
DECISIONS = (("信息内容", "本年处理决定数量"), ("行政许可", "{}"), ("行政处罚", "4"), ("行政强制", "0"))
FEES = (("信息内容", "本年收费金额（单位：万元）"), ("行政事业性收费", "1.5"))
REGULATIONS = "active.regulations.issued", "active.regulations.repealed", "active.regulations.in_force"
LICENSING = "active.administrative_licensing.decisions"


def _html(cell: str, prose: str = "") -> Extraction:
    tables = (
        "".join("<tr>" + "".join(f"<td>{one.format(cell)}</td>" for one in cells) + "</tr>" for cells in rows)
        for rows in (ROWS, DECISIONS, FEES)
    )
    page = HEAD + f"<p>{prose}</p>" + "".join(f"<table>{one}</table>" for one in tables)
    return extractor.extract(page.encode(), "page.html")


def _licensing(result: Extraction) -> ExtractedField:
    return result.fields[LICENSING]


def _is_blank(field: ExtractedField) -> bool:
    return (field.value, field.basis, field.status) == (None, "blank", "accepted")


@pytest.mark.parametrize("cell", ["", " ", "—", "－", "/", "&nbsp;"])
def test_a_blank_cell_of_a_table_is_accepted_as_blank(cell: str) -> None:
    result = _html(cell)
    assert _is_blank(_licensing(result))
    assert _licensing(result).proof == ["layout"]
    assert [one.fields for one in result.findings if one.code == "blanks-stated"] == [[*REGULATIONS, LICENSING]]
    assert result.conventions == {}


@pytest.mark.parametrize(
    "cell",
    [
        "不适用",
        "<img src=figure.png>",
        "<svg><path d='M0 0'/></svg>",
        "<select><option>1<option selected>3208</select>",
        "<button>3208</button>",
    ],
)
def test_a_cell_that_shows_something_is_not_blank(cell: str) -> None:
    field = _licensing(_html(cell))
    assert (field.value, field.status) == (None, "review")


def test_a_blank_cell_of_which_the_prose_names_a_figure_waits() -> None:
    field = _licensing(_html("", "2023年作出行政许可决定32件。"))
    assert (field.value, field.status, field.reason) == (None, "review", "blanks-undetermined")


@pytest.mark.usefixtures("by_evidence")
def test_a_blank_cell_of_which_the_prose_says_that_there_was_none_is_0() -> None:
    field = _licensing(_html("", "2023年未作出行政许可决定。"))
    assert (field.value, field.basis, field.status) == (0, "deduced", "accepted")
    assert "narrative" in field.proof


def _word(drawn: str) -> Extraction:
    cells = [[one.format("") for one in cells] for cells in DECISIONS]
    body = paragraph("青山县水务局2023年政府信息公开工作年度报告") + paragraph("二、主动公开政府信息情况")
    made = "".join(table(*(row(*one) for one in rows)) for rows in (ROWS, cells, FEES))
    empty = made.index("行政许可")
    at = made.index("</w:p>", made.index("<w:p>", made.index("</w:tc>", empty)))
    return extractor.extract(word_file(body + made[:at] + drawn + made[at:]), "report.docx")


def test_a_cell_of_a_word_file_with_a_drawing_and_no_text_is_not_blank() -> None:
    assert _is_blank(_licensing(_word("")))
    assert _licensing(_word("<w:r><w:drawing/></w:r>")).status == "review"
