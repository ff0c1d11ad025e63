"""A label or name that is damaged costs a table of the file's own nothing but, where it says another thing, its row."""

from __future__ import annotations

import pytest

from benchmarks.new_case import CaseRequest, make_case
from extractor import extract
from extractor.result import Extraction

_SECTIONS = ("active", "applications", "disputes")
_TEXT = make_case(CaseRequest("2021", 4216, _SECTIONS, ())).text


def _page(text: str) -> bytes:
    """The text as a page, each line with tabs a row of a table, with blank cells for zeros but in the totals."""
    rows = (line.split("\t") for line in text.split("\n"))
    made = ("".join(f"<td>{cell}</td>" for cell in row) if len(row) > 1 else row[0] for row in rows)
    lines = (f"<tr>{row}</tr>" if row.startswith("<td>") else f"</table><p>{row}</p><table>" for row in made)
    return f"<html><body><table>{''.join(lines)}</table></body></html>".encode()


def _read(printed: str, instead: str, *, blank: bool = False) -> Extraction:
    assert printed in _TEXT
    text = _TEXT.replace(printed, instead)
    return extract(_page(text.replace("\t0", "\t") if blank else text), "report.html")


def _waiting(extraction: Extraction) -> set[str]:
    return {key for key, field in extraction.fields.items() if field.status != "accepted"}


@pytest.mark.parametrize(
    ("printed", "damaged"),
    [
        ("本机关不掌握相关政府信息", "本机关不掌握政府信息"),
        ("信访举报投诉类申请", "信访举报役诉类申请"),
        ("予以公开", "予以公开（件）"),
        ("社会公益组织", "社会公益"),
        ("法律服务机构", "法律服务机沟"),
        ("尚未审结", "未审结"),
        ("自然人", "自然 人（件）"),
        ("科研机构", ""),
    ],
)
def test_a_damaged_label_or_name_leaves_nothing_in_review(printed: str, damaged: str) -> None:
    assert _waiting(_read(printed, damaged)) <= _waiting(_read(printed, printed))


@pytest.mark.parametrize(
    ("printed", "other"), [("法律服务机构", "个体工商户"), ("科研机构", "上年科研机构"), ("尚未审结", "已审结")]
)
def test_a_name_of_another_thing_accepts_nothing_in_its_column(printed: str, other: str) -> None:
    columns = {"法律服务机构": "legal_service", "科研机构": "research", "尚未审结": "pending"}
    extraction = _read(printed, other)
    below = {key for key in extraction.fields if key.endswith(f".{columns[printed]}")}
    assert below
    assert {key for key in below if extraction.fields[key].value} <= _waiting(extraction)


def test_a_name_of_another_thing_in_all_groups_of_a_text_accepts_nothing_below_it() -> None:
    extraction = extract(_TEXT.replace("尚未审结", "已审结").encode(), "report.txt")
    assert {"disputes.review.pending", "disputes.litigation_direct.pending"} <= _waiting(extraction)


def test_blank_cells_are_blank_also_where_a_row_beside_them_is_in_doubt() -> None:
    extraction = _read("重复申请", "首次申请", blank=True)
    waiting = {key for key in _waiting(extraction) if key.startswith("applications.")}
    assert waiting
    assert all(key.startswith("applications.rejected.repeated.") for key in waiting)


def test_a_row_without_a_cell_for_each_column_costs_that_row_alone() -> None:
    row = next(line for line in _TEXT.split("\n") if "（一）予以公开" in line)
    extraction = extract(_page(_TEXT.replace(row, row.rpartition("\t")[0])), "report.html")
    whole = extract(_page(_TEXT), "report.html")
    assert _waiting(extraction) <= _waiting(whole) | {key for key in whole.fields if ".granted." in key}
    accepted = extraction.fields.keys() - _waiting(extraction)
    assert all(extraction.fields[key].value == whole.fields[key].value for key in accepted)
