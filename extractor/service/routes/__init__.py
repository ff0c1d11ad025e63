"""The routes, one module a kind of thing."""

from typing import Any

from fastapi import APIRouter

from extractor.service.manners import PoliteRoute
from extractor.service.problems import MEDIA_TYPE


def problem(description: str) -> dict[str, Any]:
    """How OpenAPI describes an answer that tells of a problem."""
    return {"description": description, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": problem("Why the request was refused."),
    "5XX": problem("What failed here."),
}
"""What every route may answer where something is wrong."""


def new_router(tag: str) -> APIRouter:
    """A router whose routes tell of what is wrong in the one way there is."""
    return APIRouter(prefix="/v1", tags=[tag], responses=PROBLEMS, route_class=PoliteRoute)
