"""What a batch takes as files grow in number: `python -m benchmarks.bench_growth_of_runs --files 1000 3000 10000`.

Small reports, each another, as texts, read by two processes. Told are the processor's seconds, the most memory of the
command and of a process, and what the run's folder takes on disk; what one more report takes of each between the
sizes; and what a million would take at that.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.bench_batch import Measured, measure
from benchmarks.render_html import render_html
from benchmarks.reports import make_report
from extractor.sources import open_source

_DIFFERENT = 500
_MILLION = 1_000_000


class Grown(NamedTuple):
    """What so many files took, and the bytes of the run's folder."""

    files: int
    taken: Measured
    written: int


def texts() -> list[bytes]:
    """Small reports as texts, each of another seed."""
    pages = (render_html(make_report(seed, size="tiny")) for seed in range(_DIFFERENT))
    return [open_source(page.encode(), "page.html").original.encode() for page in pages]


def run_over(made: Sequence[bytes], files: int, room: Path) -> Grown:
    """The command over so many files, none like another."""
    folder, run = room / f"files-{files}", room / f"run-{files}"
    folder.mkdir()
    for number in range(files):
        data = made[number % len(made)] + b"\n" * (number // len(made))
        (folder / f"{number:07}.txt").write_bytes(data)
    taken = measure(folder, run, 2)
    return Grown(files, taken, sum(path.stat().st_size for path in run.rglob("*") if path.is_file()))


def lines(grown: Sequence[Grown]) -> Iterator[str]:
    """The rows of the table: one a size, one a step between sizes, and a million at the last step."""
    yield "| reports | processor, s | command, MB | a process, MB | on disk, MB |\n| --- | --- | --- | --- | --- |"
    for one in grown:
        taken = one.taken
        yield (
            f"| {one.files:,} | {taken.processor:.0f} | {taken.command} | {taken.process} | {one.written / 1e6:.1f} |"
        )
    for less, more in pairwise(grown):
        steps = more.files - less.files
        seconds = (more.taken.processor - less.taken.processor) / steps
        memory = [1000 * (b - a) / steps for a, b in zip(less.taken[2:], more.taken[2:], strict=True)]
        written = (more.written - less.written) / steps
        yield (
            f"| one more, {less.files:,} → {more.files:,} | {1000 * seconds:.0f} ms | {memory[0]:.1f} kB | "
            f"{memory[1]:.1f} kB | {written / 1e3:.1f} kB |"
        )
        if more is grown[-1]:
            hours = f"{_MILLION * seconds / 3600:.0f} h"
            yield f"| a million, at the last step | {hours} of one core | | | {_MILLION * written / 1e9:.1f} GB |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_growth_of_runs", description="How runs grow.")
    parser.add_argument("--files", type=int, nargs="+", default=[1_000, 3_000, 10_000])
    options = parser.parse_args(arguments)
    os.environ["OMP_NUM_THREADS"] = "1"
    with TemporaryDirectory() as room:
        made = texts()
        print("\n".join(lines([run_over(made, files, Path(room)) for files in options.files])))


if __name__ == "__main__":
    main()
