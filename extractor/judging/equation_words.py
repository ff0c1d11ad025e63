"""An equation that fails, in the words of the form: what stands on its sides, and in which row or column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractor.arithmetic import Check
from extractor.findings import Bilingual
from extractor.forms import Form
from extractor.forms.naming import english_path, row_of

_NAMED = 2
"""So many terms of a side are named one by one; more are the sum of the items."""


class EquationWords(NamedTuple):
    """Both sides with their sums; and in which column or row, with those terms of a long sum that are not 0."""

    left: Bilingual
    right: Bilingual
    where: Bilingual


def words_of(form: Form, check: Check, values: Mapping[str, int]) -> EquationWords:
    """An equation whose figures are known."""
    fields = check.identity.fields
    is_column = len({row_of(form, field)[1].key for field in fields}) > 1
    names = {field: _term(form, field, is_column=is_column) for field in fields}
    left, right = (
        _side(side, total, names, values)
        for side, total in ((check.identity.left, check.left), (check.identity.right, check.right))
    )
    place = _term(form, fields[0], is_column=not is_column)
    kind = Bilingual("列", "column") if is_column else Bilingual("行", "row")
    long = next((side for side in (check.identity.right, check.identity.left) if len(side) > _NAMED), ())
    terms = " + ".join(str(values[field]) for field in long if values.get(field))
    return EquationWords(
        left,
        right,
        Bilingual(
            f"“{place.zh}”{kind.zh}" + (f"：{terms}" if terms else ""),
            f"{kind.en} '{place.en}'" + (f": {terms}" if terms else ""),
        ),
    )


def _side(
    fields: Sequence[str], total: int | None, names: Mapping[str, Bilingual], values: Mapping[str, int]
) -> Bilingual:
    if len(fields) > _NAMED:
        return Bilingual(f"各项之和 {total}", f"the sum of its items {total}")
    behind = f" = {total}" if len(fields) > 1 else ""
    zh, en = (
        " + ".join(f"{getattr(names[one], part)} {values.get(one, 0)}" for one in fields) for part in ("zh", "en")
    )
    return Bilingual(zh + behind, en + behind)


def _term(form: Form, field: str, *, is_column: bool) -> Bilingual:
    """What tells a field from the others of an equation: in a column its row, in a row its column, or their group."""
    section, row = row_of(form, field)
    column = form.columns[field]
    path = english_path(form, field)
    if not is_column:
        return Bilingual(column.labels[0], column.en)
    if row.labels:
        return Bilingual(row.labels[0], row.en or path[-2])
    label = next(group.labels[0] for group in section.groups if group.key == column.group)
    return Bilingual(label, path[-2])
