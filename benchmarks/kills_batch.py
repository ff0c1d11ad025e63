"""Kills a batch again and again: `python -m benchmarks.kills_batch --files 400 --kills 10 --corpus build/corpus`.

The command is killed (SIGKILL) at random moments and given again, until it ends by itself. What the run then holds, and
every file of the panel made of it, must be what an undisturbed run gives, byte for byte, and no result that was kept
may have been written a second time.
"""

import argparse
import hashlib
import random
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from benchmarks.bench_batch import lay_out
from extractor.batch.run_folder import open_run


def command(folder: Path, run: Path) -> list[str]:
    """The command that is killed and given again."""
    return [sys.executable, "-m", "extractor.cli", "batch", str(folder), "--out", str(run), "--jobs", "2", "-q"]


def digest_of(run: Path) -> str:
    """The hash of everything a run holds, and of the panel made of it."""
    digest = hashlib.sha256()
    made = run.with_name(f"{run.name}-panel")
    made.mkdir()
    words = ["panel", str(run), "-o", str(made / "panel.parquet")]
    subprocess.run([sys.executable, "-m", "extractor.cli", *words], stdout=subprocess.DEVNULL, check=True)
    for path in sorted(made.iterdir()):
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    with open_run(run) as opened:
        for one in opened.documents():
            told = one.extraction.to_json() if one.extraction else ""
            digest.update(f"{one.name}\n{one.sha256}\n{one.state}\n{one.reason}\n{told}\n".encode())
    return digest.hexdigest()


def kept(run: Path) -> dict[bytes, int]:
    """The units whose results were kept, each with a number that changes when it is written again."""
    if not (run / "results.db").exists():
        return {}
    with closing(sqlite3.connect(run / "results.db")) as ledger:
        return dict(ledger.execute("SELECT key, rowid FROM results").fetchall())


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints what each kill left, and whether the end is the same."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills_batch", description="Does a killed batch go on?")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    dice = random.Random(options.seed)
    with TemporaryDirectory() as room:
        folder, whole, broken = Path(room) / "files", Path(room) / "whole", Path(room) / "broken"
        lay_out(options.files, options.corpus, 0, folder)
        begun = perf_counter()
        subprocess.run(command(folder, whole), stdout=subprocess.DEVNULL, check=False)
        seconds = perf_counter() - begun
        before: dict[bytes, int] = {}
        for number in range(options.kills):
            with subprocess.Popen(command(folder, broken), stdout=subprocess.DEVNULL) as running:
                sleep(dice.uniform(0.3, 2 * seconds / options.kills))
                running.kill()
            now = kept(broken)
            again = sum(now.get(key) != row for key, row in before.items())
            print(f"kill {number + 1:>2}: {len(now):>6} kept, {again} of those before written again", flush=True)
            before = now
        subprocess.run(command(folder, broken), stdout=subprocess.DEVNULL, check=False)
        now = kept(broken)
        again = sum(now.get(key) != row for key, row in before.items())
        is_same = digest_of(broken) == digest_of(whole)
        print(f"the end: {len(now):>6} kept, {again} written again; the same as undisturbed: {is_same}")
        sys.exit(0 if is_same and not again else 1)


if __name__ == "__main__":
    main()
