"""The result of a capture."""

from __future__ import annotations

from dataclasses import dataclass

from claimsdb.model.errors import Problem


@dataclass(frozen=True, slots=True)
class Captured:
    """What became of an address or a text: "new", "changed", "unchanged" or "problem"; `path` is relative to the folder."""

    address: str
    outcome: str
    path: str | None = None
    sha256: str | None = None
    problem: Problem | None = None
