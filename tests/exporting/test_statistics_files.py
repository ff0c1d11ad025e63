"""A panel for Stata and SPSS: names, labels and missing values as those programs take them, read back."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from panels import figure, report

from extractor.errors import PanelError
from extractor.exporting.columns import WIDE_HEAD, Column
from extractor.exporting.fields import field_table
from extractor.exporting.obs_status import STATUSES, TAGS
from extractor.exporting.panel_builder import PanelRequest, write_panel
from extractor.exporting.short_names import LONGEST, is_legal, short_name
from extractor.exporting.statistics_files import check_label, missing_numbers

pyreadstat: Any = pytest.importorskip("pyreadstat")

ISSUED, REPEALED, IN_FORCE = (f"active.regulations.{name}" for name in ("issued", "repealed", "in_force"))
DOCUMENTS, FEES = "active.normative_documents.issued", "active.administrative_fees.amount_wan_yuan"
FIGURES = {
    ISSUED: replace(figure(None, ""), basis="blank"),
    REPEALED: replace(figure(None, "—"), basis="blank"),
    IN_FORCE: replace(figure(None, None, "review"), basis="none"),
    DOCUMENTS: figure(12),
    FEES: figure(0.092),
}
REPORTS = [
    report("海宁市财政局", 2022, "a.txt", FIGURES),
    report("浙江省教育厅", 2020, "b.txt", {"active.administrative_licensing.change": -8}, "2019"),
]
SHORT = {"act_regs_issued": "a", "act_regs_repealed": "b", "act_regs_inforce": "f", "act_regs_made": "c"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("panel")
    write_panel(REPORTS, PanelRequest(made / "panel.dta", also=(made / "panel.sav",)))
    return made


def test_every_name_is_legal_in_stata_sas_and_spss_and_no_two_are_the_same() -> None:
    names = [one.short for one in field_table().values()]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= LONGEST
    assert all(is_legal(name) for name in [*names, *(column.name for column in WIDE_HEAD)])


@pytest.mark.parametrize("name", ["", "1st", "a.b", "int", "a" * 33, "机关", "with"])
def test_what_those_programs_refuse_is_no_legal_name(name: str) -> None:
    assert not is_legal(name)


def test_a_key_of_words_that_are_not_known_has_a_short_name_too() -> None:
    long = "applications.some_row_that_nobody_has_thought_of.natural_person"
    assert is_legal(short_name(long))
    assert len(short_name(long)) <= LONGEST
    assert short_name(long) != short_name(long.replace("thought_of", "thought_out"))


def test_stata_is_told_why_a_figure_has_no_value(folder: Path) -> None:
    table, about = pyreadstat.read_dta(str(folder / "panel.dta"), user_missing=True)
    row = table[table.body_id == "330481-财政局"].iloc[0]
    assert {name: row[name] for name in SHORT} == SHORT
    assert (row.act_docs_issued, row.act_fees_wanyuan, row.year) == (12, 0.092, 2022)
    assert about.variable_value_labels["act_regs_issued"]["a"].startswith("blank ")
    assert about.readstat_variable_types["act_docs_issued"] == "int32"
    assert table[table.year == 2020].act_licence_change.tolist() == [-8]
    plain, _ = pyreadstat.read_dta(str(folder / "panel.dta"))
    assert plain[plain.year == 2022][list(SHORT)].isna().all().all()


def test_labels_are_the_official_names_and_codes_stay_texts(folder: Path) -> None:
    for read, path in ((pyreadstat.read_dta, "panel.dta"), (pyreadstat.read_sav, "panel.sav")):
        table, about = read(str(folder / path))
        labels = about.column_names_to_labels
        assert {name.short: labels[name.short] for name in field_table().values()} == {
            name.short: name.field_zh for name in field_table().values()
        }
        assert set(table.region_code) == {"330481", "330000"}
        assert set(table.form) == {"2019", "2021"}
        assert about.variable_value_labels["level"][4] == "county"


def test_spss_is_told_why_a_figure_has_no_value(folder: Path) -> None:
    table, about = pyreadstat.read_sav(str(folder / "panel.sav"), user_missing=True)
    row = table[table.year == 2022].iloc[0]
    codes = {tag: code for code, tag in TAGS.items()}
    assert {name: row[name] for name in SHORT} == {name: missing_numbers()[codes[tag]] for name, tag in SHORT.items()}
    assert about.variable_value_labels["act_regs_issued"][row.act_regs_issued] == "blank 原文为空"
    plain, _ = pyreadstat.read_sav(str(folder / "panel.sav"))
    assert plain[plain.year == 2022][list(SHORT)].isna().all().all()


def test_the_commands_open_the_file_as_a_panel_and_name_every_missing_value(folder: Path) -> None:
    text = (folder / "panel.do").read_text("utf-8")
    assert 'use "panel.dta", clear' in text
    assert "xtset body_no year" in text
    assert [one.code for one in STATUSES if one.tag and f".{one.tag}  {one.en} ({one.code})" in text] == list(TAGS)


@pytest.mark.parametrize(("ending", "most"), [(".dta", 80), (".sav", 85)])
def test_a_label_that_would_be_refused_or_cut_is_told(ending: str, most: int) -> None:
    check_label(Column("field", "whole", "", "字" * most), ending)
    with pytest.raises(PanelError, match="longer than a label of"):
        check_label(Column("field", "whole", "", "字" * (most + 1)), ending)


def test_no_time_stands_in_the_files(folder: Path) -> None:
    assert b"01 Jan 1980 00:00" in (folder / "panel.dta").read_bytes()[:400]
    head = (folder / "panel.sav").read_bytes()[:200]
    assert struct.unpack("<d", head[84:92]) == (100.0,)  # the bias of compression stands before the date
    assert head[92:109] == b"01 Jan 8000:00:00"
