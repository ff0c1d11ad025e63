"""The statutory forms."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import GetPydanticSchema
from pydantic_core import core_schema

from extractor.errors import Unknown
from extractor.forms import Block, Form, Section, form_named, load_forms
from extractor.service.guards import ReaderRole
from extractor.service.models import FormOut, FormSummary
from extractor.service.routes import new_router

router = new_router("forms")


def _known_editions(_type: object, _handler: object) -> core_schema.CoreSchema:
    return core_schema.literal_schema(sorted({form.edition for form in load_forms()}))


Edition = Annotated[
    Annotated[str, GetPydanticSchema(_known_editions)] | None,
    Query(description="Whether 其他处理 is three rows or one."),
]


@router.get("/forms")
def get_forms(_: ReaderRole) -> list[FormSummary]:
    """Every edition of every form."""
    return [FormSummary.model_validate(_summary(form)) for form in load_forms()]


@router.get("/forms/{form}")
def get_form(_: ReaderRole, form: str, edition: Edition = None) -> FormOut:
    """One form, whole: sections, rows, columns, labels and identities; in its standard edition unless one is named."""
    try:
        found = form_named(form, edition)
    except KeyError:
        raise Unknown(f"form {form[:50]}: there is none of this name; /v1/forms lists them.") from None
    identities = [{"name": one.name, "left": one.left, "right": one.right} for one in found.identities]
    sections = [_section(section) for section in found.sections]
    return FormOut.model_validate({**_summary(found), "sections": sections, "identities": identities})


def _summary(form: Form) -> dict[str, object]:
    names = ("id", "edition", "version", "title", "regulation", "first_year", "last_year")
    return {name: getattr(form, name) for name in names}


def _section(section: Section) -> dict[str, object]:
    return {
        "key": section.key,
        "ordinal": section.ordinal,
        "titles": section.titles,
        "groups": [group._asdict() for group in section.groups],
        "spans": [span._asdict() for span in section.spans],
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> dict[str, object]:
    names = ("key", "labels", "short", "ordinal", "groups", "fields")
    return {
        "heading": block.heading,
        "columns": [column._asdict() for column in block.columns],
        "rows": [{name: getattr(row, name) for name in names} for row in block.rows],
    }
