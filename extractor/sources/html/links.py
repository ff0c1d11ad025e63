"""The files that a page links to: where its report may be, if its tables are not on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.sources.model import Link

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_FILE = re.compile(r"\.(?:pdf|docx?|wps|rtf|odt|ods|xlsx?|et|zip|rar|7z|ofd|ceb)(?=$|[?&#;])", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:png|jpe?g|bmp|webp|tiff?)(?=$|[?&#;])", re.IGNORECASE)
_LEAST_WIDTH = 300
"""A picture of a table is wider, in pixels; icons and codes to be scanned are not. Nothing is said of most."""
_MOST = 20
_LONGEST = 500


def links_to_files(page: LexborHTMLParser) -> tuple[Link, ...]:
    """The files that a page links to by their endings, and the pictures on it that are said to be wide, in order."""
    found: dict[str, Link] = {}
    for link in _links(page):
        found.setdefault(link.address, link)
        if len(found) == _MOST:
            break
    return tuple(found.values())


def _links(page: LexborHTMLParser) -> Iterator[Link]:
    for node in page.css("a[href], img[src]"):
        if node.tag == "img":
            address, text, is_wide = node.attributes.get("src"), node.attributes.get("alt"), _is_wide(node.attributes)
            if address and is_wide and _PICTURE.search(address) and not address.startswith("data:"):
                yield Link(_shown(text or ""), _shown(address))
            continue
        address = (node.attributes.get("href") or "").strip()
        text = node.attributes.get("title") or node.text()
        leads = address and not address.lower().startswith(("javascript:", "#", "data:", "mailto:"))
        if leads and (_FILE.search(address) or _FILE.search(text.strip())):
            yield Link(_shown(node.text()) or _shown(text), _shown(address))


def _is_wide(attributes: dict[str, str | None]) -> bool:
    said = re.match(r"\d{1,5}", attributes.get("width") or "") or re.search(
        r"(?<![\w-])width\s*:\s*(\d{1,5})(?:\.\d+)?px", attributes.get("style") or ""
    )
    return said is not None and int(re.sub(r"\D", "", said.group(said.lastindex or 0))) >= _LEAST_WIDTH


def _shown(text: str) -> str:
    """Words and addresses as a sentence may show them."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST]
