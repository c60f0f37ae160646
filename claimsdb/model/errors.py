"""What can go wrong: one class for each condition, made from facts, saying what is wrong, where, and what to do.

An error is raised if the work cannot go on. A `Problem` is a fault in a document: it is recorded, and the work goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class ClaimsdbError(Exception):
    """The base of all errors of claimsdb; the message says what is wrong, where, and what to do."""


class InvariantError(ClaimsdbError):
    """A finding breaks an invariant of the standard: a fault in claimsdb itself, never in the document."""

    def __init__(self, what: str, path: str, start: int, end: int) -> None:
        super().__init__(
            f"{path}: {what} at code points {start} to {end}. This is a fault in claimsdb: please report it."
        )


class OffsetError(ClaimsdbError):
    """An offset is outside the text, or inside a character."""

    def __init__(self, offset: int, unit: str, length: int) -> None:
        super().__init__(f"No {unit} boundary at offset {offset} in a text of {length} {unit}s.")


class PlacelessError(ClaimsdbError):
    """A stretch of a document's text does not come from its file, so that it has no bytes."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__(
            f"Code points {start} to {end} of the text come from no bytes of the file: cite the words beside them."
        )


class SourceMapError(ClaimsdbError):
    """The runs of a map do not cover the text, or leave the file: a fault in the reader, never in the document."""

    def __init__(self, run: tuple[object, ...] | None, length: int, size: int) -> None:
        where = "at its end" if run is None else f"at run {run}"
        super().__init__(
            f"The map of a text of {length} code points to a file of {size} bytes is faulty {where}. "
            "This is a fault in claimsdb: please report it."
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """A recoverable fault in a document, stored with the run.

    `byte` is the offset in the file of the first byte at fault, if there is one.
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
    """A file contains no readable text; `problem` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class CaptureError(ClaimsdbError):
    """An address cannot be captured; `problem` says why. Its path is the address, since there may be no file."""

    def __init__(self, address: str, what: str, remedy: str) -> None:
        self.problem = Problem("capture", address, what, remedy)
        super().__init__(str(self.problem))


class EncodingNameError(ClaimsdbError):
    """The user asked for an encoding that Python does not know as a text encoding."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No text encoding is called {name!r}. Give a name such as utf-8, cp1252 or gb18030.")


class RecognitionMissingError(ClaimsdbError):
    """Pictures are to be read, and the program that reads them, its language or a library is not installed."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"Pictures cannot be read: {what}. {remedy}")


class ColumnsError(ClaimsdbError):
    """A table of articles lacks a column that the user named, or has none that is plainly the text; `problem` says which it has."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class SourcesError(ClaimsdbError):
    """A sources file is faulty; `line` counts from 1, and is None for the whole file."""

    def __init__(self, path: str, line: int | None, what: str, remedy: str) -> None:
        where = path if line is None else f"{path}, line {line}"
        super().__init__(f"{where}: {what} {remedy}")
        self.line, self.what, self.remedy = line, what, remedy


class OtherTableError(SourcesError):
    """A file with the name of a sources file is another table: no column of it is the path."""


class SpeakersError(ClaimsdbError):
    """Files of statements about speakers are faulty; a fault is the path, the line (None: the whole file), what is wrong, what to do."""

    def __init__(self, faults: Sequence[tuple[str, int | None, str, str]]) -> None:
        lines = [
            f"{path if line is None else f'{path}, line {line}'}: {what} {remedy}"
            for path, line, what, remedy in faults
        ]
        super().__init__("\n".join(lines))


class DatabaseMissingError(ClaimsdbError):
    """There is no database at the path."""

    def __init__(self, path: object) -> None:
        super().__init__(f"There is no database at {path}. Make one with: claimsdb ingest FOLDER --db {path}")


class NotOursError(ClaimsdbError):
    """A file is not a database of claimsdb."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(f"{path} is not a claims database ({why}). Name another file with --db.")


class DamagedError(ClaimsdbError):
    """A file is a database of claimsdb, but damaged."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(
            f"{path} is a claims database, but damaged ({why}). Put a sound copy in its place, or rebuild it from what is left of it and "
            f"from its documents with: claimsdb recover --db {path}"
        )


class DatabaseAheadError(ClaimsdbError):
    """A newer version of claimsdb made the database; nothing in it was touched."""

    def __init__(self, path: object, revision: str) -> None:
        super().__init__(
            f"{path} has schema {revision}, which this version of claimsdb does not know. Install a newer claimsdb to open it."
        )


class DatabaseBusyError(ClaimsdbError):
    """Another process is writing to the database."""

    def __init__(self, path: object) -> None:
        super().__init__(f"Another claimsdb is writing to {path}. Wait until it has finished, then run this again.")


class UnwritableError(ClaimsdbError):
    """A database cannot be made or written."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(f"{path} cannot be written: {why}. Name a place that you may write to with --db.")


class MigrationError(ClaimsdbError):
    """A migration failed; the database is as it was before."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(
            f"{path} could not be migrated to the newest schema and is unchanged. Please report this: {why}"
        )


class FileMissingError(ClaimsdbError):
    """A path does not exist."""

    def __init__(self, path: object) -> None:
        super().__init__(f"There is no file or folder {path}. Check its spelling.")


class NotAFileError(ClaimsdbError):
    """A path leads to a pipe, a device, or another thing that is neither a file nor a folder, or cannot be reached; `why` says which."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(
            f"{path} cannot be read: {why}. Name a file or a folder that you may read; pipe text into claimsdb ingest -."
        )


