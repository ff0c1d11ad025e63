"""Everything known of a report once its figures are placed and the arithmetic has had its turn.

What judging rests on: the placements that are left, what follows from them, which identities hold around each figure,
which fail, and which figures are in doubt.

Nobody can say what should stand where a number larger than any figure is printed: such a field is unread, arithmetic
puts nothing there, and no identity over it says or vouches for another. A figure that was recognised in a picture, not
for sure, counts as read where every identity around it holds, and one of them has no other figure that is not sure:
then the others alone say what it is, and its own characters only confirm it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from extractor.arithmetic import Bound, Check, Deduction, check, deduce, fields_of, integers_in
from extractor.forms import Form, Identity
from extractor.judging.blanks import NO_BLANKS, find_blanks, zeros_of
from extractor.judging.doubts import OCR_DOUBT, Doubt, DoubtRule, find_doubts
from extractor.judging.read_table import read_tables
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
    all fields of such identities; `vouching` holds for each field the names of the identities that confirm it: those
    that hold and are not `used_up`, by having given a figure. `habitual_zeros` are the blank cells that are zeros as
    all others of the report are, `denied` those of which the prose says that there was none; `blank` are the cells that
    are certain and hold no figure, where nothing says that one is missing, known to mean 0 or not; `ocr_probability`
    is, for figures that were recognised in a picture, the least probability of their characters; `unread` are the
    fields whose printed number is larger than any figure, `identities_in_use` the identities over no such field.
    """

    reading: Reading
    values: dict[str, Value | None]
    resolved: Resolved
    deduction: Deduction
    checks: tuple[Check, ...]
    doubted: dict[str, DoubtRule]
    possibly_wrong: frozenset[str]
    used_up: frozenset[str]
    vouching: Mapping[str, tuple[str, ...]]
    habitual_zeros: frozenset[str]
    denied: frozenset[str]
    blank: frozenset[str]
    ocr_probability: Mapping[str, float]
    unread: Mapping[str, Token]
    violated: frozenset[str]
    identities_in_use: tuple[Identity, ...]

    @property
    def form(self) -> Form:
        """The form the report prints."""
        return self.reading.form

    def doubt(self, field: str) -> Doubt | None:
        """Why the place of a field is in doubt, if it is."""
        rule = self.doubted.get(field)
        return rule.doubt if rule is not None else None


class Prose(NamedTuple):
    """What the prose of a report says of its tables: given their values, the fields of which it says the same, and
    those of which it says something else; and the fields of which it says that there was none.
    """

    supports: Callable[[Mapping[str, Value | None]], Collection[str]]
    opposes: Callable[[Mapping[str, Value | None]], Collection[str]]
    denies: Collection[str] = ()


def _nothing(_: Mapping[str, Value | None]) -> Collection[str]:
    return ()


NO_PROSE = Prose(_nothing, _nothing)
"""A report without prose."""


def find_facts(
    reading: Reading, prose: Prose, probability_of: Callable[[Token], float] | None, *, shows_blanks: bool
) -> Facts:
    """Settles the figures of a reading, deduces what follows from them, and asks what speaks against each.

    `shows_blanks` says that a cell without text is blank, and holds nothing else.
    """
    form = reading.form
    unread = unread_fields(reading)
    identities = tuple(one for one in form.identities if unread.keys().isdisjoint(one.fields))
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
    blanks = find_blanks(reading, resolved) if shows_blanks else NO_BLANKS
    denied = _denied(prose, blanks.seen - unread.keys(), values)
    further = deduce(identities, integers | denied) if denied else deduction
    if set(further.conflicts) <= set(deduction.conflicts):
        integers |= denied
        deduction = further
        values |= denied | deduction.values
    else:
        denied = {}
    checks = tuple(check(form.identities, integers | deduction.values))
    violated = fields_of(one.identity for one in checks if one.violated)
    # A stroke stands for 0 or for nothing at all, so what holds with another figure in its place does not hold.
    strokes = {name: 0 for name, cell in resolved.cells.items() if cell.kind == MARK}
    strict = check(form.identities, integers | deduction.values | strokes)
    used_up = find_used_up(form, checks, deduction, resolved.values)
    holding = {one.identity.name for one in checks if one.holds} - used_up
    vouching = {
        name: tuple(one.name for one in form.within[name] + form.across[name] if one.name in holding)
        for name in form.fields
    }
    ocr_probability = {} if probability_of is None else ocr_probabilities(reading, resolved, probability_of)
    doubted = find_doubts(read_tables(reading, values, resolved.values, violated, identities))
    doubted = dict.fromkeys(unvouched(form, ocr_probability, vouching), OCR_DOUBT) | doubted
    nil = {name for name in blanks.seen - unread.keys() if not values.get(name)}
    blank = zeros_of(nil, values)
    known = integers | deduction.values
    missing = _with_a_figure_missing(identities, known, blank, resolved.bounds()) if blank else frozenset[str]()
    missing |= _of_blank_rows(reading, missing)
    return Facts(
        reading=reading,
        values=values,
        resolved=resolved,
        deduction=deduction,
        checks=checks,
        doubted=doubted,
        possibly_wrong=find_possibly_wrong(strict, deduction.conflicts, values),
        used_up=used_up,
        vouching=vouching,
        habitual_zeros=frozenset(habitual),
        denied=frozenset(denied),
        blank=_unopposed(prose, nil & blanks.certain - missing, values),
        ocr_probability=ocr_probability,
        unread=unread,
        violated=violated,
        identities_in_use=identities,
    )


