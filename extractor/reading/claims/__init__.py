"""Reads what the prose of a report says of figures of the form: text and its stretches of prose → claims with places.

Claims are no proofs: whoever judges compares them with the tables.
"""

from extractor.reading.claims.find import find_claims
from extractor.reading.claims.model import Claim, Fields, Relation, Scope

__all__ = ["Claim", "Fields", "Relation", "Scope", "find_claims"]