class ParquetMissingError(ClaimsdbError):
    """Parquet was asked for, but its library is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Parquet needs pyarrow, which is not installed. Install it with: pip install 'claimsdb[parquet]'"
        )


class StylesMissingError(ClaimsdbError):
    """A citation was asked for in the style of a style guide, but the libraries for it are not installed."""

    def __init__(self, style: str) -> None:
        super().__init__(
            f"Citations in the style {style} need citeproc-py and its styles, which are not installed. Install them with: "
            "pip install 'claimsdb[styles]'"
        )


class UnknownIdError(ClaimsdbError):
    """Nothing in the database has this id."""

    def __init__(self, what: str, given: str) -> None:
        super().__init__(f"No {what} has an id that begins with {given}. `claimsdb list` shows the ids.")


class AmbiguousIdError(ClaimsdbError):
    """A short id fits several claims, documents or speakers (`what`); `candidates` are their full ids, each with its words."""

    def __init__(self, what: str, given: str, candidates: list[tuple[str, str]]) -> None:
        listed = "".join(f"\n  {identity}  {words}" for identity, words in candidates)
        super().__init__(
            f"Several {what}s have an id that begins with {given}. Give more digits of one of these:{listed}"
        )
        self.what, self.candidates = what, candidates


class VerdictError(ClaimsdbError):
    """A verdict about a claim and itself."""

    def __init__(self, claim: str) -> None:
        super().__init__(f"{claim[:10]} is one claim, given twice. Give the ids of two claims.")


class UnknownPathError(ClaimsdbError):
    """No document has been read from a path."""

    def __init__(self, given: str) -> None:
        super().__init__(
            f"No document has been read from {given}. Give its path in its folder, its web address, or the id of a document."
        )


class ManyDocumentsError(ClaimsdbError):
    """What is to be removed is a folder or an archive, with `count` documents."""

    def __init__(self, given: str, count: int) -> None:
        super().__init__(f"{given} has {count} documents. Add --yes to remove all of them.")
        self.count = count


class AmbiguousPathError(ClaimsdbError):
    """Several folders have a file at the path; `candidates` are the paths with the names of their folders."""

    def __init__(self, given: str, candidates: Sequence[str]) -> None:
        listed = "".join(f"\n  {path}" for path in candidates)
        super().__init__(f"Several folders have {given}. Give one of these:{listed}")


class UnknownVersionError(ClaimsdbError):
    """A path has no such version; `versions` is how many it has."""

    def __init__(self, path: str, given: str, versions: int) -> None:
        super().__init__(
            f"{path} has no version {given}. Give a number from 1 to {versions}, or the id of a document that was there."
        )


class NotKeptError(ClaimsdbError):
    """The database does not have the bytes of a document's file."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"The database does not have the bytes of {path}. Read the file again with `claimsdb ingest --keep-sources`."
        )


class ModelError(ClaimsdbError):
    """A file of a trained model is missing or damaged."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(f"The model's file {path} cannot be used: {why}. Install claimsdb again.")


class ReaderStartError(ClaimsdbError):
    """No reader process can be started."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"No reader process could be started: {why}. What was finished is kept. "
            "Run it again with --jobs 0, which reads in this process and shows the cause."
        )


class BudgetError(ClaimsdbError):
    """A budget, or the size of the largest file, is not understood."""

    def __init__(self, given: str) -> None:
        super().__init__(
            f"{given!r} is not understood. Write a budget as 60s, 1GB or 60s,1GB, a size as 64MB, and no limit as none."
        )


class GoldError(ClaimsdbError):
    """A gold file cannot be used to measure against."""

    def __init__(self, path: object, line: int | None, why: str) -> None:
        where = f"{path}, line {line}" if line else str(path)
        super().__init__(
            f"{where}: {why}. Each line of a gold file is a document (id, text, attributions) or a claim (document, segments, …)."
        )


class OriginalMissingError(ClaimsdbError):
    """The file of a claim, with the bytes that were ingested, is no longer at its path.

    `replaced`: another version has its path.
    """

    def __init__(self, claim: str, tried: list[str], replaced: bool) -> None:
        self.replaced = replaced
        super().__init__(
            f"The file of claim {claim}, with the bytes that were ingested, was not found: {', '.join(tried)}. "
            "`claimsdb verify` shows whether it was moved or changed."
        )


class MetadataError(ClaimsdbError):
    """A file of metadata for pages cannot be read."""

    def __init__(self, file: object, why: str) -> None:
        super().__init__(f"{file}: {why}. Write it in YAML or JSON, as for Datasette.")


class NotPublishableError(ClaimsdbError):
    """A database cannot be published to a file: it is the database `itself`, or it exists already."""

    def __init__(self, target: object, itself: bool = False) -> None:
        what = "is the database itself" if itself else "exists"
        super().__init__(f"{target} {what}. Give another name{'' if itself else ', or add --replace'}.")


class PublishedError(ClaimsdbError):
    """A database that was published without texts is read-only: its documents cannot be read again."""

    def __init__(self) -> None:
        super().__init__(
            "This database was published without its texts. Change the one that it was made from, and publish that again."
        )


class NotServedError(ClaimsdbError):
    """A database that is being served has gone, or was replaced by one that this server cannot read."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"The database {name} {why}. Put it back, or start the server again.")


class TooSlowError(ClaimsdbError):
    """The database could not answer a page in time."""

    def __init__(self, milliseconds: int) -> None:
        super().__init__(
            f"The database took longer than {milliseconds} ms. Ask for less, or serve it with a higher sql_time_limit_ms."
        )


class TooBusyError(ClaimsdbError):
    """Too many look-ups, or documents to add, came at once."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"Others have kept the server busy for {seconds} seconds. Try again in a moment.")


class BadQueryError(ClaimsdbError):
    """A parameter of a page's address, or a filter, is not understood."""

    def __init__(self, name: str, given: str, wanted: str) -> None:
        super().__init__(f"{name}={given} is not understood: {wanted}.")
