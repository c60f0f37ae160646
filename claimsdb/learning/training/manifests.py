"""What the manifests of trained models have in common when they are written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from claimsdb.english.networks.manifest import MANIFEST

Nested: TypeAlias = "float | list[Nested]"


def write(folder: Path, data: Mapping[str, object]) -> None:
    """Write a model's manifest into its folder."""
    (folder / MANIFEST).write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def digest(path: Path) -> str:
    """The hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def rounded(value: Nested) -> Nested:
    """Numbers, however nested, to four places."""
    return round(value, 4) if isinstance(value, float) else [rounded(v) for v in value]
