"""A figure that was changed breaks an identity, and that is found."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.sources import open_source
from tests.properties.losses import broken_identities, with_figures
from tests.properties.profile import law
from tests.properties.reading import read, silently_wrong
from tests.properties.reports import Report, reports
from tests.properties.truths import Truth, counts


@st.composite
def changed(draw: st.DrawFn) -> tuple[Report, Report, str]:
    """A true report, the same with another number in one field of section three or four, and the field."""
    report = draw(reports())
    field = draw(st.sampled_from([field for field in report.truth.figures if not field.startswith("active")]))
    figure = draw(counts)
    assume(figure != report.truth.figures[field])
    return report, with_figures(report, {field: str(figure)}), field


@law
@given(changed())
def test_one_changed_figure_is_reported_as_a_violated_identity(case: tuple[Report, Report, str]) -> None:
    report, wrong, field = case
    extraction = read(wrong.text())
    found = {one.identity for one in extraction.findings if one.code == "identity-violated" and one.severity == "error"}
    expected = {identity.name for identity in report.truth.form.identities if field in identity.fields}
    assert found == expected
    assert all(one.places for one in extraction.findings if one.code == "identity-violated")


@law
@given(changed())
def test_one_changed_figure_is_not_accepted_and_no_other_is_accepted_wrong(case: tuple[Report, Report, str]) -> None:
    report, wrong, field = case
    extraction = read(wrong.text())
    assert extraction.fields[field].status == "review"
    assert silently_wrong(report.truth, extraction) == []


@law
@given(changed())
def test_the_repairs_of_one_changed_figure_include_the_truth(case: tuple[Report, Report, str]) -> None:
    report, wrong, field = case
    repairs = [repair for one in read(wrong.text()).findings for repair in one.repairs]
    assert any(
        [(change.field, change.value) for change in repair] == [(field, report.truth.figures[field])]
        for repair in repairs
    )


@law
@given(reports())
def test_a_true_report_violates_no_identity(report: Report) -> None:
    assert broken_identities(report, report.truth.figures) == []
    assert [one for one in read(report.text()).findings if one.code == "identity-violated"] == []


@law
@given(reports(), st.data())
def test_every_identity_that_fails_on_what_is_printed_is_reported_and_no_other(
    report: Report, data: st.DataObject
) -> None:
    fields = [field for field in report.truth.figures if not field.startswith("active")]
    other = data.draw(st.dictionaries(st.sampled_from(fields), counts, min_size=1, max_size=6))
    wrong = with_figures(report, {field: str(figure) for field, figure in other.items()})
    truth = Truth(report.truth.form, {**report.truth.figures, **other})
    found = {one.identity for one in read(wrong.text()).findings if one.code == "identity-violated"}
    assert found == {one.name for one in broken_identities(replace(report, truth=truth), truth.figures)}


@law
@given(reports())
def test_the_places_of_findings_lie_in_the_text(report: Report) -> None:
    text = report.text()
    length = len(open_source(text.encode(), "report.txt").original)
    for one in read(text).findings:
        assert all(0 <= place.start <= place.end <= length for place in one.places)
