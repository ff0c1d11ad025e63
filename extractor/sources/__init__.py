"""A file's bytes → `Source`: its text, normalised, with the place of every character in the file."""

from extractor.sources.model import Box, Note, Place, Source
from extractor.sources.open import LIMIT, open_source
from extractor.sources.text import read_text

__all__ = ["LIMIT", "Box", "Note", "Place", "Source", "open_source", "read_text"]
