"""What was asked before: answers, and how each endpoint can be asked, in one SQLite file of this machine.

No text of a report is kept, only the hash of a question and its answer; and no secret of an endpoint's address.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import NamedTuple

from extractor.errors import SettingsError
from extractor.llm.messages import Message
from extractor.llm.settings import OFF

_logger = logging.getLogger(__name__)

_LAYOUT = 2
"""What was kept before knew no endpoint of an answer, and kept addresses with their secrets: it is let go."""

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (question TEXT PRIMARY KEY, answer TEXT NOT NULL, sent INTEGER, written INTEGER);
CREATE TABLE IF NOT EXISTS modes (endpoint TEXT, model TEXT, mode TEXT NOT NULL, PRIMARY KEY (endpoint, model));
"""
_WAIT = 30.0
# What is known of a model's pictures stands among the modes, behind a name that no model has.
_PICTURES = "\twith pictures"


class CachedAnswer(NamedTuple):
    """An answer as it was given, and the tokens it took."""

    answer: str
    sent: int
    written: int


def default_path() -> str:
    """The file in the user's cache folder."""
    folder = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(folder, "extractor", "answers.sqlite")


def question_key(prompt: str, whom: str, mode: str, schema: object, messages: Sequence[Message]) -> str:
    """The hash of all that an answer depends on: prompt with version, model and where it is, mode, schema, messages."""
    asked = json.dumps([prompt, whom, mode, schema, list(messages)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()


class AnswerCache:
    """The file; every use opens it anew, so that processes and threads may share it."""

    def __init__(self, path: str | None) -> None:
        """`path` is the default where None, and `off` keeps nothing beyond this object."""
        self._path = None if path == OFF else path or default_path()
        self._modes: dict[tuple[str, str], str] = {}
        if self._path is not None:
            self._prepare(self._path)

    def answer(self, question: str) -> CachedAnswer | None:
        """The answer to a question that was asked before."""
        if self._path is None:
            return None
        query = (
            "SELECT answer, sent, written FROM answers WHERE question = ?"
            " AND typeof(answer) = 'text' AND typeof(sent) = 'integer' AND typeof(written) = 'integer'"
        )
        found = self._run(query, question)
        return CachedAnswer(*found[0]) if found else None

    def keep(self, question: str, answer: CachedAnswer) -> None:
        """Remembers an answer."""
        if self._path is not None:
            self._run("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", question, *answer)

    def mode(self, endpoint: str, model: str) -> str | None:
        """The mode of structured output that was found to work there."""
        if self._path is None:
            return self._modes.get((endpoint, model))
        found = self._run("SELECT mode FROM modes WHERE endpoint = ? AND model = ?", endpoint, model)
        return found[0][0] if found else None

    def keep_mode(self, endpoint: str, model: str, mode: str) -> None:
        """Remembers a mode that works."""
        self._modes[endpoint, model] = mode
        if self._path is not None:
            self._run("INSERT OR REPLACE INTO modes VALUES (?, ?, ?)", endpoint, model, mode)

    def takes_pictures(self, endpoint: str, model: str) -> bool | None:
        """Whether this model was found to read pictures; None where nobody has tried."""
        found = self.mode(endpoint, model + _PICTURES)
        return None if found is None else found == "yes"

    def keep_takes_pictures(self, endpoint: str, model: str, *, takes: bool) -> None:
        """Remembers whether a model reads pictures."""
        self.keep_mode(endpoint, model + _PICTURES, "yes" if takes else "no")

    def _run(self, statement: str, *values: str | int) -> list[tuple[str, int, int]]:
        """What the file says; nothing, and a warning in the log, where it is full, held or damaged meanwhile."""
        assert self._path is not None
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT)) as file, file:
                return file.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            _logger.warning("%s: answers cannot be looked up or kept there (%s)", self._path, error)
            return []

    def _prepare(self, path: str) -> None:
        try:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            with closing(sqlite3.connect(path, timeout=_WAIT)) as file:
                file.execute("PRAGMA journal_mode = WAL")
                _bring_up_to_date(file)
        except (OSError, sqlite3.Error) as error:
            raise SettingsError(
                f"{path}: cannot keep answers there ({error}); name another file with EXTRACTOR_LLM_CACHE, or `{OFF}`"
            ) from error


def _bring_up_to_date(file: sqlite3.Connection) -> None:
    """Makes the tables, once; those of an older layout are overwritten, not only forgotten."""
    if file.execute("PRAGMA user_version").fetchone()[0] == _LAYOUT:
        return
    file.execute("PRAGMA secure_delete = ON")
    file.executescript(
        f"BEGIN IMMEDIATE; DROP TABLE IF EXISTS answers; DROP TABLE IF EXISTS modes; {_TABLES}"
        f" PRAGMA user_version = {_LAYOUT}; COMMIT"
    )
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
