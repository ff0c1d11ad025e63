"""Counts how often values with each kind of evidence are right, over one or more corpora: what confidence is made of.

All are written to `extractor/judging/confidence.toml`; the reports with even and with odd numbers are printed beside
each other, so that the two halves can be compared. A value is right if it is what the report says.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.measure import load_truths
from benchmarks.truth import Truth

TARGET = Path("extractor/judging/confidence.toml")
_HEAD = """# How often values with each kind of evidence were right, on made-up reports put through real converters.
# Written by `make calibrate`, from {reports} reports.

"""

Count = Counter[tuple[str, bool, bool]]


def count_file(truths: dict[str, Truth], path: Path) -> Count:
    """The values of one text by kind of evidence, whether they are right, and whether the report's number is even."""
    from extractor.forms import load_forms
    from extractor.judging.narrative import supports
    from extractor.judging.verdicts import judge
    from extractor.reading.claims import find_claims
    from extractor.reading.identify import identify
    from extractor.reading.rules import read_by_rules
    from extractor.sources import open_source

    truth = truths[path.stem]
    source = open_source(path)
    year = identify(source).year
    reading = read_by_rules(source.text, source.shape, load_forms(), year)
    found: Count = Counter()
    if reading is None:
        return found
    claims = find_claims(source.text, reading.prose, year)
    verdicts = judge(reading, lambda values: supports(claims, values)).verdicts
    even = int(path.stem.lstrip("r")) % 2 == 0
    for key, verdict in verdicts.items():
        if verdict.value is not None:
            found[verdict.evidence, truth.values.get(key) == verdict.value, even] += 1
    return found


def texts(corpora: Iterable[Path]) -> Iterator[tuple[Path, list[Path]]]:
    """Each corpus with its texts; its laid-out files and truths are none."""
    for corpus in corpora:
        folders = sorted(f for f in corpus.iterdir() if f.is_dir() and not f.name.startswith(("source-", "truth")))
        yield corpus, [path for folder in folders for path in sorted(folder.glob("*.txt"))]


def calibrate(corpora: Sequence[Path], processes: int) -> Count:
    """The counts over all corpora."""
    total: Count = Counter()
    with ProcessPoolExecutor(processes) as pool:
        for corpus, paths in texts(corpora):
            for found in pool.map(partial(count_file, load_truths(corpus)), paths, chunksize=16):
                total.update(found)
    return total


def written(total: Count, reports: int) -> str:
    """The data file: right and wrong for each kind of evidence."""
    kinds = sorted({kind for kind, _, _ in total})
    lines = [
        f"[evidence.{json.dumps(kind)}]\n"
        f"right = {total[kind, True, True] + total[kind, True, False]}\n"
        f"wrong = {total[kind, False, True] + total[kind, False, False]}\n"
        for kind in kinds
    ]
    return _HEAD.format(reports=reports) + "\n".join(lines)


def main() -> None:
    """Runs from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path, help="folders that `python -m benchmarks.corpus` made")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--dry", action="store_true", help="print the counts and write nothing")
    options = parser.parse_args()
    total = calibrate(options.corpora, options.processes)
    print(f"{'evidence':<28}{'right (even)':>14}{'wrong':>8}{'right (odd)':>14}{'wrong':>8}")
    for kind in sorted({kind for kind, _, _ in total}):
        even, odd = [(total[kind, True, half], total[kind, False, half]) for half in (True, False)]
        print(f"{kind:<28}{even[0]:>14}{even[1]:>8}{odd[0]:>14}{odd[1]:>8}")
    if not options.dry:
        reports = sum(len(list((corpus / "truth").glob("*.json"))) for corpus in options.corpora)
        TARGET.write_text(written(total, reports), "utf-8")


if __name__ == "__main__":
    main()
