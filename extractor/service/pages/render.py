"""Templates → pages: who looks, in which language, and what every page shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Annotated, Any, cast

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from extractor.exporting.cells import CELL_SIGNS
from extractor.exporting.pages.language import Language, say
from extractor.exporting.pages.render import environment, json_block, name_of
from extractor.service.guards import ReaderRole
from extractor.service.pages.language import COOKIE, language_of, words
from extractor.service.problems import Refusal
from extractor.service.state import Here, ServiceState
from extractor.store.people import ROLES, Visitor
from extractor.version import __version__

_YEAR_SECONDS = 365 * 24 * 3600
_OF_SCRIPTS = {
    "script.": "",
    "kinds.": "kind_",
    "cells.": "cell_",
    "cells_told.": "cell_told_",
    "sections.": "section_",
    "problems.": "problem_",
}
"""The sections of words that scripts use, and how the names begin by which they know them."""


@cache
def _environment() -> Environment:
    made = environment("extractor.service.pages")
    filters = cast(dict[str, Callable[..., str]], made.filters)  # pyright: ignore[reportUnknownMemberType]
    filters.update(moment=moment_text)
    return made


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """One request of a page: who makes it, and in which language it is answered."""

    request: Request
    here: ServiceState
    visitor: Visitor
    language: Language

    @property
    def may_review(self) -> bool:
        """Whether the visitor may upload and decide."""
        return ROLES.index(self.visitor.role) >= ROLES.index("reviewer")

    def say(self, key: str, /, **values: object) -> str:
        """The words of a key; `KeyError` where there are none."""
        return say(words(self.language), key, **values)

    def name_of(self, kind: str, key: str) -> str:
        """What a key of some kind (`kinds.row-missing`) is called; itself where it has no name."""
        return name_of(words(self.language), kind, key)

    def told(self, refusal: Refusal) -> str:
        """A refusal in the language of the page."""
        return problem_text(self.language, refusal)

    def show(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The page a template makes."""
        return answer(self.request, self.language, template, status, page=self, **values)


def answer(request: Request, language: Language, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The page a template makes, for anybody; a language that was asked for is kept in a cookie."""
    said = words(language)
    shared: dict[str, Any] = {
        "page": None,
        "language": language,
        "path": request.url.path,
        "other_language": _with_language(request, "en" if language == "zh" else "zh"),
        "version": __version__,
        "t": partial(say, said),
        "script_words": json_block(_script_words(language)),
    }
    response = HTMLResponse(_environment().get_template(template).render({**shared, **values}), status)
    response.headers["Content-Language"] = "zh-CN" if language == "zh" else "en"
    if request.query_params.get("lang") == language:
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, language, _YEAR_SECONDS, path="/", secure=secure, httponly=True, samesite="lax")
    return response


def problem_text(language: Language, refusal: Refusal) -> str:
    """What is told of a refusal in a language, by its kind and members; what has no words of its own as it is said."""
    said = words(language)
    keys = [f"problems.{refusal.code}_{refusal.more.get('why')}", f"problems.{refusal.code}"]
    return next((said[key] for key in keys if key in said), refusal.detail)


@cache
def _script_words(language: Language) -> dict[str, str]:
    """The words that scripts use, and the signs of what cells hold."""
    said = words(language)
    signs = {f"sign_{kind}": sign for kind, sign in CELL_SIGNS.items()}
    return signs | {
        prefix + key.removeprefix(section): text
        for section, prefix in _OF_SCRIPTS.items()
        for key, text in said.items()
        if key.startswith(section)
    }


def _with_language(request: Request, language: Language) -> str:
    return "?" + str(request.url.include_query_params(lang=language).query)


def page_of(request: Request, here: Here, visitor: ReaderRole) -> HtmlPage:
    """The request of a page by somebody who may look."""
    return HtmlPage(request, here, visitor, language_of(request))


Showing = Annotated[HtmlPage, Depends(page_of)]
"""A parameter of a route that answers with a page."""


def moment_text(moment: datetime | None) -> str:
    """A moment to the minute, in UTC, as pages show it until the browser says it in its own time."""
    return moment.strftime("%Y-%m-%d %H:%M UTC") if moment else "—"
