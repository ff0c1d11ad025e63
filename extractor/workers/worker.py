"""One process that reads, as the process that gives it work sees it: begun, asked, waited for, ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from time import monotonic
from typing import NamedTuple

import extractor
from extractor.batch.tasks import OUT_OF_MEMORY, Halted, Hashed, Setup, Task, Unopened
from extractor.batch.work import Outcome

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(extractor.__file__)))
_FAREWELL = 0.5
_PROGRAM = "from extractor.batch.tasks import main; main({})"
Said = Hashed | Unopened | Outcome | Halted


class Lost(NamedTuple):
    """A process ended on a file, or had to be ended: the reason, in words that follow the file's name."""

    reason: str


class Worker:
    """One process; begun when it is made, and again after it was lost. `scratch` is where it may write for a while."""

    def __init__(self, setup: Setup, scratch: str | None = None) -> None:
        self.setup = setup
        self.task: Task | None = None
        self._scratch = scratch
        self._due = 0.0
        self._begin()

    def _begin(self) -> None:
        ours, theirs = socket.socketpair()
        paths = [_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]
        more = {"PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1"}
        more |= {} if self._scratch is None else {"TMPDIR": self._scratch}
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-c", _PROGRAM.format(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**os.environ, **more},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.line = Connection(ours.detach())
        with suppress(OSError):  # one that ended at once is found lost when it is asked
            self.line.send(self.setup)

    def ask(self, task: Task) -> None:
        """Gives it a file to read; what it says comes over `line`."""
        self.task = task
        self._due = monotonic() + self.setup.seconds
        self._send(task)

    def answer(self, is_wanted: bool) -> None:
        """Tells it whether the unit of the bytes it hashed is wanted; if not, it is done with this file."""
        if not is_wanted:
            self.task = None
        self._send(is_wanted)

    def _send(self, what: object) -> None:
        with suppress(OSError):  # a lost process is seen where it is listened to
            self.line.send(what)

    def hear(self) -> Said | Lost:
        """What it says, once `line` has something; or that it was lost, and then it is begun again."""
        try:
            said: Said = self.line.recv()
        except (EOFError, OSError):
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(_FAREWELL)  # its own end says more than ours
            self.stop()
            lost = Lost(_why(self.process.returncode, self.setup.megabytes))
            self.task = None
            self._begin()
            return lost
        if not isinstance(said, Hashed):
            self.task = None
        return said

    def seconds_left(self) -> float:
        """How long its file may still take."""
        return self._due - monotonic()

    def give_up(self) -> Lost:
        """Ends it on a file that takes too long, and begins it again."""
        self.stop()
        self.task = None
        self._begin()
        return Lost(f"reading it took more than {self.setup.seconds:g} seconds, and was given up.")

    def stop(self) -> None:
        """Ends the process, and all it began: asked first, so that it ends its own, and killed if it does not."""
        self.line.close()
        with suppress(ProcessLookupError):
            self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_FAREWELL)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def stop_all(workers: list[Worker]) -> None:
    """Ends many at once, in the time that one takes."""
    for worker in workers:
        with suppress(ProcessLookupError):
            worker.process.terminate()
    for worker in workers:
        worker.stop()


def _why(code: int | None, megabytes: int) -> str:
    if code == OUT_OF_MEMORY:
        return f"reading it takes more than the {megabytes} MB of memory a file may have."
    if code is not None and code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return f"the process that read it was ended by {name}; please report that."
    return f"the process that read it ended by itself (exit code {code}); please report that."
