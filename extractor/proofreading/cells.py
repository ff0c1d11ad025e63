"""Cells that were read in spite of what is printed in them: a letter for a digit, nothing where a number belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.findings import UnplacedFinding, make_finding
from extractor.proofreading.against_tables import cell_name, plain
from extractor.proofreading.draft import Draft

_LOOKS_LIKE_DIGIT = re.compile(r"[A-Za-z○〇一二三四五六七八九十壹贰叁]")
_UNITS = re.compile(r"万元|元|万|亿|件|项|部|个|宗|起")


def check_cells(draft: Draft) -> Iterator[UnplacedFinding]:
    """The cells to write anew though their figures are known."""
    for field, cell in draft.cells.items():
        figure = draft.values.get(field)
        name = cell_name(draft, (field,))
        if not cell.printed:
            if figure:
                yield make_finding("cell-left-blank", (field,), [cell.span], cell=name, figure=plain(figure))
        elif _LOOKS_LIKE_DIGIT.search(_UNITS.sub("", cell.printed)):
            shown = plain(figure or 0)
            yield make_finding("cell-miswritten", (field,), [cell.span], cell=name, printed=cell.printed, figure=shown)
