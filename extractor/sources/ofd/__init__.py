"""OFD documents (GB/T 33190) → `Source`: read from their XML, laid out as the pages of a PDF are."""

from extractor.sources.ofd.read import read_ofd

__all__ = ["read_ofd"]
