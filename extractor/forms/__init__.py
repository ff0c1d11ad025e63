"""The statutory forms as data, and what is read from them: fields, labels, roles, identities."""

from extractor.forms.load import form_ids, form_named, form_with_fields, load_forms, read_forms
from extractor.forms.model import Block, Column, Form, Group, Identity, Row, Section, Span

__all__ = [
    "Block",
    "Column",
    "Form",
    "Group",
    "Identity",
    "Row",
    "Section",
    "Span",
    "form_ids",
    "form_named",
    "form_with_fields",
    "load_forms",
    "read_forms",
]
