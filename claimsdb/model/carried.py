"""Files that the package carries: in a wheel inside it, in a checkout where people edit them."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def carried(in_wheel: str, in_checkout: str) -> Path:
    """Where a carried file or folder lies: `in_wheel` below the package, else `in_checkout` beside it."""
    for place in (_PACKAGE / in_wheel, _PACKAGE.parent / in_checkout):
        if place.exists():
            return place
    raise FileNotFoundError(f"This installation of claimsdb lacks {in_wheel}. Install it again.")
