"""What may stand in `.extractor.toml`, as pydantic checks it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from extractor.findings import Severity


class CheckSettings(BaseModel):
    """The table `[check]`."""

    model_config = ConfigDict(extra="forbid")

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    severity: Severity | None = None
    per_file_ignores: dict[str, tuple[str, ...]] = Field(default_factory=dict, alias="per-file-ignores")


class SettingsFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid")

    check: CheckSettings = Field(default_factory=CheckSettings)
