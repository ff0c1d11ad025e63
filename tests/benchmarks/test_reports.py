"""Made-up reports are consistent, repeatable, and honest about their mistakes."""

from decimal import Decimal

import pytest

from benchmarks.forms import Form, field_keys
from benchmarks.identities import broken_identities
from benchmarks.printing import Habits, print_figures
from benchmarks.reports import make_report

SEEDS = range(120)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_identity_holds_without_an_author_error(form: Form) -> None:
    for seed in SEEDS:
        report = make_report(seed, form=form, author_error=False)
        assert broken_identities(report.fields) == ()
        assert not [error for error in report.known_errors if error.identity]


def test_an_author_error_names_exactly_the_identities_it_breaks() -> None:
    for seed in SEEDS:
        report = make_report(seed, author_error=True)
        named = [error.identity for error in report.known_errors if error.identity]
        assert named == [identity.name for identity in broken_identities(report.fields)]
        assert named


def test_a_report_has_every_field_of_its_form_in_order() -> None:
    for seed in SEEDS:
        report = make_report(seed)
        keys = field_keys(report.form, report.other_in_one_row)
        assert tuple(report.fields) == keys
        assert tuple(report.printed) == keys


def test_the_same_seed_makes_the_same_report() -> None:
    assert make_report(7) == make_report(7)
    assert make_report(7) != make_report(8)


def test_both_forms_all_sizes_and_blanks_turn_up() -> None:
    reports = [make_report(seed) for seed in range(300)]
    assert {report.form for report in reports} == {"2019", "2021"}
    assert len({report.habits.blanks for report in reports}) > 5
    assert any(report.form == "2021" and report.other_in_one_row for report in reports)
    assert max(report.fields["applications.new.total"] for report in reports) > 1000


@pytest.mark.parametrize(
    ("key", "value", "habits", "printed"),
    [
        ("active.administrative_licensing.change", 5, Habits(signs="plus"), "+5"),
        ("active.administrative_licensing.change", 5, Habits(signs="bare"), "5"),
        ("active.administrative_licensing.change", -7, Habits(signs="plus"), "-7"),
        ("active.administrative_licensing.change", -3, Habits(signs="words"), "减3"),
        ("active.government_procurement.amount_yuan", 253990, Habits(money="wan"), "25.399万"),
        ("active.government_procurement.amount_yuan", 253990, Habits(money="yuan_unit"), "253990元"),
        ("active.government_procurement.amount_yuan", Decimal("153103.83"), Habits(), "153103.83"),
        ("active.administrative_fees.amount_wan_yuan", Decimal("2.02"), Habits(four_decimals=True), "2.0200"),
        ("active.administrative_fees.amount_wan_yuan", Decimal("0.092"), Habits(), "0.092"),
        ("applications.new.total", 1113, Habits(digits="thousands"), "1,113"),
        ("applications.new.total", 1113, Habits(digits="wide"), "１１１３"),
        ("active.administrative_fees.amount_wan_yuan", Decimal("5125.0923"), Habits(digits="thousands"), "5,125.0923"),
        (
            "active.government_procurement.amount_yuan",
            Decimal("39413000.88"),
            Habits(digits="thousands"),
            "39,413,000.88",
        ),
    ],
)
def test_figures_are_printed_as_offices_print_them(
    key: str, value: int | Decimal, habits: Habits, printed: str
) -> None:
    assert print_figures({key: value}, habits) == {key: printed}


def test_blank_cells_stand_for_zeros_but_for_the_habits_that_leave_sums_out() -> None:
    for seed in SEEDS:
        report = make_report(seed, author_error=False)
        if report.habits.blanks in ("result_totals", "total_row"):
            continue
        assert all(report.fields[key] == 0 for key, printed in report.printed.items() if not printed)
