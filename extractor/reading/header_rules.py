"""How it is known which column a figure stands in: what stands above a block, held against the columns of the form.

`HEADER_RULES` is the whole of it, on one screen: a first-match table from what is seen (`header_names.SeenHeader`) to
what that says of the columns. A header that names them in another order than the form, or prints one's name in the
place of another's, contradicts it; one that names most of them names all, and those that it leaves out are in doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise

from extractor.reading.header_names import SeenHeader, are_out_of_order, rising_runs
from extractor.reading.model import ColumnBasis, Header

# This share of the ordered columns must be named in the header.
_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """A way in which a header is understood: `basis` is what it then says of the columns, `holds` when it does.

    `says` tells a user what was seen; `case` is the file of tests/cases that fails without it.
    """

    name: str
    basis: ColumnBasis
    says: str
    case: str
    holds: Callable[[SeenHeader], bool]


def judge_headers(seen: Sequence[SeenHeader]) -> tuple[Header, ...]:
    """What the headers of a table say of the columns of its blocks: of each what the first rule says that holds."""
    elsewhere = [one.labels for one in seen if _judge(one).names_every]
    for one in seen:
        one.elsewhere = elsewhere
    return tuple(map(_judge, seen))


def _judge(seen: SeenHeader) -> Header:
    rule = next((rule for rule in HEADER_RULES if rule.holds(seen)), HEADER_LOST)
    if rule.basis == ColumnBasis.NAMED:
        unnamed = _unnamed(seen)
        return Header(rule.basis, unnamed, _places(seen, unnamed), rule=rule.name)
    width, terms = len(seen.own), frozenset(seen.terms)
    open_to_all = (i for i in range(len(seen.block.columns)) if seen.groups > 1 or i % width in terms)
    return Header(rule.basis, possible_columns=_exchangeable(open_to_all), rule=rule.name)


def _exchangeable(columns: Iterable[int]) -> dict[int, frozenset[int]]:
    """Each of these columns may be any of them."""
    own = frozenset(columns)
    return dict.fromkeys(own, own) if len(own) > 1 else {}


def _is_one(seen: SeenHeader) -> bool:
    return len(seen.block.columns) == 1


def _are_groups_out_of_order(seen: SeenHeader) -> bool:
    """Whether the names of groups, or of what spans these, stand in another order."""
    places = ([seen.whole_text.rfind(label) for label in labels] for labels in seen.above)
    return any(are_out_of_order([place for place in one if place >= 0]) for one in places)


def _leads_the_total(seen: SeenHeader) -> bool:
    """Whether on a line the total stands before the first of the others, and does not in the form."""
    total = len(seen.own) - 1
    return seen.own[total].is_total and any(
        0 in line and total in line[: line.index(0)] for line in seen.columns_by_line
    )


def _are_names_out_of_order(seen: SeenHeader) -> bool:
    """Whether whole names stand in another order: of each name the last counts, as a wider caption above may hold it
    too; in groups all of them, where each name is there, and one by itself is in none of them.
    """
    if seen.groups == 1:
        return _leads_the_total(seen) or are_out_of_order([seen.places[i][-1] for i in seen.terms if seen.places[i]])
    if not all(seen.places):
        return False
    runs = rising_runs([i for _, i in sorted((place, i) for i, own in enumerate(seen.places) for place in own)])
    # A total is short enough to be whole where the names beside it are broken.
    counted = [run for run in runs if not (seen.is_broken and len(run) == 1 and seen.own[run[0]].is_total)]
    return any(len(run) == 1 or len(run) != run[-1] - run[0] + 1 for run in counted)


def _are_all_named(seen: SeenHeader) -> bool:
    terms = range(len(seen.own)) if seen.groups > 1 else seen.terms
    return seen.is_broken or all(seen.places[i] for i in terms)


def _are_words_out_of_order(seen: SeenHeader) -> bool:
    """Whether pieces of names are seen to stand in another order; in groups, where each name is there once in all."""
    times = Counter(i for name in seen.names for i in name.columns)
    is_sole = seen.groups == 1 or max(times.values(), default=0) == 1
    return is_sole and any(one > other for one, other in seen.before)


def _are_groups_unlike(seen: SeenHeader) -> bool:
    """Whether names on a line, which begin anew for each group, do not always begin with the same, or stand alone."""
    lines = [rising_runs(line) for line in seen.columns_by_line]
    unlike = (len(runs) > 1 and (len(run) == 1 or run[0] != runs[0][0]) for runs in lines for run in runs)
    return seen.groups > 1 and any(unlike)


def _are_enough_named(seen: SeenHeader) -> bool:
    return len(seen.named) >= _ENOUGH * len(seen.terms) and seen.are_of_one_group


def _unnamed(seen: SeenHeader) -> frozenset[int]:
    """The columns that a header which names most of them does not name, and where there are such, those whose names
    stand there more often than others: one of these may be meant.
    """
    if _is_one(seen) or not seen.named:
        return frozenset()
    width, times = len(seen.own), seen.times
    if seen.groups > 1 and _are_all_named(seen):
        missing = [i for i in seen.terms if times[i] < seen.groups and not seen.is_broken]
        missing = missing if len(missing) > 1 else []  # In a group it is known by the others.
    else:
        missing = [i for i in seen.terms if i not in seen.named]
    if missing:
        least = min((times[i] for i in seen.terms if times[i]), default=0)
        missing += [i for i in seen.terms if times[i] > max(least, seen.groups)]
    made = frozenset(i + width * group for i in missing for group in range(seen.groups))
    return made | _ungrouped(seen)


def _ungrouped(seen: SeenHeader) -> frozenset[int]:
    """The columns of the groups, where of one of them not two characters side by side are seen that no other group has:
    its columns may stand before those of the others, or behind.
    """
    pairs = [frozenset(map("".join, pairwise(label))) for label in (*seen.above, ())[0]]
    others = [frozenset(chain.from_iterable(other for other in pairs if other is not own)) for own in pairs]
    is_seen = all(
        any(pair in seen.whole_text for pair in own - other) for own, other in zip(pairs, others, strict=True)
    )
    return frozenset() if is_seen else frozenset(range(len(seen.own), len(seen.block.columns)))


def _places(seen: SeenHeader, unnamed: frozenset[int]) -> dict[int, frozenset[int]]:
    """The columns in which each column's name may stand, where it is not seen to be its own: those that are not named
    in each other's, and others by the names before and behind them (topological bounds).

    For these, names not seen count as in their places, so each stands before those behind it.
    """
    count, named = len(seen.own), seen.pieces
    made = _exchangeable(unnamed)
    if _are_all_named(seen) or not named:
        return made
    before = {pair for pair in seen.before if named.issuperset(pair)}
    before |= {pair for pair in combinations(range(count), 2) if not named.issuperset(pair)}
    preceding, following = (Counter(pair[end] for pair in before) for end in (1, 0))
    for i in range(count):
        bounds = range(preceding[i], count - following[i])
        for first in range(0, count * seen.groups if len(bounds) > 1 else 0, count):
            made[first + i] = frozenset(first + j for j in bounds) | made.get(first + i, frozenset())
    return made


def _is_like_another(seen: SeenHeader) -> bool:
    return seen.is_bare and any(labels[: len(seen.labels)] == seen.labels for labels in seen.elsewhere)


HEADER_RULES: tuple[HeaderRule, ...] = (
    HeaderRule(
        "one-column",
        ColumnBasis.NAMED,
        "its block has one column",
        "header-of-another-count",
        _is_one,
    ),
    HeaderRule(
        "groups-out-of-order",
        ColumnBasis.CONTRADICTED,
        "the header names the groups of columns in another order than the form",
        "lawsuits-before-reconsiderations",
        _are_groups_out_of_order,
    ),
    HeaderRule(
        "names-out-of-order",
        ColumnBasis.CONTRADICTED,
        "the header names the columns in another order than the form",
        "columns-named-in-another-order",
        _are_names_out_of_order,
    ),
    HeaderRule(
        "all-named",
        ColumnBasis.NAMED,
        "the header names the columns in the order of the form",
        "pdf-text-layer-with-stacked-headers",
        _are_all_named,
    ),
    HeaderRule(
        "words-out-of-order",
        ColumnBasis.CONTRADICTED,
        "words of the header stand in another order than the names of columns that they are pieces of",
        "columns-in-another-order-under-a-wrapped-header",
        _are_words_out_of_order,
    ),
    HeaderRule(
        "groups-unlike",
        ColumnBasis.CONTRADICTED,
        "the header names the columns of one group otherwise than those of another",
        "dispute-columns-moved-round",
        _are_groups_unlike,
    ),
    HeaderRule(
        "most-named",
        ColumnBasis.NAMED,
        "the header names most of the columns, in pieces or damaged, in the order of the form",
        "header-cut-to-two-characters",
        _are_enough_named,
    ),
    HeaderRule(
        "named-by-another-block",
        ColumnBasis.NAMED,
        "its header is gone; another block of the table names the same columns",
        "header-lost-that-another-block-has",
        _is_like_another,
    ),
)
"""The rules, first match first."""

HEADER_LOST = HeaderRule(
    "no-header-found",
    ColumnBasis.PRESUMED,
    "no header was found; the columns are taken in the order of the form",
    "",
    lambda _: True,
)
"""What is said where no rule holds."""

NAMED_IN_GRID = HeaderRule(
    "named-in-a-grid",
    ColumnBasis.NAMED,
    "each column's name stands in the cell above its figures",
    "",
    lambda _: True,
)
"""What is said of a table whose cells a grid shows: its reader takes no figure from below another name."""

NAMED_BY_POSITIONS = HeaderRule(
    "named-by-positions",
    ColumnBasis.NAMED,
    "each column's name stands in line with its figures, in a text laid out by positions",
    "",
    lambda _: True,
)
"""What is said of a block whose columns positions show, whatever the order of the words is."""

NAMED_BY_LABELS = HeaderRule(
    "named-by-labels",
    ColumnBasis.NAMED,
    "the table is printed another way round: each of its columns, or of their groups, is a row with its own label",
    "groups-of-disputes-as-rows",
    lambda _: True,
)
"""What is said of a table whose columns are printed as rows."""
