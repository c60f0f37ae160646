"""The names of members of archives."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from claimsdb.model.errors import Problem
from claimsdb.store.folders import shown
from claimsdb.streams import faults

_DRIVE = re.compile(r"[A-Za-z]:")


class Names:
    """The names that an archive has had so far."""

    def __init__(self, path: str) -> None:
        """`path` is that of the archive."""
        self._path = path
        self._seen: set[str] = set()

    def taken(self, name: str) -> str | Problem:
        """The name in one form, which is now taken, or the problem with it."""
        at = f"{self._path}/{shown(name)}"
        if any("\ud800" <= c <= "\udfff" for c in name):
            return faults.misnamed(at, "is not valid Unicode")
        if name.startswith(("/", "\\")) or _DRIVE.match(name):
            return faults.misnamed(at, "is an absolute path")
        if ".." in re.split(r"[/\\]", name):
            return faults.misnamed(at, "leads out of the folder")
        plain = str(PurePosixPath(name))
        if plain in self._seen:
            return faults.repeated(at)
        self._seen.add(plain)
        return plain


def is_hidden(name: str) -> bool:
    """Whether the name is that of a file that folders hide, too, or of what macOS puts beside files."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or any(part.startswith(".") and part not in (".", "..") for part in parts)
