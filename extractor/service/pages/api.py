"""The API described on a page, without anything from the network: what `/v1/openapi.json` says, for people."""

from __future__ import annotations

from typing import Any, NamedTuple

from fastapi import APIRouter, Response

from extractor.service.pages.render import Showing

router = APIRouter(include_in_schema=False)


class Operation(NamedTuple):
    """One thing that a program may ask."""

    tag: str
    method: str
    path: str
    name: str
    summary: str
    parameters: list[dict[str, Any]]
    answers: list[str]


@router.get("/docs")
def show_docs(page: Showing) -> Response:
    """Every operation of the API, by what it is about."""
    described = page.request.app.openapi()
    found: dict[str, list[Operation]] = {}
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            tag = one["tags"][0]
            operation = Operation(
                tag,
                method.upper(),
                path,
                one["operationId"],
                one.get("description") or one["summary"],
                one.get("parameters", []),
                sorted(one["responses"]),
            )
            found.setdefault(tag, []).append(operation)
    return page.show("docs.html", groups=found, version=described["info"]["version"])
