"""The real server, as the command starts it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = [sys.executable, "-m", "extractor.cli"]


@contextmanager
def serving(store: Path | str, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The real server and the link it prints; killed at the end, whatever happens."""
    command = [*COMMAND, "serve", "--port", "0", "--workers", "1", "--store", str(store), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            line = running.stdout.readline()
            found = re.search(r"https?://\S+", line)
            assert found, (line, running.stderr.read() if running.stderr else "")
            yield running, found.group()
        finally:
            running.kill()


def eventually(happens: Callable[[], bool], seconds: float = 60) -> None:
    """Waits until something is so."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.05)
