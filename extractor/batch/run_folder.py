"""A run: the folder in which a batch keeps what it did, and the way to everything in it.

For whoever makes a panel, a report or checks of a run::

    from extractor.batch.run_folder import open_run

    with open_run("RUN") as run:
        for document in run.documents():        # in order of name, one after the other, in bounded memory
            document.state                      # "read", "no-report", "unknown-form", "unreadable" …
            document.reason                     # a sentence where there are no figures of it, or no body's year
            document.copy_of                    # the file whose bytes it has, where it comes after that one
            document.extraction                 # the Extraction where it was opened, under this file's own name

It makes no difference whether one machine made the run or a cluster. In the folder: `run.json` says what made it,
`results.db` is the ledger with the results, `shards/` holds the results of a cluster, `failures.log` has a sentence for
each file that is left out (not read, no report, a copy, whose body or year is open), `review.txt` those that hold no
report and those with figures in doubt, as a list that another batch takes.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.batch.found import NO_MEMBER
from extractor.batch.ledger import FileRow, Ledger
from extractor.batch.run_files import read_run_file, write_run_file
from extractor.batch.work import OPENED, Ask, Producer, State, extraction_of
from extractor.errors import BatchError, SchemaError
from extractor.exporting.leftout import COPY, OPEN, LeftOut, Named, NamedByState, copy_reason
from extractor.files.names import printable
from extractor.lifting import is_of_earlier_schema
from extractor.llm.masking import masked
from extractor.result import Extraction
from extractor.whole_file import whole_file

if TYPE_CHECKING:
    from filelock import BaseFileLock

LAYOUT = "1"
_MAX_EXAMPLES = 5
DAMAGED = "its result in the run is damaged; run the batch again with --again."
"""Why a file of a run that was read has no figures."""
RUN_FILE, LEDGER, SHARDS, FAILURES, REVIEW = "run.json", "results.db", "shards", "failures.log", "review.txt"


class RunManifest(BaseModel):
    """What `run.json` says: the layout of the folder, and what made the results.

    `data` is empty where a version made them that did not tell it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    layout: str
    version: str
    forms: dict[str, str]
    data: str = ""
    ask: Ask
    prompts: list[str]
    settings: dict[str, str | int | float | bool]


class Document(NamedTuple):
    """One file of a run: what it is called, the hash of its bytes (hex), what became of it, and the extraction.

    `reason` is a sentence that follows the name, where it was not read, holds no report, or belongs to no body's year;
    `copy_of` names the file whose bytes it has, where that comes before; `sha256` is None where its bytes were not had.
    What holds no report has an extraction without figures, whose findings say what was looked for.
    """

    name: str
    sha256: str | None
    state: State
    reason: str | None
    extraction: Extraction | None
    copy_of: str | None = None


