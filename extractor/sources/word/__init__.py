"""Word files (.docx, .docm) → `Source`: read from their XML, written out as lines that the readers read best."""

from extractor.sources.word.read import document_text, read_word

__all__ = ["document_text", "read_word"]
