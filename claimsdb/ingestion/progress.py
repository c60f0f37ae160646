"""Progress reports of a run: per file, per later step, and a summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimsdb.capture.captured import Captured
from claimsdb.ingestion.files import Found, SourceFile
from claimsdb.model.errors import Problem

if TYPE_CHECKING:
    from claimsdb.model.status import Outcome

Tell = Callable[[str, int, int], None]
"""A function that is called with the name of a task after reading, how much of it is done, and the total."""


@dataclass(frozen=True, slots=True)
class Step:
    """The result for one document: "read", "unchanged" or "problem", with the number of its claims, or its problem; or for a file that
    holds no text: "skipped", with a note that says what it is.

    Of a document that was read by an earlier run and whose file is not there: "missing", with its problem; "moved" if the same bytes are at
    another path by now; "removed", with the number of claims that were retired with it.
    """

    file: SourceFile
    outcome: str
    claims: int = 0
    problem: Problem | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The result of a run; `captured` is what became of the addresses that were given to it, `kept` how many bytes the files that it kept
    take in the database.
    """

    run: int
    outcome: Outcome
    found: Found
    steps: tuple[Step, ...]
    captured: tuple[Captured, ...] = ()
    kept: int = 0
