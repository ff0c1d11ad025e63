"""What is counted while the service runs, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from extractor.store import Store
from extractor.store.jobs import count_items
from extractor.store.lanes import Wanted, count_waiting

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The counters of one service, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "extractor_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "extractor_request_seconds", "How long an answer took.", ("method", "route"), registry=self.registry
        )
        self.readings = Counter(
            "extractor_readings", "Documents read, by what came of it.", ("outcome",), registry=self.registry
        )
        self.refused = Counter("extractor_refused_tokens", "Wrong tokens shown.", registry=self.registry)
        self.ended = Counter(
            "extractor_connections_ended",
            "Connections cut off, by what they kept waiting.",
            ("why",),
            registry=self.registry,
        )
        self.waiting = Gauge("extractor_review_queue", "Figures that wait for a person.", registry=self.registry)
        self.items = Gauge("extractor_job_items", "Documents of jobs.", ("state",), registry=self.registry)

    def page(self, store: Store) -> bytes:
        """All of it, as Prometheus reads it."""
        with store.reading() as session:
            self.waiting.set(count_waiting(session, Wanted()))
            for state, count in count_items(session).items():
                self.items.labels(state).set(count)
        return generate_latest(self.registry)
