"""What goes wrong, told to people: a page in their language where a browser asks for one."""

from __future__ import annotations

from fastapi import Request, Response

from extractor.service.pages.language import language_of
from extractor.service.pages.render import answer, problem_text
from extractor.service.problems import Refusal
from extractor.service.problems import answer as answer_program
from extractor.service.returning import wants_page


def tell(request: Request, refusal: Refusal) -> Response:
    """A page to a browser that shows one, a problem (RFC 9457) to a program."""
    if not wants_page(request):
        return answer_program(refusal)
    language = language_of(request)
    told = problem_text(language, refusal)
    page = answer(request, language, "problem.html", refusal.status, told=told, detail=refusal.detail)
    page.headers.update(refusal.headers)
    return page
