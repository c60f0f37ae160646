"""What a run tells: of each file while it works, of the rest that it does, and of the whole at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimsdb.ingestion.files import Found, SourceFile
from claimsdb.model.errors import Problem

if TYPE_CHECKING:
    from claimsdb.model.status import Outcome

Tell = Callable[[str, int, int], None]
"""Told what is being done beside reading, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one file: "read", "unchanged" or "problem", with the claims it gave or the problem it met."""

    file: SourceFile
    outcome: str
    claims: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """One run as a whole."""

    run: int
    outcome: Outcome
    found: Found
    steps: tuple[Step, ...]
