"""Tries the laws of `tests/properties` on new examples for some minutes; what fails is printed as a case file.

`make laws MINUTES=10`, or `python -m benchmarks.laws --minutes 10 [--seed N] [--out DIR] [PATH …]`. Round after round
every law gets new examples, until the time is over; a law that failed is made small and not tried again. Where what is
true of the text is known, NAME.txt and NAME.json are printed, with `--out` written too: give them the name of the
mess, look at what the text can still tell, and commit them to `tests/cases`. The same seed tries the same examples.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.case_files import CaseFile

if TYPE_CHECKING:
    import pytest

    from tests.properties.reading import Tried

ROOT = Path(__file__).parents[1]
LAWS = ROOT / "tests" / "properties"
_SHOWN = 2_000
_TRIED = (0, 1, 2)
"""What pytest ends with where the laws hold, where one failed, and where it was stopped."""
_OPTIONS = ("--tb=short", "-p", "no:cacheprovider", f"--rootdir={ROOT}", f"-c{ROOT / 'pyproject.toml'}")


class BrokenLaw(NamedTuple):
    """A law that failed: its test, the seed of its round, what it says, what was tried last, if anything."""

    test: str
    seed: int
    says: str
    tried: Tried | None

    @property
    def name(self) -> str:
        """A name for its case."""
        words = re.sub(r"[^a-z0-9]+", "-", self.test.rpartition("::")[2].removeprefix("test_")).strip("-")
        return f"{words}-{self.seed}"

    def case(self) -> CaseFile | None:
        """The example as a case; None where what is true of it is not known."""
        if self.tried is None or self.tried.truth is None:
            return None
        truth = self.tried.truth
        return CaseFile(self.tried.text, f"Found by {self.test}.", truth.form.id, truth.figures, is_all_accepted=False)


class LawPlugin:
    """What pytest is told in one round: the order of the laws, which are left out, when to stop; keeps what failed."""

    def __init__(self, seed: int, until: float, failed: frozenset[str]) -> None:
        self.broken: list[BrokenLaw] = []
        self.count = 0
        self.tried = 0
        self.uncollected: list[str] = []
        self._seed, self._until, self._failed = seed, until, failed
        self._session: pytest.Session | None = None

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Remembers what is to be stopped."""
        self._session = session

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keeps what is no file of laws."""
        if report.failed:
            self.uncollected.append(report.longreprtext)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Puts the laws in an order of the seed's own, so that a short time tries some of all."""
        items[:] = [item for item in items if item.nodeid not in self._failed]
        self.count = len(items)
        Random(self._seed).shuffle(items)

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        """Keeps a failure with the example that hypothesis ended on."""
        if call.when != "call" or call.excinfo is None:
            return
        reading = sys.modules.get("tests.properties.reading")
        tried = reading.LastTried.tried if reading else None
        says = f"{call.excinfo.typename}: {call.excinfo.value}"[:_SHOWN]
        self.broken.append(BrokenLaw(item.nodeid, self._seed, says, tried))

    def pytest_runtest_setup(self) -> None:
        """Forgets the law before."""
        if reading := sys.modules.get("tests.properties.reading"):
            reading.LastTried.tried = None

    def pytest_runtest_logfinish(self) -> None:
        """Counts the law, and stops when the time is over."""
        self.tried += 1
        if self._session is not None and time.monotonic() > self._until:
            self._session.shouldstop = "the time is over"


def try_laws(paths: Sequence[Path], minutes: float, first_seed: int, out: Path | None) -> tuple[int, int]:
    """Tries laws until the time is over and prints each that fails; how many were tried, and how many failed."""
    import pytest

    os.environ["HYPOTHESIS_PROFILE"] = "fresh"
    until = time.monotonic() + minutes * 60
    failed: set[str] = set()
    seed, tried = first_seed, 0
    while True:
        plugin = LawPlugin(seed, until, frozenset(failed))
        with redirect_stdout(StringIO()) as printed:
            code = pytest.main([*_OPTIONS, f"--hypothesis-seed={seed}", *map(str, paths)], plugins=[plugin])
        if plugin.uncollected or code not in _TRIED:
            why = plugin.uncollected[0] if plugin.uncollected else printed.getvalue()
            sys.exit(f"the laws could not be tried:\n{why}")
        tried += plugin.tried
        for broken in plugin.broken:
            failed.add(broken.test)
            _tell(broken, out)
        if time.monotonic() > until or len(failed) >= plugin.count:
            return tried, len(failed)
        seed += 1


def _tell(broken: BrokenLaw, out: Path | None) -> None:
    print(f"--- {broken.test} (seed {broken.seed})\n{broken.says}", flush=True)
    case = broken.case()
    if case is None:
        text = broken.tried.text if broken.tried else "(it read no report)"
        print(f"What is true of its text is not known, so it is no case file yet:\n{text}")
        return
    print(f"=== {broken.name}.txt\n{case.text}\n=== {broken.name}.json\n{case.expectation()}", flush=True)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        case.write(out, broken.name)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.laws", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[LAWS], help="files of laws: all where none is named")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, help="where the rounds begin; another one each time where it is not said")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write the case files there, too")
    options = parser.parse_args(arguments)
    seed = SystemRandom().randrange(10**9) if options.seed is None else options.seed
    print(f"beginning with seed {seed}", flush=True)
    tried, failed = try_laws(options.paths, options.minutes, seed, options.out)
    print(f"laws were tried {tried} times, each on new examples; {failed} laws failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
