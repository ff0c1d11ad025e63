"""What may stand in a file of exceptions, as pydantic checks it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class ExceptionEntry(BaseModel):
    """One finding that stands."""

    model_config = ConfigDict(extra="forbid")

    id: _Words
    code: _Words
    reason: _Words
    where: str = ""
    says: str = ""


class ExceptionsFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid")

    exceptions: list[ExceptionEntry] = Field(default_factory=list[ExceptionEntry])
