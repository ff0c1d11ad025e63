"""Everything known of a report once its figures are placed and the arithmetic has had its turn.

What judging rests on: the placements that are left, what follows from them, which identities hold around each figure,
which fail, and which figures are in doubt.

Nobody can say what should stand where a number larger than any figure is printed: such a field is unread, arithmetic
puts nothing there, and no identity over it says or vouches for another. A figure that was recognised in a picture, not
for sure, counts as read where every identity around it holds, and one of them has no other figure that is not sure:
then the others alone say what it is, and its own characters only confirm it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from extractor.arithmetic import Check, Deduction, check, deduce, fields_of, integers_in
from extractor.forms import Column, Form, Identity
from extractor.judging.doubts import OCR_DOUBT, DoubtRule, find_doubts, read_tables
from extractor.judging.resolve_placements import Resolved, Value, resolve_placements
from extractor.judging.zeros import habitual_zeros
from extractor.reading.assign_cells import numbers_too_large
from extractor.reading.model import BLANK, MARK, Reading, RowReading, Token

SURE = 0.9
"""The least probability of its characters with which a figure counts as read without anything that vouches for it."""


class Facts(NamedTuple):
    """What is known of a report's figures.

    `values` are the figures, printed or following from others; `resolved` says where each stands, `deduction` what
    follows, `checks` which identities of the form come out. `doubted` holds for each field whose place is in doubt the
    rule that says so; `possibly_wrong` are the figures that could be the wrong ones where an identity fails, `violated`
    all fields of such identities; `vouching` holds for each field the names of the identities that confirm it.
    `habitual_zeros` are the blank cells that are zeros as all others of the report are; `ocr_probability` is, for
    figures that were recognised in a picture, the least probability of their characters; `unread` are the fields whose
    printed number is larger than any figure, `identities_in_use` the identities over no such field.
    """

    reading: Reading
    values: dict[str, Value | None]
    resolved: Resolved
    deduction: Deduction
    checks: tuple[Check, ...]
    doubted: dict[str, DoubtRule]
    possibly_wrong: frozenset[str]
    vouching: Mapping[str, tuple[str, ...]]
    habitual_zeros: frozenset[str]
    ocr_probability: Mapping[str, float]
    unread: Mapping[str, Token]
    violated: frozenset[str]
    identities_in_use: tuple[Identity, ...]

    @property
    def form(self) -> Form:
        """The form the report prints."""
        return self.reading.form


def find_facts(reading: Reading, probability_of: Callable[[Token], float] | None) -> Facts:
    """Settles the figures of a reading, deduces what follows from them, and asks what speaks against each."""
    form = reading.form
    unread = unread_fields(reading)
    identities = identities_over_readable_fields(form, unread.keys())
    resolved = resolve_placements(reading, identities)
    integers = integers_in(resolved.values)
    deduction = deduce(identities, integers)
    # What is recognised in a picture may have been overlooked where a cell looks blank.
    habitual = habitual_zeros(reading, resolved, deduction, integers) if probability_of is None else {}
    habitual = {name: value for name, value in habitual.items() if name not in unread}
    if habitual:
        integers |= habitual
        deduction = deduce(identities, integers)
    values = {name: resolved.values.get(name) for name in form.fields} | habitual | deduction.values
    checks = tuple(check(form.identities, integers | deduction.values))
    violated = fields_of(one.identity for one in checks if one.violated)
    # A stroke stands for 0 or for nothing at all, so what holds with another figure in its place does not hold.
    strokes = {name: 0 for name, cell in resolved.cells.items() if cell.kind == MARK}
    strict = check(form.identities, integers | deduction.values | strokes)
    vouching = vouching_identities(checks, deduction, lambda name: bool(resolved.values.get(name)))
    ocr_probability = {} if probability_of is None else ocr_probabilities(reading, resolved, probability_of)
    doubted = find_doubts(read_tables(reading, values, resolved.values, violated, identities))
    doubted = dict.fromkeys(unvouched(form, ocr_probability, vouching), OCR_DOUBT) | doubted
    return Facts(
        reading=reading,
        values=values,
        resolved=resolved,
        deduction=deduction,
        checks=checks,
        doubted=doubted,
        possibly_wrong=find_possibly_wrong(strict, deduction.conflicts, values),
        vouching=vouching,
        habitual_zeros=frozenset(habitual),
        ocr_probability=ocr_probability,
        unread=unread,
        violated=violated,
        identities_in_use=identities,
    )


def vouching_identities(
    checks: Sequence[Check], deduction: Deduction, is_nonzero: Callable[[str], bool]
) -> dict[str, tuple[str, ...]]:
    """The names of the identities that hold around each field; `is_nonzero` tells whether a value that
    is not 0 was resolved for a field.

    One that gave a deduced figure other than 0, or one of its bounds, holds by that, and vouches for nothing, unless
    another identity that holds confirms the figure with one that was read, and gave no figure itself. One that gave
    only zeros does vouch: the figures it joins left nothing over.
    """
    holding = [one.identity for one in checks if one.holds]
    used_up: set[str] = set()
    deduced_nonzero = {name for name, value in deduction.values.items() if value}
    setting_bounds = {reason for name in deduced_nonzero for reason in deduction.reasons[name][:2]}
    confirming = [one for one in holding if one.name not in setting_bounds]
    for name in deduced_nonzero:
        others = (one for one in confirming if name in one.fields)
        if not any(map(is_nonzero, fields_of(others))):
            used_up.update(deduction.reasons[name][:2])
    found: dict[str, tuple[str, ...]] = {}
    for one in holding:
        if one.name not in used_up:
            for name in one.fields:
                found[name] = (*found.get(name, ()), one.name)
    return found


def find_possibly_wrong(
    checks: Sequence[Check], conflicts: Sequence[str], values: Mapping[str, Value | None]
) -> frozenset[str]:
    """The figures that could be the wrong ones in the identities that fail.

    Where the left side is too small, a figure of the left is too small or one of the right too large; a zero cannot be
    too large.
    """
    possibly_wrong: set[str] = set()
    for one in checks:
        if one.violated or one.identity.name in conflicts:
            own = set(one.identity.fields)
            if one.left is not None and one.right is not None:
                high = one.identity.right if one.left < one.right else one.identity.left
                own.difference_update(name for name in high if values.get(name) == 0)
            possibly_wrong |= own
    return frozenset(possibly_wrong)


def ocr_probabilities(
    reading: Reading, settled: Resolved, probability_of: Callable[[Token], float]
) -> dict[str, float]:
    """The probability with which each figure that was recognised is what it is read as; no other has an entry.

    Where it is open which figure of a row stands in which slot, each is as sure as the least sure of them.
    """
    found: dict[str, float] = {}
    for row in reading.rows:
        least = min(map(probability_of, row.filled), default=1.0)
        if least == 1.0:
            continue
        for field in row.row.fields:
            cell = settled.cells.get(field)
            if cell is None:
                found[field] = least
            elif cell.token is not None and cell.kind != BLANK:
                found[field] = probability_of(cell.token)
    return found


def unvouched(form: Form, sure: Mapping[str, float], vouching: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The figures that are not sure, and that no identity says without another figure that is not sure."""
    doubtful = {name for name, chance in sure.items() if chance < SURE}

    def is_vouched(name: str) -> bool:
        around = (*form.within[name], *form.across[name])
        settling = any(doubtful.intersection(one.fields) == {name} for one in around)
        return settling and all(one.name in vouching.get(name, ()) for one in around)

    return frozenset(name for name in doubtful if not is_vouched(name))


def unread_fields(reading: Reading) -> dict[str, Token]:
    """The fields that such a number is of, or may be, each with the number."""
    found: dict[str, Token] = {}
    for row in reading.rows:
        found.update(_of_row(row, [reading.form.columns[field] for field in row.row.fields]))
    return found


def _of_row(row: RowReading, columns: Sequence[Column]) -> Iterator[tuple[str, Token]]:
    shown = {cell.token for cell in row.cells}
    for placement in row.placements:
        for field, cell in zip(row.row.fields, placement, strict=True):
            if cell.too_large and cell.token is not None:
                yield field, cell.token
    for token in numbers_too_large((token for token in row.tokens if token not in shown), columns)[:1]:
        # It may stand in any slot of the row.
        yield from ((field, token) for field in row.row.fields)


def identities_over_readable_fields(form: Form, unread: Set[str]) -> tuple[Identity, ...]:
    """The identities that say something although these fields are unread."""
    return tuple(one for one in form.identities if unread.isdisjoint(one.fields))
