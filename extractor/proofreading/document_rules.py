"""Reads `document_rules.toml`: what is known of the document beside its figures."""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from typing import Any, NamedTuple, cast

from extractor.findings import Bilingual

Number = tuple[str, int, int]
"""A document's number: whose it is, year, number: 国办函〔2020〕109号."""


class Law(NamedTuple):
    """A law that reports cite: its titles, how many articles it has, its numbers and the words that speak of it.

    `order` is the number of the order that issued it.
    """

    titles: tuple[str, ...]
    articles: int
    order: int
    of_reports: tuple[int, ...]
    of_utilities: tuple[int, ...]
    number: Number | None
    words: str


class FormLetter(NamedTuple):
    """The letter that prescribes a form, and the first and last year whose reports follow it."""

    number: Number
    first: int
    last: int


class Aspect(NamedTuple):
    """Something that the overview has to tell of: its name, and a pattern of the words that tell of it."""

    name: Bilingual
    words: re.Pattern[str]


class DocumentRules(NamedTuple):
    """Everything in the file."""

    laws: dict[str, Law]
    forms: tuple[FormLetter, ...]
    deadlines: dict[str, tuple[int, int]]
    placeholders: tuple[str, ...]
    overview: tuple[Aspect, ...]


@cache
def load_document_rules() -> DocumentRules:
    """The rules of the package."""
    with open(os.path.join(os.path.dirname(__file__), "document_rules.toml"), "rb") as file:
        tables = tomllib.load(file)
    laws = {key: _law(cast(dict[str, Any], table)) for key, table in tables["laws"].items()}
    forms = tuple(FormLetter(tuple(one["number"]), one["first"], one["last"]) for one in tables["forms"])
    deadlines = {key: (month, day) for key, (month, day) in tables["deadlines"].items()}
    overview = tuple(Aspect(Bilingual(*one["name"]), re.compile(one["words"])) for one in tables["overview"])
    return DocumentRules(laws, forms, deadlines, tuple(tables["placeholders"]["patterns"]), overview)


def _law(table: dict[str, Any]) -> Law:
    number = tuple(table["number"]) if "number" in table else None
    articles = table.get("articles", 0)
    return Law(
        tuple(table["titles"]),
        articles,
        table.get("order", 0),
        tuple(table.get("of_reports", ())),
        tuple(table.get("of_utilities", ())),
        cast("Number | None", number),
        table.get("words", ""),
    )
