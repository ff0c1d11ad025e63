"""A page on which no statutory table is seen: the report kept in its scripts, or where to look for it instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.lexicon.folding import fold_script
from extractor.sources.html.links import links_to_files

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_QUOTE = re.compile("[\"'`]")
_LITERALS = {quote: rf"(?s){quote}(?:[^{quote}\\]++|\\.)*+{quote}" for quote in "\"'`"}
_ESCAPE = r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))"
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": " ", "v": " ", "0": "", "\n": ""}
_CELL = re.compile(r"(?i)<td[\s>/]")
_MOST = 20
_FEW_WORDS = 300
_LONGEST_SHOWN = 120
_MOST_SHOWN = 5


def kept_pages(page: LexborHTMLParser) -> Iterator[str]:
    """What a page holds of HTML without showing it: in templates, in values of its form, in strings of its scripts."""
    found = 0
    for text in _unshown(page):
        if _CELL.search(text):
            found += 1
            yield text
        if found >= _MOST:
            return


def _unshown(page: LexborHTMLParser) -> Iterator[str]:
    for node in page.css("template, noscript, xmp"):
        yield node.inner_html or ""
    for node in page.css("textarea, noscript, xmp"):
        yield node.text()
    for node in page.css("input[value]"):
        yield node.attributes.get("value") or ""
    for node in page.css("script"):
        script = node.text()
        if "html" in (node.attributes.get("type") or "") or "template" in (node.attributes.get("type") or ""):
            yield script
        elif "td" in script:
            yield from (_unescaped(literal[1:-1]) for literal in _literals(script))


def _literals(script: str) -> Iterator[str]:
    """The strings of a script, in their quotes."""
    closed = {quote: re.compile(literal) for quote, literal in _LITERALS.items()}
    at = 0
    while found := _QUOTE.search(script, at):
        literal = closed[found[0]].match(script, found.start()) if found[0] in closed else None
        if literal is None:
            # What is not closed from here on is not closed from any later quote of the kind.
            closed.pop(found[0], None)
        else:
            yield literal[0]
        at = (literal or found).end()


def _unescaped(literal: str) -> str:
    """A string of JSON or of a script as the characters it stands for."""
    return re.sub(_ESCAPE, _character, literal) if "\\" in literal else literal


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code is None:
        return _LETTERS.get(escape[4], escape[4])
    number = int(code, 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def where_else(page: LexborHTMLParser, words: str) -> str | None:
    """What to say of a page without a statutory table, of whose own words these are left; None where it has a text."""
    if len(fold_script(words)) >= _FEW_WORDS and not page.css_first("frameset"):
        return None
    frames = [source for node in page.css("frame, iframe, embed, object") if (source := _source(node.attributes))]
    if frames:
        return f"shows its text in a frame ({_shown(frames[0])}); open that, save it and give that file"
    if files := [_shown(link.address) for link in links_to_files(page)[:_MOST_SHOWN]]:
        what = "a link to a file" if len(files) == 1 else "links to files"
        return f"holds no report but {what} ({', '.join(files)}); give {'that file' if len(files) == 1 else 'these'}"
    if any(len(node.text()) > 1 or node.attributes.get("src") for node in page.css("script")) and not words.strip():
        return "holds no text of its own, a script fetches it; save the page from a browser when its text is shown"
    return None


def _source(attributes: dict[str, str | None]) -> str:
    source = attributes.get("src") or attributes.get("data") or ""
    return "" if source.startswith(("about:", "javascript:", "data:")) else source


def _shown(address: str) -> str:
    """An address as a sentence may show it."""
    return "".join(c for c in address if c.isprintable())[:_LONGEST_SHOWN]
