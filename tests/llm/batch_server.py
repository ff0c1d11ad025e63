"""A provider's batch interface on this machine: `/v1/files` and `/v1/batches`, with whatever goes wrong there."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from extractor.llm.settings import Settings
from tests.llm.server import impatient

Answer = Callable[[dict[str, Any]], Response]
Lines = Callable[[list[dict[str, Any]]], list[bytes]]


class BatchServer:
    """Takes files and begins batches over them; `answer` is what a question by itself would be answered.

    A batch is over when `looks` have asked how it stands, with `status`. `processed` counts the questions that were
    worked on. `lines` makes the output file of its lines; `odd` answers a request in the server's place, by method and
    path, and `seen` are the requests so far.
    """

    def __init__(self, server: HTTPServer, answer: Answer) -> None:
        self.server = server
        self.answer = answer
        self.looks = 1
        self.status = "completed"
        self.lines: Lines = lambda lines: [json.dumps(one, ensure_ascii=False).encode() for one in lines]
        self.odd: Callable[[Request], Response | None] = lambda _: None
        self.after: Callable[[Request], None] = lambda _: None
        self.files: dict[str, bytes] = {}
        self.names: dict[str, str] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.processed: Counter[str] = Counter()
        self.seen: list[str] = []
        self.bodies: list[bytes] = []
        for path in ("/v1/files", "/v1/batches"):
            for rest in ("", "/.*"):
                server.expect_request(re.compile(f"{path}{rest}")).respond_with_handler(self._respond)

    @property
    def settings(self) -> Settings:
        """How it is asked: without patience, and with time for a busy machine."""
        return impatient(self.server.url_for("/v1")).model_copy(update={"timeout": 60.0})

    def _respond(self, request: Request) -> Response:
        self.seen.append(f"{request.method} {request.path}")
        odd = self.odd(request)
        if odd is not None:
            return odd
        parts = request.path.split("/")[2:]
        made = self._of_files(request, parts) if parts[0] == "files" else self._of_batches(request, parts)
        self.after(request)
        return made

    def _of_files(self, request: Request, parts: list[str]) -> Response:
        if request.method == "POST":
            content = request.files["file"].read()
            assert request.form["purpose"] == "batch"
            self.bodies.append(content)
            name = self._keep(content)
            self.names[name] = request.files["file"].filename or ""
            return as_json({"id": name, "object": "file", "purpose": "batch"})
        if len(parts) == 1:
            return as_json({"data": [{"id": one, "filename": self.names.get(one)} for one in self.files]})
        if parts[1] not in self.files:
            return as_json({"error": {"message": "no such file"}}, 404)
        if request.method == "DELETE":
            del self.files[parts[1]]
            return as_json({"id": parts[1], "deleted": True})
        return Response(self.files[parts[1]], content_type="application/octet-stream")

    def _of_batches(self, request: Request, parts: list[str]) -> Response:
        if request.method == "GET" and len(parts) == 1:
            return as_json({"object": "list", "data": list(self.batches.values()), "has_more": False})
        if request.method == "POST" and len(parts) == 1:
            return as_json(self._begun(json.loads(request.get_data())))
        batch = self.batches.get(parts[1])
        if batch is None:
            return as_json({"error": {"message": "no such batch"}}, 404)
        if request.method == "POST":
            self.status = "cancelled"
            self._end(batch)
        elif batch["status"] == "in_progress":
            batch["looked"] += 1
            if batch["looked"] >= self.looks:
                self._end(batch)
        return as_json(batch)

    def _begun(self, asked: dict[str, Any]) -> dict[str, Any]:
        number = len(self.batches) + 1
        count = self.files[asked["input_file_id"]].count(b"\n")
        batch = {
            "id": f"batch_{number}",
            "object": "batch",
            "status": "in_progress",
            "looked": 0,
            "output_file_id": None,
            "error_file_id": None,
            "request_counts": {"total": count, "completed": 0, "failed": 0},
            **asked,
        }
        self.batches[f"batch_{number}"] = batch
        return batch

    def _end(self, batch: dict[str, Any]) -> None:
        batch["status"] = self.status
        if self.status == "failed":
            told = {"code": "invalid_json_line", "message": "this file is no good", "line": 1}
            batch["errors"] = {"object": "list", "data": [told]}
            return
        answers, errors = [], []
        for text in self.files[batch["input_file_id"]].splitlines():
            line = json.loads(text)
            if self.status != "completed":
                told = {"code": f"batch_{self.status}", "message": "This request could not be executed."}
                errors.append({"id": "x", "custom_id": line["custom_id"], "response": None, "error": told})
                continue
            self.processed[line["custom_id"]] += 1
            answer = self.answer(line["body"])
            body = {"status_code": answer.status_code, "body": answer.get_json(silent=True)}
            made = {"id": "x", "custom_id": line["custom_id"], "response": body, "error": None}
            (answers if answer.status_code == 200 else errors).append(made)
        counts = batch["request_counts"]
        counts["completed"], counts["failed"] = len(answers), len(errors)
        for name, lines in (("output_file_id", self.lines(answers)), ("error_file_id", self._plain(errors))):
            batch[name] = self._keep(b"\n".join([*lines, b""])) if lines else None

    @staticmethod
    def _plain(lines: list[dict[str, Any]]) -> list[bytes]:
        return [json.dumps(one).encode() for one in lines]

    def _keep(self, content: bytes) -> str:
        name = f"file-{len(self.files) + len(self.seen)}-{len(content)}"
        self.files[name] = content
        return name


def as_json(body: object, status: int = 200) -> Response:
    """A response of JSON."""
    return Response(json.dumps(body), status=status, content_type="application/json")
