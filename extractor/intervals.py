"""Between which numbers a figure lies that is not known: what a form's identities leave open, given those that are.

For whoever shows figures and knows nothing of how they are found. It rests on the form's arithmetic: a report whose own
equations fail can print a figure outside.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from extractor.arithmetic.deduce import deduce
from extractor.forms import Form, form_with_fields
from extractor.result import Number

Interval = tuple[int, int | None]


def intervals(form_id: str, fields: Collection[str], known: Mapping[str, Number | None]) -> dict[str, Interval]:
    """For each count of a report's form that is not `known`, the least and the greatest it can be, None where there is
    no greatest. `fields` are those that the report prints: they tell the edition.

    Identities that the known figures break are left aside; of fields that no form has together nothing is said.
    """
    form = _form(form_id, frozenset(fields))
    if form is None:
        return {}
    counts = {field: int(value) for field, value in known.items() if value is not None and value == int(value)}
    found = deduce(form.identities, counts)
    made: dict[str, Interval] = {field: (value, value) for field, value in found.values.items()}
    made |= found.bounds
    for field in form.fields:
        if field not in made and known.get(field) is None and form.columns[field].kind == "count":
            made[field] = (0, None)
    return made


@lru_cache(maxsize=16)
def _form(form_id: str, fields: frozenset[str]) -> Form | None:
    return form_with_fields(form_id, fields)
