"""A made-up model behind HTTP, for whole commands: `python -m benchmarks.player_server FOLDER --documents 300`.

Writes texts in which the rules leave figures in review to FOLDER/reports, and answers questions about them as a player
does, at `/v1/chat/completions` and in batches at `/v1/files` and `/v1/batches`. Printed is the address; then ask there:
`extractor batch FOLDER/reports --out RUN --llm auto`. How it was asked is told when it ends, by Ctrl-C.
"""

import argparse
import json
import logging
import pickle
import re
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from benchmarks.answer_shape import answer_of
from benchmarks.corpus import Plan, write_corpus
from benchmarks.model_players import PLAYERS, Player, Task
from benchmarks.need import tokens_recorded
from benchmarks.play import tasks_in
from benchmarks.played_documents import batches, in_turn, load, reports_of

_FIRST_SEED, _DOCUMENTS_A_REPORT, _FEWEST_REPORTS, _PAGE = 900, 50, 4, 40
_FILE = re.compile(rb"\r\n\r\n(?P<content>\{.*?\}\n)\r\n--", re.DOTALL)


def prepare(folder: Path, documents: int, corpus: Path | None, processes: int) -> dict[str, Task]:
    """The tables of so many texts by what is shown of them; made once, and kept in the folder."""
    kept = folder / "tasks.pickle"
    if not kept.exists():
        if corpus is None:
            corpus = folder / "corpus"
            reports = _FEWEST_REPORTS + documents // _DOCUMENTS_A_REPORT
            write_corpus(Plan(reports, _FIRST_SEED, operators=2, spoiled=reports // 4), corpus)
        (folder / "reports").mkdir()
        tasks, count = [], 0
        with ProcessPoolExecutor(processes) as pool:
            for page in batches(in_turn(corpus, reports_of(corpus), 1), _PAGE):
                for path, found in zip(page, pool.map(_tasks_at, page), strict=True):
                    if found and count < documents:
                        count += 1
                        (folder / "reports" / f"{count:04}.txt").write_bytes(path.read_bytes())
                        tasks += found
                if count >= documents:
                    break
        kept.write_bytes(pickle.dumps(tasks))
    return {task.shown.text: task for task in pickle.loads(kept.read_bytes())}


def _tasks_at(path: Path) -> Sequence[Task]:
    logging.disable(logging.WARNING)
    return tasks_in(load(path, reports_of(path.parents[1])))


class PlayerServer:
    """Answers as a player does; at most so many questions a minute, if bounded. `counts` says how it was asked."""

    def __init__(self, tasks: dict[str, Task], player: Player, per_minute: float | None, looks: int) -> None:
        self._tasks, self._player, self._per_minute, self._looks = tasks, player, per_minute, looks
        self._sent_a_character, self._written = tokens_recorded()
        self._lock = threading.Lock()
        self._asked: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()
        self._last: deque[float] = deque()
        self._files: dict[str, bytes] = {}
        self._names: dict[str, str] = {}
        self._batches: dict[str, dict[str, Any]] = {}
        self.counts: Counter[str] = Counter()

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        """The completion of a question."""
        text = "".join(str(one["content"]) for one in body["messages"])
        question = json.dumps(body, sort_keys=True)
        with self._lock:
            shown = next((shown for shown in self._tasks if shown in text), None)
            self._asked[shown or ""] += 1
            self._seen[question] += 1
            self.counts["questions"] += 1
            self.counts["asked twice"] += self._seen[question] > 1
            asked = self._asked[shown or ""]
        content = '{"numbers": ["8000001", "8000002", "8000003"]}'
        if shown is not None:
            task = self._tasks[shown].once_more(asked)
            made = answer_of(task, self._player(task))
            content = "{}" if made is None else made.model_dump_json(by_alias=True)
        sent = int(self._sent_a_character * len(text))
        used = {"prompt_tokens": sent, "completion_tokens": int(self._written)}
        self.counts.update(used)
        message = {"role": "assistant", "content": content}
        return {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "usage": used}

    def is_too_often(self) -> bool:
        """Whether this question is one too many in a minute."""
        with self._lock:
            now = time.monotonic()
            while self._last and now - self._last[0] > 60:
                self._last.popleft()
            if self._per_minute is not None and len(self._last) >= self._per_minute:
                self.counts["answered with 429"] += 1
                return True
            self._last.append(now)
            return False

    def keep(self, name: str, content: bytes) -> dict[str, Any]:
        """Keeps a file."""
        with self._lock:
            file = f"file-{len(self._names) + 1}"
            self._names[file], self._files[file] = name, content
        return {"id": file, "filename": name}

    def file(self, file: str) -> bytes | None:
        """A file that is kept."""
        return self._files.get(file)

    def listed(self, what: str) -> dict[str, Any]:
        """All files, or all batches."""
        files = [{"id": one, "filename": self._names[one]} for one in self._files]
        return {"data": files if what == "files" else list(self._batches.values()), "has_more": False}

    def delete(self, file: str) -> dict[str, Any]:
        """Deletes a file."""
        self._files.pop(file, None)
        return {"id": file, "deleted": True}

    def begin(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Begins a batch."""
        lines = self._files[asked["input_file_id"]].splitlines()
        batch = {"id": f"batch-{len(self._batches) + 1}", "status": "in_progress", "looks": 0, **asked}
        batch["request_counts"] = {"total": len(lines), "completed": 0, "failed": 0}
        self._batches[batch["id"]] = batch
        self.counts["batches"] += 1
        return batch

    def look(self, name: str) -> dict[str, Any]:
        """How a batch stands; it is over when it was looked at so often."""
        batch = self._batches[name]
        batch["looks"] += 1
        if batch["status"] == "in_progress" and batch["looks"] >= self._looks:
            made = []
            for text in self._files[batch["input_file_id"]].splitlines():
                line = json.loads(text)
                response = {"status_code": 200, "body": self.answer(line["body"])}
                made.append(json.dumps({"custom_id": line["custom_id"], "response": response, "error": None}))
            batch["status"], batch["request_counts"]["completed"] = "completed", len(made)
            batch["output_file_id"] = self.keep("answers.jsonl", "\n".join([*made, ""]).encode())["id"]
        return batch


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a client that is gone: it was killed, or stopped."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def handler_of(server: PlayerServer) -> type[BaseHTTPRequestHandler]:
    """What answers a request."""

    class Handler(BaseHTTPRequestHandler):
        """One request after the other on a connection."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            what, *rest = self._parts()
            if rest and rest[-1] == "content":
                content = server.file(rest[0])
                self._say(404 if content is None else 200, content or b"{}")
            else:
                self._say(200, server.look(rest[0]) if rest else server.listed(what))

        def do_DELETE(self) -> None:
            self._say(200, server.delete(self._parts()[1]))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            what = self._parts()[0]
            if what == "files":
                content, name = _FILE.search(body), re.search(rb'filename="([^"]*)"', body)
                assert content is not None
                assert name is not None
                self._say(200, server.keep(name[1].decode(), content["content"]))
            elif what == "batches":
                self._say(200, server.begin(json.loads(body)))
            elif server.is_too_often():
                self._say(429, {"error": {"message": "too many requests a minute"}}, retry="1")
            else:
                self._say(200, server.answer(json.loads(body)))

        def _parts(self) -> list[str]:
            return self.path.partition("?")[0].removeprefix("/v1/").split("/")

        def _say(self, status: int, body: object, retry: str = "") -> None:
            content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            if retry:
                self.send_header("Retry-After", retry)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing of single requests."""

    return Handler


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.player_server", description="A player behind HTTP.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--corpus", type=Path, help="as benchmarks.corpus wrote it; one is made where none is given")
    parser.add_argument("--player", default="careful", choices=list(PLAYERS))
    parser.add_argument("--per-minute", type=float, help="answer what goes beyond with 429")
    parser.add_argument("--looks", type=int, default=2, help="after how many looks a batch is over")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    tasks = prepare(options.folder, options.documents, options.corpus, options.processes)
    server = PlayerServer(tasks, PLAYERS[options.player], options.per_minute, options.looks)
    with _Server(("127.0.0.1", options.port), handler_of(server)) as http:
        print(f"EXTRACTOR_LLM_BASE_URL=http://127.0.0.1:{http.server_port}/v1 EXTRACTOR_LLM_MODEL=player", flush=True)
        try:
            http.serve_forever()
        except KeyboardInterrupt:
            print(", ".join(f"{what} {count:,}" for what, count in server.counts.items()), flush=True)


if __name__ == "__main__":
    main()
