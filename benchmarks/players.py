"""What a model could settle, from made-up ones: `python -m benchmarks.players --documents 400`.

Texts of made-up reports in which the rules leave figures in review are asked about as a model is, and made-up models
answer (`model_players`): one that is always right, some that err, some that mean harm. Printed is what came of every
figure, why the right answers of `perfect` leave figures in review, and how many figures any answer could prove.
`--show REASON` prints examples of a reason: the document, the field, its true value, and the table's text.
"""

import argparse
import logging
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.agreement import HONEST, TARGET, readers_toml
from benchmarks.corpus import Plan, write_corpus
from benchmarks.model_players import PLAYERS
from benchmarks.play import REASONED, DocumentPlay, play
from benchmarks.played_documents import batches, in_turn, load, reports_of
from benchmarks.player_tables import all_tables, examples
from extractor.llm.settings import Accept

_PROCESSES = 2
# Other reports than those of the other benchmarks.
_FIRST_SEED = 100
_BATCH = 40
# Some forty converters and two kinds of mess to each make more than a hundred texts of a report: about half are asked
# about, and many reports say more than many texts of a few.
_DOCUMENTS_A_REPORT, _FEWEST_REPORTS = 50, 4


def play_corpus(corpus: Path, options: argparse.Namespace, players: Sequence[str]) -> list[DocumentPlay]:
    """What comes of so many documents of a corpus, those with nothing in review passed over."""
    reports = reports_of(corpus)
    played: list[DocumentPlay] = []
    one = partial(_play_path, tuple(players), options.accept)
    with ProcessPoolExecutor(options.processes) as pool:
        for batch in batches(in_turn(corpus, reports, options.seed), _BATCH):
            played += [found for found in pool.map(one, batch) if found is not None]
            if len(played) >= options.documents:
                return played[: options.documents]
    return played


def _play_path(players: Sequence[str], accept: Accept, path: Path) -> DocumentPlay | None:
    logging.disable(logging.WARNING)
    return play(load(path, reports_of(path.parents[1])), {name: PLAYERS[name] for name in players}, accept)


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.players", description="What a model could settle.")
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="as benchmarks.corpus wrote it; one is made where none is given")
    parser.add_argument("--players", nargs="*", default=list(PLAYERS), choices=list(PLAYERS), metavar="PLAYER")
    parser.add_argument("--accept", choices=("proof", "readers"), default="proof", help="as of the command line")
    parser.add_argument("--write", action="store_true", help=f"write {TARGET}, with --accept readers")
    parser.add_argument("--show", metavar="REASON", help=f"examples of what keeps {REASONED}'s figures in review")
    parser.add_argument("--examples", type=int, default=3)
    parser.add_argument("--processes", type=int, default=_PROCESSES)
    options = parser.parse_args(arguments)
    if options.write and (options.accept != "readers" or HONEST not in options.players):
        parser.error(f"--write needs --accept readers, and {HONEST} among the players")
    return options


def _lines(options: argparse.Namespace, corpus: Path) -> Iterator[str]:
    players = [REASONED] if options.show else options.players
    played = play_corpus(corpus, options, players)
    if options.write:
        TARGET.write_text(readers_toml(played), encoding="utf-8")
    yield from examples(played, options.show, options.examples) if options.show else all_tables(played)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    options = _parsed(arguments)
    started = time.monotonic()
    with TemporaryDirectory() as folder:
        corpus = options.corpus or Path(folder)
        if options.corpus is None:
            reports = _FEWEST_REPORTS + options.documents // _DOCUMENTS_A_REPORT
            write_corpus(Plan(reports, _FIRST_SEED + options.seed, operators=2, spoiled=reports // 4), corpus)
        print("\n".join(_lines(options, corpus)))
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
