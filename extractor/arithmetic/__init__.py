"""Exact arithmetic over the identities of a form: check, deduce, locate the smallest repair.

Third step of the way. It takes the values of the fields by name and hands on which identities hold, what follows for
the fields without a value, and where the mistake may be if they contradict. It knows nothing of text.
"""

from extractor.arithmetic.check import Check, check, fields_of, integers_in
from extractor.arithmetic.consequences import Consequence, Doubted, consequences
from extractor.arithmetic.deduce import Deduction, deduce
from extractor.arithmetic.likeness import likeness
from extractor.arithmetic.order import independent_parts
from extractor.arithmetic.propagation import Bound
from extractor.arithmetic.repair import Change, Repair, Repairs, find_repairs

__all__ = [
    "Bound",
    "Change",
    "Check",
    "Consequence",
    "Deduction",
    "Doubted",
    "Repair",
    "Repairs",
    "check",
    "consequences",
    "deduce",
    "fields_of",
    "find_repairs",
    "independent_parts",
    "integers_in",
    "likeness",
]
