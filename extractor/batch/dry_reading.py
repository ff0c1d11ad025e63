"""The files of a run read only to see what a model would be asked about them; nothing is kept, and nothing is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice

from extractor.batch.drive import found_files
from extractor.batch.found import FoundFile
from extractor.batch.inputs import Finder
from extractor.batch.request import BatchRequest
from extractor.batch.tasks import FileReading, Setup, Task
from extractor.errors import SourceError
from extractor.llm.dry_run import DryEndpoint, Noted
from extractor.pipeline import extract_source
from extractor.sources import open_source
from extractor.work import Work


class DryReading:
    """Reads one file after the other; of equal bytes only the first."""

    def __init__(self, request: BatchRequest, endpoint: DryEndpoint) -> None:
        self._request, self._endpoint = request, endpoint
        self._opener = FileReading(Setup(request.limits))
        self._seen: set[bytes] = set()

    def files(self) -> Iterator[FoundFile]:
        """The files that were asked for.

        Raises:
            BatchError: there is none, or nothing at an input.
        """
        return islice(found_files(Finder(), self._request), self._request.limit)

    def questions(self, found: FoundFile) -> list[Noted] | None:
        """What would be asked about a file; None where its bytes were there before.

        Raises:
            ExtractorError: it cannot be read.
        """
        if found.reason is not None:
            raise SourceError(f"{found.name}: {found.reason}")
        content = self._opener.load(Task(found.path, found.member, found.name))
        digest = hashlib.sha256(content).digest()
        if digest in self._seen:
            return None
        self._seen.add(digest)
        work = Work(found.name, self._request.limits.steps)
        source = open_source(content, found.name, work=work)
        self._endpoint.take()
        extract_source(source, self._endpoint, always=self._request.ask == "always", work=work)
        return self._endpoint.take()
