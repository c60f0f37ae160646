"""Datasette's metadata for a database of any name: Datasette calls a database by its file's name, and describes it by that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from datasette.utils import tilde_encode

from claimsdb.model.carried import carried

_KEY = "claims"


def metadata_for(database: Path) -> dict[str, Any]:
    """What `metadata.yml` says of `claims.db`, said of this file, with the links to it."""
    name = database.stem
    text = metadata().read_text(encoding="utf-8").replace(f'href="{_KEY}/', f'href="{tilde_encode(name)}/')
    described: dict[str, Any] = yaml.safe_load(text)
    described["databases"] = {name: described["databases"][_KEY]}
    return described


def write_metadata(database: Path, folder: Path) -> Path:
    """Write that as JSON into the folder; the file's path."""
    to = folder / "metadata.json"
    to.write_text(json.dumps(metadata_for(database)), encoding="utf-8")
    return to


def metadata() -> Path:
    """Datasette's metadata file."""
    return carried("_data/metadata.yml", "metadata.yml")
