"""What was asked before: answers, and how each endpoint can be asked, in one SQLite file of this machine.

No text of a report is kept, only the hash of a question and its answer.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import NamedTuple

from extractor.errors import SettingsError

OFF = "off"
"""The path that stands for no cache."""

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (question TEXT PRIMARY KEY, answer TEXT NOT NULL, sent INTEGER, written INTEGER);
CREATE TABLE IF NOT EXISTS modes (endpoint TEXT, model TEXT, mode TEXT NOT NULL, PRIMARY KEY (endpoint, model));
"""
_WAIT = 30.0


class CachedAnswer(NamedTuple):
    """An answer as it was given, and the tokens it took."""

    answer: str
    sent: int
    written: int


def default_path() -> str:
    """The file in the user's cache folder."""
    folder = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(folder, "extractor", "answers.sqlite")


def question_key(prompt: str, model: str, mode: str, schema: object, messages: Sequence[dict[str, str]]) -> str:
    """The hash of all that an answer depends on: prompt with version, model, mode, schema and what is said."""
    asked = json.dumps([prompt, model, mode, schema, list(messages)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()


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
        found = self._run("SELECT answer, sent, written FROM answers WHERE question = ?", question)
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

    def _run(self, statement: str, *values: str | int) -> list[tuple[str, int, int]]:
        assert self._path is not None
        with closing(sqlite3.connect(self._path, timeout=_WAIT)) as file, file:
            return file.execute(statement, values).fetchall()

    def _prepare(self, path: str) -> None:
        try:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            with closing(sqlite3.connect(path, timeout=_WAIT)) as file:
                file.execute("PRAGMA journal_mode = WAL")
                file.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            raise SettingsError(
                f"{path}: cannot keep answers there ({error}); name another file with EXTRACTOR_LLM_CACHE, or `{OFF}`"
            ) from error
