"""What claimsdb fails on after reading: a claim, a pair or a document is left out, and the work goes on with the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

LONGEST = 200
"""Maximum number of code points of an error that are kept: some quote what they failed on."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A step that failed on a document: what it did, the key of the other document of a pair, and the error."""

    doing: str
    other: int | None
    error: str


class Faults:
    """The documents on which a step of a run failed, by key, each with its first fault.

    Only work on what a document contains may be inside `of`: an error of the database must end the run.
    """

    def __init__(self) -> None:
        self.found: dict[int, Fault] = {}

    @contextmanager
    def of(self, document: int, doing: str, other: int | None = None) -> Iterator[None]:
        """Skip the rest of the block if it fails, and note that `doing` ("comparing its claims") failed on the document."""
        try:
            yield
        except MemoryError:
            raise
        except Exception as error:
            self.found.setdefault(document, Fault(doing, other, f"{type(error).__name__}: {error}"[:LONGEST]))
