"""Files that the package carries: in a wheel inside it, in a checkout where people edit them."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
REVISION = "0006"
"""The newest of the schema's revisions, for who cannot ask Alembic first."""


def migrations() -> Path:
    """The folder of Alembic's scripts."""
    return _first(_PACKAGE / "_alembic", _PACKAGE.parent / "alembic")


def metadata() -> Path:
    """Datasette's metadata file."""
    return _first(_PACKAGE / "_data" / "metadata.yml", _PACKAGE.parent / "metadata.yml")


def _first(*places: Path) -> Path:
    for place in places:
        if place.exists():
            return place
    raise FileNotFoundError(f"This installation of claimsdb lacks {places[0].name}. Install it again.")
