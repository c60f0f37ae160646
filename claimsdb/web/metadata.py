"""Datasette's metadata for a database of any name: Datasette identifies a database by the name of its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from datasette.utils import tilde_encode

from claimsdb.model.carried import carried

_KEY = "claims"


def metadata_for(database: Path) -> dict[str, Any]:
    """The metadata of `metadata.yml`, with `claims.db` and its links replaced by those of this database."""
    name = database.stem
    text = metadata().read_text(encoding="utf-8").replace(f'href="{_KEY}/', f'href="{tilde_encode(name)}/')
    described: dict[str, Any] = yaml.safe_load(text)
    described["databases"] = {name: described["databases"][_KEY]}
    return described


def metadata() -> Path:
    """The path of Datasette's metadata file."""
    return carried("_data/metadata.yml", "metadata.yml")
