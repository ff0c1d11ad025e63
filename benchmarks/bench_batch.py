"""Measures `extractor batch`: `python -m benchmarks.bench_batch --files 1000 --corpus build/corpus`.

In one run, on the same files: the sum of the times they take one after the other in one process on one core, the
command on one core, the command with as many processes as are asked for, and the same on Ray. What counts are the
ratios: other programs disturb all of them, the processor's seconds the least. Those are of all processes of a command;
what it takes for a single file is its start, and told apart. Beside them stands the most memory that the command, and
the largest of its processes, held.
"""

import argparse
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from importlib.util import find_spec
from itertools import chain, islice, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import NamedTuple

from benchmarks.corpus import make_corpus_reports
from benchmarks.render_docx import render_docx
from benchmarks.render_html import render_html
from benchmarks.render_xlsx import render_xlsx
from extractor.errors import ExtractorError
from extractor.pipeline import extract
from extractor.sources import open_source

_TEXTS = (".txt", ".html")
_SLOW = ("source-scan", "source-scan-clean", "source-doc")
_LOOK_SECONDS = 0.3


class Measured(NamedTuple):
    """Seconds a run took, those of the processor in all its processes, and the most memory in MB that the command and
    the largest of its processes held.
    """

    seconds: float
    processor: float
    command: int
    process: int


def lay_out(count: int, corpus: Path | None, slow: int, folder: Path) -> None:
    """Writes so many files of every opener there is, none like another: those of a corpus, or pages and Word files."""
    folder.mkdir()
    made = _of_corpus(corpus, slow) if corpus else _made(count)
    originals = list(islice(made, count))
    for number in range(count):
        name, data = originals[number % len(originals)]
        turn = number // len(originals)
        if turn and not name.endswith(_TEXTS):
            name, data = originals[number % len(originals) // 2]
        if turn and name.endswith(_TEXTS):
            data += b"\n" * turn
        (folder / f"{number:06}-{name}").write_bytes(data)


def _of_corpus(corpus: Path, slow: int) -> Iterator[tuple[str, bytes]]:
    """The files of a corpus, a file of each folder in turn, the few that are not text first."""
    folders = sorted(path for path in corpus.iterdir() if path.is_dir() and path.name != "truth")
    openers = [path for path in folders if path.name.startswith("source-")]
    files = [sorted(path.iterdir())[: slow if path.name in _SLOW else None] for path in openers]
    texts = zip_longest(*(sorted(path.iterdir()) for path in folders if path not in openers))
    for path in chain(chain.from_iterable(zip_longest(*files)), chain.from_iterable(texts)):
        if path is not None:
            yield f"{path.parent.name}-{path.name}", path.read_bytes()


def _made(count: int) -> Iterator[tuple[str, bytes]]:
    """Pages, Word files, workbooks and texts, of which each has a fourth."""
    for report in make_corpus_reports(max(-(-count // 4), 1), 7):
        page = render_html(report).encode()
        yield f"{report.report_id}.html", page
        yield f"{report.report_id}.docx", render_docx(report)
        yield f"{report.report_id}.xlsx", render_xlsx(report)
        yield f"{report.report_id}.txt", open_source(page, "page.html").original.encode()


def one_after_the_other(folder: Path) -> float:
    """The sum of the seconds that the files take in this process."""
    seconds = 0.0
    for path in sorted(folder.iterdir()):
        begun = perf_counter()
        with suppress(ExtractorError):
            extract(path).to_json()
        seconds += perf_counter() - begun
    return seconds


@contextmanager
def on_one_core() -> Generator[None]:
    """Keeps this process, and those it begins, on one core for a while."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def measure(folder: Path, run: Path, jobs: int, *options: str) -> Measured:
    """The command over the files."""
    words = [sys.executable, "-m", "extractor.cli", "batch", str(folder), "--out", str(run), "--jobs", str(jobs), "-q"]
    begun = perf_counter()
    with subprocess.Popen([*words, *options], stdout=subprocess.DEVNULL) as running:
        command = process = 0
        taken: dict[int, float] = {}
        while running.poll() is None:
            below = _below(running.pid)
            command = max(command, _most_memory(running.pid))
            process = max([process, *map(_most_memory, below)])
            taken |= {one: seconds for one in (running.pid, *below) if (seconds := _processor(one)) is not None}
            sleep(_LOOK_SECONDS)
    return Measured(perf_counter() - begun, sum(taken.values()), command, process)


def measured(folder: Path, run: Path, jobs: int, options: Sequence[str]) -> Measured:
    """The command over the files, into a run that is removed again."""
    got = measure(folder, run, jobs, *options)
    shutil.rmtree(run)
    return got


def _most_memory(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) >> 10 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def _processor(process: int) -> float | None:
    """The processor's seconds that a process has taken; None where it has ended."""
    try:
        stated = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(stated[11]) + int(stated[12])) / os.sysconf("SC_CLK_TCK")


def _below(process: int) -> list[int]:
    """The processes that a process has begun, and those that these have."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line for each way of reading."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_batch", description="How fast is a batch?")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--corpus", type=Path, help="a folder that benchmarks.corpus wrote")
    parser.add_argument("--slow", type=int, default=2, help="so many scans and old Word files of each kind")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--only", choices=("all", "many", "ray"), default="all", help="with all processes only; `ray`: and on Ray"
    )
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    os.environ["OMP_NUM_THREADS"] = "1"  # one process, one core, here as in a batch
    with TemporaryDirectory() as room:
        folder = Path(room) / "files"
        lay_out(options.files, options.corpus, options.slow, folder)
        alone = 0.0
        if options.only == "all":
            with on_one_core():
                alone = one_after_the_other(folder)
        ways: dict[str, tuple[int, tuple[str, ...]]] = {f"{options.jobs} processes": (options.jobs, ())}
        if options.only == "all":
            ways = {"1 process on one core": (1, ()), **ways}
        if options.only in ("all", "ray") and find_spec("ray"):
            ways["on Ray"] = (options.jobs, ("--engine", "ray"))
        if alone:
            print(f"{'in one process, without the command':<36}{options.files / alone:8.1f} files/s", flush=True)
        single = Path(room) / "single"
        lay_out(1, None, 0, single)
        for name, (jobs, words) in ways.items():
            with on_one_core() if jobs == 1 else nullcontext():
                start = measured(single, Path(room) / "run", jobs, words)
                got = measured(folder, Path(room) / "run", jobs, words)
            share = f", {alone / jobs / got.seconds:.0%} of {jobs} × that" if alone else ""
            print(
                f"{name:<36}{options.files / got.seconds:8.1f} files/s{share}; start {start.seconds:.1f} s, without it "
                f"{options.files / max(got.seconds - start.seconds, 0.1):.1f} files/s and "
                f"{1000 * (got.processor - start.processor) / options.files:.0f} ms of processor a file; "
                f"{got.command} MB, each process {got.process} MB at most",
                flush=True,
            )


if __name__ == "__main__":
    main()