class BatchRun:
    """An open run; close it, or use it in a `with` block."""

    def __init__(self, folder: str, manifest: RunManifest, ledger: Ledger, local_folder: str) -> None:
        self.folder = folder
        self.manifest = manifest
        self.ledger = ledger
        self.again = ""
        """What differs from what made the results that were let go; empty where none were."""
        self.lifted = 0
        """How many of the results that were read so far are of an earlier schema."""
        self._local_folder = local_folder
        self._lock: BaseFileLock | None = None

    def __enter__(self) -> BatchRun:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the run."""
        self.ledger.close()
        if self._lock is not None:
            self._lock.release()
        if self._local_folder != self.folder:
            shutil.rmtree(self._local_folder, ignore_errors=True)

    def lock(self) -> None:
        """Keeps the run for this process alone, as long as it lives.

        Raises:
            BatchError: another process has it.
        """
        from filelock import FileLock, Timeout

        self._lock = FileLock(os.path.join(self._local_folder, "lock"), thread_local=False, fallback_to_soft=False)
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            raise BatchError(
                f"{self.folder}: another run is writing there; wait for it, or name another --out."
            ) from None

    @property
    def producer(self) -> Producer:
        """What made the results."""
        manifest = self.manifest
        return Producer(
            manifest.version, manifest.forms, manifest.data, manifest.ask, tuple(manifest.prompts), manifest.settings
        )

    def documents(self) -> Iterator[Document]:
        """Every file of the run, in order of name; read as they are taken.

        Raises:
            BatchError: a result that should be there is not, or is of a schema that this version does not know.
        """
        return map(self._document, self.ledger.rows())

    def documents_beside(self, beginning: str, most: int) -> list[Document]:
        """The first files of the run, at most so many, that are called so and lie in no folder below."""
        return [self._document(row) for row in islice(self._rows_beside(beginning), most)]

    def count_beside(self, beginning: str, most: int) -> int:
        """How many they are; more than so many are not counted."""
        return sum(1 for _ in islice(self._rows_beside(beginning), most))

    def _rows_beside(self, beginning: str) -> Iterator[FileRow]:
        rows = self.ledger.rows(beginning=beginning)
        return (row for row in rows if "/" not in row.name[len(beginning) :])

    def _document(self, row: FileRow) -> Document:
        sha256 = None if row.sha256 is None else row.sha256.hex()
        try:
            return Document(row.name, sha256, row.state, row.reason, self._extraction(row), row.copy_of)
        except (zlib.error, ValidationError):
            return Document(row.name, sha256, "failed", DAMAGED, None)
        except SchemaError as error:
            raise BatchError(f"{self.folder}: the result of {row.name} is {error}") from None

    def _extraction(self, row: FileRow) -> Extraction | None:
        if row.state not in OPENED:
            return None
        result = row.result
        if result is None and row.shard is not None and row.row is not None:
            from extractor.batch.shards import result_at

            result = result_at(self.folder, row.shard, row.row)
        if result is None:
            raise BatchError(f"{self.folder}: the result of {row.name} is not there; run the batch again with --again.")
        text = zlib.decompress(result)
        self.lifted += is_of_earlier_schema(text)
        return extraction_of(text, row.name.rpartition("/")[2], row.name)

    def left_out(self) -> Iterator[LeftOut]:
        """Every file of the run that counts for nothing, in order of name; read as they are taken."""
        return map(_left_out, self.ledger.rows(only_left_out=True))

    def path(self, name: str) -> str:
        """A file of this machine's in the run's folder; of one elsewhere, in a temporary one that `close` deletes."""
        return os.path.join(self._local_folder, name)

    def write_logs_and_count(self) -> dict[str, Named]:
        """Writes down, in order of name, what is left out, a sentence a file, and what a person should look at.

        Of the files left out it says how many there are in each state, and names the first.
        """
        named = NamedByState(_MAX_EXAMPLES)
        left_out = (one for one in named.seen(self.left_out()) if one.state != "waiting")
        self._write(FAILURES, (f"{one.name}: {one.reason}\n" for one in left_out))
        self._write(REVIEW, (_list_line(*one) for one in self.ledger.in_review()))
        return named.by_state

    def _write(self, name: str, lines: Iterable[str]) -> None:
        with whole_file(self.path(name)) as log:
            log.writelines(line.encode("utf-8", "surrogateescape") for line in lines)
        if not is_local(self.folder):
            with open(self.path(name), "rb") as log:
                write_run_file(self.folder, name, log.read())


def _left_out(row: FileRow) -> LeftOut:
    if row.copy_of is not None:
        return LeftOut(row.name, COPY, copy_reason(row.copy_of))
    return LeftOut(row.name, OPEN if row.state == "read" else row.state, row.reason or "")


def _list_line(path: str, member: int, name: str) -> str:
    """A file as a line of a list that a batch takes; as a remark what no list can name, and what no list shall.

    That is a file in an archive, a path with line ends, an address with a secret in it.
    """
    if member != NO_MEMBER or path != path.strip() or {"\n", "\r"} & set(path) or path != masked(path):
        return f"# {printable(name)}\n"
    return f"./{path}\n" if path.startswith(("#", "@")) else f"{path}\n"


def open_run(path: str | os.PathLike[str]) -> BatchRun:
    """The run in a folder of this machine, or at an address.

    Raises:
        BatchError: there is none, or it is of a layout this version does not know.
    """
    folder = os.fspath(path)
    manifest = read_manifest(folder)
    if manifest is None:
        raise BatchError(f"{folder}: is not the folder of a run; make one with `extractor batch … --out {folder}`.")
    return _open(folder, manifest)


def begin_run(path: str | os.PathLike[str], producer: Producer, again: bool = False) -> BatchRun:
    """The run in this folder, made or gone on with, and locked. `again` takes one of another producer, to read it anew.

    One that differs in its forms and data alone is taken so without being asked, where no model is paid to read it.

    Raises:
        BatchError: the folder cannot be made, is something else, is in use, or is of another producer.
    """
    folder = os.fspath(path)
    manifest = RunManifest(layout=LAYOUT, **producer.described())
    known = read_manifest(folder)
    if known is None and is_local(folder):
        _make_folder(folder)
    difference = _checked(folder, known, manifest, again)
    run = _open(folder, known or manifest)
    try:
        run.lock()
        if known != manifest:
            run.again = difference
            run.ledger.forget_all()
            _write_manifest(folder, manifest)
            run.manifest = manifest
    except BaseException:
        run.close()
        raise
    return run


def differing(path: str | os.PathLike[str], producer: Producer, again: bool) -> str:
    """What differs between what made the run in this folder and a producer, in a few words; empty where nothing does.

    Raises:
        BatchError: its `run.json` is damaged, or `begin_run` would refuse it.
    """
    folder = os.fspath(path)
    return _checked(folder, read_manifest(folder), RunManifest(layout=LAYOUT, **producer.described()), again)


def _checked(folder: str, known: RunManifest | None, manifest: RunManifest, again: bool) -> str:
    """What differs; refused is a run that differs in more than forms and data, or which a model is paid to read."""
    if known is None or known == manifest:
        return ""
    is_free = (
        manifest.ask == "off" and known.model_copy(update={"forms": manifest.forms, "data": manifest.data}) == manifest
    )
    difference = _difference(known, manifest)
    if not again and not is_free:
        raise BatchError(
            f"{folder}: was made by something else ({difference}); "
            "name another --out, or add --again to read its files anew."
        )
    return difference


def is_local(folder: str) -> bool:
    """Whether a run is a folder of this machine, and not an address."""
    return "://" not in folder


def read_manifest(folder: str) -> RunManifest | None:
    """What `run.json` says; None where there is none.

    Raises:
        BatchError: it is damaged, or of a layout this version does not know.
    """
    text = read_run_file(folder, RUN_FILE)
    if text is None:
        return None
    try:
        return RunManifest.model_validate_json(text)
    except ValidationError:
        raise BatchError(f"{folder}: its {RUN_FILE} is damaged or of another version; name another --out.") from None


def _open(folder: str, manifest: RunManifest) -> BatchRun:
    local_folder = folder if is_local(folder) else tempfile.mkdtemp(prefix="extractor-run-")
    run = BatchRun(folder, manifest, Ledger(os.path.join(local_folder, LEDGER)), local_folder)
    if not is_local(folder) or os.path.isdir(os.path.join(folder, SHARDS)):
        from extractor.batch.shards import merge_shards

        merge_shards(folder, run.ledger, run.producer.digest())
    return run


def _make_folder(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
        others = [name for name in os.listdir(folder) if name not in (LEDGER, "lock") and not name.startswith(".")]
    except OSError as error:
        raise BatchError(f"{folder}: cannot be made ({error.strerror}); name another --out.") from None
    if any(not name.startswith(LEDGER) for name in others):
        raise BatchError(f"{folder}: holds other files and is not the folder of a run; name another --out.")


def _write_manifest(folder: str, manifest: RunManifest) -> None:
    text = json.dumps(manifest.model_dump(), ensure_ascii=False, indent=1) + "\n"
    write_run_file(folder, RUN_FILE, text.encode())


def _difference(known: RunManifest, manifest: RunManifest) -> str:
    """What differs between two producers, in a few words."""
    old: dict[str, Any] = known.model_dump()
    new: dict[str, Any] = manifest.model_dump()
    return "; ".join(
        f"{name}: {_shown(old[name])} there, {_shown(new[name])} now" for name in old if old[name] != new[name]
    )


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in sorted(cast(dict[str, Any], value).items())) or "none"
    if isinstance(value, list):
        return ", ".join(map(str, cast(list[Any], value))) or "none"
    return str(value)
