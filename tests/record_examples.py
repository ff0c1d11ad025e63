"""Records examples of requests and answers for the description of the API: `make examples`.

A service runs over an empty store; each operation is used as somebody would, and what it takes and gives is kept.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from httpx2 import Response
from serving import Service, archive, report, running

from extractor.service.app import describe
from extractor.store.people import Role

_MOST_ENTRIES = 2
_MOST_NAMED = 30
"""An object with more members is a list by name, and is cut like one."""
_MOST_CHARACTERS = 400
_SECRET = "a-secret-that-is-shown-once"


class Use(NamedTuple):
    """One use of an operation: `wanted` of the path in braces is filled in from what came before."""

    operation: str
    role: Role = "reviewer"
    json: Any = None
    params: dict[str, Any] = {}  # noqa: RUF012
    headers: dict[str, str] = {}  # noqa: RUF012
    content: bytes | None = None


class Recorder:
    """Uses a service, and keeps what it is sent and answers."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.known: dict[str, Any] = {"form": "2021", "number": 1}
        self.kept: dict[str, list[dict[str, Any]]] = {}
        self.addresses = {
            operation["operationId"]: (method.upper(), path)
            for path, methods in describe(service.client.app)["paths"].items()  # pyright: ignore[reportArgumentType]
            for method, operation in methods.items()
        }

    def use(self, use: Use) -> Any:
        """What an operation answers; kept as its example for this status."""
        method, path = self.addresses[use.operation]
        headers = {"Authorization": f"Bearer {self.service.tokens[use.role]}", **use.headers}
        answer = self.service.client.request(
            method, path.format(**self.known), json=use.json, params=use.params, headers=headers, content=use.content
        )
        assert answer.status_code < 300, (use.operation, answer.text)
        body = told(answer)
        one = {"request": use.json, "status": str(answer.status_code), "answer": shortened(masked(body))}
        known = self.kept.setdefault(use.operation, [])
        self.kept[use.operation] = [*(each for each in known if each["status"] != one["status"]), one]
        return body


def told(answer: Response) -> Any:
    """What an answer says: JSON, or text; None where it is a file, or says nothing."""
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if not answer.content:
        return None
    if kind == "application/json":
        return answer.json()
    return answer.text if kind.startswith(("text/", "application/jsonl")) else None


def masked(answer: Any) -> Any:
    """An answer without a secret that holds."""
    return {**answer, "secret": _SECRET} if isinstance(answer, dict) and "secret" in answer else answer


def shortened(answer: Any) -> Any:
    """An answer with its long lists and texts cut."""
    if isinstance(answer, list):
        return [shortened(one) for one in answer[:_MOST_ENTRIES]]
    if isinstance(answer, dict):
        entries = list(answer.items())
        kept = entries[:_MOST_ENTRIES] if len(entries) > _MOST_NAMED else entries
        return {name: shortened(one) for name, one in kept}
    return answer[:_MOST_CHARACTERS] if isinstance(answer, str) else answer


def record(service: Service) -> dict[str, list[dict[str, Any]]]:
    """The examples of all operations."""
    recorder = Recorder(service)
    for part in (_sending, _looking, _deciding, _keying_again, _together, _looking_after):
        for use in part(recorder):
            recorder.use(use)
    return dict(sorted(recorder.kept.items()))


def _sending(recorder: Recorder) -> Iterator[Use]:
    known, content = recorder.known, report()
    sent = recorder.use(Use("send_document", content=content, params={"name": "report.txt"}))
    known.update(sha256=sent["document"], extraction=sent["id"])
    yield Use("send_document", content=content, params={"name": "report.txt"})
    job = recorder.use(Use("send_batch", content=archive({"one.txt": report(), "two.txt": report()})))["id"]
    known.update(job=job)
    recorder.service.finished(job)
    again = recorder.use(Use("send_document", content=report(2), params={"ask": "auto"}))["id"]
    recorder.service.finished(again)
    yield Use("get_events")
    for operation in ("get_jobs", "get_job", "get_items", "cancel", "retry"):
        yield Use(operation)
    yield Use("check", content=content)
    recorder.service.finished(recorder.use(Use("reread", json={"ask": "off"}))["id"])


def _looking(recorder: Recorder) -> Iterator[Use]:
    for operation in ("get_documents", "get_document", "get_extractions", "get_extraction", "get_read_fields"):
        yield Use(operation, "reader")
    for operation in ("get_own_findings", "get_findings", "get_fields", "get_report", "get_text", "get_pages"):
        yield Use(operation, "reader")
    for operation in ("get_tables", "get_offers", "get_forms", "get_form", "get_dictionary", "get_csv"):
        yield Use(operation, "reader")
    for operation in ("get_json_lines", "get_overview", "get_confidence_map", "get_bodies", "get_me", "get_content"):
        yield Use(operation, "reader")
    unit = recorder.use(Use("get_bodies", "reader"))["items"][0]["unit"]
    yield Use("get_body", "reader", params={"unit": unit})
    for operation in ("get_health", "get_readiness", "get_metrics", "get_filters", "get_waiting_reports"):
        yield Use(operation, "reader")


def _deciding(recorder: Recorder) -> Iterator[Use]:
    first, second, *_ = recorder.use(Use("get_queue", params={"document": recorder.known["sha256"]}))["items"]
    recorder.known.update(field=first["figure"]["field"])
    yield Use("get_undo")
    yield Use("make_decision", json={"value": 3, "note": "as printed"}, headers={"If-Match": first["figure"]["etag"]})
    entry = {"field": second["figure"]["field"], "etag": second["figure"]["etag"], "action": "settle", "value": None}
    yield Use("make_decisions", json={"decisions": [entry], "kind": "row"})
    for operation in ("get_field", "get_decisions", "get_field_decisions", "get_undo", "get_pace", "follow_events"):
        yield Use(operation)


def _keying_again(recorder: Recorder) -> Iterator[Use]:
    yield Use("get_next_key", "reviewer")
    recorder.known.update(id=recorder.use(Use("get_next_key", "admin"))["id"])
    yield Use("key", "admin", json={"value": 4})
    yield Use("get_second_keying")
    yield Use("get_disagreements")


def _together(recorder: Recorder) -> Iterator[Use]:
    yield Use("reserve_report")
    yield Use("release_report")
    yield Use("assign_reports", "admin", json={"documents": [recorder.known["sha256"]], "who": "reviewer"})


def _looking_after(recorder: Recorder) -> Iterator[Use]:
    made = recorder.use(Use("make_token", "admin", json={"name": "王芳", "role": "reviewer", "days": 365}))
    recorder.known.update(id=made["id"])
    yield Use("get_tokens", "admin")
    yield Use("end_token", "admin")
    yield Use("put_rules", "admin", json={"text": "空格一律记为 0。"})
    for operation in ("get_rules", "get_audit", "get_seeded_errors", "get_webhooks"):
        yield Use(operation, "admin")
    yield Use("purge_document", "admin", json={"reason": "sent twice by mistake"})
    yield Use("log_out")


def main(path: str) -> None:
    """Writes the examples into a file. A model is configured that nobody is, so that one can be asked for."""
    os.environ.update(EXTRACTOR_LLM_BASE_URL="http://127.0.0.1:9/v1", EXTRACTOR_LLM_MODEL="a-model")
    with tempfile.TemporaryDirectory() as folder, running(str(Path(folder) / "store.db")) as service:
        ticks = count()
        began = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
        service.service.store.now = lambda: began + timedelta(seconds=next(ticks))
        kept = record(service)
    Path(path).write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
