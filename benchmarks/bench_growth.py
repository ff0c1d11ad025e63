"""Measures how the time for one report grows with its size: `python -m benchmarks.bench_growth`.

Each shape of `growth_shapes` is put into a good report in three sizes, and read in a process of its own. Counted is the
processor's time, of the smaller sizes the least of several readings. Ten times the size is to take no more than twelve
times the time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from time import process_time

from benchmarks.growth_shapes import SHAPES, Shape

SIZES = (10_000, 100_000, 1_000_000)
MOST = 12.0
"""The most that the time may grow while the size grows tenfold."""

_READINGS = {10_000: 5, 100_000: 3}


def seconds_of(shape: Shape, size: int, readings: int) -> float:
    """The processor's seconds that the report takes with so many bytes of a shape; the least of several readings."""
    from extractor.errors import TooLarge
    from extractor.pipeline import extract

    extract(shape.document(100))
    document = shape.document(size)
    took: list[float] = []
    for _ in range(readings):
        begun = process_time()
        try:
            extract(document).to_json()
        except TooLarge as error:
            raise SystemExit(f"{shape.name}: {error}") from None
        took.append(process_time() - begun)
    return min(took)


def in_a_process(number: int, size: int) -> float:
    """The same, in a process that has read nothing before."""
    command = [sys.executable, "-m", "benchmarks.bench_growth", "--one", str(number), str(size)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def line(name: str, sizes: Sequence[int], took: Sequence[float]) -> str:
    """One line of the table."""
    grown = [larger / smaller for smaller, larger in pairwise(took)]
    cells = [f"{took[0]:>9.3f}", *(f"{one:>9.3f}{by:>7.1f}" for one, by in zip(took[1:], grown, strict=True))]
    tenfold = [by for by, (less, more) in zip(grown, pairwise(sizes), strict=True) if more == 10 * less]
    return f"{name:40}{''.join(cells)}{'  more than tenfold' if any(by > MOST for by in tenfold) else ''}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line a shape, and how many grow too fast."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_growth", description="Measure how time grows.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="bytes of a shape")
    parser.add_argument("--shapes", nargs="*", default=[], help="only those whose names hold one of these words")
    parser.add_argument("--one", type=int, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        number, size = options.one
        print(seconds_of(SHAPES[number], size, _READINGS.get(size, 1)))
        return
    wanted = [
        (number, shape)
        for number, shape in enumerate(SHAPES)
        if not options.shapes or any(word in shape.name for word in options.shapes)
    ]
    larger = "".join(f"{size:>9}      ×" for size in options.sizes[1:])
    print(f"{'seconds, by bytes':40}{options.sizes[0]:>9}{larger}")
    too_fast = 0
    for number, shape in wanted:
        said = line(shape.name, options.sizes, [in_a_process(number, size) for size in options.sizes])
        too_fast += said.endswith("tenfold")
        print(said, flush=True)
    print(f"{too_fast} of {len(wanted)} shapes grow more than {MOST:g} times while their size grows tenfold")


if __name__ == "__main__":
    main()
