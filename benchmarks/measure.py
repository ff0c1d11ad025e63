"""Measures the product on a corpus: `python -m benchmarks.measure DIR`.

Prints one line a converter and writes the scores as JSON. The number to watch is `WRONG`: figures that were
accepted and are not what the report says.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.operators import truth_in
from benchmarks.scoring import OUTCOMES, ExtractionLike, Score, score_document, score_failure, total_score
from benchmarks.truth import Truth

TABLE_HEADER = (
    f"{'converter':28}{'docs':>6}{'figures':>9}{'acc right':>11}{'rev right':>11}{'rev null':>11}{'rev wrong':>11}"
    f"{'WRONG':>7}{'straight':>9}{'form?':>7}{'failed':>8}{'found/miss/false':>18}"
    f"{'body':>6}{'year':>6}"
)
"""The head of the printed table. Shares are in percent; `form?` counts documents taken for another form,
`body` and `year` those whose body and year are read right.
"""


def load_extract() -> Callable[[Path], ExtractionLike]:
    """The product's one entry, imported only when something is measured."""
    from extractor import extract

    return extract  # pyright: ignore[reportReturnType]


def load_truths(folder: Path) -> dict[str, Truth]:
    """The truth of every report of a corpus, by its id."""
    files = sorted((folder / "truth").glob("*.json"))
    return {path.stem: Truth.from_json(json.loads(path.read_text(encoding="utf-8"))) for path in files}


def converter_folders(folder: Path, only: Sequence[str], with_sources: bool) -> Iterator[Path]:
    """The folders to measure: one a converter, and the laid-out files if asked for."""
    for path in sorted(folder.iterdir()):
        if not path.is_dir() or path.name == "truth":
            continue
        if only and path.name not in only:
            continue
        if with_sources or path.name in only or not path.name.startswith("source-"):
            yield path


def measure_folder(folder: Path, truths: dict[str, Truth]) -> tuple[str, Score, list[str]]:
    """The score of one converter, and a sentence for each document that failed."""
    extract = load_extract()
    scores: list[Score] = []
    failures: list[str] = []
    for path in sorted(folder.iterdir()):
        truth = truths.get(path.stem)
        if truth is None:
            continue
        try:
            extraction = extract(path)
        except Exception as error:  # a crash is a result to count here, and one must not hide the others
            failures.append(f"{folder.name}/{path.name}: {type(error).__name__}: {error}")
            scores.append(score_failure(truth))
        else:
            scores.append(score_document(folder.name, extraction, truth_in(folder.name, truth)))
    return folder.name, total_score(scores), failures


def format_score(name: str, score: Score) -> str:
    """One line of the printed table."""
    shares = (f"{100 * score.share(outcome):11.2f}" for outcome in OUTCOMES if outcome != "accepted_wrong")
    wrong = score.outcomes["accepted_wrong"]
    straight = 100 * score.straight_documents / score.sound_documents if score.sound_documents else 0
    identities = f"{score.identities_found}/{score.identities_missed}/{score.identities_false}"
    return (
        f"{name:28}{score.documents:6}{score.figures:9}{''.join(shares)}{wrong:7}{straight:9.1f}"
        f"{score.wrong_form:7}{score.failed:8}{identities:>18}"
        f"{score.units['right']:6}{score.years['right']:6}"
    )


def scores_as_json(scores: dict[str, Score]) -> dict[str, Any]:
    """The scores as they are stored."""
    return {
        name: asdict(score) | {"units": dict(score.units), "years": dict(score.years)} for name, score in scores.items()
    }


def measure_corpus(
    folder: Path, only: Sequence[str], with_sources: bool, processes: int
) -> tuple[dict[str, Score], list[str]]:
    """The score of every converter of a corpus."""
    truths = load_truths(folder)
    folders = list(converter_folders(folder, only, with_sources))
    scores: dict[str, Score] = {}
    failures: list[str] = []
    with ProcessPoolExecutor(processes) as pool:
        for name, score, sentences in pool.map(measure_folder, folders, [truths] * len(folders)):
            scores[name] = score
            failures += sentences
    return scores, failures


def print_wrong(scores: dict[str, Score]) -> None:
    """List every figure that was accepted and is wrong."""
    for score in scores.values():
        for wrong in score.wrong:
            truth = "no such figure" if wrong.truth is None else wrong.truth
            print(f"WRONG {wrong.converter} {wrong.report} {wrong.key}: got {wrong.got}, truth {truth}")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.measure", description="Measure the product on a corpus."
    )
    parser.add_argument("folder", type=Path, help="the corpus, as benchmarks.corpus wrote it")
    parser.add_argument("--only", nargs="*", default=[], metavar="CONVERTER", help="measure only these")
    parser.add_argument("--sources", action="store_true", help="measure the Word files, web pages and PDFs as well")
    parser.add_argument("--show-wrong", action="store_true", help="list every figure accepted and wrong")
    parser.add_argument("--show-failed", action="store_true", help="say why documents failed")
    parser.add_argument("--json", type=Path, help="where the scores go (default: FOLDER/scores.json)")
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args(arguments)
    if not (options.folder / "truth").is_dir():
        sys.exit(
            f"{options.folder} is not a corpus: it has no folder `truth`. Make one with python -m benchmarks.corpus"
        )
    try:
        load_extract()  # once here, so that a product that cannot be imported is said once and not per document
    except ImportError as error:
        sys.exit(f"The product cannot be imported: {error}")
    started = time.monotonic()
    scores, failures = measure_corpus(options.folder, options.only, options.sources, options.processes)
    print(TABLE_HEADER)
    for name, score in scores.items():
        print(format_score(name, score))
    print(format_score("all", total_score(scores.values())))
    print(f"{time.monotonic() - started:.1f} s")
    if options.show_wrong:
        print_wrong(scores)
    if options.show_failed:
        print("\n".join(failures))
    target: Path = options.json or options.folder / "scores.json"
    target.write_text(json.dumps(scores_as_json(scores), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
