"""Tables for the tests of the arithmetic: consistent ones made up by hypothesis, small ones by hand, and the seeds."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import strategies as st

from extractor.forms import Form, Identity, load_forms

REPOSITORY = Path(__file__).parents[2]
COLUMNS = ("natural_person", "company", "research", "public_welfare", "legal_service", "other_org")
FORMS = load_forms()

Table = tuple[Form, dict[str, int]]


def seed_gold(number: int) -> tuple[Form, dict[str, dict[str, str | int]]]:
    """The form of a seed and the gold of its fields."""
    path = next((REPOSITORY / "seeds" / "gold").glob(f"{number:03}_*.json"))
    gold = json.loads(path.read_text("utf-8"))
    form = next(form for form in FORMS if form.id == gold["form"] and set(form.fields) == set(gold["fields"]))
    return form, gold["fields"]


def seed_values(number: int) -> tuple[Form, dict[str, int]]:
    """The form of a seed and the true value of each field."""
    form, fields = seed_gold(number)
    return form, {field: int(one["value"]) for field, one in fields.items() if isinstance(one["value"], int)}


def seed_printed(number: int) -> tuple[Form, dict[str, int | None]]:
    """The form of a seed and what its cells show: None for a blank."""
    form, fields = seed_gold(number)
    values = seed_values(number)[1]
    return form, {field: None if one.get("printed") == "" else values[field] for field, one in fields.items()}


@st.composite
def consistent_tables(draw: st.DrawFn, forms: tuple[Form, ...] = FORMS) -> Table:
    """A form and figures for every field of its identities that satisfy them all; most figures are 0."""
    form = draw(st.sampled_from(forms))
    values = {field: 0 for identity in form.identities for field in identity.fields}
    outcomes = [name for name in _application_rows(form) if name not in ("new", "carried_in", "total")]
    case = st.tuples(st.sampled_from(outcomes), st.sampled_from(COLUMNS), st.integers(1, 3000), st.booleans())
    for outcome, column, count, carried in draw(st.lists(case, max_size=12)):
        for row in (outcome, "carried_in" if carried else "new", *(() if outcome == "carried_out" else ("total",))):
            values[f"applications.{row}.{column}"] += count
            values[f"applications.{row}.total"] += count
    dispute = st.tuples(
        st.sampled_from(("review", "litigation_direct", "litigation_after_review")),
        st.sampled_from(("upheld", "corrected", "other", "pending")),
        st.integers(1, 200),
    )
    for group, outcome, count in draw(st.lists(dispute, max_size=4)):
        values[f"disputes.{group}.{outcome}"] += count
        values[f"disputes.{group}.total"] += count
    return form, values


def _application_rows(form: Form) -> list[str]:
    return [row.key for row in form.section("applications").rows]


@st.composite
def changed_cells(draw: st.DrawFn, most: int = 1) -> tuple[Form, dict[str, int], dict[str, int]]:
    """A form, a consistent table, and the same with one to `most` figures changed."""
    form, values = draw(consistent_tables())
    fields = draw(st.lists(st.sampled_from(sorted(values)), min_size=1, max_size=most, unique=True))
    changed = dict(values)
    for field in fields:
        changed[field] = draw(st.integers(0, 4000).filter(lambda value, was=values[field]: value != was))
    return form, values, changed


def violated(identities: tuple[Identity, ...] | list[Identity], values: dict[str, int]) -> set[str]:
    """The names of the identities that do not hold, reckoned in the plainest way."""
    return {
        identity.name
        for identity in identities
        if sum(values[field] for field in identity.left) != sum(values[field] for field in identity.right)
    }


def square(size: int) -> list[Identity]:
    """A table of `size` rows and columns with totals: cells `r.c`, totals `r.t`, `t.c` and `t.t`."""
    inner = [str(number) for number in range(size)]
    rows = [Identity(f"row[{r}]", (f"{r}.t",), tuple(f"{r}.{c}" for c in inner)) for r in (*inner, "t")]
    columns = [Identity(f"column[{c}]", (f"t.{c}",), tuple(f"{r}.{c}" for r in inner)) for c in (*inner, "t")]
    return rows + columns
