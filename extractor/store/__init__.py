"""Documents, extractions, decisions and jobs in SQL: one SQLite file, or PostgreSQL by its URL.

Nothing that happened is overwritten. A document's bytes are kept once, every extraction of it is kept with what
produced it, and what a person decides is a row of its own; what a figure *is* now is a view over these, `field_states`.
Everybody works in a transaction: `store.reading()` or `store.writing()`, and the functions of this room.
"""

from extractor.store.engine import Store, open_store

__all__ = ["Store", "open_store"]
