"""The real server, to be killed and started again at the same address."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import httpx2

_COMMAND = (sys.executable, "-m", "extractor.cli", "serve")
_PATIENCE = 60.0


class Server:
    """A server over one store, at an address that stays the same however often it is started."""

    def __init__(self, where: str, workers: int = 1) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self._command = [*_COMMAND, "--port", str(port), "--workers", str(workers), "--store", where]
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, stdout=subprocess.DEVNULL)

    def wait(self) -> None:
        """Waits until it answers."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                httpx2.get(f"{self.base}/readyz", timeout=5).raise_for_status()
                return
            except httpx2.HTTPError:
                if time.monotonic() > end or self.process.poll() is not None:
                    raise
                time.sleep(0.05)

    def kill(self) -> None:
        """Kills it, and waits until its workers have noticed."""
        workers = workers_of(self.process.pid)
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        wait_until_gone(workers)

    def kill_worker(self) -> None:
        """Kills one of the processes that read for it, as soon as there is one."""
        end = time.monotonic() + _PATIENCE
        while not (found := workers_of(self.process.pid)):
            if time.monotonic() > end:
                raise SystemExit("the server has no worker.")
            time.sleep(0.02)
        with suppress(ProcessLookupError):
            os.kill(found[0], signal.SIGKILL)
        wait_until_gone(found[:1])

    def restart(self) -> None:
        """Kills it and starts it again, without waiting until it answers."""
        self.kill()
        self.process = self._start()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()


def workers_of(server: int) -> list[int]:
    """The processes that read for a server: those it has started to do Python."""
    found: list[int] = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == server and re.search(rb"spawn_main", words):
            found.append(int(folder.name))
    return found


def lives(process: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until_gone(processes: list[int]) -> None:
    """Waits until none of these processes is there any more."""
    end = time.monotonic() + _PATIENCE
    while any(map(lives, processes)):
        if time.monotonic() > end:
            raise SystemExit("processes that should have ended are still there.")
        time.sleep(0.02)
