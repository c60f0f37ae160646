"""Checking seals, and the root hash over all of them, which identifies what a database contains."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256

from claimsdb.store.engine import Connection, driver
from claimsdb.store.seals.owners import OF_DOCUMENTS, OWNERS, digest, keys

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class BrokenSeal:
    """An owner whose rows are not those that were sealed: the stored hash and that of its rows, None if there is none.

    `error` is SQLite's, if the rows cannot be read.
    """

    subject: str
    key: int
    stored: str | None
    found: str | None
    error: str | None = None


@dataclass(slots=True)
class Checked:
    """The result of checking all seals: how many there are, the `broken` ones, and the root hash of the rows as they are now."""

    seals: int = 0
    broken: list[BrokenSeal] = field(default_factory=list)
    root: str = ""


def check_seals(connection: Connection, tell: Tell = lambda *_: None) -> Checked:
    """Hash the rows of all owners and compare with their seals."""
    own, checked, made = driver(connection), Checked(), []
    stored = {(subject, key): seal for subject, key, seal in own.execute("SELECT subject, key, sha256 FROM seals")}
    for subject in OWNERS:
        owners = sorted({*keys(own, subject), *(key for of, key in stored if of == subject)})
        for done, key in enumerate(owners):
            if done % 100 == 0:
                tell("Checking seals", done, len(owners))
            seal = stored.pop((subject, key), None)
            try:
                found, error = digest(own, subject, key), None
            except sqlite3.Error as raised:
                found, error = None, str(raised)
            checked.seals += seal is not None
            if found != seal or error:
                checked.broken.append(BrokenSeal(subject, key, seal, found, error))
            if found is not None:
                made.append((subject, key, found))
    checked.broken += (BrokenSeal(subject, key, seal, None) for (subject, key), seal in sorted(stored.items()))
    checked.root = _root(made)
    return checked


def stored_root(connection: Connection) -> str:
    """The root hash of the seals as stored: that of the rows too, if every seal holds."""
    return _root(driver(connection).execute("SELECT subject, key, sha256 FROM seals").fetchall())


def _root(seals: Iterable[tuple[str, int, str]]) -> str:
    """The SHA-256 of a line `subject key sha256` for each seal, in the order of subjects and keys, each ended by a line feed."""
    return sha256("".join(f"{subject} {key} {seal}\n" for subject, key, seal in sorted(seals)).encode()).hexdigest()


def labels(connection: Connection, broken: Iterable[BrokenSeal]) -> dict[tuple[str, int], str]:
    """The paths of documents with a broken seal, by subject and key, as far as they can be read."""
    found: dict[tuple[str, int], str] = {}
    for one in broken:
        if one.subject in OF_DOCUMENTS:
            with suppress(sqlite3.Error):
                row = driver(connection).execute("SELECT path FROM documents WHERE id = ?", (one.key,)).fetchone()
                found |= {(one.subject, one.key): row[0]} if row else {}
    return found
