"""The edges of the glyphs of a page, and what can be said of all of its words at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from claimsdb.reading.pdf.calls import Codes
from claimsdb.reading.pdf.frame import Edges

_LAST = 0x3000
_SOLID = np.ones(_LAST + 2, np.int8)
"""Whether a code is a word's; the last one stands for all above it."""
_SOLID[[0, 9, 10, 13, 32, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, _LAST]] = 0


Word: TypeAlias = tuple[float, float, bool, bool, bool, float, float]
"""Of the glyphs of a word: the least and the greatest gap between them, whether they have one top, are on the page, and begin one behind
the other, and their lowest and highest edge. What is said of gaps and tops is anything if there is one glyph.
"""


class Turned:
    """The edges of glyphs that are turned so that lines run from left to right, whether each glyph is `on` the page, and their words."""

    def __init__(
        self,
        placed: tuple[Edges, Edges, Edges, Edges],
        words: NDArray[np.int64],
        extent: tuple[float, float],
    ) -> None:
        """Take the left, right, bottom and top edges, the words as stretches of glyphs, and the size of the page."""
        self.left, self.right, self.bottom, self.top = placed
        left, right, bottom, top = (np.frombuffer(edges, np.float32).astype(np.float64) for edges in placed)
        # reduceat takes the stretches between numbers: every other one is a word
        inside = words.ravel()
        between = inside.copy()
        between[1::2] -= 1  # between glyphs
        width, height = extent
        on = (right > -1) & (left < width + 1) & (top > -1) & (bottom < height + 1)  # what has no numbers is nowhere
        self.on: Sequence[bool] = on.tolist()
        gaps = left[1:] - right[:-1]
        self.words: Sequence[Word] = list(
            zip(
                _each(np.minimum, gaps, between).tolist(),
                _each(np.maximum, gaps, between).tolist(),
                _each(np.logical_and, top[1:] == top[:-1], between).tolist(),
                _each(np.logical_and, on, inside).tolist(),
                _each(np.logical_and, left[1:] > left[:-1], between).tolist(),
                _each(np.minimum, bottom, inside).tolist(),
                _each(np.maximum, top, inside).tolist(),
                strict=True,
            )
        )


def _each(function: Any, values: Any, stretches: Any) -> Any:
    """What a function makes of the values of each stretch."""
    padded = np.concatenate([values, values[:1], values[:1]]) if len(values) else np.zeros(2)
    return function.reduceat(padded, stretches)[::2]


def words(codes: Codes) -> NDArray[np.int64]:
    """The stretches of glyphs without white space and glyphs that are made up: the first glyph of each, and the one behind it."""
    solid = np.zeros(len(codes) + 2, np.int8)
    solid[1:-1] = _SOLID[np.minimum(codes, _LAST + 1)]
    return np.flatnonzero(np.diff(solid)).reshape(-1, 2)


def sizes(codes: Codes) -> NDArray[np.int64]:
    """How many bytes each character has in UTF-8; 0 if the glyph is made up."""
    return (codes > 0).astype(np.int64) + (codes > 0x7F) + (codes > 0x7FF) + (codes > 0xFFFF)
