"""Datasette's metadata for databases of any names: Datasette identifies a database by the name of its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from datasette.utils import tilde_encode

from claimsdb.model.carried import carried
from claimsdb.model.errors import MetadataError

_KEY = "claims"


def metadata_for(*databases: Path, own: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The metadata of `metadata.yml` for these databases, with `claims.db` and its links replaced by each of them, under `own`.

    The links in the description of the site lead to the first database.
    """
    described: dict[str, Any] = {}
    for name in reversed(list(names(databases))):
        text = metadata().read_text(encoding="utf-8").replace(f'href="{_KEY}/', f'href="{tilde_encode(name)}/')
        one = yaml.safe_load(text)
        one["databases"] = {name: one["databases"][_KEY]}
        described = _over(one, described)
    return _over(own or {}, described)


def names(databases: Sequence[Path]) -> Iterator[str]:
    """The names that Datasette gives to the databases: those of their files, with a number if one has the name already."""
    seen: set[str] = set()
    for database in databases:
        name, n = database.stem, 1
        while name in seen:
            n += 1
            name = f"{database.stem}_{n}"
        seen.add(name)
        yield name


def metadata_of(file: Path) -> dict[str, Any]:
    """The metadata in a file of YAML or JSON. Raises `MetadataError` if it is not a table of keys and values."""
    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8"))  # JSON is YAML
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise MetadataError(file, " ".join(str(error).split())) from None
    if not isinstance(found, dict):
        raise MetadataError(file, "it is not a table of keys and values")
    return found


def _over(above: Mapping[str, Any], below: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `above`, and those of `below` where it has none, in tables at any depth."""
    made = dict(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(below.get(key), dict)
        made[key] = _over(value, below[key]) if both else value
    return made


def metadata() -> Path:
    """The path of Datasette's metadata file."""
    return carried("_data/metadata.yml", "metadata.yml")
