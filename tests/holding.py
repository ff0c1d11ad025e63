"""Workers held up in the middle of a document, for as long as a test wishes."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from extractor.service.workers import DocumentPool, Question


@contextmanager
def held_up(
    workers: DocumentPool, who: Hashable = "held", send: Callable[[], object] | None = None
) -> Iterator[threading.Thread]:
    """As long as the block lasts, one of these workers does not go on with the document it is given for `who`: the one
    that `send` sends, or some. The thread that waits for it.
    """
    workers.ask(Question("text", b"first", "first.txt"), who)
    # The worker that was given back last is the next to be taken.
    process = workers._turns._free[-1].process  # pyright: ignore[reportPrivateUsage]
    assert process is not None
    assert process.pid is not None
    busy = workers._turns.held  # pyright: ignore[reportPrivateUsage]
    os.kill(process.pid, signal.SIGSTOP)
    waiting = threading.Thread(target=send or (lambda: workers.ask(Question("text", b"held", "held.txt"), who)))
    waiting.start()
    try:
        while workers._turns.held == busy:  # pyright: ignore[reportPrivateUsage]
            time.sleep(0.01)
        yield waiting
    finally:
        os.kill(process.pid, signal.SIGCONT)
        waiting.join(60)
