"""The words of pages, in Chinese and English: `section.key`, from `words.toml` files (each word as a pair).

What a finding is called is `kinds.` and its code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from extractor.findings import catalogue

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@cache
def words(language: Language, *packages: str) -> dict[str, str]:
    """The words that all pages share, and those of the `words.toml` of these packages."""
    chosen = LANGUAGES.index(language)
    found = {f"kinds.{code}": one.title[chosen] for code, one in catalogue().items()}
    for package in ("extractor.exporting.pages", *packages):
        sections = tomllib.loads(files(package).joinpath("words.toml").read_text("utf-8"))
        for section, pairs in sections.items():
            found |= {f"{section}.{key}": pair[chosen] for key, pair in pairs.items()}
    return found


def say(said: Mapping[str, str], key: str, /, **values: object) -> str:
    """The words of a key, with `{names}` filled in; `KeyError` where there are none."""
    return said[key].format(**values) if values else said[key]
