"""The result of a capture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from claimsdb.model.errors import Problem


@dataclass(frozen=True, slots=True)
class Captured:
    """What became of an address or a text: "new", "changed", "unchanged" or "problem"; `path` is relative to the folder."""

    address: str
    outcome: str
    path: str | None = None
    sha256: str | None = None
    problem: Problem | None = None


def paths_of(folder: Path, captured: Iterable[Captured]) -> list[Path]:
    """What to ingest: the folder, and the files that were captured, which are named so that one that nobody can read is a problem."""
    return [folder, *(folder / one.path for one in captured if one.path is not None)]
