"""Telling addresses from paths, and the folder that keeps what is captured if none is named."""

from __future__ import annotations

import re
from pathlib import Path

_ADDRESS = re.compile("https?:", re.IGNORECASE)


def is_address(given: str) -> bool:
    """Whether the words are meant as an address of the web, and not as a path."""
    return _ADDRESS.match(given) is not None


def default_folder(database: Path) -> Path:
    """The folder of captures next to a database."""
    return database.absolute().parent / "captures"
