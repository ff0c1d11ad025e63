"""Which language a page speaks, and its words (`words.toml`: each with its Chinese and its English)."""

from __future__ import annotations

from fastapi import Request

from extractor.exporting.pages.language import LANGUAGES, Language
from extractor.exporting.pages.language import words as shared_words

COOKIE = "extractor_language"
REASONS = ("not-proved", "second-disagrees", "reopened", "decision-outdated", "postponed", "given-up")
"""For which figures wait that no finding names."""


def words(language: Language) -> dict[str, str]:
    """The words of one language, by `section.key`."""
    return shared_words(language, "extractor.service.pages")


def language_of(request: Request) -> Language:
    """What was asked for (`?lang=`), chosen before (a cookie), or is the first the browser accepts; else Chinese."""
    wishes = [request.query_params.get("lang"), request.cookies.get(COOKIE)]
    wishes += [one.strip()[:2].lower() for one in request.headers.get("accept-language", "").split(",")]
    for job_request in wishes:
        for language in LANGUAGES:
            if job_request == language:
                return language
    return "zh"
