"""Scoring counts each figure once, and calls wrong what is wrong."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.measure import TABLE_HEADER, converter_folders, format_score
from benchmarks.reports import make_report
from benchmarks.scoring import OUTCOMES, Score, judge_figure, score_document, score_failure, total_score
from benchmarks.truth import Truth, truth_of, unknowable


@dataclass(frozen=True)
class _Field:
    value: object
    status: str = "accepted"
    basis: str = "printed"


@dataclass(frozen=True)
class _Finding:
    code: str
    identity: str | None = None


@dataclass(frozen=True)
class _Account:
    form: str | None = "2021"
    unit: str | None = None
    year: int | None = None


@dataclass(frozen=True)
class _Extraction:
    fields: dict[str, _Field]
    findings: list[_Finding] = field(default_factory=list[_Finding])
    report: _Account = _Account()


TRUTH = Truth("r1", "2021", {"a": Decimal(1), "b": Decimal("2.5"), "c": Decimal(0), "d": Decimal(4)}, frozenset({"i1"}))


@pytest.mark.parametrize(
    ("extracted", "outcome"),
    [
        (_Field(1), "accepted_right"),
        (_Field(Decimal("1.0")), "accepted_right"),
        (_Field("1"), "accepted_right"),
        (_Field(2), "accepted_wrong"),
        (_Field(None), "accepted_wrong"),
        (_Field(1, "review"), "review_right"),
        (_Field(2, "review"), "review_wrong"),
        (_Field(None, "review"), "review_null"),
        (None, "review_null"),
    ],
)
def test_a_figure_has_one_outcome(extracted: _Field | None, outcome: str) -> None:
    assert judge_figure(extracted, [Decimal(1)]) == outcome


def test_a_cell_accepted_as_blank_is_right_where_the_report_prints_nothing() -> None:
    blank = _Field(None, basis="blank")
    assert judge_figure(blank, [Decimal(0)], is_blank=True) == "accepted_right"
    assert judge_figure(blank, [Decimal(1)]) == "accepted_wrong"


def test_what_programs_write_into_an_empty_cell_is_a_blank() -> None:
    truth = replace(TRUTH, printed={"a": "NaN", "b": "2.5", "c": "/", "d": "涉密"})
    assert [truth.is_blank(key) for key in "abcd"] == [True, False, True, False]


def test_a_document_is_counted_whole() -> None:
    fields = {"a": _Field(1), "b": _Field(2.5), "c": _Field(7), "d": _Field(4, "review"), "x": _Field(9)}
    findings = [_Finding("identity-violated", "i1"), _Finding("identity-violated", "i2"), _Finding("row-missing")]
    score = score_document("w3m", _Extraction(fields, findings), TRUTH)
    assert (score.figures, score.outcomes["accepted_right"], score.outcomes["review_right"]) == (4, 2, 1)
    assert [(wrong.key, wrong.got, wrong.truth) for wrong in score.wrong] == [("c", "7", "0"), ("x", "9", None)]
    assert score.outcomes["accepted_wrong"] == 2
    assert (score.identities_found, score.identities_missed, score.identities_false) == (1, 0, 1)
    assert (score.wrong_documents, score.accepting_documents, score.sound_documents) == (1, 1, 0)


@pytest.mark.parametrize(("unit", "state"), [("青山县教育局", "right"), ("教育局", "wrong"), (None, "none")])
def test_a_documents_body_and_year_are_right_wrong_or_left_open(unit: str | None, state: str) -> None:
    truth = Truth("r1", "2021", {}, frozenset(), unit="青山县教育局", year=2023)
    known = score_document("w3m", _Extraction({}, report=_Account(unit=unit, year=2022)), truth)
    whole = total_score([known, known])
    assert (whole.units, whole.years) == ({state: 2}, {"wrong": 2})


SOUND = replace(TRUTH, broken_identities=frozenset[str](), printed={"c": ""})


def _straight(truth: Truth, **changed: _Field) -> tuple[int, int]:
    fields = {key: _Field(value) for key, value in truth.values.items()} | changed
    score = score_document("w3m", _Extraction(fields), truth)
    return score.straight_documents, score.sound_documents


def test_a_document_goes_straight_through_if_every_figure_is_accepted_and_right() -> None:
    assert _straight(SOUND) == (1, 1)
    assert _straight(SOUND, c=_Field(None, basis="blank")) == (1, 1)
    assert _straight(SOUND, d=_Field(4, "review")) == (0, 1)
    assert _straight(SOUND, d=_Field(5)) == (0, 1)
    assert _straight(SOUND, x=_Field(9)) == (0, 1), "a figure that the report does not have"


def test_blank_tables_and_amounts_without_a_unit_are_not_left_out_of_what_goes_straight_through() -> None:
    report = next(one for one in map(make_report, range(99)) if unknowable(one) and not one.known_errors)
    truth = Truth.from_json(truth_of(report))
    waiting = {key: _Field(truth.values[key], "review") for key in unknowable(report)}
    assert (_straight(truth), _straight(truth, **waiting)) == ((1, 1), (0, 1))


def test_a_document_with_an_authors_error_is_none_that_could_go_straight_through() -> None:
    assert _straight(TRUTH) == (0, 0)
    assert (score_failure(SOUND).sound_documents, score_failure(SOUND).straight_documents) == (1, 0)


def test_a_failed_document_is_all_null_and_misses_its_identities() -> None:
    score = total_score([score_failure(TRUTH), score_failure(TRUTH)])
    assert (score.documents, score.failed, score.outcomes["review_null"], score.identities_missed) == (2, 2, 8, 2)


def test_the_truth_of_a_report_survives_its_file() -> None:
    for seed in range(20):
        report = make_report(seed, author_error=True)
        truth = Truth.from_json(truth_of(report))
        assert truth.values == {key: Decimal(value) for key, value in report.fields.items()}
        assert truth.broken_identities == {error.identity for error in report.known_errors if error.identity}


def test_laid_out_files_are_measured_only_when_asked(tmp_path: Path) -> None:
    for name in ("truth", "w3m", "source-docx"):
        (tmp_path / name).mkdir()
    assert [path.name for path in converter_folders(tmp_path, [], with_sources=False)] == ["w3m"]
    assert [path.name for path in converter_folders(tmp_path, [], with_sources=True)] == ["source-docx", "w3m"]
    assert [path.name for path in converter_folders(tmp_path, ["source-docx"], with_sources=False)] == ["source-docx"]


def test_the_printed_table_lines_up() -> None:
    score = Score(documents=1, figures=4, outcomes=dict.fromkeys(OUTCOMES, 1))
    assert len(TABLE_HEADER) == len(format_score("w3m", score))
