"""The picture of a page: pixels in grey, which a program can read."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

LARGEST = 30_000_000
"""Maximum number of pixels of a picture that is read."""
USUAL = 300.0
"""Pixels in an inch of paper at which pages are drawn to be read."""
POINTS = 72


class Picture(NamedTuple):
    """Rows of pixels of one byte each, from the top; `resolution` is their number in an inch, which has 72 points. A point of the file of a
    picture is one of its pixels.
    """

    width: int
    height: int
    pixels: bytes
    resolution: float

    @property
    def sha256(self) -> str:
        """The SHA-256 of the picture: its size and its pixels."""
        return sha256(self.as_pgm()).hexdigest()

    def as_pgm(self) -> bytes:
        """The picture as a file (portable graymap)."""
        return b"P5 %d %d 255\n" % (self.width, self.height) + self.pixels

    @property
    def size(self) -> tuple[float, float]:
        """Its width and its height, in points."""
        scale = POINTS / self.resolution
        return self.width * scale, self.height * scale


def resolution_of(width: float, height: float) -> float:
    """The resolution at which to draw a page of this size, in points: `USUAL`, or less if it would have too many pixels."""
    area = max(width, 1) * max(height, 1) / POINTS**2
    return min(USUAL, float(int((LARGEST / area) ** 0.5)))
