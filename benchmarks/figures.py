"""Makes the figures of a body: heavy-tailed, and consistent by construction.

Every application is one imagined case with an applicant and an outcome; counting the cases gives a table in
which each identity holds, without any number having been fitted.
"""

import math
import random
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from benchmarks.forms import DISPUTE_COLUMNS, DISPUTE_GROUPS, SEVEN_COLUMNS, SIX_COLUMNS, Form, result_rows
from benchmarks.identities import Number

Size = Literal["none", "tiny", "small", "medium", "large"]
SIZES: tuple[Size, ...] = ("none", "tiny", "small", "medium", "large")
SIZE_WEIGHTS: tuple[int, ...] = (35, 25, 20, 12, 8)
_APPLICATION_RANGE: dict[Size, tuple[int, int]] = {
    "none": (0, 0),
    "tiny": (1, 4),
    "small": (5, 40),
    "medium": (41, 400),
    "large": (401, 9000),
}
# Rough shares as big cities report them; each report bends them by a gamma factor of its own.
_APPLICANT_WEIGHTS = (10.0, 2.0, 0.05, 0.06, 0.3, 0.4)
_OUTCOME_WEIGHTS: dict[str, float] = {
    "granted": 30,
    "partially_granted": 5,
    "denied.state_secret": 0.2,
    "denied.law_forbidden": 0.6,
    "denied.three_safety_one_stability": 0.2,
    "denied.third_party_rights": 1,
    "denied.internal_affairs": 1.5,
    "denied.process_information": 1.5,
    "denied.enforcement_files": 1.5,
    "denied.administrative_inquiry": 2,
    "unable.not_held": 22,
    "unable.needs_creation": 3,
    "unable.unclear_after_correction": 1.5,
    "rejected.petition": 3,
    "rejected.repeated": 2,
    "rejected.public_publication": 0.3,
    "rejected.excessive": 0.4,
    "rejected.reconfirm": 0.5,
    "other.total": 3,
    "other.overdue_correction": 1.5,
    "other.unpaid_fee": 0.2,
    "other.misc": 2,
    "carried_out": 4,
}


def log_uniform(rng: random.Random, low: int, high: int) -> int:
    """A whole number between the two, each order of magnitude as likely as the next."""
    return min(high, int(math.exp(rng.uniform(math.log(low + 1), math.log(high + 2)))) - 1) if high > low else low


def draw_size(rng: random.Random) -> Size:
    """How much a body has to do with applications; most have next to nothing."""
    return rng.choices(SIZES, SIZE_WEIGHTS)[0]


