"""The real command without room to write: a limit on how large a file may grow, which needs neither a disk nor root."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path


def command(*words: str | Path, most: int | None = None, timeout: float = 240) -> subprocess.CompletedProcess[str]:
    """The command; no file that it or its processes write may have more than `most` bytes."""
    return subprocess.run(
        [sys.executable, "-m", "extractor.cli", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        preexec_fn=None if most is None else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence that a command which ended with 2 has said."""
    assert done.returncode == 2, done.stderr
    (said,) = done.stderr.splitlines()
    assert said.startswith("extractor: ")
    assert said.endswith(".")
    return said.removeprefix("extractor: ")