def _denied(prose: Prose, blank: Collection[str], values: Mapping[str, Value | None]) -> dict[str, int]:
    """Those of the blank cells without a value of which the prose says that there was none, each with 0."""
    return dict.fromkeys(_unopposed(prose, zeros_of(blank, values), values).intersection(prose.denies), 0)


def _unopposed(prose: Prose, blank: Collection[str], values: Mapping[str, Value | None]) -> frozenset[str]:
    """Those of some blank cells for which nothing in the prose names a figure, if they are read as 0."""
    return frozenset(blank).difference(prose.opposes({**values, **dict.fromkeys(blank, 0)})) if blank else frozenset()


def _with_a_figure_missing(
    identities: Sequence[Identity], known: Mapping[str, int], blank: Mapping[str, int], bounds: Mapping[str, Bound]
) -> frozenset[str]:
    """The fields of the identities that cannot hold where blank cells are read as 0, whatever of what their rows print
    stands in the fields left open: a figure may be missing in one.
    """
    failing = set(deduce(identities, {**known, **blank}, bounds).conflicts)
    return fields_of(one for one in identities if one.name in failing)


def _of_blank_rows(reading: Reading, missing: Collection[str]) -> frozenset[str]:
    """All fields of the rows without any figure in which one may be missing: then the row may have lost them all."""
    rows = (row for section in reading.sections for row in section.rows if not row.filled)
    return frozenset(field for row in rows if not set(row.row.fields).isdisjoint(missing) for field in row.row.fields)


def find_used_up(
    form: Form, checks: Sequence[Check], deduction: Deduction, read: Mapping[str, Value | None]
) -> frozenset[str]:
    """The identities that gave a deduced figure other than 0, or one of its bounds: they hold by that.

    Not so where another identity that holds confirms the figure with one that was read, and gave no figure itself. One
    that gave only zeros is not used up: the figures it joins left nothing over. Nor is one inside a row whose deduced
    figures are each given by an identity over other rows, of which all else was read or is 0: these are used
    up instead.
    """
    sources = {name: deduction.gave[name] for name, value in deduction.values.items() if value}
    giving = set(chain.from_iterable(sources.values()))
    confirming = [one.identity for one in checks if one.holds and one.identity.name not in giving]
    used_up = {
        reason
        for name, reasons in sources.items()
        if not any(map(read.get, fields_of(one for one in confirming if name in one.fields)))
        for reason in reasons
    }
    holding = {one.identity.name for one in checks if one.holds}
    for row in {one.name: one for around in form.within.values() for one in around}.values():
        deduced = [name for name in row.fields if name in sources] if row.name in used_up & holding else []
        across = [[one for one in form.across[name] if one.name in holding] for name in deduced]
        instead = [
            next((one.name for one in around if _gives(one, name, sources)), "")
            for name, around in zip(deduced, across, strict=True)
        ]
        if deduced and all(instead):
            used_up = used_up - {row.name} | set(instead)
    return frozenset(used_up)


def _gives(identity: Identity, field: str, deduced: Collection[str]) -> bool:
    """Whether of an identity's figures this one alone is deduced, if it is not 0."""
    return [one for one in identity.fields if one in deduced] == [field]


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
    return dict(chain.from_iterable(_of_row(row, reading.form) for row in reading.rows))


def _of_row(row: RowReading, form: Form) -> Iterator[tuple[str, Token]]:
    shown, columns = {cell.token for cell in row.cells}, [form.columns[field] for field in row.row.fields]
    for placement in row.placements:
        for field, cell in zip(row.row.fields, placement, strict=True):
            if cell.too_large and cell.token is not None:
                yield field, cell.token
    for token in numbers_too_large((token for token in row.tokens if token not in shown), columns)[:1]:
        # It may stand in any slot of the row.
        yield from ((field, token) for field in row.row.fields)
