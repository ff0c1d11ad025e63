"""The prompts: Markdown files with front matter, shipped beside the package; see `prompts/README.md`."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from typing import NamedTuple

from extractor.errors import SettingsError

# In a wheel the prompts lie in the package; in a checkout they are a folder of the top level.
_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_FOLDERS = (os.path.join(_HERE, "prompts"), os.path.join(os.path.dirname(_HERE), "prompts"))
PROMPTS = ("table", "second-look")
"""The prompts a table is asked about with, in the order they are tried."""
_PARTS = ("system", "example", "answer", "ask")


class Prompt(NamedTuple):
    """One prompt: what is said first, an example with its answer, and what is asked of the table."""

    id: str
    version: str
    digest: str
    system: str
    example: str
    answer: str
    ask: str

    @property
    def name(self) -> str:
        """Id, version and the beginning of the text's hash: what a result says it was read with."""
        return f"{self.id}@{self.version}#{self.digest[:12]}"


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt of this file name.

    Raises:
        SettingsError: there is no such prompt, or a part of it is missing.
    """
    path = next((p for folder in _FOLDERS if os.path.exists(p := os.path.join(folder, f"{name}.md"))), None)
    if path is None:
        raise SettingsError(f"prompt {name} is not there")
    with open(path, encoding="utf-8") as file:
        return parse_prompt(file.read(), name)


def prompt_names() -> tuple[str, ...]:
    """The names of the prompts as they are now."""
    return tuple(load_prompt(name).name for name in PROMPTS)


def parse_prompt(text: str, name: str) -> Prompt:
    """The prompt in one file's text: front matter between `---`, then a heading for each part.

    Raises:
        SettingsError: a part or a line of the front matter is missing.
    """
    _, _, rest = text.partition("---\n")
    front, _, body = rest.partition("---\n")
    about = dict(line.split(":", 1) for line in front.splitlines() if ":" in line)
    parts: dict[str, str] = {}
    for part in body.split("\n## ")[1:]:
        title, _, content = part.partition("\n")
        parts[title.strip()] = content.strip("\n")
    missing = [key for key in ("id", "version") if key not in about] + [key for key in _PARTS if key not in parts]
    if missing:
        raise SettingsError(f"prompt {name}: no {', '.join(missing)}")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Prompt(about["id"].strip(), about["version"].strip(), digest, *(parts[part] for part in _PARTS))
