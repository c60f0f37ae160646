"""The locations of the ingested folders on this machine, in a file next to the database that is not part of it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from claimsdb.model.errors import UnreadableError, UnwritableError
from claimsdb.store.contents import contents
from claimsdb.store.whole import whole

_OWN = ("", "-journal", "-shm", "-wal", ".folders.json", ".lock")


class Folders:
    """The names and locations of the ingested folders, in `DATABASE.folders.json`, which is not published with the database."""

    def __init__(self, database: Path) -> None:
        self.file = database.with_name(database.name + ".folders.json")
        self._own = database.resolve()
        self._known: dict[str, str] = {}
        if self.file.exists():
            try:
                raw = contents(self.file.parent, self.file.name, follow=True)
                self._known = {str(k): str(v) for k, v in json.loads(raw).items()}
            except (UnreadableError, ValueError, AttributeError, RecursionError):
                self._known = {}
        self._beside = database.absolute().parent

    def name(self, root: Path) -> str:
        """The name of the folder at `root`: its own, with a number if another existing folder already has that name.

        So a folder that was moved keeps its name and its documents.
        """
        place = str(root.resolve())
        for name, known in self._known.items():
            if known == place:
                return name
        own = shown(root.resolve().name) or "root"
        name, n = own, 1
        while name in self._known and Path(self._known[name]).is_dir():
            n += 1
            name = f"{own}-{n}"
        self._known[name] = place
        return name

    def note(self, name: str, place: Path) -> None:
        """Note where the folder with this name is now."""
        self._known[name] = str(place.resolve())

    def roots(self) -> list[Path]:
        """The locations of all noted folders that exist."""
        return [place for name in sorted(self._known) if (place := self.place(name)) is not None]

    def around(self, path: Path) -> Path | None:
        """The innermost known folder that contains the absolute path; None if none does."""
        holding = [Path(k) for k in self._known.values() if path.is_relative_to(k)]
        return max(holding, key=lambda p: len(p.parts), default=None)

    def owns(self, path: Path) -> bool:
        """Whether the absolute path is the database or one of the files that belong to it."""
        own, name = self._own, path.name
        return path.parent == own.parent and name.startswith(own.name) and name[len(own.name) :] in _OWN

    def place(self, name: str) -> Path | None:
        """The location of the folder with this name: the noted one, or next to the database; None if it is in neither."""
        noted = [Path(self._known[name])] if name in self._known else []
        return next((p for p in (*noted, self._beside / name) if p.is_dir()), None)

    def save(self) -> None:
        """Save the folders for the next run. Raises `UnwritableError`."""
        try:
            with whole(self.file, follow=False) as to:
                to.write((json.dumps(self._known, indent=1, sort_keys=True) + "\n").encode())
        except OSError as error:
            raise UnwritableError(self.file, error.strerror or str(error)) from None


def shown(path: str) -> str:
    """The path as text, with bytes that are not UTF-8 as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
