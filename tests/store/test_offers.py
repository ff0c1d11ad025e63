"""One answer for many figures: what is offered for a table as it stands."""

from __future__ import annotations

from typing import Any

from golden import golden
from storing import changed, in_doubt, put, violated, with_reasons, without_table

from extractor.forms import form_with_fields
from extractor.result import Extraction, Finding, Message
from extractor.store import Store
from extractor.store.extractions import current_extraction, findings_of
from extractor.store.offers import BlankRule, Offer, Report, offers_of
from extractor.store.states import states_of

ROW = "applications.new."
BLANK = {"value": None, "printed": "", "basis": "blank", "cell": "blank"}


def offered(
    store: Store, extraction: Extraction, text: str | None = None, blanks: BlankRule = "none"
) -> dict[tuple[str, str | None], Offer]:
    """The offers about an extraction, by kind and table, in their order."""
    document = put(store, extraction, repr((extraction.findings, blanks, text, extraction.fields)).encode())
    with store.reading() as session:
        row = current_extraction(session, document)
        assert row is not None
        states = states_of(session, document)
        form = form_with_fields(row.form, [state.field for state in states])
        assert form is not None
        findings = [one.body for one in findings_of(session, row.id)]
    return {(one.kind, one.section): one for one in offers_of(Report(form, states, findings, text, blanks))}


def fields_of(offer: Offer) -> set[str]:
    return {one.field for one in offer.figures}


def about(extraction: Extraction, code: str, *fields: str, **more: Any) -> Extraction:
    """An extraction with a finding about these fields."""
    finding = Finding(code, "warning", Message("疑", "doubt"), list(fields), more.pop("places", []), **more)
    return Extraction(**{**vars(extraction), "findings": [*extraction.findings, finding]})


def test_where_only_the_columns_are_in_doubt_one_answer_settles_them_and_no_other_figure(store: Store) -> None:
    order = [f"{ROW}{column}" for column in ("natural_person", "company", "research")]
    other = "applications.carried_in.company"
    doubted = with_reasons(about(in_doubt(golden(2), *order, other), "header-lost", *order))
    found = offered(store, doubted)
    assert fields_of(found["form-order", "applications"]) == set(order)
    assert fields_of(found["shown", "applications"]) == {*order, other}


def test_blanks_are_offered_as_the_houses_rule_has_them_first_and_accepted_ones_too(store: Store) -> None:
    waiting, accepted = f"{ROW}company", f"{ROW}research"
    extraction = in_doubt(golden(2), waiting, **BLANK)
    extraction = changed(extraction, **{accepted.replace(".", "__"): {**BLANK, "status": "accepted"}})
    found = offered(store, extraction)
    zero = found["blanks-zero", "applications"]
    assert {(one.field, one.value, one.is_waiting) for one in zero.figures} == {
        (waiting, 0, True),
        (accepted, 0, False),
    }
    assert zero.waiting == 1
    nothing = found["blanks-nothing", "applications"]
    assert {(one.value, one.answer) for one in nothing.figures} == {(None, "not-printed")}
    kinds = [kind for kind, _ in offered(store, extraction, blanks="nothing") if kind.startswith("blanks")]
    assert kinds == ["blanks-nothing", "blanks-zero"]


def test_what_the_publisher_broke_is_settled_as_printed_or_as_a_repair_has_it(store: Store) -> None:
    fields = [f"applications.{row}.company" for row in ("new", "carried_in", "total", "carried_out")]
    extraction = with_reasons(violated(in_doubt(golden(2), *fields), *fields))
    *before, finding = extraction.findings
    repair = [[{"field": fields[0], "printed": 1, "value": 7}]]
    repaired = Finding(**{**vars(finding), "repairs": [[_change(**change) for change in one] for one in repair]})
    found = offered(store, Extraction(**{**vars(extraction), "findings": [*before, repaired]}))
    printed, mended = found["publisher-error", "applications"], found["repair", "applications"]
    assert fields_of(printed) == set(fields) == fields_of(mended)
    assert printed.identity == "applications.balance[company]"
    values = {one.field: one.value for one in printed.figures}
    assert {one.field: one.value for one in mended.figures} == {**values, fields[0]: 7}


def _change(field: str, printed: int, value: int) -> Any:
    from extractor.result import RepairChange

    return RepairChange(field, printed, value)


def test_a_table_that_is_not_there_is_lost_or_was_never_printed(store: Store) -> None:
    found = offered(store, without_table(2, "disputes"))
    assert {one.answer for one in found["lost", "disputes"].figures} == {"lost"}
    assert {one.answer for one in found["no-table", "disputes"].figures} == {"not-printed"}
    assert len(found["lost", "disputes"].figures) == 15


def test_the_figures_of_a_torn_table_are_offered_in_the_order_in_which_they_follow_each_other(store: Store) -> None:
    seed = golden(1)
    torn = without_table(1, "applications")
    form = form_with_fields(seed.report.form, list(seed.fields))
    assert form is not None
    rows = [row.fields for row in form.section("applications").rows]
    values = {field: seed.fields[field].value for row in rows for field in row}
    for kind, keys in {
        "rows": [field for row in rows for field in row],
        "columns": [row[column] for column in range(7) for row in rows],
    }.items():
        text = "\n".join(["表", *(str(values[key]) for key in keys), "完 3"])
        place = seed.fields[rows[0][0]].place
        assert place is not None
        whole = type(place)(0, 0, text.index("完"), 1, 1, None, None, None)
        found = offered(store, about(torn, "table-torn", *values, places=[whole]), text)
        assert {one.field: one.value for one in found[kind, "applications"].figures} == values
        assert (
            offered(store, about(torn, "table-torn", *values, places=[whole]), "1 " + text)
            .keys()
            .isdisjoint({("rows", "applications"), ("columns", "applications")})
        )


def test_nothing_is_offered_where_nothing_is_open(store: Store) -> None:
    assert offered(store, golden(3)) == {}
