"""The statutory forms as data, and what is read from them: fields, labels, identities."""

from extractor.forms.load import FORM_IDS, form_named, form_with_fields, load_forms, parse_form
from extractor.forms.model import Block, Column, Form, Group, Identity, Row, Section, Span

__all__ = [
    "FORM_IDS",
    "Block",
    "Column",
    "Form",
    "Group",
    "Identity",
    "Row",
    "Section",
    "Span",
    "form_named",
    "form_with_fields",
    "load_forms",
    "parse_form",
]
