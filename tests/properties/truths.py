"""Tables made up by hypothesis: the figures a report means to say, before they are printed anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from extractor.forms import Column, Form, Row, load_forms

Figure = int | Decimal

APPLICANTS = ("natural_person", "company", "research", "public_welfare", "legal_service", "other_org")
OUTCOMES = ("upheld", "corrected", "other", "pending")

forms = st.sampled_from(load_forms())
counts = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 999), st.integers(0, 3_000_000))


@dataclass(frozen=True, slots=True)
class Truth:
    """A form and the figure of each of its fields."""

    form: Form
    figures: dict[str, Figure]

    def allows(self, field: str, value: float | None) -> bool:
        """Whether a field may be said to have this value; one the form does not have may have none."""
        figure = self.figures.get(field)
        column = field.rpartition(".")[2]
        if figure is None and field.startswith("applications.other.total."):
            figure = self._other(column)
        elif figure is None and field.startswith("applications.other."):
            # Read as three rows what is printed as one: only where all of it is nothing is each of them known.
            figure = 0 if self.figures.get(f"applications.other.total.{column}") == 0 else None
        return figure is not None and value is not None and float(figure) == float(value)

    def _other(self, column: str) -> Figure | None:
        parts = [self.figures.get(f"applications.other.{row}.{column}") for row in _OTHER_ROWS]
        return sum(part for part in parts if part is not None) if None not in parts else None


_OTHER_ROWS = ("overdue_correction", "unpaid_fee", "misc")


@st.composite
def truths(draw: st.DrawFn, form: Form | None = None) -> Truth:
    """A form with figures that are consistent with its identities."""
    chosen = draw(forms) if form is None else form
    figures: dict[str, Figure] = {}
    figures.update(draw(_active(chosen)))
    figures.update(draw(_applications(chosen)))
    figures.update(draw(_disputes()))
    return Truth(chosen, {field: figures[field] for field in chosen.fields})


@st.composite
def arbitrary_truths(draw: st.DrawFn) -> Truth:
    """A form with any figures, whether its identities hold or not."""
    truth = draw(truths())
    keys = [field for field in truth.figures if not field.startswith("active")]
    wrong = draw(st.dictionaries(st.sampled_from(keys), counts, max_size=12))
    return Truth(truth.form, truth.figures | wrong)


def result_rows(form: Form) -> list[Row]:
    """The rows of results of section three, without their total."""
    return [row for row in form.section("applications").rows if "results" in row.groups and row.key != "total"]


@st.composite
def _active(draw: st.DrawFn, form: Form) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for block in form.section("active").blocks:
        for row in block.rows:
            for field, column in zip(row.fields, block.columns, strict=True):
                found[field] = draw(_figure(column))
    return found


def _figure(column: Column) -> st.SearchStrategy[Figure]:
    if column.kind == "change":
        return st.one_of(st.just(0), st.integers(-99, 99), st.integers(-2000, 2000))
    if column.kind == "money" and column.unit == "万元":
        return st.one_of(st.just(0), st.integers(1, 9999), st.builds(_decimal, st.integers(1, 99_999_999)))
    return counts


def _decimal(tenthousandths: int) -> Figure:
    number = Decimal(tenthousandths) / 10_000
    return int(number) if number == number.to_integral_value() else number.normalize()


@st.composite
def _matrix(draw: st.DrawFn, rows: int) -> list[list[int]]:
    """Figures of the result rows by applicant: mostly nothing, or a figure everywhere."""
    if draw(st.integers(0, 3)) == 3:
        return [[draw(counts) for _ in APPLICANTS] for _ in range(rows)]
    matrix = [[0] * len(APPLICANTS) for _ in range(rows)]
    place = st.tuples(st.integers(0, rows - 1), st.integers(0, len(APPLICANTS) - 1), counts)
    for row, column, count in draw(st.lists(place, max_size=10)):
        matrix[row][column] = count
    return matrix


@st.composite
def _applications(draw: st.DrawFn, form: Form) -> dict[str, Figure]:
    results = result_rows(form)
    matrix = draw(_matrix(len(results)))
    total = [sum(row[i] for row in matrix) for i in range(len(APPLICANTS))]
    carried_out = draw(st.one_of(st.just([0] * 6), st.lists(counts, min_size=6, max_size=6)))
    handled = [done + left for done, left in zip(total, carried_out, strict=True)]
    carried_in = [min(draw(counts), most) if most else 0 for most in handled]
    new = [every - old for every, old in zip(handled, carried_in, strict=True)]
    rows = {row.key: figures for row, figures in zip(results, matrix, strict=True)}
    rows |= {"new": new, "carried_in": carried_in, "total": total, "carried_out": carried_out}
    found: dict[str, Figure] = {}
    for key, figures in rows.items():
        found.update((f"applications.{key}.{column}", n) for column, n in zip(APPLICANTS, figures, strict=True))
        found[f"applications.{key}.total"] = sum(figures)
    return found


@st.composite
def _disputes(draw: st.DrawFn) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for group in ("review", "litigation_direct", "litigation_after_review"):
        parts = draw(st.one_of(st.just([0] * 4), st.lists(counts, min_size=4, max_size=4)))
        found.update((f"disputes.{group}.{outcome}", n) for outcome, n in zip(OUTCOMES, parts, strict=True))
        found[f"disputes.{group}.total"] = sum(parts)
    return found
