"""What is wrong with a database."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TypedDict, cast


class FaultRecord(TypedDict):
    """A fault for programs: see `Fault`."""

    check: str
    table: str | None
    row: str | None
    column: str | None
    stored: str | None
    expected: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a database that is not as claimsdb wrote it: what is stored and what is expected, or a note.

    `check` is the check that found it: "file", "keys", "schema", "search", "ids", "texts", "columns", "counts", "seals", "root",
    "sources", "again". `row` is a public id or a key, and is None, like `table` and `column`, if the fault is not in one.
    """

    check: str
    table: str | None = None
    row: str | None = None
    column: str | None = None
    stored: str | None = None
    expected: str | None = None
    note: str = ""

    def __str__(self) -> str:
        where = " ".join(filter(None, (self.table, self.row, self.column))) or "database"
        values = f"stored {self.stored!r:.80}, expected {self.expected!r:.80}" if self.stored != self.expected else ""
        return f"{where}: {'; '.join(filter(None, (values, self.note)))}"

    def as_record(self) -> FaultRecord:
        """The fault for programs."""
        return cast(FaultRecord, asdict(self))


def differing(check: str, table: str, row: object, pairs: dict[str, tuple[object, object]]) -> list[Fault]:
    """A fault for each column whose stored value differs from the expected one; `pairs` has both, by column."""
    return [
        Fault(check, table, str(row), column, _shown(stored), _shown(expected))
        for column, (stored, expected) in pairs.items()
        if stored != expected
    ]


def _shown(value: object) -> str | None:
    return None if value is None else str(value)
