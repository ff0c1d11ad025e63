"""A text and what is true of it as a case of `tests/cases`: NAME.txt and NAME.json, to be edited and committed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from extractor.forms.load import form_named, form_with_fields

CASES = Path(__file__).parents[1] / "tests" / "cases"
Value = int | Decimal | None
_OTHERS = "*"
_FEW = 2


class CaseFile(NamedTuple):
    """A case: its text, the mess in it in a sentence, the form's id, and the figures of the sections that it prints.

    `values` hold None for figures that the text no longer tells. `is_all_accepted` says whether every figure is to be
    accepted; otherwise nothing is asked but that none is wrong.
    """

    text: str
    mess: str
    form: str
    values: Mapping[str, Value]
    is_all_accepted: bool

    def expectation(self) -> str:
        """The JSON of the case, a row a line; `tests/cases/README.md` has its schema."""
        head: dict[str, Any] = {"mess": self.mess, "form": self.form}
        edition = _edition(self.form, self.values)
        if edition is not None:
            head["edition"] = edition
        lines = [f'  "{name}": {_json(value)},' for name, value in head.items()]
        sections = [_section_lines(name, rows) for name, rows in _rows(self.values).items()]
        rest = {"status": "accepted"} if self.is_all_accepted else "unchecked"
        return "\n".join(
            ["{", *lines, '  "truth": {', ",\n".join(sections), "  },", f'  "rest": {_json(rest)}', "}", ""]
        )

    def write(self, folder: Path, name: str) -> tuple[Path, Path]:
        """Writes both files; a case that is there is left alone.

        Raises:
            FileExistsError: there is a case of this name.
        """
        paths = folder / f"{name}.txt", folder / f"{name}.json"
        for path, content in zip(paths, (self.text, self.expectation()), strict=True):
            with path.open("x", encoding="utf-8", newline="") as file:
                file.write(content)
        return paths


def _edition(form: str, values: Mapping[str, Value]) -> str | None:
    """The edition of the form that has these fields; None where it is the standard one, or no section tells it."""
    sections = {key.partition(".")[0] for key in values}
    standard = form_named(form)
    known = [key for key in standard.fields if key.partition(".")[0] in sections]
    if set(known) == set(values):
        return None
    others = [key for key in standard.fields if key.partition(".")[0] not in sections]
    found = form_with_fields(form, [*values, *others])
    return None if found is None else found.edition


def _rows(values: Mapping[str, Value]) -> dict[str, dict[str, list[Value]]]:
    """The figures by section and row, in their order."""
    found: dict[str, dict[str, list[Value]]] = {}
    for key, value in values.items():
        section, _, rest = key.partition(".")
        found.setdefault(section, {}).setdefault(rest.rpartition(".")[0], []).append(value)
    return found


def _section_lines(section: str, rows: Mapping[str, list[Value]]) -> str:
    """A section, a row a line; many rows of zeros are one."""
    zeros = [row for row, figures in rows.items() if set(figures) == {0}]
    left_out = zeros if len(zeros) > _FEW else []
    lines = [f'      "{row}": {_json(figures)}' for row, figures in rows.items() if row not in left_out]
    lines += [f'      "{_OTHERS}": 0'] if left_out else []
    return f'    "{section}": {{\n' + ",\n".join(lines) + "\n    }"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(number: object) -> int | float:
    if not isinstance(number, Decimal):
        raise TypeError(f"{number!r} is no figure")
    return int(number) if number == number.to_integral_value() else float(number)
