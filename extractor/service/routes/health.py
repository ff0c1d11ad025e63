"""Whether the service is there, is ready, and how it does."""

from __future__ import annotations

from fastapi import APIRouter, Response
from sqlalchemy import text

from extractor.service.guards import ReaderRole
from extractor.service.metrics import MEDIA_TYPE
from extractor.service.models import Health
from extractor.service.problems import Refusal
from extractor.service.routes import PROBLEMS
from extractor.service.state import Here
from extractor.store.space import NoSpace
from extractor.version import __version__

router = APIRouter(tags=["health"], responses=PROBLEMS)


@router.get("/healthz")
def get_health() -> Health:
    """Whether the process answers at all; needs no token."""
    return Health(status="ok", version=__version__)


@router.get("/readyz")
def get_readiness(here: Here) -> Health:
    """Whether requests can be fulfilled: the store answers and has space, and the service is not about to end; needs no
    token.
    """
    if here.closing.is_set():
        raise Refusal(503, "closing", "the service is about to end.", headers={"Retry-After": "5"})
    try:
        here.space.check_ready()
    except NoSpace as error:
        raise Refusal(503, "no-space", str(error), headers={"Retry-After": "60"}) from None
    with here.store.reading() as session:
        session.execute(text("SELECT 1 FROM alembic_version"))
    return Health(status="ok", version=__version__)


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"description": "What was counted, as Prometheus reads it.", "content": {"text/plain": {}}}},
)
def get_metrics(here: Here, _: ReaderRole) -> Response:
    """What was counted, for Prometheus."""
    return Response(here.metrics.page(here.store), media_type=MEDIA_TYPE)
