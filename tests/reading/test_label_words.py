"""What is left of a label is harmless, or another thing stands there: in text and in grids alike."""

from __future__ import annotations

import html

import pytest

from benchmarks.new_case import CaseRequest, make_case
from extractor import extract
from extractor.forms import load_forms
from extractor.reading.label_words import LONGEST, OWN, LabelContext, is_made_of, left_of_cell, words_left
from extractor.reading.labels import join_labels
from extractor.reading.table_labels import with_own_labels
from extractor.result import Extraction

_BASE = make_case(CaseRequest("2021", 4216, ("active", "applications", "disputes"), ())).text
_YEAR = 2025
_SECTIONS = {section.key: section for section in next(one for one in load_forms() if one.id == "2021").sections}


def _as_page(text: str) -> bytes:
    """The text as a page, each line with tabs a row of a table."""
    made: list[str] = []
    in_table = False
    for line in text.split("\n"):
        if ("\t" in line) != in_table:
            made.append("</table>" if in_table else "<table>")
            in_table = not in_table
        cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in line.split("\t"))
        made.append(f"<tr>{cells}</tr>" if in_table else f"<p>{html.escape(line)}</p>")
    return f"<html><body>{''.join(made)}</body></html>".encode()


def _read(form_label: str, printed: str, *, page: bool) -> Extraction:
    assert form_label in _BASE
    text = _BASE.replace(form_label, printed, 1)
    return extract(_as_page(text), "r.html") if page else extract(text.encode(), "r.txt")


def _in_review(extraction: Extraction) -> set[str]:
    return {key.rpartition(".")[0] for key, one in extraction.fields.items() if one.status != "accepted"}


@pytest.mark.parametrize("page", [False, True], ids=["text", "page"])
@pytest.mark.parametrize(
    ("form_label", "printed", "row"),
    [
        ("行政许可", "拟行政许可", "active.administrative_licensing"),
        ("行政许可", "行政许可（乡镇）", "active.administrative_licensing"),
        ("行政许可", "行政许可%", "active.administrative_licensing"),
        ("行政强制", "行政强制同比", "active.administrative_coercion"),
        ("规章", "其中：规章", "active.regulations"),
        ("予以公开", "予以不公开", "applications.granted"),
        ("予以公开", "已公开", "applications.granted"),
        ("重复申请", "首次申请", "applications.rejected.repeated"),
        ("本机关不掌握", "本机关掌握", "applications.unable.not_held"),
        ("上年结转", "前年结转", "applications.carried_in"),
        ("上年结转", "2019年结转", "applications.carried_in"),
        ("（七）总计", "（七）网上总计", "applications.total"),
    ],
)
def test_a_label_that_says_another_thing_keeps_its_row_in_review_and_names_the_words(
    form_label: str, printed: str, row: str, page: bool
) -> None:
    extraction = _read(form_label, printed, page=page)
    assert row in _in_review(extraction)
    named = [one for one in extraction.findings if one.code == "words-in-label"]
    assert row in {key.rpartition(".")[0] for one in named for key in one.fields}


@pytest.mark.parametrize("page", [False, True], ids=["text", "page"])
@pytest.mark.parametrize(
    ("form_label", "printed"),
    [
        ("行政许可", "行政许可（件）"),
        ("行政许可", "1.行政许可"),
        ("行政许可", f"行政许可（{_YEAR}年）"),
        ("行政处罚", "行政处罚情况"),
        ("行政处罚", "行政处罚[1]"),
        ("本年新收", f"{_YEAR}年新收"),
        ("上年结转", f"{_YEAR - 1}年结转"),
        ("结转下年度", f"结转{_YEAR + 1}年"),
        ("（三）不予公开", "（三） 不予公开"),
    ],
)
def test_a_label_with_words_that_say_nothing_stays_accepted(form_label: str, printed: str, page: bool) -> None:
    assert _in_review(_read(form_label, printed, page=page)) <= _in_review(_read(form_label, form_label, page=page))


