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
        super().__init__(
            f"{path}: {what} at code points {start} to {end}. This is a fault in claimsdb: please report it."
        )


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


class UnreadableError(ClaimsdbError):
    """A file that gives no text at all; `problem` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class EncodingNameError(ClaimsdbError):
    """An encoding that the user asked for and Python does not know as a text encoding."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No text encoding is called {name!r}. Give a name such as utf-8, cp1252 or gb18030.")


class SourcesError(ClaimsdbError):
    """A fault in a sources file; `line` counts from 1."""

    def __init__(self, path: str, line: int, what: str, remedy: str) -> None:
        super().__init__(f"{path}, line {line}: {what} {remedy}")


class DatabaseMissingError(ClaimsdbError):
    """No database where one was to be read."""

    def __init__(self, path: object) -> None:
        super().__init__(f"There is no database at {path}. Make one with: claimsdb ingest FOLDER --db {path}")


class NotOursError(ClaimsdbError):
    """A file that is no database of claimsdb's."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(f"{path} is not a claims database ({why}). Name another file with --db.")


class DatabaseAheadError(ClaimsdbError):
    """A database that a newer claimsdb has made; nothing in it was touched."""

    def __init__(self, path: object, revision: str) -> None:
        super().__init__(
            f"{path} has schema {revision}, which this version of claimsdb does not know. Install a newer claimsdb to open it."
        )


class DatabaseBusyError(ClaimsdbError):
    """Another process is writing to the database."""

    def __init__(self, path: object) -> None:
        super().__init__(f"Another claimsdb is writing to {path}. Wait until it has finished, then run this again.")


class UnwritableError(ClaimsdbError):
    """A database that cannot be made or written."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(f"{path} cannot be written: {why}. Name a place that you may write to with --db.")


class MigrationError(ClaimsdbError):
    """A migration that failed; the database is as it was."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(
            f"{path} could not be brought to the newest schema and is as it was. Please report this: {why}"
        )


class FileMissingError(ClaimsdbError):
    """A path that was named and does not exist."""

    def __init__(self, path: object) -> None:
        super().__init__(f"There is no file or folder {path}. Check its spelling.")


class ParquetMissingError(ClaimsdbError):
    """Parquet was asked for, and its library is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Parquet needs pyarrow, which is not installed. Install it with: pip install 'claimsdb[parquet]'"
        )


class UnknownIdError(ClaimsdbError):
    """An id that nothing in the database has."""

    def __init__(self, what: str, given: str) -> None:
        super().__init__(f"No {what} has an id that begins with {given}. `claimsdb list` shows the ids.")


class AmbiguousIdError(ClaimsdbError):
    """A short id of a `what` (claim, document, speaker) that several have; `candidates` are their full ids, each with its words."""

    def __init__(self, what: str, given: str, candidates: list[tuple[str, str]]) -> None:
        listed = "".join(f"\n  {identity}  {words}" for identity, words in candidates)
        super().__init__(
            f"Several {what}s have an id that begins with {given}. Give more digits of one of these:{listed}"
        )
        self.what, self.candidates = what, candidates


class ModelError(ClaimsdbError):
    """A file of a trained model that is missing or not what it should be."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(f"The model's file {path} cannot be used: {why}. Install claimsdb again.")


class ReaderLostError(ClaimsdbError):
    """A process that read a document has died, which the system does to one that takes too much memory."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"The process that was to read {path} has ended, perhaps for want of memory. What was finished is kept; "
            "run the same command again to go on, with --jobs 1 to read in one process."
        )


class GoldError(ClaimsdbError):
    """A file of gold findings that cannot be measured against."""

    def __init__(self, path: object, line: int | None, why: str) -> None:
        where = f"{path}, line {line}" if line else str(path)
        super().__init__(
            f"{where}: {why}. A gold file has a document a line (id, text, attributions) or a claim a line (document, segments, …)."
        )


class OriginalMissingError(ClaimsdbError):
    """A claim whose file, with the bytes that were ingested, does not lie where it lay."""

    def __init__(self, claim: str, tried: list[str]) -> None:
        super().__init__(
            f"The file of claim {claim} is not there with the bytes that were ingested: {', '.join(tried)}. "
            "`claimsdb verify` tells what became of it."
        )


class TooSlowError(ClaimsdbError):
    """A page that the database could not answer in time."""

    def __init__(self, milliseconds: int) -> None:
        super().__init__(
            f"The database took longer than {milliseconds} ms. Ask for less, or serve it with a higher sql_time_limit_ms."
        )


class BadQueryError(ClaimsdbError):
    """A part of a page's address that says nothing the page understands."""

    def __init__(self, name: str, given: str, wanted: str) -> None:
        super().__init__(f"{name}={given} is not understood: {wanted}.")
