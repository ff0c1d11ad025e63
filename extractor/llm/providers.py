"""What is known of providers by name: `providers.toml` → the settings to begin with, and where they are from."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from extractor.errors import SettingsError
from extractor.llm.masking import host_of

_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "providers.toml")


class Provider(BaseModel):
    """One provider. `settings` are those to begin with; `key` is the variable that holds its key, `address` how its
    address is made where every customer has another, `also_at` its other addresses.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    settings: dict[str, Any]
    key: str | None = None
    address: str = ""
    also_at: tuple[str, ...] = ()
    manners: str
    manners_zh: str
    sources: tuple[str, ...]
    checked: date
    tried: bool
    not_found: str = ""
    not_found_zh: str = ""

    def key_for(self, base_url: str, environment: Mapping[str, str]) -> str | None:
        """The key in the environment, if it is for this address: it is sent nowhere else."""
        if self.key is None:
            return None
        hosts = {host_of(one) for one in (self.settings.get("base_url", ""), *self.also_at) if one}
        domain = host_of(self.address).partition(".")[2]
        host = host_of(base_url)
        return environment.get(self.key) if host in hosts or (domain and host.endswith(f".{domain}")) else None


@cache
def all_providers() -> dict[str, Provider]:
    """The providers by name."""
    with open(_FILE, "rb") as file:
        return {name: Provider.model_validate(table) for name, table in tomllib.load(file).items()}


def provider_named(name: str) -> Provider:
    """The provider of this name.

    Raises:
        SettingsError: there is none.
    """
    found = all_providers().get(name)
    if found is None:
        raise SettingsError(
            f"setting of the model provider: none is called {name[:40]!r}; {', '.join(all_providers())}"
        )
    return found
