"""The unit of work: a file's bytes and what reads them → what came of it, addressed by a hash of both.

It is a pure function: what a file is called, where it lies, and what was read before it change nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from extractor.digest import data_digest
from extractor.errors import WriteError
from extractor.exporting.leftout import open_reason
from extractor.forms import load_forms
from extractor.identity.kinds import seems_to_be
from extractor.pipeline import extract_source
from extractor.result import Extraction, SourceInfo
from extractor.sources import open_source
from extractor.version import __version__
from extractor.work import Work

if TYPE_CHECKING:
    from extractor.batch.asking import BatchEndpoint
    from extractor.llm.settings import Settings

Ask = Literal["off", "auto", "always"]
State = Literal["read", "no-report", "unknown-form", "unreadable", "failed", "waiting"]
"""What became of a file: read; opened, but without a report; a report without a table of a known form; not to be read;
the program failed on it; not yet read."""
OPENED: tuple[State, ...] = ("read", "no-report", "unknown-form")
"""What became of files of which there is an extraction."""

UNNAMED = "⟨file⟩"
"""What every file is called inside its unit of work: its name is put in its place where the result is shown."""
_COMPRESSION = 3


class Producer(NamedTuple):
    """What reads: version, forms, the digest of all data it reads with, and the model with its prompts and settings."""

    version: str
    forms: dict[str, str]
    data: str
    ask: Ask
    prompts: tuple[str, ...]
    settings: dict[str, str | int | float | bool]

    def described(self) -> dict[str, Any]:
        """The producer as JSON has it."""
        return {**self._asdict(), "prompts": list(self.prompts)}

    def digest(self) -> str:
        """Its hash."""
        return hashlib.sha256(json.dumps(self.described(), sort_keys=True).encode()).hexdigest()


class Outcome(NamedTuple):
    """What came of a unit: the extraction's JSON, compressed, or why there is none; and what is counted of it.

    `unanswered` says that a model was to be asked and could not be: the budget was spent, or nobody was there.
    `told` are sentences about the model's endpoint, for stderr and for nothing that is kept.
    """

    state: State
    reason: str | None = None
    result: bytes | None = None
    figures: int = 0
    accepted: int = 0
    tokens: int = 0
    cost: float | None = None
    unanswered: bool = False
    told: tuple[str, ...] = ()


def producer_of(ask: Ask, settings: Settings | None) -> Producer:
    """The producer that this program is, with this model."""
    forms = {form.id: form.version for form in load_forms()}
    if ask == "off" or settings is None:
        return Producer(__version__, forms, data_digest(), "off", (), {})
    from extractor.llm.prompts import prompt_names

    return Producer(__version__, forms, data_digest(), ask, prompt_names(), settings.describe())


def key_of(content_hash: bytes, producer: str) -> bytes:
    """The address of a unit: the hash of the bytes' hash and the producer's digest."""
    return hashlib.sha256(content_hash + bytes.fromhex(producer)).digest()


def read_unit(
    content: bytes,
    work: Work,
    endpoint: BatchEndpoint | None,
    ask: Ask,
    keep: Callable[[str], None] | None = None,
    *,
    proofreads: bool = False,
) -> Outcome:
    """Does the unit of work. `work` is how much it may take, and `keep` is given the text that its places count.

    With `proofreads` the findings are a draft's, those of an editor among them.

    Raises:
        ExtractorError: the bytes cannot be read.
        WriteError: there is no room on a disk for the text; that says nothing of the file.
    """
    missed, told = (endpoint.missed, len(endpoint.told)) if endpoint else (0, 0)
    source = open_source(content, UNNAMED, work=work)
    extraction = extract_source(source, endpoint, always=ask == "always", work=work, proofreads=proofreads)
    result = zlib.compress(extraction.to_json().encode(), _COMPRESSION)
    if keep is not None:
        keep(source.original)
    use, state = extraction.run.llm, _state(extraction, source.original)
    return Outcome(
        state,
        reason=_reason(extraction, state),
        result=result,
        figures=len(extraction.fields),
        accepted=sum(field.status == "accepted" for field in extraction.fields.values()),
        tokens=use.tokens if use else 0,
        cost=use.cost if use else None,
        unanswered=endpoint is not None and endpoint.missed > missed,
        told=() if endpoint is None else tuple(endpoint.told[told:]),
    )


def _state(extraction: Extraction, text: str) -> State:
    """What became of a file that was opened; a year is only known of what says that it is a report."""
    if extraction.holds_report:
        return "read"
    return "unknown-form" if extraction.report.year is not None and seems_to_be(text) is None else "no-report"


def _reason(extraction: Extraction, state: State) -> str | None:
    """Why there are no figures; of what was read, why it belongs to no body's year, where that is so."""
    if state == "read":
        return open_reason(extraction.report.unit, extraction.report.year)
    said = "; ".join(finding.message.en for finding in extraction.findings if finding.severity == "error")
    what = "holds no report" if state == "no-report" else "is a report of another form"
    return f"{what}: {said}." if said else f"{what}."


def keep_text(folder: str, sha256: str, text: str) -> None:
    """Keeps the text of a unit in a folder, compressed, under the hash of its bytes.

    Raises:
        WriteError: it cannot be written there.
    """
    try:
        with open(os.path.join(folder, sha256), "wb") as file:
            file.write(zlib.compress(text.encode("utf-8", "surrogatepass"), _COMPRESSION))
    except OSError as error:
        raise WriteError(folder, error) from None


def kept_text(folder: str, sha256: str) -> str:
    """A text that was kept."""
    with open(os.path.join(folder, sha256), "rb") as file:
        return zlib.decompress(file.read()).decode("utf-8", "surrogatepass")


def without_name(sentence: str, name: str) -> str:
    """A sentence about a file without the file's name before it."""
    return sentence.removeprefix(f"{name}: ")


def extraction_of(result: bytes, name: str, path: str) -> Extraction:
    """The extraction of a unit, as JSON, as that of one of its files."""
    made = Extraction.from_json(result)
    about = made.source
    source = SourceInfo(path=path, name=name, sha256=about.sha256, media_type=about.media_type, bytes=about.bytes)
    return replace(made, source=source)
