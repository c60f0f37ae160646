"""A fingerprint of rules and data, so that what was found with others is found anew (decision 006)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

SUFFIXES = (".py", ".tsv", ".json")


@cache
def fingerprint(*rooms: str) -> str:
    """A hex digest of the source files and data in these rooms ("english", "comparison/origins") of the installed package.

    Every byte counts, even in a comment: it is better to read a document once too often than to keep what an older rule found. The
    networks' weights are not read, but their manifests are, which contain the hashes. Raises `FileNotFoundError` if there is no such room.
    """
    return digest(files("claimsdb"), rooms)


def digest(package: Traversable, rooms: tuple[str, ...]) -> str:
    """The same of any folder that holds the rooms. How lines end does not count: it depends on how the package was fetched."""
    made = hashlib.sha256()
    for room in sorted(rooms):
        for path, file in sorted(_files(package.joinpath(*room.split("/")), room), key=lambda found: found[0]):
            content = file.read_bytes().replace(b"\r\n", b"\n")
            made.update(f"{path}\0{len(content)}\0".encode() + content)
    return made.hexdigest()


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        inner = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry, inner)
        elif entry.name.endswith(SUFFIXES):
            yield inner, entry
