"""One report published as page, Word file and PDF: `python -m benchmarks.three_ways build/corpus [MORE ...]`.

How many of section two's figures are accepted of each file alone and of the three together, whether any is wrong, and
how many differences between them are found: in a second turn each page has one figure that the other files have not.
"""

import argparse
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.measure import load_truths
from benchmarks.scoring import judge_figure
from benchmarks.truth import Truth
from extractor.batch.copies import joined_copies
from extractor.batch.run_folder import Document
from extractor.errors import SourceError
from extractor.pipeline import extract
from extractor.result import Extraction

WAYS = ("docx", "html", "pdf")
_SECTION = "active."


class Published(NamedTuple):
    """What came of one report: section two's figures in all, those accepted and those accepted wrong, of each file and
    of all together (apart: of the surest); whether they were taken for one report; and whether the difference planted
    in its page was found, None where there was none to plant.
    """

    figures: int
    accepted: Counter[str]
    wrong: Counter[str]
    is_one: bool
    is_found: bool | None


def publish(paths: tuple[Path, ...], truth: Truth) -> Published | None:
    """Reads the files of a report as those of one folder; None where one cannot be read."""
    try:
        read = {path.suffix[1:]: extract(path) for path in paths}
    except SourceError:
        return None
    joined = list(joined_copies(_documents(read)))
    surest = max(joined, key=_accepted)
    told = {**read, "together": surest.extraction}
    accepted, wrong = Counter[str](), Counter[str]()
    for way, extraction in told.items():
        fields = {key: one for key, one in extraction.fields.items() if key.startswith(_SECTION)} if extraction else {}
        told_so = Counter(
            judge_figure(one, truth.right_values(key), is_blank=truth.is_blank(key)) for key, one in fields.items()
        )
        wrong[way] = told_so["accepted_wrong"]
        accepted[way] = told_so["accepted_right"] + wrong[way]
    figures = sum(key.startswith(_SECTION) for key in truth.values)
    return Published(figures, accepted, wrong, len(joined) == 1, _is_found(paths, read, truth))


def _accepted(document: Document) -> int:
    fields = document.extraction.fields.values() if document.extraction else ()
    return sum(field.status == "accepted" for field in fields)


def _documents(read: dict[str, Extraction]) -> Iterator[Document]:
    for way, extraction in read.items():
        yield Document(f"one/report.{way}", way, "read", None, extraction)


def _is_found(paths: tuple[Path, ...], read: dict[str, Extraction], truth: Truth) -> bool | None:
    """Whether a difference between the page and the other files is told, at its field."""
    page = next(path for path in paths if path.suffix == ".html")
    planted = _planted(page.read_bytes().decode("utf-8", "replace"), read["html"], truth)
    if planted is None:
        return None
    key, changed = planted
    joined = joined_copies(_documents({**read, "html": extract(changed.encode(), "report.html")}))
    told = (one for document in joined if document.extraction for one in document.extraction.findings)
    return any(one.code == "copies-differ" and key in one.fields for one in told)


def _planted(page: str, read: Extraction, truth: Truth) -> tuple[str, str] | None:
    """A figure of section two that the page prints in one cell and no other, and the page with another in its place."""
    places: list[tuple[str, re.Match[str]]] = []
    for key, printed in truth.printed.items():
        found = list(re.finditer(rf">\s*({re.escape(printed)})\s*<", page)) if printed.isdecimal() else []
        if key.startswith(_SECTION) and read.fields[key].status == "accepted" and len(found) == 1 and printed != "0":
            places.append((key, found[0]))
    if not places:
        return None
    key, match = Random(truth.report).choice(places)
    return key, f"{page[: match.start(1)]}{int(match[1]) + 3}{page[match.end(1) :]}"


def _reports(corpora: Sequence[Path]) -> Iterator[tuple[tuple[Path, ...], Truth]]:
    for corpus in corpora:
        for name, truth in load_truths(corpus).items():
            paths = tuple(corpus / f"source-{way}" / f"{name}.{way}" for way in WAYS)
            if all(path.exists() for path in paths):
                yield paths, truth


def _one(report: tuple[tuple[Path, ...], Truth]) -> Published | None:
    logging.disable(logging.WARNING)
    return publish(*report)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.three_ways", description="One report, three files.")
    parser.add_argument("corpora", nargs="+", type=Path, help="as benchmarks.corpus wrote them")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args(arguments)
    with ProcessPoolExecutor(options.processes) as pool:
        told = [one for one in pool.map(_one, _reports(options.corpora)) if one is not None]
    figures = sum(one.figures for one in told)
    print(f"{len(told)} reports; figures of section two: {figures}")
    for way in (*WAYS, "together"):
        accepted, wrong = sum(one.accepted[way] for one in told), sum(one.wrong[way] for one in told)
        print(f"{way:10} accepted {accepted:6} ({accepted / figures:.1%}), wrong {wrong}")
    apart = sum(not one.is_one for one in told)
    planted = [one.is_found for one in told if one.is_found is not None]
    print(f"not taken for one report: {apart}; planted differences found: {sum(planted)} of {len(planted)}")


if __name__ == "__main__":
    main()
