"""A page's bytes → `Source`: decoded, parsed within limits, its report found and written as lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import SourceError
from extractor.files.kinds import BINARY, HTML, FileKind
from extractor.lexicon.folding import fold_script
from extractor.sources.compose import File, compose
from extractor.sources.html.article import find_article, is_title, seen_on
from extractor.sources.html.charset import decode_page
from extractor.sources.html.element import Element
from extractor.sources.html.elsewhere import kept_pages, where_else
from extractor.sources.html.labels import tables_among
from extractor.sources.html.limits import tame
from extractor.sources.html.lines import write_lines
from extractor.sources.html.links import links_to_files
from extractor.sources.html.tree import build, parse, text_of, texts_of
from extractor.sources.model import Source
from extractor.sources.text import not_text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_MOST_DAMAGE = 0.1
_WHOLE = r"(?i)<(?:html|body|!doctype)[\s>]"
_TITLES = 'meta[name="ArticleTitle" i], meta[property="og:title" i], title'


class DecodedPage(NamedTuple):
    """What is shown of a page, the parser's tree of it, the titles that its head states, and the tables it holds."""

    shown: Element
    parsed: LexborHTMLParser
    titles: tuple[str, ...]
    tables: frozenset[str]


def read_html(file: File) -> Source:
    """The report on a web page.

    Raises:
        EmptySource: the page shows no word.
        NotText: its bytes are no text.
        TooLarge: it has more tags, or deeper ones, than any report's page.
        SourceError: its text stands elsewhere: in a frame, where a script fetches it, or in a file it links to without
            saying whose report that is.
    """
    return compose_page(file, HTML, *open_page(file.data, file.name))


def open_page(data: bytes, name: str, charset: str | None = None) -> tuple[DecodedPage, str]:
    """The page in these bytes, and their encoding."""
    decoded = decode_page(data, charset)
    if decoded is None or decoded.damage > _MOST_DAMAGE * len(decoded.characters):
        raise not_text(name, BINARY)
    page = _parsed(decoded.characters, name)
    if page.tables:
        return page, decoded.encoding
    kept = [_parsed(text, name) for text in kept_pages(page.parsed)]
    best = fullest([page, *kept], name)
    return best._replace(titles=page.titles), decoded.encoding


def fullest(pages: Sequence[DecodedPage], name: str) -> DecodedPage:
    """The page with most of the statutory tables; the first where none has any.

    Raises:
        SourceError: there are several with different words, and nothing says which is the report.
    """
    most = max(len(page.tables) for page in pages)
    best = [page for page in pages if len(page.tables) == most]
    if most and len({"".join(text_of(page.shown).split()) for page in best}) > 1:
        raise SourceError(
            f"{name}: holds several reports; open the one that is meant, save its page and give that file."
        )
    return best[0]


def compose_page(file: File, kind: FileKind, page: DecodedPage, encoding: str) -> Source:
    """The source of a file that is this page.

    Raises:
        EmptySource: the page shows no word.
        SourceError: the report stands elsewhere.
    """
    above, article = find_article(page.shown)
    written = write_lines(article)
    lines, grids = written.lines, written.grids
    titles = _titles([*page.titles, *above], lines)
    links = links_to_files(page.parsed)
    says_whose = bool(links) and any(map(is_title, [*titles, *lines]))
    if not page.tables and not says_whose and (elsewhere := where_else(page.parsed, "\n".join(lines))):
        raise SourceError(f"{file.name}: {elsewhere}.")
    if titles:
        before = sum(map(len, titles)) + len(titles)
        grids = [grid.moved(before) for grid in written.grids]
    made = compose(file, kind, "\n".join([*titles, *lines]), encoding=encoding, grids=grids)
    return replace(made, links=links)


def _titles(stated: list[str], lines: list[str]) -> list[str]:
    """The titles stated outside the article, without those that its first lines state as well."""
    first = "".join(map(fold_script, lines[:5]))
    made: dict[str, str] = {}
    for title in stated:
        folded = fold_script(title)
        if is_title(title) and folded not in first:
            made.setdefault(folded, title)
    return list(made.values())


def _parsed(characters: str, name: str) -> DecodedPage:
    characters = tame(characters, name)
    parsed = parse(characters)
    body = build(parsed, characters, name)
    if not re.search(_WHOLE, characters):
        _keep_breaks(body)
    shown = seen_on(body)
    heads = [node.attributes.get("content") or node.text() for node in parsed.css(_TITLES)]
    titles = tuple(" ".join(head.split()) for head in heads)
    return DecodedPage(shown, parsed, titles, tables_among(texts_of(shown)))


def _keep_breaks(body: Element) -> None:
    """Lets the line breaks of bare text count: what is a part of a page only may be text with some tags in it."""
    children: list[Element | str] = []
    for child in body.children:
        if isinstance(child, str) and child.strip():
            child = Element("div", body.shown, {}, [child], keeps_spaces=True)
        children.append(child)
    body.children = children