@pytest.mark.parametrize("foreign", ["其中：行政许可", "上年行政许可", "行政许可（县级）", "行政许可受理"])
def test_a_row_of_the_offices_own_does_not_displace_the_forms(foreign: str) -> None:
    own = next(line for line in _BASE.split("\n") if line.startswith("行政许可"))
    other = own.replace("行政许可", foreign).replace("\t", "\t9", 1)
    plain = extract(_BASE.encode(), "r.txt").fields["active.administrative_licensing.decisions"]
    for both in (f"{other}\n{own}", f"{own}\n{other}"):
        field = extract(_BASE.replace(own, both).encode(), "r.txt").fields["active.administrative_licensing.decisions"]
        assert (field.value, field.status) == (plain.value, "accepted")


def test_pieces_of_a_groups_label_are_harmless_apart_from_the_label_and_not_glued_to_it() -> None:
    context = LabelContext(_SECTIONS["applications"], ("属于国家秘密",), ("本年度办理结果", "不予公开"), _YEAR)
    own = OWN * 6
    assert [words_left(text, context) for text in (f"不予 1.{own}", f"（三）不予公开1.{own}", f"不 {own}")] == [
        "",
        "",
        "",
    ]
    assert [words_left(text, context) for text in (f"1.不{own}", f"不{own}", f"{own}以外")] == ["不", "不", "以外"]


def test_a_text_is_made_of_words_or_it_is_not() -> None:
    words = frozenset(("数量", "数", "单位"))
    assert [is_made_of(text, words) for text in ("单位数量", "数数量", "单位数额")] == [True, True, False]


@pytest.mark.parametrize("word", ["不", "2022年", "（", "行政许可", "数量", "1.", "a"])
def test_of_a_label_of_any_length_no_more_is_asked_than_a_label_may_have(word: str) -> None:
    context = LabelContext(_SECTIONS["active"], ("行政许可",), (), _YEAR)
    assert len(words_left(OWN * 4 + word * 20_000, context)) <= LONGEST


@pytest.mark.parametrize("page", [False, True], ids=["text", "page"])
@pytest.mark.parametrize("label", ["本机关不掌握相关政府信息", "属于国家秘密", "予以公开"])
def test_a_label_that_stands_where_another_rows_should_tells_neither_row(label: str, page: bool) -> None:
    rows = {"重复申请": "rejected.repeated", "要求提供公开出版物": "rejected.public_publication"}
    keys = {"本机关不掌握相关政府信息": "unable.not_held", "属于国家秘密": "denied.state_secret", "予以公开": "granted"}
    for other, key in rows.items():
        review = _in_review(_read(other, label, page=page))
        assert {f"applications.{key}", f"applications.{keys[label]}"} <= review


def test_a_counting_unit_holds_for_text_and_pages_and_leaves_what_is_printed() -> None:
    title = next(line for line in _BASE.split("\n") if line.startswith("三、"))
    plain = _read(title, title, page=False).fields["applications.new.total"]
    for page in (False, True):
        field = _read(title, f"{title}\n单位：千件", page=page).fields["applications.new.total"]
        assert plain.value
        assert field.value == 1000 * plain.value
        assert (field.printed, field.status) == (plain.printed, "accepted")


def test_a_table_without_any_label_has_no_labels_of_its_own() -> None:
    section = load_forms()[0].sections[0]
    assert with_own_labels([], section, join_labels(()), 0) == []


def test_a_groups_label_written_down_in_two_columns_is_that_label_and_no_other() -> None:
    context = LabelContext(_SECTIONS["applications"], ("重复申请",), ("本年度办理结果", "不予处理"), _YEAR)
    assert left_of_cell("理予)(处不五", context) == ""
    assert left_of_cell("理予)(处五", context) != ""
    assert left_of_cell("理予)(处不未五", context) != ""
