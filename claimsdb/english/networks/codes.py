"""Vectors in stored form: 8 bits for each number, which give cosines to within 0.01, and 1 bit for each number to search by."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

SIZE = 384
"""Length of a vector."""
BLOCK = 4096
"""Number of vectors whose signs are stored together."""

Floats = NDArray[np.float32]
Codes = NDArray[np.int8]
Bits = NDArray[np.uint8]


def codes(vectors: Floats) -> Codes:
    """Vectors (n, 384) as 8-bit integers, each scaled by its own largest number."""
    greatest = np.abs(vectors).max(1, keepdims=True)
    made: Codes = np.round(vectors * (127 / np.maximum(greatest, 1e-9))).astype(np.int8)
    return made


def stored(rows: Iterable[bytes]) -> Codes:
    """The codes of some vectors, (n, 384), from the stored bytes of each."""
    return np.frombuffer(b"".join(rows), np.int8).reshape(-1, SIZE)


def vectors(codes: Codes) -> Floats:
    """Codes (n, 384) as vectors of length one."""
    wide = codes.astype(np.float32)
    made: Floats = wide / np.maximum(np.linalg.norm(wide, axis=1, keepdims=True), 1)
    return made


def bits(codes: Codes) -> Bits:
    """The signs of codes (n, 384), eight in a byte: (n, 48)."""
    return np.packbits(codes > 0, axis=1)
