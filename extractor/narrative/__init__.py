"""Reads what the prose of a report says of figures of the form: text and its stretches of prose → claims with places.

Claims are no proofs: whoever judges compares them with the tables.
"""

from extractor.narrative.find import find_claims
from extractor.narrative.model import Claim, Fields, Relation, Scope

__all__ = ["Claim", "Fields", "Relation", "Scope", "find_claims"]
