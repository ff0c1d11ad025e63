"""What every request works with: the store, the workers, the jobs, and the limits."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Annotated, cast

from fastapi import Depends, Request

from extractor.service.jobs import JobQueue
from extractor.service.metrics import Metrics
from extractor.service.settings import Settings
from extractor.service.space import Space
from extractor.service.throttle import AtOnce, Throttle
from extractor.service.webhooks import Webhooks
from extractor.service.workers import DocumentPool
from extractor.store import Store


@dataclass(frozen=True, slots=True)
class ServiceState:
    """The parts of one running service."""

    settings: Settings
    store: Store
    workers: DocumentPool
    drawing_workers: DocumentPool
    """Workers that only draw pages, so that nobody who looks at one waits until long documents have been read."""
    jobs: JobQueue
    metrics: Metrics
    throttle: Throttle
    space: Space
    at_once: AtOnce
    """How many reports one person has read at the same time; others of theirs wait outside."""
    webhooks: Webhooks
    closing: threading.Event = field(default_factory=threading.Event)
    """Set when the service is about to end, so that what waits for news stops waiting."""


def service_of(request: Request) -> ServiceState:
    """The parts of the service that a request came to."""
    return cast(ServiceState, request.app.state.service)


Here = Annotated[ServiceState, Depends(service_of)]
"""A parameter of a route: the parts of the service."""
