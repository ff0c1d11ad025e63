"""The two models that read pictures: where text stands, and which characters a line of it shows.

Both lie in the wheel of rapidocr and are opened by their paths there, so nothing is ever fetched.
"""

# rapidocr and onnxruntime have no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""A picture in grey, row by row from the top: 0 is black, 255 white."""

HEIGHT = 48
"""The height in pixels to which the model for characters has a line scaled."""

# Lines are read together up to this many columns of pixels, each no wider than the second number.
_TOGETHER = 2048
_WIDEST = 3200
_NARROWEST = 48
# Where text stands is looked for in a picture no larger than this.
_OVERVIEW = 1280
_THREADS = 2
"""So many at most; `OMP_NUM_THREADS`, which a batch sets to 1 for its processes, may ask for fewer."""


class Read(NamedTuple):
    """What a line of text says; `sure` is the probability of its least certain character, `mean` that of all."""

    text: str
    sure: float
    mean: float


def find_text(picture: Picture) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of the lines of text in a picture, in its pixels."""
    import cv2

    height, width = picture.shape
    scale = min(1.0, _OVERVIEW / max(height, width))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    found = open_detector()(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    boxes = np.asarray(found.boxes, dtype=float) / scale
    return [
        (float(box[:, 0].min()), float(box[:, 1].min()), float(box[:, 0].max()), float(box[:, 1].max()))
        for box in boxes
    ]


def read_lines(lines: Sequence[Picture], only: str = "") -> list[Read]:
    """What each of these lines says; with `only`, in no other characters than these."""
    model = open_recogniser()
    columns = model.columns(only) if only else None
    scaled = [_scaled(line) for line in lines]
    found = [Read("", 0.0, 0.0)] * len(lines)
    for batch in _batches([line.shape[1] for line in scaled]):
        wide = max(scaled[at].shape[1] for at in batch)
        block = np.zeros((len(batch), 3, HEIGHT, wide), np.float32)
        for row, at in enumerate(batch):
            block[row, :, :, : scaled[at].shape[1]] = scaled[at] / np.float32(127.5) - np.float32(1)
        chances = model.session.run(None, {model.input: block})[0]
        for row, at in enumerate(batch):
            found[at] = _decoded(chances[row], model.characters, columns)
    return found


def _scaled(line: Picture) -> Picture:
    import cv2

    height, width = line.shape
    wide = min(max(round(width * HEIGHT / height), 8), _WIDEST)
    method = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    made = np.asarray(cv2.resize(line, (wide, HEIGHT), interpolation=method), np.uint8)
    if wide >= _NARROWEST:
        return made
    room = _NARROWEST - wide
    return np.pad(made, ((0, 0), (room // 2, room - room // 2)), constant_values=255)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for at in sorted(range(len(widths)), key=lambda at: widths[at]):
        if batch and widths[at] * (len(batch) + 1) > _TOGETHER:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _decoded(chances: npt.NDArray[np.float32], characters: tuple[str, ...], columns: Sequence[int] | None) -> Read:
    """The likeliest characters: what is the same in two columns is printed once, and the first kind is none."""
    names = list(characters)
    if columns is not None:
        chances = chances[:, list(columns)]
        names = [characters[at] for at in columns]
    best = chances.argmax(axis=1)
    text: list[str] = []
    sure: list[float] = []
    before = 0
    for column, kind in enumerate(best.tolist()):
        chance = float(chances[column, kind])
        if kind and kind != before:
            text.append(names[kind])
            sure.append(chance)
        elif kind:
            sure[-1] = max(sure[-1], chance)
        before = kind
    # Whether there is a space matters to nobody.
    sure = [chance for character, chance in zip(text, sure, strict=True) if character != " "]
    if not sure:
        return Read("", 0.0, 0.0)
    return Read("".join(text), min(sure), sum(sure) / len(sure))


class Recogniser(NamedTuple):
    """The model for characters: its session, what its input is called, and the characters by their numbers."""

    session: Any
    input: str
    characters: tuple[str, ...]

    def columns(self, only: str) -> tuple[int, ...]:
        """The numbers of these characters, after that of none."""
        wanted = set(only)
        return (0, *(at for at, character in enumerate(self.characters) if at and character in wanted))


@cache
def open_recogniser() -> Recogniser:
    """The model for characters, opened once."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = _threads()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(_model("rec")), options, providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return Recogniser(session, session.get_inputs()[0].name, ("", *characters, " "))


@cache
def open_detector() -> Any:
    """The model for where text stands, opened once."""
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": _OVERVIEW,
            "Det.model_path": str(_model("det")),
            "Rec.model_path": str(_model("rec")),
            "Det.limit_side_len": 32,
            "EngineConfig.onnxruntime.intra_op_num_threads": _threads(),
        }
    )


def _threads() -> int:
    wished = os.environ.get("OMP_NUM_THREADS", "")
    return min(int(wished), _THREADS) if wished.isdecimal() and int(wished) else _THREADS


def _model(task: str) -> Path:
    """The model for one task inside rapidocr's wheel."""
    import rapidocr

    return sorted((Path(rapidocr.__file__).parent / "models").glob(f"*_{task}_*.onnx"))[-1]
