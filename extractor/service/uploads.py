"""What is sent → bytes and names: a raw body, or a form with files."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from typing import Any, BinaryIO, NamedTuple, cast

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from extractor.errors import EmptySource
from extractor.files.archives import ArchiveEntry, entries_of, is_archive, shown_name, too_many
from extractor.service.guards import Reviewer
from extractor.service.middleware import too_large
from extractor.service.problems import Refusal
from extractor.service.settings import Limits
from extractor.service.state import Here

_SPOOLED = 1 << 20
_BINARY = {"schema": {"type": "string", "format": "binary", "minLength": 1}}
_MULTIPART = "multipart/form-data"
_MOST_FIELDS = 10


class Upload(NamedTuple):
    """A file that was sent."""

    name: str
    file: BinaryIO


def _need_space(request: Request, here: Here, _: Reviewer) -> None:
    """Refuses what there is no space for before it is read.

    Raises:
        NoSpace: there is none.
    """
    said = request.headers.get("content-length", "0")
    here.space.check(int(said) if said.isdigit() else 0)


NeedsSpace = Depends(_need_space)
"""A dependency of every route that has something kept for which the store must grow."""


def body_of(field: str, many: bool, *kinds: str) -> dict[str, Any]:
    """How OpenAPI describes what `uploads` takes: a form whose files are called `field`, or a body of these kinds."""
    one = {"type": "string", "format": "binary"}
    files = {"type": "array", "items": one, "minItems": 1} if many else one
    form = {"schema": {"type": "object", "properties": {field: files}, "required": [field]}}
    return {"requestBody": {"required": True, "content": {_MULTIPART: form, **dict.fromkeys(kinds, _BINARY)}}}


@asynccontextmanager
async def uploads(request: Request, field: str, name: str | None, most: int) -> AsyncGenerator[list[Upload]]:
    """The files that were sent, at most so many, as long as the block lasts; `name` is what a raw body is called.

    Raises:
        Refusal: nothing was sent, or it is no form with files called `field`.
    """
    if request.headers.get("content-type", "").startswith(_MULTIPART):
        async with request.form(max_files=most, max_fields=_MOST_FIELDS) as form:
            sent = [one for one in form.getlist(field) if isinstance(one, UploadFile)]
            yield _some([Upload(shown_name(one.filename or "(no name)"), one.file) for one in sent], field)
        return
    with tempfile.SpooledTemporaryFile[bytes](max_size=_SPOOLED) as file:
        async for chunk in request.stream():
            file.write(chunk)
        found = [Upload(shown_name(name or "(no name)"), cast(BinaryIO, file))] if file.tell() else []
        yield _some(found, field)


async def one_document(request: Request, name: str | None, limits: Limits) -> tuple[str, bytes]:
    """The one report that was sent, in a form's field `file` or as the body: what it is called, and its bytes.

    Raises:
        Refusal: nothing was sent, or it is empty, or larger than a report may be.
    """
    async with uploads(request, "file", name, 1) as (upload, *_):
        content = await run_in_threadpool(whole, upload, limits)
    if not content:
        raise Refusal(422, "unreadable", f"{upload.name}: is empty; check that the right file was sent.")
    return upload.name, content


async def text_field(request: Request, name: str, most: int = 1) -> str | None:
    """A text that was sent in a form beside so many files; call it before they are taken, which closes the form."""
    if not request.headers.get("content-type", "").startswith(_MULTIPART):
        return None
    found = (await request.form(max_files=most, max_fields=_MOST_FIELDS)).get(name)
    return found if isinstance(found, str) else None


def _some(found: list[Upload], field: str) -> list[Upload]:
    if not found:
        raise Refusal(422, "invalid", f"nothing was sent; send a file as the body, or in a form's field `{field}`.")
    return found


def whole(upload: Upload, limits: Limits) -> bytes:
    """A file's bytes.

    Raises:
        Refusal: it is larger than a report may be.
    """
    upload.file.seek(0)
    content = upload.file.read(limits.document_bytes + 1)
    if len(content) > limits.document_bytes:
        raise too_large(limits.document_bytes)
    return content


def unpacked(sent: list[Upload], limits: Limits) -> Iterator[ArchiveEntry]:
    """The files of a batch, those in archives too, one after the other.

    Raises:
        TooLarge: they are too many, or too many bytes.
        EmptySource: there are none.
    """
    count = 0
    for upload in sent:
        for entry in _entries(upload, limits):
            count += 1
            if count > limits.batch_files:
                raise too_many(limits)
            yield entry
    if count == 0:
        raise EmptySource("this batch holds no file; pack at least one report.")


def _entries(upload: Upload, limits: Limits) -> Iterator[ArchiveEntry]:
    if is_archive(upload.file):
        yield from entries_of(upload.file, upload.name, limits)
        return
    try:
        content = whole(upload, limits)
    except Refusal as refusal:
        yield ArchiveEntry(upload.name, None, f"{upload.name}: {refusal.detail}")
        return
    yield (
        ArchiveEntry(upload.name, content) if content else ArchiveEntry(upload.name, None, f"{upload.name}: is empty.")
    )