def make_applications(rng: random.Random, size: Size, other_in_one_row: bool) -> dict[str, Number]:
    """Section three, counted from imagined cases."""
    low, high = _APPLICATION_RANGE[size]
    new = max(low, log_uniform(rng, low, high))
    carried = log_uniform(rng, 0, max(1, new // 8)) if rng.random() < 0.5 else 0
    outcomes = (*result_rows(other_in_one_row), "carried_out")
    outcome_weights = [_OUTCOME_WEIGHTS[outcome] * rng.gammavariate(0.8, 1) for outcome in outcomes]
    applicant_weights = [weight * rng.gammavariate(1, 1) for weight in _APPLICANT_WEIGHTS]
    received = Counter[tuple[str, str]]()
    for origin, cases in (("new", new), ("carried_in", carried)):
        for applicant in rng.choices(SIX_COLUMNS, applicant_weights, k=cases):
            received[origin, applicant] += 1
            received[rng.choices(outcomes, outcome_weights)[0], applicant] += 1
    return _tabulate(received, other_in_one_row)


def _tabulate(cases: Mapping[tuple[str, str], int], other_in_one_row: bool) -> dict[str, Number]:
    fields: dict[str, Number] = {}
    results = result_rows(other_in_one_row)
    for row in ("new", "carried_in", *results, "total", "carried_out"):
        for column in SEVEN_COLUMNS:
            rows = results if row == "total" else (row,)
            columns = SIX_COLUMNS if column == "total" else (column,)
            count = sum(cases.get((a_row, a_column), 0) for a_row in rows for a_column in columns)
            fields[f"applications.{row}.{column}"] = count
    return fields


def make_disputes(rng: random.Random, size: Size) -> dict[str, Number]:
    """Section four: reviews and law suits, fewer than the applications that led to them."""
    most = {"none": 0, "tiny": 2, "small": 6, "medium": 40, "large": 700}[size]
    parts = tuple(column for column, _ in DISPUTE_COLUMNS if column != "total")
    fields: dict[str, Number] = {}
    for group, _ in DISPUTE_GROUPS:
        cases = log_uniform(rng, 0, most) if rng.random() < 0.6 else 0
        weights = [weight * rng.gammavariate(0.8, 1) for weight in (6.0, 1.5, 1.0, 1.0)]
        counts = Counter(rng.choices(parts, weights, k=cases))
        for column in parts:
            fields[f"disputes.{group}.{column}"] = counts[column]
        fields[f"disputes.{group}.total"] = cases
    return fields


def make_active(rng: random.Random, form: Form, size: Size) -> dict[str, Number]:
    """Section two. It has no identities; what an office does need not go with what it is asked."""
    most = rng.choice((0, 20, 200, 3000)) if size in ("none", "tiny") else rng.choice((50, 900, 20_000, 600_000))
    return _active_2019(rng, most) if form == "2019" else _active_2021(rng, most)


def _some(rng: random.Random, most: int, chance: float = 0.7) -> int:
    return log_uniform(rng, 0, most) if most and rng.random() < chance else 0


def _active_2019(rng: random.Random, most: int) -> dict[str, Number]:
    fields: dict[str, Number] = {}
    for row, chance in (("regulations", 0.06), ("normative_documents", 0.6)):
        made = _some(rng, 30, chance)
        published = made if rng.random() < 0.8 else _some(rng, 30)
        total = published + (_some(rng, 200) if rng.random() < 0.4 and published else 0)
        for column, value in (("made_this_year", made), ("published_this_year", published), ("total_published", total)):
            fields[f"active.{row}.{column}"] = value
    rows = (
        "administrative_licensing",
        "other_management_services",
        "administrative_penalties",
        "administrative_coercion",
    )
    for row in rows:
        prior = _some(rng, most)
        fields[f"active.{row}.prior_items"] = prior
        fields[f"active.{row}.change"] = _change(rng, prior)
        fields[f"active.{row}.decisions"] = _some(rng, most)
    fees = _some(rng, 12, 0.3)
    fields["active.administrative_fees.prior_items"] = fees
    fields["active.administrative_fees.change"] = _change(rng, fees) if fees else 0
    fields |= _procurement(rng)
    return fields


def _change(rng: random.Random, prior: int) -> int:
    kind = rng.random()
    if kind < 0.5:
        return 0
    return -log_uniform(rng, 0, prior) if kind < 0.72 else log_uniform(rng, 1, max(2, prior))


def _procurement(rng: random.Random) -> dict[str, Number]:
    projects = _some(rng, 120, 0.5)
    amount: Number = 0
    if projects:
        tens = log_uniform(rng, 200, 40_000_000)
        amount = 10 * tens if rng.random() < 0.85 else Decimal(10 * tens) + Decimal(rng.randrange(1, 100)) / 100
    return {
        "active.government_procurement.project_count": projects,
        "active.government_procurement.amount_yuan": amount,
    }


def _active_2021(rng: random.Random, most: int) -> dict[str, Number]:
    fields: dict[str, Number] = {}
    for row, chance in (("regulations", 0.05), ("normative_documents", 0.5)):
        issued, repealed = _some(rng, 30, chance), _some(rng, 12, chance / 2)
        in_force = issued + (_some(rng, 300) if rng.random() < chance else 0)
        for column, value in (("issued", issued), ("repealed", repealed), ("in_force", in_force)):
            fields[f"active.{row}.{column}"] = value
    for row, chance in (
        ("administrative_licensing", 0.7),
        ("administrative_penalties", 0.7),
        ("administrative_coercion", 0.3),
    ):
        fields[f"active.{row}.decisions"] = _some(rng, most, chance)
    fee: Number = 0
    if rng.random() < 0.4:
        fee = Decimal(log_uniform(rng, 1, 90_000_000)).scaleb(-rng.choice((1, 2, 2, 3, 4)))
    fields["active.administrative_fees.amount_wan_yuan"] = fee
    return fields
