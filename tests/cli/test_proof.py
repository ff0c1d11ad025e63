"""What `explain` says of one figure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from golden import golden, place_of, seed
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from showing import shown

from extractor.cli.equations import equations_of, write_out
from extractor.cli.proof import print_proof
from extractor.cli.quote import marked_line, quote
from extractor.cli.words import form_of
from extractor.exporting.pages.language import Language
from extractor.result import Candidate, ExtractedField, Place, RepairChange

NEW = "applications.new.total"


def proof(number: int, key: str, chosen: Language = "en", **changes: Any) -> str:
    extraction = golden(number)
    extraction = replace(extraction, fields=extraction.fields | {key: replace(extraction.fields[key], **changes)})
    original = seed(number).read_text("utf-8-sig")
    return shown(lambda: print_proof(extraction, key, original, chosen), 120)


def equations(number: int, key: str) -> dict[str, str]:
    extraction = golden(number)
    form = form_of(extraction)
    assert form is not None
    return {one.name: f"{one.text} {one.mark}" for one in equations_of(form, key, extraction.fields)}


def test_an_equation_is_written_with_the_labels_and_numbers_of_its_rows() -> None:
    assert equations(3, NEW)["applications.balance[total]"] == "本年新收 3 + 上年结转 0 = 总计 3 + 结转下年 0 ✓"


def test_an_equation_along_a_row_is_written_with_its_columns() -> None:
    assert equations(1, NEW)["applications.row_total[new]"] == "总计 2 = 自然人 1 + 其他 1 + 其余 4 项为 0 ✓"


def test_an_equation_of_nothing_but_zeros_counts_them() -> None:
    name = "applications.row_total[carried_in]"
    assert equations(1, "applications.carried_in.total")[name] == "总计 0 = 6 项为 0 ✓"


def test_an_equation_that_does_not_hold_says_both_sides() -> None:
    text = equations(3, "applications.total.total")["applications.results_total[total]"]
    assert text == "总计 3 = 予以公开 1 + 保护第三方合法权益 1 + 本机关不掌握相关政府信息 2 + 其余 16 项为 0  (3 ≠ 4) ✗"


def test_an_equation_with_a_number_missing_is_neither() -> None:
    extraction = golden(1)
    form = form_of(extraction)
    assert form is not None
    fields = extraction.fields | {NEW: replace(extraction.fields[NEW], value=None)}
    identity = next(one for one in form.identities if one.name == "applications.balance[total]")
    equation = write_out(form, identity, fields)
    assert equation.text == "本年新收 — + 上年结转 0 = 总计 2 + 结转下年 0"
    assert (equation.holds, equation.mark) == (None, "?")


def test_figures_with_decimals_add_up_in_section_active_without_equations() -> None:
    assert equations(3, "active.government_procurement.amount_yuan") == {}


def test_the_figure_is_marked_in_its_line() -> None:
    text = proof(1, NEW)
    lines = text.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("     1 │ "))
    assert lines[at - 1].endswith(":1:9")
    assert lines[at].lstrip().startswith("1 │ 海宁市卫生健康局2020年")
    caret = lines[at + 1].index("^")
    before = lines[at][: lines[at].index("2020")]
    assert cell_len(before) == cell_len(lines[at + 1][:caret])


def test_the_path_through_the_form_is_said() -> None:
    text = proof(1, "disputes.litigation_direct.upheld")
    assert "四、政府信息公开行政复议、行政诉讼情况 › 行政诉讼 › 未经复议直接起诉 › 结果维持" in text
    text = proof(1, "applications.denied.state_secret.company")
    assert " › 三、本年度办理结果 › （三）不予公开 › 1.属于国家秘密 › 商业企业" in text


def test_what_is_known_is_said() -> None:
    text = proof(3, "active.government_procurement.amount_yuan")
    assert "active.government_procurement.amount_yuan = 253990 元" in text
    assert "printed  25.399万" in text
    assert "status   accepted, confidence 0.9998" in text
    assert "read by  rules" in text


def test_a_blank_cell_and_no_cell_are_told_apart() -> None:
    blank = proof(1, "applications.new.company")
    lost = proof(1, NEW, printed=None, cell="lost", place=None)
    assert "cell     blank: the cell is there, and nothing is printed in it" in blank
    assert "cell     lost: no cell was found" in lost
    assert "No cell for it was found in the source." in lost
    assert "\nprinted " not in blank + lost


def test_a_figure_without_a_value_does_not_look_like_a_mark_for_nothing() -> None:
    assert f"{NEW} = no value\n" in proof(1, NEW, value=None, status="review")


def test_other_evidence_of_the_proof_is_listed() -> None:
    text = proof(1, NEW, proof=["applications.row_total[new]", "label", "header"])
    vouching, others = text.split("also stands in")
    assert "applications.row_total[new]" in vouching
    assert "  ✓ label" in vouching
    assert "applications.balance[total]" in others


def test_a_figure_that_nothing_vouches_for_says_so() -> None:
    assert "Nothing vouches for it." in proof(1, NEW, proof=[], status="review")


def test_what_else_was_considered_is_listed() -> None:
    candidates = [
        Candidate(12, "12", Place(0, 0, 1, 7, 3, None, None, None), "rules"),
        Candidate(None, None, None, "model"),
    ]
    text = proof(1, NEW, candidates=candidates)
    assert "  12, printed '12' at 7:3, by rules" in text
    assert "  —, by model" in text


def test_findings_that_touch_it_are_listed_and_no_others() -> None:
    assert "narrative-disagrees: 正文：行政许可处理决定数量 203 件；表：0" in proof(
        0, "active.administrative_licensing.decisions", "zh"
    )
    assert "问题" not in proof(0, NEW, "zh")


def test_markup_in_a_report_stays_text() -> None:
    extraction = golden(1)
    original = "数 [bold]1[/bold] [/x]"
    field: ExtractedField = replace(extraction.fields[NEW], place=place_of(original, "1"), printed="[red]1")
    extraction = replace(extraction, fields=extraction.fields | {NEW: field})
    text = shown(lambda: print_proof(extraction, NEW, original, "en"))
    assert "数 [bold]1[/bold] [/x]" in text
    assert "printed  [red]1" in text


def test_a_long_line_is_cut_around_the_figure() -> None:
    before, token, after = marked_line(
        "前" * 5000 + "12" + "后" * 5000, Place(0, 5000, 5002, 1, 5001, None, None, None)
    )
    assert (before, token, after) == (f"…{'前' * 17}", "12", f"{'后' * 17}…")


def test_tabs_and_controls_take_one_column() -> None:
    line = "a\tb\x1b[31m\t7"
    assert marked_line(line, place_of(line, "7")) == ("a b [31m ", "7", "")


def test_the_lines_around_are_shown_however_they_end() -> None:
    original = "一\r二\r\n三\n四\r\n五\n六"
    place = Place(0, original.index("四"), original.index("四") + 1, 4, 1, None, None, None)
    assert [line.plain for line in quote(original, place)] == [
        "     2 │ 二",
        "     3 │ 三",
        "     4 │ 四",
        "       │ ^^",
        "     5 │ 五",
        "     6 │ 六",
    ]


@given(st.text(st.characters(exclude_characters="\r\n")), st.data())
def test_any_place_in_any_line_can_be_marked(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    before, token, after = marked_line(line, Place(0, start, end, 1, start + 1, None, None, None))
    assert max(cell_len(before), cell_len(after)) <= 35
    assert (before + token + after).isprintable()
    if len(line) < 15:
        assert len(before + token + after) == len(line)
        assert len(token) == end - start


def test_the_smallest_repairs_are_listed() -> None:
    extraction = golden(3)
    key = "applications.total.total"
    repairs = [[RepairChange(key, 3, 4), RepairChange("applications.new.total", 3, 4)]] * 7
    finding = replace(extraction.findings[1], repairs=repairs)
    extraction = replace(extraction, findings=[finding])
    text = shown(lambda: print_proof(extraction, key, "3", "en"))
    assert text.count("    would be mended by applications.total.total 3 → 4, applications.new.total 3 → 4") == 5
    assert text.endswith("    or by 2 other repairs")


@pytest.mark.parametrize("number", range(5))
def test_every_figure_of_every_seed_can_be_explained(number: int) -> None:
    extraction = golden(number)
    original = seed(number).read_text("utf-8-sig")
    text = shown(lambda: [print_proof(extraction, key, original, "en") for key in extraction.fields])
    assert all(f"{key} = " in text for key in extraction.fields)
