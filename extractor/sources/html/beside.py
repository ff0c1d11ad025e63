"""What stands beside the text of a cell and is no text of the page: what its styles print there, pictures of a sprite,
links to notes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractor.sources.html.selectors import AFTER, BEFORE
from extractor.sources.html.sheets import DRAWN, Said
from extractor.sources.ink import PICTURE

BESIDE = frozenset((BEFORE, AFTER, "background", "background-image"))
"""What styles show beside text."""
# What a style prints: characters, or an attribute of the element.
_CONTENT = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|attr\(\s*([\w-]{1,60})\s*\))""")
_ESCAPED = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.S)
_LAST_CHARACTER = 0x10FFFF
_LONGEST = 60
_NO_CONTENT = frozenset(
    ("", "none", "normal", "initial", "unset", "inherit", "revert", "no-open-quote", "no-close-quote")
)
_PICTURED = re.compile(r"(?:url|image|image-set|cross-fade)\(")
_NUMBER_OF_NOTE = re.compile(r"\s*[\[(（【〔]?\s*\d{1,2}\s*[\])）】〕]?\s*")
_NOTE = re.compile(r"foot|note|_?ftn|_?edn|\bfn|\bref|cite|注")


def generated(content: str, attributes: Mapping[str, str | None]) -> str:
    """The characters that a style prints before or behind an element; `PICTURE` for what is none or cannot be told."""
    content = content.partition(" / ")[0].strip()
    if len(content) > _LONGEST:
        return PICTURE
    if content in _NO_CONTENT or content == DRAWN:
        return ""
    text, at = "", 0
    while found := _CONTENT.match(content, at):
        text += attributes.get(found[3]) or "" if found[3] else _ESCAPED.sub(_character, found[1] or found[2] or "")
        at = found.end()
    if content[at:].strip():
        return PICTURE
    return "".join(PICTURE if "\ue000" <= character <= "\uf8ff" else character for character in text[:_LONGEST])


def _character(found: re.Match[str]) -> str:
    if not found[1]:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0x20 <= code <= _LAST_CHARACTER and not 0xD800 <= code < 0xE000 else ""


def shows_picture(said: Said) -> bool:
    """Whether a style shows a picture behind an element, as sprites of digits are shown in elements without text."""
    return any(_PICTURED.search(said.get(name, "")) for name in ("background", "background-image"))


def is_note_number(text: str) -> bool:
    """Whether this may be the number of a note."""
    return len(text) <= _LONGEST and _NUMBER_OF_NOTE.fullmatch(text) is not None


def is_mark_link(attributes: Mapping[str, str | None]) -> bool | None:
    """Whether a link leads to a note: to a place on its own page, or shows one; None where it leads nowhere, and only
    names its place.
    """
    target = (attributes.get("href") or "").strip().lower()
    if target.startswith(("#", "javascript:")) or any(
        "note" in (attributes.get(name) or "") for name in ("role", "class")
    ):
        return True
    if target:
        return "#" in target and _NOTE.search(target.rpartition("#")[2]) is not None
    return True if not attributes.keys().isdisjoint(("title", "onclick", "onmouseover", "data-note")) else None
