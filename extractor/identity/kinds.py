"""What kind of document a file seems to be, where it is no report of a statutory form: by words that only such have."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractor.findings import Bilingual

_LONGEST = 200_000


class DocumentKind(NamedTuple):
    """A kind of document that is not read, by the words that show it."""

    key: str
    name: Bilingual
    least: int
    words: tuple[str, ...]


@cache
def document_kinds() -> tuple[DocumentKind, ...]:
    """The kinds of documents that are taken for reports and are none, the surest first."""
    table = tomllib.loads(files("extractor.identity").joinpath("kinds.toml").read_text("utf-8"))
    return tuple(
        DocumentKind(one["key"], Bilingual(*one["name"]), one["least"], tuple(one["words"])) for one in table["kinds"]
    )


def seems_to_be(text: str) -> DocumentKind | None:
    """The kind of which the most words beyond its least are there; None where no kind has enough."""
    bare = "".join(text[:_LONGEST].split())
    seen = {kind: sum(word in bare for word in kind.words) - kind.least for kind in document_kinds()}
    likeliest = max(seen, key=lambda kind: seen[kind])
    return likeliest if seen[likeliest] >= 0 else None
