"""Trained models in the package: a folder's manifest, and its files, whose hashes are checked before anything is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimsdb.model.errors import ModelError

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of a manifest. `digest` is the hash of the manifest, and so of the model, as it contains the hashes of the files."""

    folder: Path
    digest: str
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name of the model."""
        return str(self.data["name"])


def manifest(folder: Path, form: int) -> Manifest:
    """Read a folder's manifest. Raises `ModelError` if it is missing, broken, or not of the format numbered `form`."""
    try:
        raw = (folder / MANIFEST).read_bytes()
        data = json.loads(raw)
    except (OSError, ValueError) as error:
        raise ModelError(folder / MANIFEST, f"it cannot be read ({error})") from error
    if not isinstance(data, dict) or data.get("format") != form:
        raise ModelError(folder / MANIFEST, f"it is not of format {form}")
    return Manifest(folder, hashlib.sha256(raw).hexdigest(), data)


def checked(of: Manifest, name: str, folder: Path | None = None) -> bytes:
    """Check a model's file, by default in the manifest's folder. Raises `ModelError` if it is missing or has another hash."""
    path = (folder or of.folder) / name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ModelError(path, f"it cannot be read ({error.strerror})") from error
    wanted = of.data["files"].get(name)
    found = hashlib.sha256(raw).hexdigest()
    if found != wanted:
        raise ModelError(path, f"its sha256 is {found[:12]}…, not {str(wanted)[:12]}…, which the manifest names")
    return raw
