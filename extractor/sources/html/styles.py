"""How a page's elements are shown: hidden, as cells and rows of a table, as blocks, within a line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractor.sources.html.sheets import Said

HIDDEN, TABLE, GROUP, ROW, CELL, BLOCK, INLINE = "hidden", "table", "group", "row", "cell", "block", "inline"

_BLOCKS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary textarea ul"
    " xmp listing plaintext"
)
_TAGS = {
    **dict.fromkeys(("table",), TABLE),
    **dict.fromkeys(("thead", "tbody", "tfoot"), GROUP),
    **dict.fromkeys(("tr",), ROW),
    **dict.fromkeys(("td", "th"), CELL),
    **dict.fromkeys(_BLOCKS.split(), BLOCK),
}
_ROLES = {
    **dict.fromkeys(("table", "grid", "treegrid"), TABLE),
    **dict.fromkeys(("rowgroup",), GROUP),
    **dict.fromkeys(("row",), ROW),
    **dict.fromkeys(("cell", "gridcell", "columnheader", "rowheader"), CELL),
}
_DISPLAYS = {
    **dict.fromkeys(("none",), HIDDEN),
    **dict.fromkeys(("table", "inline-table"), TABLE),
    **dict.fromkeys(("table-row-group", "table-header-group", "table-footer-group"), GROUP),
    **dict.fromkeys(("table-row",), ROW),
    **dict.fromkeys(("table-cell",), CELL),
    **dict.fromkeys(("block", "flex", "grid", "list-item", "table-caption"), BLOCK),
}
_COLLAPSING = (GROUP, ROW)
_OF_TABLES = (TABLE, GROUP, ROW, CELL)
_KEPT_SPACE = r"(?:^|[;\s])white-space\s*:\s*(?:pre|break-spaces)"


def plain(tag: str) -> str:
    """How an element of this tag is shown where nothing says otherwise."""
    return _TAGS.get(tag, INLINE)


def shown_as(tag: str, attributes: Mapping[str, str | None], said: Said) -> str:
    """How an element is shown of which this is said; tags of real tables stay what they are unless they are hidden."""
    default = plain(tag)
    shown = _DISPLAYS.get(said["display"]) if "display" in said else HIDDEN if "hidden" in attributes else None
    if shown == HIDDEN or default in _OF_TABLES:
        return (
            HIDDEN if shown == HIDDEN or (default in _COLLAPSING and said.get("visibility") == "collapse") else default
        )
    return shown or _ROLES.get((attributes.get("role") or "").lower(), default)


def keeps_spaces(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether line breaks and spaces count in this element."""
    if tag in ("pre", "xmp", "listing", "plaintext", "textarea"):
        return True
    style = attributes.get("style")
    return bool(style) and re.search(_KEPT_SPACE, style.lower()) is not None
