"""Messages as they are sent: words, and where a model takes them pictures of the table beside its words."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

Message = dict[str, Any]
"""One message of a question: `role`, and a `content` of words, or of parts that are words or pictures."""

PICTURE_TOKENS = 3_000
"""What a picture counts for where nobody has said yet what it took: more than providers charge for one of this size."""


def with_pictures(words: str, pictures: Sequence[bytes]) -> Message:
    """What a user says, with pictures (PNG) before the words, where there are any.

    Source: OpenAI's protocol, parts of type `image_url` with a data URL, which the others have taken over.
    """
    if not pictures:
        return {"role": "user", "content": words}
    shown = [f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in pictures]
    parts: list[dict[str, Any]] = [{"type": "image_url", "image_url": {"url": url}} for url in shown]
    return {"role": "user", "content": [*parts, {"type": "text", "text": words}]}


def words_of(message: Message) -> str:
    """The words of a message; of a picture that it is one."""
    content = message["content"]
    if isinstance(content, str):
        return content
    return "\n".join(part["text"] if part["type"] == "text" else "[picture]" for part in content)


def length_of(message: Message) -> int:
    """The characters of a message, and for each picture the tokens that it may take."""
    content = message["content"]
    pictures = 0 if isinstance(content, str) else sum(part["type"] != "text" for part in content)
    return len(words_of(message)) + PICTURE_TOKENS * pictures
