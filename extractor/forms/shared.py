"""What forms share stands once: puts the entries of an included file into the places of a form that name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from extractor.errors import FormError

_TAKES = "shared"
_Entries = Mapping[str, Mapping[str, dict[str, Any]]]


def take_shared(table: dict[str, Any], included: Mapping[str, Any] | None, name: str) -> dict[str, Any]:
    """The table of a form with every `{ shared = "key" }` replaced by the entry of this key in the included table.

    It is looked for in the list of the same name (`rows` for a row). What else stands beside `shared` takes the place
    of what the entry says. `name` is the form's file, for the errors.

    Raises:
        FormError: there is no such entry, or the form includes no file.
    """
    return _Taking(_by_key(included or {}), included is not None, name).table(table, "")


def _by_key(included: Mapping[str, Any]) -> _Entries:
    return {
        kind: {entry.get("key") or entry["name"]: entry for entry in cast(list[dict[str, Any]], entries)}
        for kind, entries in included.items()
    }


class _Taking:
    def __init__(self, entries: _Entries, is_included: bool, name: str) -> None:
        self._entries, self._is_included, self._name = entries, is_included, name

    def table(self, table: dict[str, Any], where: str) -> dict[str, Any]:
        return {key: self._value(value, key, f"{where}.{key}" if where else key) for key, value in table.items()}

    def _value(self, value: Any, kind: str, where: str) -> Any:
        if isinstance(value, dict):
            return self.table(cast(dict[str, Any], value), where)
        if isinstance(value, list):
            return [self._item(item, kind, f"{where}.{i}") for i, item in enumerate(cast(list[Any], value))]
        return value

    def _item(self, item: Any, kind: str, where: str) -> Any:
        if not isinstance(item, dict):
            return item
        table = cast(dict[str, Any], item)
        if _TAKES in table:
            own = {key: value for key, value in table.items() if key != _TAKES}
            table = {**self._entry(kind, table[_TAKES], where), **own}
        return self.table(table, where)

    def _entry(self, kind: str, key: object, where: str) -> dict[str, Any]:
        if not self._is_included:
            raise FormError(f"{self._name}: {where}: takes {key!r} over, but the form includes no file to take it from")
        found = self._entries.get(kind, {}).get(key) if isinstance(key, str) else None
        if found is None:
            raise FormError(f"{self._name}: {where}: the file it includes has no {key!r} among its {kind}")
        return found
