"""Which language a page speaks, and its words (`words.toml`: each with its Chinese and its English)."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from typing import Literal

from fastapi import Request

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
COOKIE = "extractor_language"
REASONS = ("not-proved", "second-disagrees", "reopened", "decision-outdated")
"""For which figures wait that no finding names."""


@cache
def words(language: Language) -> dict[str, str]:
    """The words of one language, by `section.key`."""
    with open(os.path.join(os.path.dirname(__file__), "words.toml"), "rb") as file:
        sections = tomllib.load(file)
    chosen = LANGUAGES.index(language)
    return {f"{section}.{key}": pair[chosen] for section, pairs in sections.items() for key, pair in pairs.items()}


@cache
def finding_kinds() -> tuple[str, ...]:
    """The codes of findings: all kinds that are no other reason for which figures wait."""
    kinds = [key.removeprefix("kinds.") for key in words("zh") if key.startswith("kinds.")]
    return tuple(kind for kind in kinds if kind not in REASONS)


def language_of(request: Request) -> Language:
    """What was asked for (`?lang=`), chosen before (a cookie), or is the first the browser accepts; else Chinese."""
    wishes = [request.query_params.get("lang"), request.cookies.get(COOKIE)]
    wishes += [one.strip()[:2].lower() for one in request.headers.get("accept-language", "").split(",")]
    for wish in wishes:
        for language in LANGUAGES:
            if wish == language:
                return language
    return "zh"
