"""Files that come with the package: inside it in a wheel, next to it in a checkout, where people edit them."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def carried(in_wheel: str, in_checkout: str) -> Path:
    """The path of a carried file or folder: `in_wheel` inside the package, or else `in_checkout` next to it.

    Raises `FileNotFoundError` if neither is there.
    """
    for place in (_PACKAGE / in_wheel, _PACKAGE.parent / in_checkout):
        if place.exists():
            return place
    raise FileNotFoundError(f"This installation of claimsdb lacks {in_wheel}. Install it again.")
