"""`sources.csv`: what a person states about the documents in a folder, one per line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from claimsdb.english import dates
from claimsdb.model.document import LONGEST, Metadata
from claimsdb.model.errors import OtherTableError, SourcesError
from claimsdb.reading.csv_rows import CsvError, Row, is_undecoded, rows_and_faults

FIELDS = ("title", "publisher", "author", "published", "modified", "url", "language")
DATES = ("published", "modified")
COLUMNS = ("path", *FIELDS)
MOST_FAULTS = 1_000
MOST_COLUMNS = 100

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.I)
_FIRST = f"Begin the table with a line of names such as {','.join(COLUMNS)}."


class Fault(NamedTuple):
    """A fault in a table: the line, from 1, the name of the column if it is in one field, what is wrong, and what to do."""

    line: int
    column: str | None
    what: str
    remedy: str

    @property
    def told(self) -> str:
        """Where it is and what is wrong."""
        return f"Line {self.line}{f', {self.column}' if self.column else ''}: {self.what}"


@dataclass(frozen=True, slots=True)
class Sources:
    """What a table states: the metadata of each document, and the values of columns of one's own, by path; and its faults, which are left
    out.
    """

    metadata: dict[str, Metadata] = field(default_factory=dict)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_sources(raw: bytes, path: str, exists: Callable[[str], bool]) -> Sources:
    """What the table states. `path` is that of the sources file; `exists` says whether a document does.

    Empty fields are None. A faulty field is left out, and so is a line whose document or whose fields are not clear. Raises `SourcesError`
    if nothing can be taken from the table; `OtherTableError` if no line of it says which column is the path.
    """
    found = Sources()
    rows = rows_and_faults(raw)
    columns = _header(rows, path, found.faults)
    lines: dict[str, int] = {}
    for row in rows:
        if len(found.faults) >= MOST_FAULTS:
            what = f"There are {MOST_FAULTS:,} faults before it, and the rest of the table is not read."
            found.faults.append(Fault(row.line, None, what, "Correct these first."))
            break
        if isinstance(row, CsvError):
            found.faults.append(Fault(row.line, None, row.what, row.remedy))
        else:
            _take(row, columns, exists, lines, found)
    return found


def stated(values: Mapping[str, str]) -> tuple[Metadata, list[tuple[str, str, str]]]:
    """The metadata that a person states, in the forms in which they are stored, without those that are wrong; and for each of these its
    name, what is wrong, and what to do.
    """
    kept = {name: values.get(name) or None for name in FIELDS}
    wrong: list[tuple[str, str, str]] = []
    for name, value in kept.items():
        if value is None:
            continue
        if fault := _objection(name, value):
            wrong.append((name, *fault))
            kept[name] = None
        elif name in DATES:
            (kept[name],) = dates.written(value)
    return Metadata(**kept), wrong


def objection(values: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with the metadata that a person states, and what to do; None if nothing is."""
    return next(((what, remedy) for _, what, remedy in stated(values)[1]), None)


def _header(rows: Iterator[Row | CsvError], path: str, faults: list[Fault]) -> list[str | None]:
    """The names of the columns; None for one that is not taken. Known names are in lower case."""
    first = next(rows, None)
    if first is None:
        raise SourcesError(path, 1, "It has no header.", _FIRST)
    if isinstance(first, CsvError):
        raise SourcesError(path, first.line, first.what, first.remedy)
    line, names = first
    while names and not names[-1]:  # what a comma at the end of each line leaves
        names = names[:-1]
    shown = [" ".join(name.split()) for name in names]
    names = [name.lower() if name.lower() in COLUMNS else name for name in shown]
    if "path" not in names:
        raise OtherTableError(path, line, "There is no column 'path'.", _FIRST)
    if names.count("path") > 1:
        raise SourcesError(path, line, "The column 'path' appears twice.", "Remove one of the two.")
    kept: list[str | None] = []
    for k, name in enumerate(names):
        wrong = _of_name(name, k, [other.lower() for other in names])
        kept.append(None if wrong else name)
        if wrong:
            faults.append(Fault(line, None, *wrong))
    return kept


