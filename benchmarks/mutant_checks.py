"""Reads the case files, the seeds and the frozen texts with one module damaged, and says what is noticed first.

`python -m benchmarks.mutant_checks < MUTANT`, a process of its own for each mutant: MUTANT is a JSON object with the
module's name and its damaged source (or nothing, to see that all is well without). Prints the first thing noticed;
exit code 1 where something was, 0 where nothing was. Nothing is written anywhere.
"""

from __future__ import annotations

import importlib.util
import json
import resource
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

_MEMORY = 6 << 30


class _DamagedLoader(SourceFileLoader):
    """Loads a module from a damaged source instead of its file."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.path, "exec")


class _DamagedFinder(MetaPathFinder):
    """Finds one module damaged; all others are found as ever."""

    def __init__(self, name: str, source: str) -> None:
        self._name, self._source = name, source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname == self._name else None
        if spec is None or spec.origin is None:
            return None
        loader = _DamagedLoader(fullname, spec.origin, self._source)
        return importlib.util.spec_from_file_location(
            fullname, spec.origin, loader=loader, submodule_search_locations=spec.submodule_search_locations
        )


def complaints(cases: Sequence[str] | None = None) -> Iterator[str]:
    """What the checks complain of, the quick ones first; `cases` are the names of the case files, all where not said.

    Where cases are named, nothing else is checked.
    """
    yield from _cases(cases)
    if cases is None:
        yield from _seeds()
        yield from _frozen()


def _cases(names: Sequence[str] | None) -> Iterator[str]:
    from extractor import extract
    from tests import case_files

    for name in case_files.NAMES if names is None else names:
        case, path = case_files.expectation(name), case_files.CASES / f"{name}.txt"
        result = extract(path)
        text = path.read_bytes().decode("utf-8")
        found = [case_files.misnamed, case_files.misread_fields, case_files.misjudged]
        yield from (f"case {name}: {said}" for check in found for said in check(case, result))
        yield from (f"case {name}: {said}" for said in case_files.silently_wrong(case, result, text))


def _seeds() -> Iterator[str]:
    from extractor import extract
    from tests.golden import SEEDS

    for path in sorted(SEEDS.glob("*.txt")):
        gold = json.loads((SEEDS / "gold" / f"{path.stem}.json").read_text("utf-8"))
        result = extract(path)
        for key in ("unit", "year", "form"):
            if getattr(result.report, key) != gold[key]:
                yield f"seed {path.stem}: {key} is {getattr(result.report, key)!r}"
        for key, wanted in gold["fields"].items():
            if key not in result.fields or result.fields[key].value != wanted["value"]:
                yield f"seed {path.stem}: {key} is not {wanted['value']}"


def _frozen() -> Iterator[str]:
    from benchmarks.frozen import FROZEN, accepted_before
    from benchmarks.measure import load_truths
    from benchmarks.outcomes import documents
    from benchmarks.scoring import score_document
    from extractor import extract

    truths, before = load_truths(FROZEN), accepted_before()
    for path in documents(FROZEN, openers=False):
        name = f"{path.parent.name}/{path.name}"
        score = score_document(path.parent.name, extract(path), truths[path.stem])  # pyright: ignore[reportArgumentType]
        yield from (f"frozen {name}: {wrong}" for wrong in score.wrong)
        if score.outcomes["accepted_right"] < before[name]:
            yield f"frozen {name}: {score.outcomes['accepted_right']} accepted, {before[name]} before"


def main() -> None:
    """The process of one mutant."""
    mutant = json.load(sys.stdin)
    sys.dont_write_bytecode = True
    # A damaged loop or threshold takes all there is: whichever limit is met, something was noticed.
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    if mutant.get("seconds"):
        resource.setrlimit(resource.RLIMIT_CPU, (mutant["seconds"], mutant["seconds"]))
    if mutant.get("module"):
        sys.meta_path.insert(0, _DamagedFinder(mutant["module"], mutant["source"]))
    try:
        said = next(complaints(mutant.get("cases")), None)
    except Exception as error:  # a crash is noticed like any other complaint
        said = f"{type(error).__name__}: {' '.join(str(error).split())}"
    if said is not None:
        print(said)
        sys.exit(1)


if __name__ == "__main__":
    main()
