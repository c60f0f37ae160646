"""What can go wrong: one class a condition, each made from facts, each saying what, where and what to do.

Errors are raised for what stops the work. A `Problem` is a fault in a document: it is recorded, and the work goes on.
"""

from __future__ import annotations

from dataclasses import dataclass


class ClaimsdbError(Exception):
    """Base of every error that a user can mend; its text is one sentence with a remedy."""


class InvariantError(ClaimsdbError):
    """A finding that breaks an invariant of the standard: a fault of claimsdb itself, never of the document."""

    def __init__(self, what: str, path: str, start: int, end: int) -> None:
        super().__init__(f"{path}: {what} at code points {start} to {end}. This is a fault in claimsdb: please report it.")


class OffsetError(ClaimsdbError):
    """An offset that does not exist in the text, or lies inside a character."""

    def __init__(self, offset: int, unit: str, length: int) -> None:
        super().__init__(f"No {unit} boundary at offset {offset} in a text of {length} {unit}s.")


@dataclass(frozen=True, slots=True)
class Problem:
    """A recoverable fault in a document, stored with the run.

    `byte` is the offset in the file, in bytes, of the first byte at fault, where there is one.
    """

    code: str
    path: str
    message: str
    remedy: str
    byte: int | None = None

    def __str__(self) -> str:
        where = self.path if self.byte is None else f"{self.path}, byte {self.byte}"
        return f"{where}: {self.message} {self.remedy}"
