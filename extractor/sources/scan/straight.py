"""Pictures of pages held straight: how far one is tilted, and a picture turned."""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

import numpy as np

from extractor.sources.scan.engine import Picture

# In degrees: pages are tilted no further than this; tilts are tried in these steps, coarse and fine.
_FURTHEST = 3.5
_STEPS = (0.5, 0.1, 0.02)
# What is less is left as it is.
_LEAST = 0.04
# Tilts are tried on a picture of about this size.
_OVERVIEW = 1200


def tilt_of(picture: Picture) -> float:
    """How many degrees the lines of a page, of text or ruled, are turned clockwise; 0 where they are straight."""
    import cv2

    scale = min(1.0, _OVERVIEW / max(picture.shape))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = np.asarray(255 - small, np.uint8)
    dark[dark < 48] = 0
    best = 0.0
    reach = _FURTHEST
    for step in _STEPS:
        tried = [best + step * at for at in range(-round(reach / step), round(reach / step) + 1)]
        best = max(tried, key=lambda angle: (_sharpness(dark, angle), -abs(angle)))
        reach = step
    return best if abs(best) >= _LEAST else 0.0


def _sharpness(dark: Picture, angle: float) -> float:
    """How clearly lines stand out from the room between them, across or down, once the picture is turned back."""
    turned = tilted(dark, -angle)
    scores: list[float] = []
    for axis in (0, 1):
        profile = turned.sum(axis=axis, dtype=np.float64)
        scores.append(float(np.square(np.diff(profile)).sum()) / turned.shape[axis])
    return max(scores)


def tilted(picture: Picture, angle: float) -> Picture:
    """The picture turned clockwise by this many degrees about its middle; it stays as large as it is, and what comes
    in at its edges is as they are.
    """
    import cv2

    if not angle:
        return picture
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -angle, 1.0)
    made = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(made, np.uint8)


def quartered(picture: Picture, quarters: int) -> Picture:
    """The picture turned clockwise by this many quarters."""
    return np.ascontiguousarray(np.rot90(picture, -quarters % 4))
