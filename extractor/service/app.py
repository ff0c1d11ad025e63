"""The application: routes, guards and errors put together; and the parts of a service, opened and closed."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, closing, contextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from extractor.result import adapter
from extractor.service import pages
from extractor.service.examples import add_examples
from extractor.service.jobs import JobQueue
from extractor.service.manners import name_of_operation
from extractor.service.metrics import Metrics
from extractor.service.middleware import BodyLimit, Careful, Conditional, Counted
from extractor.service.pages.problem import tell
from extractor.service.problems import Problem, add_handlers
from extractor.service.routes import (
    checks,
    decisions,
    documents,
    exports,
    extractions,
    forms,
    health,
    jobs,
    offers,
    overview,
    people,
    pictures,
    queue,
    review,
    second_keying,
    session,
    sharing,
    signin,
)
from extractor.service.settings import Settings
from extractor.service.space import Space
from extractor.service.state import ServiceState
from extractor.service.throttle import AtOnce, Throttle
from extractor.service.webhooks import Webhooks
from extractor.service.workers import DocumentPool
from extractor.store import open_store
from extractor.store.following import prepare
from extractor.store.holding import held
from extractor.version import __version__
from extractor.workers.child import Limits

_DESCRIPTION = (
    "Reads the figures of 政府信息公开工作年度报告, keeps them with their proofs, and lets people settle what is in "
    "doubt. `docs/service.md` explains it with examples."
)
_AT_ONCE = 2
"""For each report of a person's that is read one that is on its way in or out."""
_ROUTES = (
    *(documents, pictures, checks, extractions, review, offers, decisions, queue, sharing, second_keying, overview),
    *(jobs, forms, exports, people, session, health),
)


@contextmanager
def opened(settings: Settings) -> Generator[ServiceState]:
    """The parts of a service; the jobs are worked off from `start` of its queue on.

    Raises:
        StoreError: the store cannot be opened, or another server works on it.
    """
    with held(settings.store), closing(open_store(settings.store)) as store:
        metrics, limits = Metrics(), settings.limits
        adapter()  # made here, once: pydantic's making of it is not safe in many threads at once
        # One worker more than anybody may have, or all jobs together: it is there for the others.
        reading = Limits(limits.reading_seconds, steps=limits.steps)
        workers = DocumentPool(settings.workers + 1, reading, each=settings.workers)
        drawing = Limits(limits.drawing_seconds, limits.drawing_memory, limits.steps)
        service = ServiceState(
            settings=settings,
            store=store,
            workers=workers,
            drawing_workers=DocumentPool(1, drawing, patience=limits.drawing_seconds),
            jobs=JobQueue(store, workers, metrics, settings.workers),
            metrics=metrics,
            throttle=Throttle(limits.failures, limits.failure_seconds),
            space=Space(store, limits.spare_bytes),
            at_once=AtOnce(_AT_ONCE * settings.workers),
            webhooks=Webhooks(store, settings.webhooks),
        )
        try:
            yield service
        finally:
            service.closing.set()
            workers.close()
            service.drawing_workers.close()


def make_app(service: ServiceState) -> FastAPI:
    """The application of a service; its jobs are worked off while it runs."""
    logging.getLogger("extractor.service").setLevel(logging.INFO)

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncGenerator[None]:
        await run_in_threadpool(prepare)
        await run_in_threadpool(service.jobs.start)
        await run_in_threadpool(service.webhooks.start)
        try:
            yield
        finally:
            service.closing.set()
            service.workers.close()
            service.drawing_workers.close()
            await run_in_threadpool(service.webhooks.close)
            await run_in_threadpool(service.jobs.close)

    app = FastAPI(
        title="extractor",
        version=__version__,
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        lifespan=living,
        redirect_slashes=False,
        generate_unique_id_function=name_of_operation,
    )
    app.state.service = service
    for module in _ROUTES:
        app.include_router(module.router)
    app.include_router(session.pages)
    app.include_router(signin.pages)
    for router in pages.ROUTERS:
        app.include_router(router)
    app.mount(
        "/static",
        StaticFiles(packages=[(one, "static") for one in ("extractor.exporting.pages", "extractor.service.pages")]),
    )
    add_handlers(app, tell)
    app.add_middleware(BodyLimit, limits=service.settings.limits)
    app.add_middleware(Conditional)
    app.add_middleware(Careful)
    app.add_middleware(Counted, metrics=service.metrics)
    app.openapi = lambda: describe(app)
    return app


def describe(app: FastAPI) -> dict[str, Any]:
    """The application as OpenAPI describes it; `docs/openapi.json` holds the same."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            license_info=app.license_info,
            routes=app.routes,
        )
        schema["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        add_examples(schema)
        app.openapi_schema = schema
    return app.openapi_schema
