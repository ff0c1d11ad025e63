"""Loads the forms: TOML files → schema → one frozen `Form` for each edition."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from extractor.errors import FormError
from extractor.forms.build import build_edition
from extractor.forms.model import Form
from extractor.forms.schema import SectionSpec, check_shared, check_spec
from extractor.forms.shared import take_shared

FOLDER_VARIABLE = "EXTRACTOR_FORMS"
OWN_FOLDER = os.path.dirname(os.path.abspath(__file__))
_FILE = re.compile(r"(\d{4})\.toml")


@cache
def load_forms() -> tuple[Form, ...]:
    """Every edition of every form, by id, the standard edition of each form first.

    These are the package's forms, and those of the folder that EXTRACTOR_FORMS names, if any.

    Raises:
        FormError: a file does not fit the schema, or the folder cannot be read.
    """
    return read_forms(form_folders())


def form_folders() -> tuple[str, ...]:
    """The folders the forms are read from."""
    more = os.environ.get(FOLDER_VARIABLE)
    return (OWN_FOLDER, more) if more else (OWN_FOLDER,)


def read_forms(folders: Sequence[str]) -> tuple[Form, ...]:
    """Every edition of every form in these folders; a form takes the place of one with its id in an earlier folder.

    Raises:
        FormError: a file does not fit the schema, or a folder cannot be read.
    """
    paths = {form_id: path for folder in folders for form_id, path in _form_files(folder)}
    shared: dict[str, dict[str, Any]] = {}
    return tuple(form for form_id in sorted(paths) for form in _read_form(paths[form_id], form_id, folders, shared))


def _form_files(folder: str) -> list[tuple[str, str]]:
    """The forms' files in a folder, by id: named by it, as 2021.toml is."""
    try:
        names = os.listdir(folder)
    except OSError as error:
        raise FormError(
            f"{folder}: cannot be read as a folder of forms ({error.strerror}); {FOLDER_VARIABLE} names it."
        ) from None
    return [(found[1], os.path.join(folder, name)) for name in names if (found := _FILE.fullmatch(name))]


def _read_form(path: str, form_id: str, folders: Sequence[str], shared: dict[str, dict[str, Any]]) -> tuple[Form, ...]:
    name = os.path.basename(path)
    table = _read_table(path, name)
    include = table.get("include")
    included = _included(path, include, folders, shared) if isinstance(include, str) else None
    forms = _editions(take_shared(table, included, name), name)
    if forms[0].id != form_id:
        raise FormError(f"{name}: id: must be {form_id!r} as its file is called, is {forms[0].id!r}")
    return forms


def _included(path: str, included: str, folders: Sequence[str], shared: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The table of a file that a form includes: beside the form, or in one of the folders."""
    places = [os.path.join(folder, os.path.basename(included)) for folder in (os.path.dirname(path), *folders)]
    place = next(filter(os.path.exists, places), None)
    if place is None:
        raise FormError(f"{os.path.basename(path)}: include: no file {included!r} beside it or among the forms")
    if place not in shared:
        shared[place] = _read_table(place, included)
        check_shared(shared[place], included)
    return shared[place]


def _read_table(path: str, name: str) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            return _parse(file.read(), name)
    except (OSError, UnicodeDecodeError) as error:
        raise FormError(f"{path}: cannot be read as a form ({error}).") from None


def _parse(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormError(f"{name}: not valid TOML: {error}") from error


def form_ids() -> tuple[str, ...]:
    """The ids of the forms, such as `2021`, in their order."""
    return tuple(dict.fromkeys(form.id for form in load_forms()))


def form_named(form_id: str, edition: str | None = None) -> Form:
    """The form with this id, in its standard edition unless another is named; `KeyError` where there is none."""
    for form in load_forms():
        if form.id == form_id and edition in (None, form.edition):
            return form
    raise KeyError(form_id)


def form_with_fields(form_id: str | None, fields: Collection[str]) -> Form | None:
    """The edition of a form that has just these fields; None where there is none."""
    keys = set(fields)
    return next((form for form in load_forms() if form.id == form_id and set(form.fields) == keys), None)


def _editions(table: dict[str, Any], name: str) -> tuple[Form, ...]:
    spec = check_spec(table, name)
    for i, section in enumerate(spec["sections"]):
        _check_names(section, spec["editions"], f"{name}: sections.{i}")
    return tuple(build_edition(spec, edition, name) for edition in spec["editions"])


def _check_names(section: SectionSpec, editions: list[str], where: str) -> None:
    """Checks that the groups, editions and columns a section speaks of are there."""
    groups = {group["key"] for group in section.get("groups", [])}
    columns = {column["key"] for block in section["blocks"] for column in block["columns"]}
    for i, span in enumerate(section.get("spans", [])):
        for key in span["over"]:
            if key not in columns | groups:
                raise FormError(f"{where}.spans.{i}.over: no column or group {key!r} in section {section['key']!r}")
    if groups and len(section["blocks"]) > 1:
        raise FormError(f"{where}.blocks: must be one, as section {section['key']!r} has groups")
    for i, block in enumerate(section["blocks"]):
        rows, column_groups = block.get("rows", []), block.get("column_groups", [])
        if bool(rows) == bool(column_groups):
            raise FormError(f"{where}.blocks.{i}: needs either rows or column_groups")
        for group in (*column_groups, *(g for row in rows for g in row.get("groups", []))):
            if group not in groups:
                raise FormError(f"{where}.blocks.{i}: no group {group!r} in section {section['key']!r}")
        for row in rows:
            if row.get("edition", editions[0]) not in editions:
                raise FormError(
                    f"{where}.blocks.{i}: row {row['key']!r} names an unknown edition {row.get('edition')!r}"
                )
