"""What panel and page take as reports grow in number: `python -m benchmarks.bench_exports --reports 1000 10000`.

Reports are the five seeds as they are read, again and again, each of another body and year. Every product of every size
is made in a process of its own. Told are the processor's seconds (other work counts for nothing), the most
memory and the bytes written, and what one more report takes of each between the sizes.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple

from extractor.exporting.overview.tally import ReportEntry
from extractor.exporting.overview.writing import OverviewRequest, write_overview
from extractor.exporting.panel_builder import PanelRequest, write_panel
from extractor.pipeline import extract
from extractor.result import Extraction

SEEDS = Path(__file__).parents[1] / "seeds"
PRODUCTS = ("panel.parquet", "panel.duckdb", "report.html")
YEARS = range(2019, 2024)
PLACES = ("杭州市", "宁波市", "温州市", "嘉兴市", "湖州市", "绍兴市", "金华市", "衢州市", "舟山市", "台州市", "丽水市")


class Taken(NamedTuple):
    """The processor's seconds, the most memory in bytes, and the bytes written."""

    seconds: float
    memory: int
    written: int


def reports(count: int) -> Iterator[Extraction]:
    """So many reports: bodies one after the other, each with the years of `YEARS`."""
    read = [extract(path) for path in sorted(SEEDS.glob("*.txt"))]
    for number in range(count):
        body, year = number // len(YEARS), YEARS[number % len(YEARS)]
        name = f"{PLACES[body % len(PLACES)]}第{body}街道办事处"
        made = read[number % len(read)]
        about = replace(
            made.source,
            path=f"{number:07}.txt",
            name=f"{number:07}.txt",
            sha256=sha256(str(number).encode()).hexdigest(),
        )
        yield replace(made, source=about, report=replace(made.report, unit=name, year=year))


def make(product: str, count: int, folder: Path) -> Taken:
    """Makes one product; what it took."""
    begun = process_time()
    if product.endswith(".html"):
        entries = (ReportEntry(one.source.name, None, one) for one in reports(count))
        write_overview(entries, OverviewRequest(folder / product, "en"))
    else:
        write_panel(reports(count), PanelRequest(folder / product))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Taken(process_time() - begun, most, sum(path.stat().st_size for path in folder.iterdir()))


def in_a_process(product: str, count: int) -> Taken:
    """The same, in a process that has made nothing before."""
    command = [sys.executable, "-m", "benchmarks.bench_exports", "--one", product, "--reports", str(count)]
    return Taken(*json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))


def lines(product: str, counts: Sequence[int], taken: Sequence[Taken]) -> Iterator[str]:
    """The rows of the table: one a size, and one a step between sizes."""
    for count, one in zip(counts, taken, strict=True):
        yield f"| {product} | {count:,} | {one.seconds:.1f} | {one.memory / 1e6:.0f} | {one.written / 1e6:.1f} |"
    for (less, a), (more, b) in pairwise(zip(counts, taken, strict=True)):
        steps = more - less
        seconds, memory, written = (1000 * (y - x) / steps for x, y in zip(a, b, strict=True))
        yield (
            f"| {product}, one more report | {less:,} → {more:,} | {seconds:.2f} ms | {memory / 1e6:.2f} kB |"
            f" {written / 1e6:.2f} kB |"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_exports", description="Measure panel and page.")
    parser.add_argument("--reports", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--one", choices=PRODUCTS, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.one:
        with TemporaryDirectory() as folder:
            print(json.dumps(make(asked.one, asked.reports[0], Path(folder))))
        return
    print("| product | reports | seconds | memory, MB | written, MB |\n| --- | --- | --- | --- | --- |")
    for product in PRODUCTS:
        for line in lines(product, asked.reports, [in_a_process(product, count) for count in asked.reports]):
            print(line, flush=True)


if __name__ == "__main__":
    main()
