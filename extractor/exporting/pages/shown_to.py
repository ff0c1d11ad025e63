"""Who was shown a report: nobody but this machine, or a language model at some host, in words."""

from __future__ import annotations

from extractor.llm.masking import host_of
from extractor.result import Message, Run

_NOBODY = Message(
    zh="仅按规则读取，内容没有离开本机。",
    en="Read by rules alone; nothing left this machine.",
)
_NOTHING = Message(
    zh="允许询问模型，但没有向它出示任何表格，内容没有离开本机。",
    en="A model might be asked and was shown nothing; nothing left this machine.",
)


def shown_to(run: Run) -> Message:
    """A sentence on what left the machine where a report was read."""
    if "llm_model" not in run.settings:
        return _NOBODY
    if run.llm is None or run.llm.calls == 0:
        return _NOTHING
    model, host = run.llm.model, host_of(str(run.settings.get("llm_endpoint", "")))
    return Message(
        zh=f"其中的表格已出示给主机 {host} 上的模型 {model}。",
        en=f"Tables of it were shown to the model {model} at the host {host}.",
    )
