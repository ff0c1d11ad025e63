"""Word files (.docx, .docm) → `Source`: read from their XML, written out as lines that the readers read best."""

from extractor.sources.word.package import Package, locked
from extractor.sources.word.read import document_text, read_word

__all__ = ["Package", "document_text", "locked", "read_word"]
