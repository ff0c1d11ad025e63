"""How soon `extractor check --watch` tells after a save, and how long a folder of drafts takes:
`python -m benchmarks.bench_watch --saves 10 --drafts 200`.

The real command watches a folder with one draft; the draft is saved again and again, and the time is taken from the end
of the save to the last line of the command's answer. What of it is waiting for the save to end (the watcher looks every
so many milliseconds), and what reading that file takes of the processor (whatever else the machine does), is printed
beside it.
"""

from __future__ import annotations

import argparse
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from benchmarks.corpus import word_file_of
from benchmarks.reports import make_report
from extractor.cli.watching import DEBOUNCE_MS, STEP_MS
from extractor.pipeline import extract

COMMAND = (sys.executable, "-m", "extractor.cli", "check")
_ENDS = ("Checked",)
_PATIENCE = 120


class Watched:
    """The command that watches a folder, with the lines it says as they come."""

    def __init__(self, folder: Path) -> None:
        around = os.environ | {"LC_ALL": "C.UTF-8"}
        self._run = subprocess.Popen(
            [*COMMAND, str(folder), "--watch", "--isolated"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", env=around,
        )  # fmt: skip
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self) -> None:
        for line in self._run.stderr or ():
            self._lines.put(line)

    def wait_for(self, *beginnings: str) -> float:
        """When a line was said that begins so.

        Raises:
            SystemExit: none came for long.
        """
        while True:
            try:
                line = self._lines.get(timeout=_PATIENCE)
            except queue.Empty:
                raise SystemExit(f"the command said nothing for {_PATIENCE} s") from None
            if line.startswith(beginnings):
                return perf_counter()

    def end(self) -> None:
        """Ends the command."""
        self._run.terminate()
        self._run.wait()


def time_saves(folder: Path, draft: Path, saves: int) -> list[float]:
    """Milliseconds from each save to the end of what is told of it."""
    watched, content, times = Watched(folder), draft.read_bytes(), list[float]()
    try:
        watched.wait_for(*_ENDS)
        watched.wait_for("watching")
        for _ in range(saves):
            draft.write_bytes(content)
            saved = perf_counter()
            times.append((watched.wait_for(*_ENDS) - saved) * 1000)
    finally:
        watched.end()
    return times


def time_folder(folder: Path) -> float:
    """Seconds that one check of a folder takes, from the command's start to its end."""
    begun = perf_counter()
    subprocess.run([*COMMAND, str(folder), "--isolated"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return perf_counter() - begun


def main(arguments: Sequence[str] | None = None) -> None:
    """Parses the command line, measures and prints."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--saves", type=int, default=10)
    ask.add_argument("--drafts", type=int, default=200)
    args = ask.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draft = folder / "政府信息公开工作年度报告.docx"
        draft.write_bytes(word_file_of(make_report(1, form="2021", size="medium")))
        extract(draft)
        alone = list[float]()
        for _ in range(args.saves):
            begun = process_time()
            extract(draft)
            alone.append((process_time() - begun) * 1000)
        times = time_saves(folder, draft, args.saves)
        print(f"from a save to what is told of it: {median(times):.0f} ms, at most {max(times):.0f} ms ({args.saves}×)")
        print(f"  waiting for the save to end: {STEP_MS} to {DEBOUNCE_MS} ms")
        print(f"  reading the file in a process that has begun: {median(alone):.0f} ms of the processor")
        for number in range(args.drafts - 1):
            shutil.copy(draft, folder / f"政府信息公开工作年度报告{number}.docx")
        seconds = time_folder(folder)
    print(f"a folder of {args.drafts} drafts: {seconds:.1f} s, {seconds / args.drafts * 1000:.0f} ms a draft")


if __name__ == "__main__":
    main()
