"""What is true of a report, as a corpus stores it and as scoring reads it again."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from benchmarks.identities import Number
from benchmarks.printing import plain
from benchmarks.reports import Report
from extractor.lexicon.figure import NO_VALUE

_FIGURE = re.compile(r"\d+")
_PLAIN = str.maketrans("０１２３４５６７８９", "0123456789")


def truth_of(report: Report) -> dict[str, Any]:
    """What is true of a report, as the corpus stores it; decimals are written as strings."""
    return {
        "report": report.report_id,
        "form": report.form,
        "year": report.year,
        "unit": report.unit,
        "kind": report.kind,
        "spoiled": report.spoiled,
        "may": {key: [_stored(value) for value in values] for key, values in report.may.items()},
        "fields": {
            key: {"value": _stored(value), "printed": report.printed[key]} for key, value in report.fields.items()
        },
        "known_errors": [
            {"code": error.code, "identity": error.identity, "fields": list(error.fields), "says": error.says}
            for error in report.known_errors
        ],
    }


def unknowable(report: Report) -> set[str]:
    """The figures no reader can be sure of: those in an equation that the author broke, an amount without its unit, and
    a table that is blank from end to end.
    """
    fields = {key for error in report.known_errors if error.identity for key in error.fields}
    amount = "active.government_procurement.amount_yuan"
    if report.fields.get(amount) and not {"元", "万"} & set(report.printed[amount]):
        header = report.wording.label("采购总金额")
        fields |= set() if "元" in header else {amount}
    for section in ("active.", "applications.", "disputes."):
        own = {key for key in report.fields if key.startswith(section)}
        fields |= set() if any(report.printed[key] for key in own) else own
    return fields


def _stored(value: Number) -> int | str:
    return value if isinstance(value, int) else plain(value)


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of one report, as the corpus stores it."""

    report: str
    form: str
    values: Mapping[str, Decimal]
    broken_identities: frozenset[str]
    kind: str = "zeros"
    unit: str = ""
    year: int = 0
    printed: Mapping[str, str] = field(default_factory=dict[str, str])
    """The characters of each cell, nothing for a blank one."""
    spoiled: str = ""
    """The kind of text that stands in some cells instead of the bare figure."""
    may: Mapping[str, frozenset[Decimal]] = field(default_factory=dict[str, frozenset[Decimal]])
    """What may be accepted for those cells."""

    @property
    def is_sound(self) -> bool:
        """Whether the author broke no equation of the form."""
        return not self.broken_identities

    def right_values(self, key: str) -> Collection[Decimal]:
        """What may be accepted for a field: its figure, or of a spoiled cell what the kind of text allows."""
        return self.may[key] if key in self.may else [self.values[key]] if key in self.values else []

    def is_blank(self, key: str) -> bool:
        """Whether a cell is printed blank or with a mark for nothing, and stands for no number other than 0; or holds
        what programs write into an empty cell.
        """
        printed = self.printed.get(key, "")
        if re.fullmatch(NO_VALUE, printed):
            return True
        return not self.values.get(key) and not any(map(str.isalnum, printed.replace("无", "")))

    def is_all_in(self, text: str) -> bool:
        """Whether a text has each figure as often as the report prints it: if not, its converter has lost some.

        Figures glued to others or broken over lines count, so that what is called lost is lost.
        """
        there = "".join(text.translate(_PLAIN).split())
        needed = Counter(figure for cell in self.printed.values() for figure in _FIGURE.findall(cell.translate(_PLAIN)))
        return all(there.count(figure) >= times for figure, times in needed.items())

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Truth":
        """Read a truth file's content."""
        broken = (error["identity"] for error in stored["known_errors"])
        return cls(
            report=stored["report"],
            form=stored["form"],
            values={key: Decimal(str(entry["value"])) for key, entry in stored["fields"].items()},
            broken_identities=frozenset(name for name in broken if name),
            kind=stored.get("kind", "zeros"),
            unit=stored.get("unit", ""),
            year=stored.get("year", 0),
            printed={key: entry.get("printed", "") for key, entry in stored["fields"].items()},
            spoiled=stored.get("spoiled", ""),
            may={key: frozenset(Decimal(str(one)) for one in values) for key, values in stored.get("may", {}).items()},
        )
