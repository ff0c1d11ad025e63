"""What a command says on stderr, and with which code it ends because of it."""

from __future__ import annotations

import sys


def complain(sentence: str) -> None:
    """Says on stderr what is wrong, in one line, in the reader's language, and no secret of an address in it."""
    from extractor.cli.words import told
    from extractor.llm.masking import masked

    print(f"extractor: {told(masked(' '.join(sentence.split())))}", file=sys.stderr)


class Diagnostics:
    """Says on stderr what cannot be read, and remembers it."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    @property
    def exit_code(self) -> int:
        """2 where something could not be read, else 0."""
        return 2 if self.sentences else 0

    def tell(self, sentence: str) -> None:
        """Says one sentence."""
        self.sentences.append(sentence)
        complain(sentence)
