"""What a provider's batch interface sends back → batches and lines of which every part is what the protocol says.

The lines of a batch are completions as a question by itself has them, so they are read by `llm/protocol.py`; what is
said of an error is told to a person and kept nowhere.
"""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, NamedTuple, cast

from pydantic import BaseModel, BeforeValidator, ValidationError

from extractor.llm import failures
from extractor.llm.failures import Failure, failure_of_status
from extractor.llm.protocol import completion_in

_MOST = 10**9
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,199}")
_OVER = frozenset({"completed", "failed", "expired", "cancelled"})
_STATUS = re.compile(r"[45]\d\d")


def _identifier(found: object) -> str | None:
    return found if isinstance(found, str) and _IDENTIFIER.fullmatch(found) else None


def _count(found: object) -> int:
    return found if type(found) is int and 0 <= found < _MOST else 0


def _word(found: object) -> str:
    return found.lower() if isinstance(found, str) and re.fullmatch(r"[A-Za-z_]{1,40}", found) else "unknown"


def _table(found: object) -> object:
    return cast("object", found) if isinstance(found, dict) else {}


_Count = Annotated[int, BeforeValidator(_count)]
_Id = Annotated[str, BeforeValidator(_identifier)]
_IdOrNone = Annotated[str | None, BeforeValidator(_identifier)]


class BatchCounts(BaseModel):
    """How many questions of a batch there are, are answered, and came to nothing."""

    total: _Count = 0
    completed: _Count = 0
    failed: _Count = 0


class NamedFile(BaseModel):
    """A file that was sent."""

    id: _Id
    filename: Any = None


class ListedFiles(BaseModel):
    """Some of the files that were sent."""

    data: list[NamedFile]


class BatchState(BaseModel):
    """How a batch stands; `errors` is what the provider says of a file that it does not take, as it came."""

    id: _Id
    status: Annotated[str, BeforeValidator(_word)] = "unknown"
    input_file_id: _IdOrNone = None
    output_file_id: _IdOrNone = None
    error_file_id: _IdOrNone = None
    request_counts: Annotated[BatchCounts, BeforeValidator(_table)] = BatchCounts()
    errors: Any = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status in _OVER

    @property
    def files(self) -> list[str]:
        """The files with its lines, those with answers first."""
        return [one for one in (self.output_file_id, self.error_file_id) if one is not None]

    @property
    def errors_said(self) -> object:
        """What is said of a file that is not taken, in a shape in which a sentence is looked for."""
        found = cast("object", self.errors)
        if not isinstance(found, dict):
            return found
        errors = cast("dict[str, object]", found)
        return {"errors": errors.get("data", errors)} if errors else None

    @property
    def failure(self) -> Failure:
        """Why a question of it that has no line is not answered, now that it is over."""
        of_status = {
            "failed": failures.FILE_REFUSED,
            "expired": failures.EXPIRED,
            "cancelled": failures.CANCELLED,
        }
        return of_status.get(self.status, failures.LEFT_OUT)


class ListedBatches(BaseModel):
    """Some of a provider's batches."""

    data: list[BatchState]
    has_more: bool = False


class BatchLine(NamedTuple):
    """What a line says of a question: its completion as `llm/protocol.py` makes it, or the failure; the HTTP status
    that says so, 0 where none does; and what the provider says of it, as it came.
    """

    question: str
    completion: bytes | None
    failure: Failure | None
    status: int = 0
    said: object = None


class _Response(BaseModel):
    status_code: _Count = 0
    body: Any = None


class _Error(BaseModel):
    code: str | int | None = None
    message: Any = None


class _Line(BaseModel):
    custom_id: _Id
    response: Annotated[_Response, BeforeValidator(_table)] = _Response()
    error: Annotated[_Error, BeforeValidator(_table)] = _Error()


def line_of(text: bytes) -> BatchLine | None:
    """What a line of a batch's files says; None where it is none."""
    try:
        found = _Line.model_validate_json(text)
    except ValidationError:
        return None
    status, body = found.response.status_code, found.response.body
    if 200 <= status < 300:
        completion = completion_in(json.dumps(body).encode())
        return BatchLine(found.custom_id, completion, None if completion else failures.NO_COMPLETION)
    said = body if found.error.message is None else {"message": found.error.message}
    code = str(found.error.code or "")
    if not 400 <= status < 600:
        status = int(code) if _STATUS.fullmatch(code) else 0
    failure = failure_of_status(status) if status else _failure_of(code)
    return BatchLine(found.custom_id, None, failure, status, said)


def _failure_of(code: str) -> Failure:
    """Why a line has neither completion nor status."""
    if "expired" in code:
        return failures.EXPIRED
    return failures.CANCELLED if "cancel" in code else failures.LEFT_OUT
