"""Every figure of a corpus that is accepted and wrong: `python -m benchmarks.wrong_figures build/corpus [MORE ...]`.

A line each: the document, the field, what is said, what is right, what is printed, and the evidence. Evidence alone
decides, so that what confidence keeps back is seen too. `benchmarks.accuracy` counts them; this shows where to look.
"""

import argparse
import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.measure import load_truths
from benchmarks.operators import truth_in
from benchmarks.outcomes import documents
from benchmarks.truth import Truth
from extractor.errors import SourceError
from extractor.pipeline import judge_source
from extractor.sources import open_source


def wrong_figures(path: Path, truth: Truth) -> Iterator[str]:
    """A line for each figure of a document that is accepted and wrong; none where it cannot be read."""
    try:
        judgement = judge_source(open_source(path), by_confidence=False)
    except SourceError:
        return
    for key, verdict in judgement.verdicts.items() if judgement is not None else ():
        is_blank = verdict.basis == "blank"
        right = truth.is_blank(key) if is_blank else verdict.value in truth.right_values(key)
        if not right and not verdict.evidence.startswith("review."):
            may = ", ".join(map(str, truth.right_values(key))) or "nothing"
            printed = truth.printed.get(key, "")
            yield f"{path} | {key} | said {verdict.value}, right {may}, printed {printed!r} | {verdict.evidence}"


def _lines(truths: Mapping[str, Truth], path: Path) -> list[str]:
    logging.disable(logging.WARNING)
    return list(wrong_figures(path, truth_in(path.parent.name, truths[path.stem])))


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.wrong_figures", description="Accepted and wrong.")
    parser.add_argument("corpora", nargs="+", type=Path, help="as benchmarks.corpus wrote them")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args(arguments)
    read = wrong = 0
    with ProcessPoolExecutor(options.processes) as pool:
        for corpus in options.corpora:
            truths = load_truths(corpus)
            paths = [path for path in documents(corpus, openers=True) if path.stem in truths]
            for lines in pool.map(partial(_lines, truths), paths, chunksize=16):
                read, wrong = read + 1, wrong + bool(lines)
                print(*lines, sep="\n", end="\n" if lines else "", flush=True)
    print(f"{read} documents, {wrong} of them with a wrong figure")


if __name__ == "__main__":
    main()
