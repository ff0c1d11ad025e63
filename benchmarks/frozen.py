"""The frozen part of the benchmark: texts that stay as they are, so that reading them can only become better.

`python -m benchmarks.frozen choose CORPUS` chooses texts of a corpus over converters, kinds of mess, forms and kinds of
report, and writes them with their truths to `benchmarks/frozen/`. `python -m benchmarks.frozen ratchet` stores how many
figures of each are accepted now, where that is more than before.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import load_truths
from benchmarks.outcomes import Outcome, documents, run_document

FROZEN = Path(__file__).with_name("frozen")
RATCHET = FROZEN / "accepted.json"
_MOST_BYTES = 20_000
_SAME_MESS = 2


def frozen_outcomes() -> Iterator[tuple[str, Outcome]]:
    """What comes out of every frozen text, by its path in the folder."""
    truths = load_truths(FROZEN)
    for path in documents(FROZEN, openers=False):
        yield f"{path.parent.name}/{path.name}", run_document(truths, path)


def accepted_before() -> dict[str, int]:
    """How many figures of each text were accepted when the ratchet was last moved."""
    return json.loads(RATCHET.read_text("utf-8")) if RATCHET.exists() else {}


def choose(corpus: Path) -> list[Path]:
    """One text of every converter, and some of every kind of mess, each of another report in turn."""
    reports = sorted(load_truths(corpus))
    folders: dict[str, dict[str, Path]] = {}
    for path in documents(corpus, openers=False):
        if path.stat().st_size <= _MOST_BYTES:
            folders.setdefault(path.parent.name, {})[path.stem] = path
    chosen: list[Path] = []
    plain = [name for name in sorted(folders) if "+" not in name]
    for turn, name in enumerate(plain):
        chosen.append(_nearest(folders[name], reports, turn))
    by_mess: dict[str, list[str]] = {}
    for name in sorted(folders):
        if "+" in name:
            by_mess.setdefault(name.partition("+")[2], []).append(name)
    for turn, mess in enumerate(sorted(by_mess)):
        names = by_mess[mess]
        step = max(1, len(names) // _SAME_MESS)
        for name in names[turn % step :: step][:_SAME_MESS]:
            chosen.append(_nearest(folders[name], reports, len(chosen)))
    return chosen


def _nearest(texts: dict[str, Path], reports: Sequence[str], turn: int) -> Path:
    """The text of the report whose turn it is, or of the next one that is there."""
    order = [*reports[turn % len(reports) :], *reports[: turn % len(reports)]]
    return texts[next(report for report in order if report in texts)]


def freeze(corpus: Path) -> None:
    """Write the chosen texts and what scoring needs of their truths, in place of those there were."""
    for folder in FROZEN.iterdir() if FROZEN.exists() else ():
        if folder.is_dir():
            shutil.rmtree(folder)
    RATCHET.unlink(missing_ok=True)
    (FROZEN / "truth").mkdir(parents=True)
    for path in choose(corpus):
        target = FROZEN / path.parent.name / path.name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
        stored = json.loads((corpus / "truth" / f"{path.stem}.json").read_text("utf-8"))
        (FROZEN / "truth" / f"{path.stem}.json").write_text(_shortened(stored), "utf-8")


def _shortened(truth: dict[str, Any]) -> str:
    fields = {key: {"value": entry["value"]} for key, entry in truth["fields"].items()}
    errors = [{"identity": error["identity"]} for error in truth["known_errors"]]
    return json.dumps(truth | {"fields": fields, "known_errors": errors}, ensure_ascii=False) + "\n"


def move_ratchet() -> None:
    """Store how many figures are accepted and right now, where that is more than before."""
    before = accepted_before()
    for name, outcome in frozen_outcomes():
        before[name] = max(before.get(name, 0), outcome.score.outcomes["accepted_right"])
    RATCHET.write_text(json.dumps(before, indent=0, sort_keys=True) + "\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.frozen", description="Keep the frozen benchmark.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("choose", help="choose texts of a corpus anew").add_argument("corpus", type=Path)
    commands.add_parser("ratchet", help="store how many figures are accepted, where it is more than before")
    options = parser.parse_args(arguments)
    if options.command == "choose":
        freeze(options.corpus)
    move_ratchet()


if __name__ == "__main__":
    main()
