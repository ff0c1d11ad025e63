"""Everything printed in a table is accounted for, whatever happened to it on the way."""

from __future__ import annotations

from hypothesis import given, note
from hypothesis import strategies as st

from benchmarks.account import reading_of
from extractor.reading.account import RunKind, account_of
from extractor.reading.numbers import is_figure
from extractor.sources import open_source
from tests.accounts import account_faults
from tests.properties import damages, losses, strays, tearing
from tests.properties.profile import law
from tests.properties.reports import Report, reports

DAMAGES = (damages.lose_labels, damages.break_labels, losses.lose_cells, losses.break_figures, strays.blur_figures)
TORN = (tearing.strew_page_numbers, tearing.drop_lines, tearing.join_lines)


@law
@given(reports(zeros=("0", "", "/")))
def test_no_words_are_unread_in_a_report_as_it_was_printed(report: Report) -> None:
    text = report.text()
    note(text)
    source = open_source(text.encode(), "report.txt")
    assert account_faults(source) == []
    reading = reading_of(source)
    assert reading is not None
    runs = [run for own in account_of(reading, source.text).values() for run in own]
    # A layout that loses blank cells may leave a figure without a slot: it waits, with its row.
    unread = [source.text[run.start : run.end] for run in runs if run.kind == RunKind.UNREAD]
    assert [text for text in unread if not is_figure(text)] == []


@law
@given(reports(zeros=("0", "")), st.data())
def test_a_damaged_report_is_accounted_for(report: Report, data: st.DataObject) -> None:
    text = data.draw(st.composite(data.draw(st.sampled_from(DAMAGES)))(report)).text()
    note(text)
    assert account_faults(open_source(text.encode(), "report.txt")) == []


@law
@given(reports(), st.data())
def test_a_torn_report_is_accounted_for(report: Report, data: st.DataObject) -> None:
    text = data.draw(st.composite(data.draw(st.sampled_from(TORN)))(report))
    note(text)
    assert account_faults(open_source(text.encode(), "report.txt")) == []
