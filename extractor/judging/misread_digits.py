"""Figures whose digits may be others than those that are printed: nearly all sums of the report fail, as where a font
names its digits wrongly, or a 0 stands before a figure, as where its first digit is drawn and not written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from extractor.arithmetic import check, integers_in
from extractor.forms import Identity
from extractor.judging.resolve_placements import Value
from extractor.reading.model import RowReading

# So many identities that fail are no slip of the author's where no more than one for so many of them holds.
_MANY = 10
_TO_ONE = 4
_LED_BY_ZERO = re.compile(r"\D*(0\d+)(?:\.\d*)?\D*")
# No figure has more characters.
_LONGEST = 40


def nearly_all_fail(identities: Sequence[Identity], values: Mapping[str, Value | None]) -> bool:
    """Whether nearly all identities fail that are about more than zeros, and those of more tables than one: rows and
    columns of a single table may be misplaced.
    """
    checks = [one for one in check(identities, integers_in(values)) if one.known and (one.left or one.right)]
    failing = [one.identity for one in checks if one.violated]
    if len(failing) < _MANY or (len(checks) - len(failing)) * _TO_ONE > len(failing):
        return False
    return len({one.fields[0].partition(".")[0] for one in failing}) > 1


def led_by_zero(rows: Sequence[RowReading], of_report: Collection[str]) -> Iterator[str]:
    """The fields of the rows in which a 0 stands before other digits, where the report does not print all its figures
    with as many: the first digit is lost, or two rows are printed one upon the other (01 00 01), and each balances.
    """
    fewest: int | None = None
    for row in rows:
        # In its cells figures that are printed as one (0000000) stand apart.
        printed = [cell.printed for cell in row.cells] or [token.text for token in row.figures]
        led = [found for one in printed if (found := _LED_BY_ZERO.fullmatch(one[:_LONGEST]))]
        if not led:
            continue
        if fewest is None:
            fewest = min((sum(map(str.isdecimal, one.partition(".")[0])) for one in of_report), default=0)
        if any(len(found[1]) > fewest for found in led):
            yield from row.row.fields
