"""Whatever happens to a table on the way, no figure is accepted that is not the truth."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties import damages, losses, strays, tearing
from tests.properties.damages import Damage
from tests.properties.losses import broken_identities
from tests.properties.profile import law
from tests.properties.reading import PRINTED_BLANK, read, silently_wrong
from tests.properties.reports import Report, reports
from tests.properties.truths import arbitrary_truths

DRAWN: dict[str, Damage] = {
    damage.__name__: damage
    for damage in (
        damages.lose_labels,
        damages.blur_labels,
        damages.blur_and_swap,
        damages.exchange_rows,
        damages.shuffle_rows,
        damages.move_rows_up,
        damages.remove_rows,
        damages.lose_figures,
        damages.break_labels,
        damages.split_tables,
        damages.lose_headers,
        damages.swap_columns_with_labels,
        damages.swap_columns_under_blurred_labels,
        damages.blur_two_columns_and_swap,
        losses.lose_a_column,
        losses.lose_cells,
        losses.double_cells,
        losses.lose_blanks,
        losses.blank_cells,
        losses.glue_figures,
        losses.break_figures,
        losses.misread_figures,
        losses.exchange_titles,
        losses.lose_titles,
        strays.add_cells,
        strays.blur_figures,
        strays.swap_groups_with_labels,
        strays.move_columns_under_labels,
        strays.repeat_rows,
    )
}
ZEROS = ("0", "0", "0", "", "/")
TORN: dict[str, Callable[[st.DrawFn, Report], str]] = {
    damage.__name__: damage
    for damage in (
        tearing.strew_page_numbers,
        tearing.keep_each_line_once,
        tearing.drop_lines,
        tearing.join_lines,
        tearing.print_tables_twice,
        tearing.cut_off,
        tearing.cut_off_in_a_table,
        tearing.tear_apart,
        tearing.read_by_columns,
        tearing.shuffle_lines,
    )
}


@st.composite
def damaged(draw: st.DrawFn, damage: Damage) -> Report:
    """A report with one damage."""
    return damage(draw, draw(reports(zeros=ZEROS)))


@st.composite
def torn(draw: st.DrawFn, damage: Callable[[st.DrawFn, Report], str]) -> tuple[Report, str]:
    """A report and its text, torn."""
    report = draw(reports(zeros=ZEROS))
    return report, damage(draw, report)


@pytest.mark.parametrize("name", DRAWN)
@law
@given(data=st.data())
def test_no_damage_to_a_drawn_table_makes_a_wrong_figure_accepted(name: str, data: st.DataObject) -> None:
    report = data.draw(damaged(DRAWN[name]))
    wrong = silently_wrong(report.truth, read(report.text()))
    if name == losses.blank_cells.__name__:
        # What is emptied is printed blank: that is accepted as what the text says, and how often it is so is measured.
        wrong = [one for one in wrong if f"({PRINTED_BLANK}" not in one]
    assert wrong == []


@pytest.mark.parametrize("name", TORN)
@law
@given(data=st.data())
def test_no_damage_to_the_printed_lines_makes_a_wrong_figure_accepted(name: str, data: st.DataObject) -> None:
    report, text = data.draw(torn(TORN[name]))
    assert silently_wrong(report.truth, read(text)) == []


@st.composite
def damaged_twice(draw: st.DrawFn) -> tuple[Report, str]:
    """A report with two damages, the second to the table or to its lines, and its text."""
    drawn = st.sampled_from(
        [damage for name, damage in DRAWN.items() if name not in ("misread_figures", "blank_cells")]
    )
    report = draw(drawn)(draw, draw(reports(zeros=ZEROS)))
    if draw(st.booleans()):
        return report, draw(st.sampled_from(list(TORN.values())))(draw, report)
    report = draw(drawn)(draw, report)
    return report, report.text()


@st.composite
def inconsistent(draw: st.DrawFn) -> tuple[Report, str]:
    """A report whose author's figures do not add up, with a damage, and its text."""
    report = draw(reports(of=arbitrary_truths()))
    if draw(st.booleans()):
        return report, draw(st.sampled_from(list(TORN.values())))(draw, report)
    report = draw(st.sampled_from(list(DRAWN.values())))(draw, report)
    return report, report.text()


@law
@given(inconsistent())
def test_no_damage_to_a_table_that_does_not_add_up_makes_a_wrong_figure_accepted(case: tuple[Report, str]) -> None:
    report, text = case
    extraction = read(text)
    # Where the author's figure is lost and what he says of it elsewhere is wrong, arithmetic is all there is.
    lost = {field for one in broken_identities(report, report.truth.figures) for field in one.fields}
    lost = {field for field in lost & extraction.fields.keys() if extraction.fields[field].basis == "deduced"}
    assert [one for one in silently_wrong(report.truth, extraction) if one.partition(":")[0] not in lost] == []


@law
@given(damaged_twice())
def test_no_two_damages_together_make_a_wrong_figure_accepted(case: tuple[Report, str]) -> None:
    report, text = case
    assert silently_wrong(report.truth, read(text)) == []
