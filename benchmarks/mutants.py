"""Damages the code that reads and judges, one small slip at a time, and counts which slips nothing notices.

`make mutants N=100 SEED=1`, or `python -m benchmarks.mutants --sample 100 --seed 1 [FOLDER …]`. What must notice are
the case files, the seeds and the frozen texts (`benchmarks/mutant_checks.py`), each mutant in a process of its own;
nothing is written to the checkout. Each slip that is not noticed is printed with file and line. Either it changes
nothing that can be read (say so to yourself and go on), or a case file is missing, or the code decides nothing there
and can go. Tests of single modules are not run: the share is of what whole readings notice.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.mutations import Mutation, damaged, mutations_of

ROOT = Path(__file__).parents[1]
ROOMS = ("reading", "judging", "narrative", "lexicon", "identity")
_PATIENCE = 4
_LEAST_SECONDS = 20


class DamagedModule(NamedTuple):
    """A module of the package by its name, and the source it has instead of its own."""

    module: str
    source: str


class Mutant(NamedTuple):
    """A damage to one module of the package."""

    path: Path
    mutation: Mutation

    @property
    def made(self) -> DamagedModule:
        """The module with its damage."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        return DamagedModule(name, damaged(self.path.read_text("utf-8"), self.mutation))

    def __str__(self) -> str:
        """Where it is, and what."""
        where = f"{self.path.relative_to(ROOT)}:{self.mutation.line}"
        return f"{where}  {self.mutation.before}  →  {self.mutation.after}"


def mutants_in(folders: Iterable[Path]) -> list[Mutant]:
    """Every damage there is to the modules of these folders, those that there are."""
    paths = sorted(path for folder in folders if folder.is_dir() for path in folder.rglob("*.py"))
    return [Mutant(path, one) for path in paths for one in mutations_of(path.read_text("utf-8"))]


def draw(folders: Iterable[Path], count: int, seed: int) -> list[Mutant]:
    """Some of them, the same for the same seed and sources, in order of place."""
    known = mutants_in(folders)
    chosen = Random(seed).sample(range(len(known)), min(count, len(known)))
    return [known[i] for i in sorted(chosen)]


def noticed(made: DamagedModule | None, seconds: int = 0, cases: Sequence[str] | None = None) -> str | None:
    """What is noticed first with a damaged module, or with none; None where nothing is.

    It takes at most so many `seconds` of processor time, any where 0; `cases` are case files that alone are to notice.
    """
    asked = {"seconds": seconds, "cases": cases, **(made._asdict() if made else {})}
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.mutant_checks"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=ROOT,
    )
    if done.returncode == 0:
        return None
    if done.returncode < 0:
        return f"stopped by signal {-done.returncode} (of {seconds} seconds of processor time)"
    return (done.stdout or done.stderr).strip().rpartition("\n")[2] or f"exit {done.returncode}"


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help=f"of extractor/: {', '.join(ROOMS)} where none is named")
    parser.add_argument("--sample", type=int, default=20, help="how many mutants are tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--all", action="store_true", help="print what noticed the others, too")
    options = parser.parse_args(arguments)
    folders = [one.resolve() for one in options.folders] or [ROOT / "extractor" / room for room in ROOMS]
    before = _processor_seconds()
    if (said := noticed(None)) is not None:
        sys.exit(f"without any damage something is noticed already; mend that first: {said}")
    seconds = _LEAST_SECONDS + int(_PATIENCE * (_processor_seconds() - before))
    mutants = draw(folders, options.sample, options.seed)
    missed = 0
    with ThreadPoolExecutor(options.processes) as pool:
        for mutant, said in zip(mutants, pool.map(lambda one: noticed(one.made, seconds), mutants), strict=True):
            missed += said is None
            if said is None or options.all:
                print(
                    f"{'noticed' if said else 'NOT noticed'}  {mutant}" + (f"\n    {said}" if said else ""), flush=True
                )
    print(f"{len(mutants) - missed} of {len(mutants)} mutants are noticed, {missed} are not (seed {options.seed})")


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
