"""Whether words of a menu beside the text, or of the line before, have run into a body's name.

Pages come with a menu beside the text, whose words run into the lines, and lines break in the middle of names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.identity.parse import region_of
from extractor.lexicon.organs import ITEMS

_FULL_LINE = 15
_ITEM = range(4, 9)
_HAN_END = re.compile(r"[^\W\d_a-zA-Z]$")
_ANNOUNCED_END = re.compile("(?:将|公布|发布|公开|编制了?|关于|由|[年月日])$")


def has_menu(unit: str, lines: Sequence[str]) -> bool:
    """Whether words that stand on a line of their own, and name no place or body, stand before or within the name."""
    items = {re.sub(r"^[\W\da-zA-Z_]+", "", line) for line in lines}
    return any(
        len(item) in _ITEM
        and item in unit
        and not unit.endswith(item)
        and not (item.endswith(ITEMS) or region_of(item))
        for item in items
    )


def runs_on(unit: str, lines: Sequence[str]) -> bool:
    """Whether wherever the name stands other words run into it, from the line before too if that is a full one."""
    before = [
        line[:at] or (lines[i - 1] if i and len(lines[i - 1]) >= _FULL_LINE else "")
        for i, line in enumerate(lines)
        for at in (found.start() for found in re.finditer(re.escape(unit), line))
    ]
    return bool(before) and all(_HAN_END.search(text) and not _ANNOUNCED_END.search(text) for text in before)
