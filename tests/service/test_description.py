"""The API does what its description says, whatever it is sent."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode, openapi
from schemathesis.specs.openapi.checks import positive_data_acceptance
from schemathesis.specs.openapi.schemas import OpenApiSchema
from serving import Service, report

from extractor.service.app import describe

DESCRIBED = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text("utf-8"))
OPERATIONS = [(path, method) for path, methods in DESCRIBED["paths"].items() for method in methods]
# What fits the description may still be refused: a cursor that no list gave, a file that is no report, no model.
UNHEALTHY = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
NOT_CHECKED = [positive_data_acceptance]


@cache
def described() -> OpenApiSchema:
    """The description as the tools take it, which remember of each operation how requests to it are made up."""
    return openapi.from_dict(DESCRIBED)


@pytest.fixture(scope="module")
def listening(service: Service) -> Iterator[str]:
    """The address of the service, behind a real socket; wrong tokens do not make anybody wait there."""
    service.send(report())
    service.service.throttle._failures = 10**9  # pyright: ignore[reportPrivateUsage]
    server = uvicorn.Server(uvicorn.Config(service.client.app, port=0, lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    yield f"http://{host}:{port}"
    server.should_exit = True
    thread.join()
    service.service.throttle._failures = service.service.settings.limits.failures  # pyright: ignore[reportPrivateUsage]


def test_the_description_is_that_of_the_code(service: Service) -> None:
    assert describe(service.client.app) == DESCRIBED, "run `make docs`"  # pyright: ignore[reportArgumentType]


@pytest.mark.filterwarnings("ignore")  # of the tools that make up requests, not of ours
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_is_as_described(service: Service, listening: str, path: str, method: str) -> None:
    operation = described()[path][method]
    headers = {"Authorization": f"Bearer {service.tokens['admin']}"}
    answered: list[int] = []

    def check(case: Case) -> None:
        answer: Any = case.call(base_url=listening, headers=headers)
        case.validate_response(answer, headers=headers, excluded_checks=NOT_CHECKED)
        answered.append(answer.status_code)

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        bounded = settings(
            max_examples=5, deadline=None, database=None, derandomize=True, suppress_health_check=UNHEALTHY
        )
        try:
            bounded(given(case=operation.as_strategy(generation_mode=mode))(check))()
        except Exception as error:
            if "Impossible to generate negative" in str(error) or "Unsatisfiable" in type(error).__name__:
                continue
            raise
    assert answered
    assert max(answered) < 500
