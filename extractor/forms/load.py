"""Loads the forms: TOML files → schema → one frozen `Form` for each edition."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, cast

from extractor.errors import FormError
from extractor.forms.build import build_edition
from extractor.forms.model import Form
from extractor.forms.schema import FormSpec, SectionSpec, SharedSpec, read_as

FOLDER_VARIABLE = "EXTRACTOR_FORMS"
OWN_FOLDER = os.path.dirname(os.path.abspath(__file__))
_FILE = re.compile(r"(\d{4}|shared)\.toml")
_SHARED = "shared"
_Entries = dict[tuple[str, str], dict[str, Any]]


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
    """Every edition of every form in these folders; a form, or an entry of `shared.toml`, takes the place of the one
    of its name in an earlier folder.

    Raises:
        FormError: a file does not fit the schema, or a folder cannot be read.
    """
    tables: dict[str, dict[str, Any]] = {}
    entries: _Entries = {}
    for folder in folders:
        tables |= _read_folder(folder)
        shared = tables.pop(_SHARED, {})
        read_as(shared, SharedSpec, f"{_SHARED}.toml")
        for kind, listed in shared.items():
            entries |= {(kind, entry.get("key") or entry["name"]): entry for entry in listed}
    return tuple(form for form_id in sorted(tables) for form in _editions(form_id, tables[form_id], entries))


def _read_folder(folder: str) -> dict[str, dict[str, Any]]:
    """The tables of the TOML files in a folder, by name: 2021.toml is `2021`, named by its form's id."""
    try:
        names = os.listdir(folder)
    except OSError as error:
        raise FormError(
            f"{folder}: cannot be read as a folder of forms ({error.strerror}); {FOLDER_VARIABLE} names it."
        ) from None
    return {found[1]: _read_table(folder, name) for name in names if (found := _FILE.fullmatch(name))}


def _read_table(folder: str, name: str) -> dict[str, Any]:
    try:
        with open(os.path.join(folder, name), "rb") as file:
            return tomllib.load(file)
    except (OSError, UnicodeDecodeError) as error:
        raise FormError(f"{os.path.join(folder, name)}: cannot be read as a form ({error}).") from None
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


def _editions(form_id: str, table: dict[str, Any], entries: _Entries) -> tuple[Form, ...]:
    name = f"{form_id}.toml"
    whole = {key: _with_shared(value, entries, f"{name}: {key}", key) for key, value in table.items()}
    spec = read_as(whole, FormSpec, name)
    if spec.id != form_id:
        raise FormError(f"{name}: id: must be {form_id!r} as its file is called, is {spec.id!r}")
    for i, section in enumerate(spec.sections):
        _check_names(section, spec.editions, f"{name}: sections.{i}")
    return tuple(build_edition(spec, edition, name) for edition in spec.editions)


def _with_shared(value: Any, entries: _Entries, where: str, kind: str) -> Any:
    """A value with every `{ shared = "KEY" }` in it replaced by the entry of `shared.toml` with this key in the list of
    the same name (`rows` for a row). What else stands beside `shared` takes the place of what the entry says.
    """
    if isinstance(value, list):
        listed = enumerate(cast(list[Any], value))
        return [_with_shared(item, entries, f"{where}.{i}", kind) for i, item in listed]
    if not isinstance(value, dict):
        return value
    table = cast(dict[str, Any], value)
    if _SHARED in table:
        entry = entries.get((kind, str(table[_SHARED])))
        if entry is None:
            raise FormError(f"{where}: {_SHARED}.toml has no {table[_SHARED]!r} among its {kind}")
        table = {**entry, **{key: one for key, one in table.items() if key != _SHARED}}
    return {key: _with_shared(one, entries, f"{where}.{key}", key) for key, one in table.items()}


def _check_names(section: SectionSpec, editions: tuple[str, ...], where: str) -> None:
    """Checks that the groups, editions and columns a section speaks of are there."""
    groups = {group.key for group in section.groups}
    columns = {column.key for block in section.blocks for column in block.columns}
    for i, span in enumerate(section.spans):
        for key in span.over:
            if key not in columns | groups:
                raise FormError(f"{where}.spans.{i}.over: no column or group {key!r} in section {section.key!r}")
    if groups and len(section.blocks) > 1:
        raise FormError(f"{where}.blocks: must be one, as section {section.key!r} has groups")
    for i, block in enumerate(section.blocks):
        if bool(block.rows) == bool(block.column_groups):
            raise FormError(f"{where}.blocks.{i}: needs either rows or column_groups")
        for group in (*block.column_groups, *(group for row in block.rows for group in row.groups)):
            if group not in groups:
                raise FormError(f"{where}.blocks.{i}: no group {group!r} in section {section.key!r}")
        for row in block.rows:
            if row.edition not in ("", *editions):
                raise FormError(f"{where}.blocks.{i}: row {row.key!r} names an unknown edition {row.edition!r}")
