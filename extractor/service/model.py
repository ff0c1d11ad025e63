"""The language model of a service: whether there is one to ask, what it is called, and where it is."""

from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple

from extractor.service.problems import Refusal


class Model(NamedTuple):
    """A model, and the host that is shown what it is asked about."""

    name: str
    host: str


def configured_model() -> Model | None:
    """The model that can be asked; None where none is configured, or the extra `llm` is not installed.

    Raises:
        SettingsError: a setting of the model is wrong.
    """
    from extractor.llm.masking import host_of
    from extractor.llm.settings import load_settings

    settings = load_settings()
    if settings is None or find_spec("instructor") is None:
        return None
    from extractor.llm.address import check_address

    check_address(settings)
    return Model(settings.model, host_of(settings.base_url))


def check_model() -> None:
    """Refuses to ask a model where none is configured.

    Raises:
        SettingsError: a setting of the model is wrong.
        Refusal: there is none.
    """
    if configured_model() is None:
        raise Refusal(422, "no-model", "no model is configured for this service; send it with ask=off.")
