"""The forms as data: what the shipped ones hold, and what a mistake in one is answered with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor import forms
from extractor.errors import FormError
from extractor.forms import Form, form_named, load_forms, read_forms
from extractor.forms.naming import article, english_path, line_number

FOLDER = Path(forms.__file__).parent
FORM, SHARED = "2021.toml", "shared.toml"
TEXTS = {name: (FOLDER / name).read_text("utf-8") for name in (FORM, SHARED)}


def refused(tmp_path: Path, texts: dict[str, str]) -> str:
    """What reading a folder with these texts of files is answered with."""
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(FormError) as caught:
        read_forms([str(tmp_path)])
    return str(caught.value)


def edited(old: str, new: str) -> dict[str, str]:
    """The shipped form of 2021, and what it shares with others, with its first `old` replaced."""
    name = next(name for name, text in TEXTS.items() if old in text)
    return {**TEXTS, name: TEXTS[name].replace(old, new, 1)}


@pytest.mark.parametrize(
    ("form_id", "edition", "fields"),
    [
        ("2019", "other_total", 198),
        ("2021", "other_rows", 200),
        ("2019", "other_rows", 212),
        ("2021", "other_total", 186),
    ],
)
def test_every_edition_has_its_fields(form_id: str, edition: str, fields: int) -> None:
    form = form_named(form_id, edition)
    assert len(form.fields) == len(set(form.fields)) == fields
    assert set(form.columns) == set(form.fields)


def test_the_standard_editions_are_those_that_are_named_without_one() -> None:
    assert form_named("2019").edition == "other_total"
    assert form_named("2021").edition == "other_rows"


@pytest.mark.parametrize(("form_id", "rows"), [("2019", 23), ("2021", 25)])
def test_a_form_has_an_identity_for_each_row_column_and_group(form_id: str, rows: int) -> None:
    names = [identity.name for identity in form_named(form_id).identities]
    kinds = [name.split("[")[0] for name in names]
    assert len(names) == len(set(names)) == rows + 7 + 7 + 3
    assert kinds.count("applications.row_total") == rows
    assert kinds.count("applications.results_total") == kinds.count("applications.balance") == 7
    assert kinds.count("disputes.total") == 3


def identity(form: Form, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = next(one for one in form.identities if one.name == name)
    return found.left, found.right


def test_identities_are_the_forms_own() -> None:
    form = form_named("2021")
    assert identity(form, "applications.balance[total]") == (
        ("applications.new.total", "applications.carried_in.total"),
        ("applications.total.total", "applications.carried_out.total"),
    )
    assert identity(form, "disputes.total[review]")[0] == ("disputes.review.total",)
    left, right = identity(form, "applications.results_total[company]")
    assert left == ("applications.total.company",)
    assert len(right) == 21
    assert "applications.total.company" not in right


def test_every_identity_speaks_of_fields_of_its_form() -> None:
    for form in load_forms():
        for one in form.identities:
            assert set(one.fields) <= set(form.fields)


def test_other_results_are_one_row_or_three() -> None:
    one = [key for key in form_named("2019").fields if ".other." in key and key.startswith("applications")]
    three = [key for key in form_named("2021").fields if ".other." in key and key.startswith("applications")]
    assert len(one) == 7
    assert len(three) == 21


def test_a_row_says_what_to_call_it_where_there_is_little_room() -> None:
    rows = {row.key: row for row in form_named("2021").section("applications").rows}
    assert rows["new"].short == "本年新收"
    assert rows["granted"].short == rows["granted"].labels[0] == "予以公开"


def test_forms_are_loaded_once() -> None:
    assert load_forms() is load_forms()


def test_a_form_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        form_named("2008")


def test_a_section_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        form_named("2021").section("summary")


def test_bad_toml_names_the_file(tmp_path: Path) -> None:
    assert refused(tmp_path, {FORM: "id = "}).startswith("2021.toml: not valid TOML: ")
    assert refused(tmp_path, {**TEXTS, SHARED: "rows = "}).startswith("shared.toml: not valid TOML: ")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'version = "1"',
            'version = "1"\ncolour = "red"',
            "colour: unknown key; known here are id, version",
        ),
        ('id = "2021"', 'id = "twenty"', "id: must match"),
        ('id = "2021"\n', "", "id: missing"),
        ("first_year = 2021", 'first_year = "2021"', "first_year: must be a whole number, is '2021'"),
        ('title = "中', 'title = ""\nx = "中', "x: unknown key"),
        ('version = "1"', 'version = ""', "version: must be a text that is not empty, is ''"),
        ("editions = [", 'editions = "one" #', "editions: must be a list with at least one entry"),
        ('kind = "count"', 'kind = "cuont"', "sections.0.blocks.0.columns.0.kind: must be one of count"),
        ('unit = "件"', 'unit = "条"', "sections.0.blocks.0.columns.0.unit: must be one of 件, 项"),
        (
            'labels = ["规章", "行政规章"]',
            "labels = []",
            "shared.toml: rows.0.labels: must be a list",
        ),
        (
            'labels = ["规章", "行政规章"]',
            "labels = [1]",
            "shared.toml: rows.0.labels.0: must be a text",
        ),
        ('key = "regulations"', 'key = "Regu lations"', "shared.toml: rows.0.key: must match"),
        ('{ key = "issued"', '{ ky = "issued"', "sections.0.blocks.0.columns.0.ky: unknown key"),
        ('groups = ["results", "denied"]', 'groups = ["denyed"]', "sections.1.blocks.0: no group 'denyed'"),
        ('edition = "other_total"', 'edition = "older"', "names an unknown edition 'older'"),
        ('over = ["litigation_direct"', 'over = ["lawsuits"', "sections.2.spans.0.over: no column or group"),
        ('column_groups = ["review"', 'column_groups = ["before"', "sections.2.blocks.0: no group 'before'"),
        ('section = "applications"', 'section = "requests"', "identities.0.section: no section 'requests'"),
        (
            'left = ["{row}.total"]',
            'left = ["{row}.totl"]',
            "identities.0: a side of 'applications.row_total'",
        ),
        ("{results}.{column}", "{result}.{column}", "identities.1: {result} is neither what it repeats nor a group"),
        (
            'carries_to = "carried_in"',
            'carries_to = "next_year"',
            "row applications.carried_out carries to 'next_year', which is no row of its section",
        ),
        ('role = "total"', 'role = "sum"', "shared.toml: sections.0.blocks.0.columns.6.role: must be one of total"),
        ("sums_bodies = true", 'sums_bodies = "yes"', "shared.toml: sections.0.sums_bodies: must be true or false"),
        ('fields = ["applications.new.total"]', 'fields = ["applications.new.all"]', "key_figures.0: no field"),
        ('across = ["bodies"]', 'across = ["towns"]', "shared.toml: key_figures.1.across.0: must be one of bodies"),
        (
            '{ shared = "regulations" }',
            '{ shared = "decrees" }',
            "sections.0.blocks.0.rows.0: shared.toml has no 'decrees' among its rows",
        ),
        ('id = "2021"', 'id = "2022"', "id: must be '2021' as its file is called, is '2022'"),
        ('each = "row"', 'each = "cell"', "shared.toml: identities.0.each: must be one of row, column, group"),
    ],
)
def test_a_mistake_is_answered_with_file_and_key(old: str, new: str, said: str, tmp_path: Path) -> None:
    sentence = refused(tmp_path, edited(old, new))
    assert sentence.startswith(("2021.toml: ", "shared.toml: "))
    assert said in sentence


def test_a_block_has_rows_or_groups_of_columns(tmp_path: Path) -> None:
    texts = {**TEXTS, SHARED: re.sub(r"column_groups = \[.*\]", "", TEXTS[SHARED])}
    assert refused(tmp_path, texts) == "2021.toml: sections.2.blocks.0: needs either rows or column_groups"


def test_a_table_where_a_list_belongs_is_refused(tmp_path: Path) -> None:
    text = re.sub(r"(?s)\[\[sections\]\].*", "[sections]\nkey='x'", TEXTS[FORM])
    assert "2021.toml: sections: must be a list" in refused(tmp_path, {**TEXTS, FORM: text})


def test_a_list_where_a_table_belongs_is_refused(tmp_path: Path) -> None:
    text = re.sub(r"(?s)\[\[sections\]\].*", "", TEXTS[FORM]).replace("first_year", "sections = [1]\nfirst_year")
    assert refused(tmp_path, {**TEXTS, FORM: text}) == "2021.toml: sections.0: must be a table, is 1"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="nowhere: cannot be read as a folder of forms"):
        read_forms([str(tmp_path / "nowhere")])


def test_a_form_takes_the_place_of_one_with_its_id_in_an_earlier_folder(tmp_path: Path) -> None:
    (tmp_path / FORM).write_text(TEXTS[FORM].replace('version = "1"', 'version = "2"'), "utf-8")
    versions = {form.id: form.version for form in read_forms([str(FOLDER), str(tmp_path)])}
    assert versions == {"2019": "1", "2021": "2"}


def test_a_shared_entry_takes_the_place_of_one_with_its_key_in_an_earlier_folder(tmp_path: Path) -> None:
    (tmp_path / SHARED).write_text('[[rows]]\nkey = "regulations"\nlabels = ["规章制度"]\nen = "Rules"\n', "utf-8")
    labels = [form.section("active").rows[0].labels for form in read_forms([str(FOLDER), str(tmp_path)])]
    assert labels == [("规章制度",)] * 4


def test_what_both_forms_have_in_common_stands_once() -> None:
    written = [
        row
        for text in ((FOLDER / f"{form}.toml").read_text("utf-8") for form in ("2019", "2021"))
        for row in re.findall(r'\{ key = "(\w+)"[^}]*en = ', text)
    ]
    shared = {row.key for section in form_named("2019").sections for row in section.rows} & {
        row.key for section in form_named("2021").sections for row in section.rows
    }
    assert shared & set(written) == {"normative_documents"}, "the two forms name that row in other words"


def test_a_row_knows_its_total_and_whether_it_is_one_itself() -> None:
    sections = {section.key: section.rows for section in form_named("2021").sections}
    assert {row.total for row in sections["applications"]} == {6}
    assert [row.key for row in sections["applications"] if row.is_total] == ["total"]
    assert {row.total for row in (*sections["active"], *sections["disputes"])} == {None}


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: f"{form.id}-{form.edition}")
def test_every_field_has_an_english_name_of_its_own(form: Form) -> None:
    names = [tuple(english_path(form, field)) for field in form.fields]
    assert all(part for name in names for part in name)
    assert len(set(names)) == len(names)


def test_a_field_is_numbered_as_the_form_numbers_its_line() -> None:
    form = form_named("2021")
    assert line_number(form, "applications.denied.state_secret.total") == "三（三）1"
    assert line_number(form, "applications.carried_out.total") == "四"
    assert line_number(form, "disputes.review.total") == ""
    assert article(form, "active.administrative_licensing.decisions") == "第二十条第（五）项"
    assert article(form, "disputes.review.total") == ""