def _of_name(name: str, place: int, all_names: Sequence[str]) -> tuple[str, str] | None:
    if not name:
        return f"Column {place + 1} has no name, and is left out.", "Give it a name, or remove it."
    if is_undecoded(name):
        return f"The name of column {place + 1} is not UTF-8, and the column is left out.", "Save the table as UTF-8."
    if len(name) > 100:
        return f"The name of column {place + 1} has {len(name):,} characters, of which it may have 100.", "Shorten it."
    if name.lower() in all_names[:place]:
        return f"The column {name!r} appears twice, and the first is taken.", "Remove one of the two."
    if place >= MOST_COLUMNS:
        return f"The column {name!r} is left out: a table may have {MOST_COLUMNS}.", "Remove columns."
    return None


def _take(
    row: Row, columns: Sequence[str | None], exists: Callable[[str], bool], lines: dict[str, int], found: Sources
) -> None:
    """Take what is sound of a line."""

    def fault(column: str | None, what: str, remedy: str) -> None:
        found.faults.append(Fault(row.line, column, what, remedy))

    fields = row.fields
    while len(fields) > len(columns) and not fields[-1]:
        fields = fields[:-1]
    if len(fields) != len(columns):
        counted = f"{len(fields)} field{'' if len(fields) == 1 else 's'}"
        what = f"{counted} where the header has {len(columns)}."
        fault(None, what, "Put fields that contain the mark between columns in quotation marks.")
        return
    values = {name: value for name, value in zip(columns, fields, strict=True) if name is not None}
    for name, value in values.items():
        if is_undecoded(value):
            fault(name, "It is not UTF-8.", "Save the table as UTF-8; in a spreadsheet, as “CSV UTF-8” or as XLSX.")
    if is_undecoded(name := values["path"]):
        return
    values = {name: "" if is_undecoded(value) else value for name, value in values.items()}
    metadata, wrong = stated(values)
    for one in wrong:
        fault(*one)
    own = {name: value for name, value in values.items() if name not in COLUMNS and value}
    for column, value in list(own.items()):
        if unfit := _unfit(column, value):
            fault(column, *unfit)
            del own[column]
    if not name:
        fault("path", "The path is empty.", "Give the path of the document.")
    elif name in lines:
        fault("path", f"{name!r} already has a line ({lines[name]}).", "Keep one line for each document.")
    elif not exists(name):
        fault("path", f"There is no document {name!r}.", "Correct the path or remove the line.")
    else:
        lines[name] = row.line
        found.metadata[name] = metadata
        if own:
            found.columns[name] = own


def _objection(name: str, value: str) -> tuple[str, str] | None:
    if unfit := _unfit(name, value):
        return unfit
    if name in DATES:
        return _of_date(value)
    if name == "url" and not _is_web_address(value):
        return f"{value!r} is not a web address.", "Begin it with http:// or https://."
    if name == "language" and not _LANGUAGE.fullmatch(value):
        return f"{value!r} is not a language code.", "Write a code such as en or pt-br."
    return None


def _of_date(value: str) -> tuple[str, str] | None:
    meant = dates.written(value)
    if len(meant) > 1:
        days = " or ".join(f"{day.day} {day:%B %Y}" for day in map(date.fromisoformat, meant))
        return f"{value!r} may be {days}.", f"Write it as {' or '.join(meant)}."
    return None if meant else (f"{value!r} is not a date.", "Write it as 2023-02-22, 2023-02 or 2023.")


def _unfit(name: str, value: str) -> tuple[str, str] | None:
    """What is wrong with a value that cannot be stored."""
    _, wrong = Metadata(title=value).checked()
    if not wrong:
        return None
    if len(value) > LONGEST:
        return f"Its {name} has {len(value):,} characters, of which it may have {LONGEST:,}.", "Shorten the field."
    return f"Its {name} has a character that no text has.", "Correct or empty the field."


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", url)
