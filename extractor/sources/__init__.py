"""A file's bytes → `Source`: its text, normalised, with the place of every character in the file."""

from extractor.sources.compose import File
from extractor.sources.model import Box, Piece, Place, Source
from extractor.sources.open import LIMIT, open_source
from extractor.sources.text import read_text

__all__ = ["LIMIT", "Box", "File", "Piece", "Place", "Source", "open_source", "read_text"]
