"""The form's identities written out with a report's own numbers: 本年新收 95 + 上年结转 3 = 总计 94 + 结转下年 4 ✓."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.exporting.cells import number_text
from extractor.forms import Form, Identity
from extractor.forms.naming import row_of
from extractor.result import ExtractedField, Number


@dataclass(frozen=True, slots=True)
class Equation:
    """One identity with the numbers of one report; `holds` is None where a number is missing."""

    name: str
    text: str
    holds: bool | None

    @property
    def mark(self) -> str:
        """✓ where it holds, ✗ where it does not, ? where a number is missing."""
        return {True: "✓", False: "✗", None: "?"}[self.holds]


def equations_of(form: Form, field: str, fields: dict[str, ExtractedField]) -> list[Equation]:
    """The identities a field stands in, each written out, in the form's order."""
    return [write_out(form, identity, fields) for identity in form.identities if field in identity.fields]


def write_out(form: Form, identity: Identity, fields: dict[str, ExtractedField]) -> Equation:
    """One identity with its numbers; of many terms that are zero only their count is said."""
    left = [fields[key].value for key in identity.left]
    right = [fields[key].value for key in identity.right]
    names = _short_names(form, identity)
    text = f"{_side(names, identity.left, left)} = {_side(names, identity.right, right)}"
    sums = _total(left), _total(right)
    holds = None if None in sums else sums[0] == sums[1]
    if holds is False:
        text += f"  ({number_text(sums[0])} ≠ {number_text(sums[1])})"
    return Equation(identity.name, text, holds)


def _total(values: list[Number | None]) -> Number | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _side(names: dict[str, str], keys: tuple[str, ...], values: list[Number | None]) -> str:
    terms = [(names[key], value) for key, value in zip(keys, values, strict=True)]
    zeros = sum(value == 0 for _, value in terms)
    if len(terms) > 4 and zeros > 1:
        terms = [(name, value) for name, value in terms if value != 0]
    else:
        zeros = 0
    written = [f"{name} {number_text(value)}" for name, value in terms]
    if zeros:
        written.append(f"{'其余' if written else ''} {zeros} 项为 0".strip())
    return " + ".join(written)


def _short_names(form: Form, identity: Identity) -> dict[str, str]:
    """What tells the terms apart: their rows where those differ, else their columns."""
    rows = {key: row_of(form, key)[1] for key in identity.fields}
    if len({row.key for row in rows.values()}) > 1:
        return {key: row.short for key, row in rows.items()}
    return {key: form.columns[key].labels[0] for key in identity.fields}
