"""Everything the product says of a fixed set of files, kept, so that a change of the house can be held against it.

`python -m benchmarks.fingerprint --write FILE [--tree DIR] [--whole]` asks the package in DIR (a worktree of another
commit; by default this one) and writes what it said; `--compare FILE` asks again and lists what differs, down to the
field. Without `--whole` it is the JSON of the case files, the frozen texts, the seeds and two scans; with it also four
scans more, eighty laid-out files of every kind, the panel, the check of a folder, the report page, `explain`, and the
rows of a store.
The laid-out files and scans are made once, in build/fingerprint (`--corpus`).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "build" / "fingerprint"
_SCANS, _LAID_OUT, _STORED, _COMPARED = 6, 80, 60, 12
# These columns of the store say when, and are not of the reading.
_OF_TIME = ("_at", "password", "token")


def texts() -> list[Path]:
    """The texts that lie in the repository: cases, frozen texts, seeds."""
    frozen = (path for path in (ROOT / "benchmarks" / "frozen").glob("*/*") if path.parent.name != "truth")
    cases = (path for path in (ROOT / "tests" / "cases").iterdir() if path.suffix not in (".json", ".md"))
    return sorted([*cases, *frozen, *(ROOT / "seeds").glob("*.txt")])


def laid_out(corpus: Path) -> tuple[list[Path], list[Path]]:
    """The scans, and as many of each other kind of laid-out file as make up the number wanted."""
    folders = sorted(path for path in corpus.glob("source-*") if path.is_dir())
    scans = [path for folder in folders if "scan" in folder.name for path in sorted(folder.iterdir())]
    others = [sorted(folder.iterdir()) for folder in folders if "scan" not in folder.name]
    by_turn = [files[i] for i in range(max(map(len, others), default=0)) for files in others if i < len(files)]
    return scans[:_SCANS], by_turn[:_LAID_OUT]


def make_corpus(corpus: Path) -> None:
    """Makes the laid-out files and scans, where they are not there yet."""
    if not corpus.exists():
        call = [sys.executable, "-m", "benchmarks.corpus", "--reports", "16", "--seed", "4242", "--scans", "3"]
        subprocess.run([*call, "--out", str(corpus)], check=True, cwd=ROOT)


def statements(corpus: Path, *, whole: bool) -> Iterator[tuple[str, str]]:
    """What the package that is imported says, by the name of what was asked."""
    scans, others = laid_out(corpus)
    for path in [*texts(), *(scans if whole else scans[:2]), *(others if whole else [])]:
        yield _name(path, corpus), _extracted(path)
    if whole:
        yield from _commands(corpus, others)
        yield from _stored([*texts()[:: len(texts()) // _STORED], *others[:6]][:_STORED])


def _name(path: Path, corpus: Path) -> str:
    root = corpus if path.is_relative_to(corpus) else ROOT
    return path.relative_to(root).as_posix()


def _extracted(path: Path) -> str:
    from extractor import ExtractorError, extract

    try:
        return extract(path.read_bytes(), path.name).to_json()
    except ExtractorError as error:
        return f"refused: {error}"


def _commands(corpus: Path, others: list[Path]) -> Iterator[tuple[str, str]]:
    """What the commands print and write."""
    files = list(map(str, others[: 2 * _COMPARED]))
    with tempfile.TemporaryDirectory() as room:
        run, seed = Path(room) / "run", str(next((ROOT / "seeds").glob("003*.txt")))
        _said("batch", *files, str(ROOT / "seeds"), "--out", str(run), "--quiet", "--jobs", "1")
        _said("panel", str(run), "-o", f"{room}/panel.csv")
        _said("report", str(run), "-o", f"{room}/report.html")
        for path in sorted(Path(room).glob("*.*")):
            yield f"command {path.name}", path.read_text("utf-8").replace(room, "")
        for form in ("json", "text", "sarif"):
            last = ["--last-year", str(corpus / "source-docx")] if (corpus / "source-docx").exists() else []
            yield f"command check {form}", _said("check", *files, "--format", form, "--jobs", "1", *last)
        for field in ("applications.new.total", "active.administrative_licensing.decisions", "disputes.review.total"):
            yield f"command explain {field}", _said("explain", seed, field)
        yield "command show", _said("show", seed)


def _said(*words: str) -> str:
    call = [sys.executable, "-m", "extractor.cli", *words]
    done = subprocess.run(
        call, capture_output=True, text=True, env=os.environ | {"COLUMNS": "120", "LC_ALL": "C.UTF-8"}
    )
    return f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"


def _stored(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """The rows of a store that holds these files, table by table, without what says when."""
    from sqlalchemy import select

    from extractor import ExtractorError, extract
    from extractor.store import open_store
    from extractor.store.documents import add_document
    from extractor.store.extractions import save_extraction
    from extractor.store.tables import Base

    with tempfile.TemporaryDirectory() as room:
        store = open_store(f"{room}/store.db")
        for path in paths:
            content = path.read_bytes()
            try:
                extraction = extract(content, path.name)
            except ExtractorError:
                continue
            with store.writing() as session:
                came = add_document(session, content, path.name, store.now())
                save_extraction(session, came.id, extraction, store.now())
        with store.reading() as session:
            for table in Base.metadata.sorted_tables:
                columns = [one for one in table.columns if not one.name.endswith(_OF_TIME) and one.name != "content"]
                rows = sorted(repr(tuple(row)) for row in session.execute(select(*columns)))
                yield f"store {table.name}", "\n".join(rows)


def write(kept: Path, tree: Path, corpus: Path, *, whole: bool) -> None:
    """Writes what the package in `tree` says, in a process that imports nothing else of the project."""
    call = [sys.executable, "-P", str(Path(__file__).resolve()), "--inside", str(kept), "--corpus", str(corpus)]
    environment = os.environ | {"PYTHONPATH": str(tree.resolve())}
    subprocess.run([*call, *(["--whole"] if whole else [])], check=True, cwd=tree, env=environment)


def write_inside(kept: Path, corpus: Path, *, whole: bool) -> None:
    """Writes what the package that this process imports says."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(kept, "wt", encoding="utf-8", compresslevel=3) as file:
        for name, said in statements(corpus, whole=whole):
            file.write(json.dumps([name, said], ensure_ascii=False) + "\n")


