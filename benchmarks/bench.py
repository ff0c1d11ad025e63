"""Measures how long a report takes and how long the command takes to start: `python -m benchmarks.bench`.

Times on two machines differ, so each is also said as a multiple of what any program would need there: the floor (read
the bytes, normalise them, split them into lines), and an empty start of the same Python.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from extractor.pipeline import extract
from extractor.sources import File, read_text

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
COMMAND = Path(sys.executable).with_name("extractor")


def floor(path: Path) -> None:
    """What cannot be saved: the bytes, the normalised text, its lines."""
    read_text(File(path.read_bytes(), path.name)).text.splitlines()


def timed(work: Callable[[Path], object], path: Path) -> float:
    """Milliseconds of one call, the collector running as it does."""
    started = perf_counter()
    work(path)
    return (perf_counter() - started) * 1000


def started(command: Sequence[str]) -> float:
    """Milliseconds from the start of a command to its end."""
    begun = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (perf_counter() - begun) * 1000


def bench_reports(repetitions: int) -> None:
    """Prints a line a seed and one for all: median and p99 in-process, and both as multiples of the floor."""
    print(f"{'report':26}{'median ms':>10}{'p99 ms':>9}{'floor ms':>10}{'× floor':>9}{'p99 ×':>8}")
    reports: dict[Path, list[float]] = {path: [] for path in SEEDS}
    floors: dict[Path, list[float]] = {path: [] for path in SEEDS}
    for path in SEEDS:
        extract(path)
    for _ in range(repetitions):
        for path in SEEDS:
            reports[path].append(timed(extract, path))
            floors[path].append(timed(floor, path))
    for path in SEEDS:
        print_times(path.stem, reports[path], floors[path])
    print_times("all", list(chain(*reports.values())), list(chain(*floors.values())))


def print_times(name: str, reports: list[float], floors: list[float]) -> None:
    """One line of the table."""
    middle, base = median(reports), median(floors)
    p99 = quantiles(reports, n=100)[98]
    print(f"{name:26}{middle:>10.2f}{p99:>9.2f}{base:>10.3f}{middle / base:>9.1f}{p99 / base:>8.1f}")


def bench_start(runs: int) -> None:
    """Prints the wall time of the command on one seed beside an empty start, both measured in turn."""
    command = [str(COMMAND), "extract", str(SEEDS[1])]
    empty = [sys.executable, "-c", "pass"]
    times: dict[str, list[float]] = {"command": [], "empty": []}
    for run in range(runs + 1):
        for name, words in (("command", command), ("empty", empty)):
            took = started(words)
            if run:  # the first one fills the disk's cache
                times[name].append(took)
    whole, base = median(times["command"]), median(times["empty"])
    print(f"extractor extract seeds/{SEEDS[1].name}: {whole:.0f} ms")
    print(f"python -c pass: {base:.0f} ms; the command takes {whole / base:.1f} × that")


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints both measurements."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description="Measure speed over the seeds.")
    parser.add_argument("--repetitions", type=int, default=200, help="how often each report is read")
    parser.add_argument("--runs", type=int, default=31, help="how often the command is started")
    options = parser.parse_args(arguments)
    bench_reports(options.repetitions)
    print()
    bench_start(options.runs)


if __name__ == "__main__":
    main()
