"""How a page's elements are shown: hidden, as cells and rows of a table, as blocks, within a line."""

from __future__ import annotations

import re
from collections.abc import Mapping

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
_DISPLAY = r"(?:^|[;\s{])display\s*:\s*([a-z-]+)"
_UNSEEN = (
    r"(?:^|[;\s])(?:visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|font-size\s*:\s*0(?:p[tx]|r?em)?\s*(?:;|$))"
)
_KEPT_SPACE = r"(?:^|[;\s])white-space\s*:\s*(?:pre|break-spaces)"
_SIMPLE = r"(?:[a-z][a-z0-9]*)?[.#][\w-]+"
_MOST_STYLE = 500_000
# Characters of the names of an element's classes.
_MOST_NAMES = 5000

Rules = Mapping[str, str]
"""Selector of one class or one id → how its elements are shown."""


def read_rules(content: str) -> Rules:
    """What the simple rules of a style sheet say; rules for print or small screens are passed over."""
    rules: dict[str, str] = {}
    depth = 0
    selectors = ""
    for part in re.split(r"([{}])", _without_remarks(content[:_MOST_STYLE])):
        if part == "{":
            depth += 1
        elif part == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            selectors = part.rpartition(";")[2]
        elif depth == 1 and "@" not in selectors:
            shown = _DISPLAYS.get(_display(part) or "")
            for selector in selectors.lower().split(",") if shown else ():
                _add(rules, selector.split(), shown or "")
    return rules


def _add(rules: dict[str, str], selector: list[str], shown: str) -> None:
    """Keeps a rule for one class or id; one that hides counts only where it stands alone, not within others."""
    if selector and re.fullmatch(_SIMPLE, selector[-1]) and (len(selector) == 1 or shown != HIDDEN):
        rules[selector[-1]] = shown


def _without_remarks(content: str) -> str:
    parts = content.split("/*")
    return "".join([parts[0], *(part.partition("*/")[2] for part in parts[1:])])


def _display(style: str) -> str | None:
    found = re.search(_DISPLAY, style.lower())
    return found[1] if found else None


def plain(tag: str) -> str:
    """How an element of this tag is shown where nothing says otherwise."""
    return _TAGS.get(tag, INLINE)


def shown_as(tag: str, attributes: Mapping[str, str | None], rules: Rules) -> str:
    """How an element is shown; tags of real tables stay what they are unless they are hidden."""
    default = plain(tag)
    if not attributes:
        return default
    style = (attributes.get("style") or "").lower()
    if "hidden" in attributes or (style and re.search(_UNSEEN, style)):
        return HIDDEN
    said = _DISPLAYS.get(_display(style) or "") if style else None
    said = said or (_by_rules(tag, attributes, rules) if rules else None)
    if said == HIDDEN or default in (TABLE, GROUP, ROW, CELL):
        return said if said == HIDDEN else default
    return said or _ROLES.get((attributes.get("role") or "").lower(), default)


def _by_rules(tag: str, attributes: Mapping[str, str | None], rules: Rules) -> str | None:
    names = [f".{name}" for name in (attributes.get("class") or "")[:_MOST_NAMES].lower().split()]
    names += [f"#{name}" for name in (attributes.get("id") or "")[:_MOST_NAMES].lower().split()]
    found = [shown for name in names for key in (name, tag + name) if (shown := rules.get(key))]
    return found[-1] if found else None


def keeps_spaces(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether line breaks and spaces count in this element."""
    if tag in ("pre", "xmp", "listing", "plaintext", "textarea"):
        return True
    style = attributes.get("style")
    return bool(style) and re.search(_KEPT_SPACE, style.lower()) is not None