def load(kept: Path) -> dict[str, str]:
    """What was said, by the name of what was asked."""
    with gzip.open(kept, "rt", encoding="utf-8") as file:
        return dict(map(json.loads, file))


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """A line for everything that differs, down to a result's fields and findings."""
    found = [f"{name}: only {'before' if name in before else 'after'}" for name in sorted(before.keys() ^ after.keys())]
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            found += [f"{name}: {what}" for what in _parts(before[name], after[name])]
    return found


def _parts(before: str, after: str) -> list[str]:
    """What differs between two statements: keys of a JSON object, fields of a result, or the first line."""
    try:
        one, other = json.loads(before), json.loads(after)
    except ValueError:
        lines = zip(before.splitlines(), after.splitlines(), strict=False)
        return [f"{a[:200]!r} → {b[:200]!r}" for a, b in lines if a != b][:3] or ["another number of lines"]
    found: list[str] = []
    for key in sorted(one.keys() | other.keys()) if isinstance(one, dict) and isinstance(other, dict) else ():
        a, b = one.get(key), other.get(key)
        if a != b and isinstance(a, dict) and isinstance(b, dict):
            found += [
                f"{key}.{k} {_short(a.get(k))} → {_short(b.get(k))}"
                for k in a.keys() | b.keys()
                if a.get(k) != b.get(k)
            ]
        elif a != b:
            found.append(f"{key} {_short(a)} → {_short(b)}")
    return sorted(found) or ["differs"]


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:160]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fingerprint", description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE")
    parser.add_argument("--compare", type=Path, metavar="FILE")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--tree", type=Path, default=ROOT, metavar="DIR", help="where the package is")
    parser.add_argument("--corpus", type=Path, default=CORPUS, metavar="DIR")
    parser.add_argument("--whole", action="store_true", help="laid-out files, commands and the store too")
    options = parser.parse_args()
    if options.inside:
        write_inside(options.inside, options.corpus, whole=options.whole)
        return
    make_corpus(options.corpus)
    if options.write:
        write(options.write.resolve(), options.tree, options.corpus, whole=options.whole)
    if options.compare:
        with tempfile.TemporaryDirectory() as room:
            write(Path(room) / "now", options.tree, options.corpus, whole=options.whole)
            before, after = load(options.compare), load(Path(room) / "now")
        found = differences({k: v for k, v in before.items() if options.whole or k in after}, after)
        print("\n".join([*found, f"{len(after)} statements, {len(found)} differences"]))
        sys.exit(bool(found))


if __name__ == "__main__":
    main()
