"""`sources.csv`: what a person states about the documents in a folder, one per line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from claimsdb.english import dates
from claimsdb.model.document import Metadata
from claimsdb.model.errors import SourcesError
from claimsdb.reading.csv_rows import CsvError, csv_rows

FIELDS = ("title", "publisher", "author", "published", "url", "language")
COLUMNS = ("path", *FIELDS)

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.I)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ].*)?")


def read_sources(raw: bytes, path: str, exists: Callable[[str], bool]) -> dict[str, Metadata]:
    """The metadata of each document, by path. `path` is that of the sources file; `exists` says whether a document does.

    Empty fields are None. Raises `SourcesError`, with the line, for any fault.
    """
    found: dict[str, Metadata] = {}
    header: list[str] = []
    try:
        for line, fields in csv_rows(raw):
            if not header:
                header = _header(fields, path, line)
                continue
            name, metadata = _row(dict(_pairs(header, fields, path, line)), path, line)
            if not exists(name):
                raise SourcesError(
                    path, line, f"There is no document {name!r}.", "Correct the path or remove the line."
                )
            if name in found:
                raise SourcesError(path, line, f"{name!r} already has a line.", "Keep one line for each document.")
            found[name] = metadata
    except CsvError as fault:
        raise SourcesError(path, fault.line, fault.what, fault.remedy) from None
    if not header:
        raise SourcesError(path, 1, "It has no header.", f"Begin it with {','.join(COLUMNS)}.")
    return found


def _header(fields: list[str], path: str, line: int) -> list[str]:
    names = [field.lower() for field in fields]
    for name in names:
        if name not in COLUMNS:
            raise SourcesError(path, line, f"Unknown column {name!r}.", f"The columns are {', '.join(COLUMNS)}.")
        if names.count(name) > 1:
            raise SourcesError(path, line, f"The column {name!r} appears twice.", "Remove one of the two.")
    if "path" not in names:
        raise SourcesError(path, line, "There is no column 'path'.", "Add it, with the path of each line's document.")
    return names


def _pairs(header: list[str], fields: list[str], path: str, line: int) -> list[tuple[str, str]]:
    if len(fields) != len(header):
        what = f"{len(fields)} fields where the header has {len(header)}."
        raise SourcesError(path, line, what, "Put fields with commas in quotation marks.")
    return list(zip(header, fields, strict=True))


def _row(values: dict[str, str], path: str, line: int) -> tuple[str, Metadata]:
    name = values["path"]
    if not name:
        raise SourcesError(path, line, "The path is empty.", "Give the path of the document.")
    if wrong := objection(values):
        raise SourcesError(path, line, *wrong)
    return name, Metadata(*(values.get(field) or None for field in FIELDS))


def objection(values: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with the metadata that a person states, and what to do; None if nothing is."""
    published, url, language = (values.get(key, "") for key in ("published", "url", "language"))
    if published and not (_ISO.fullmatch(published) and dates.iso(published)):
        return f"{published!r} is not an ISO date.", "Write it as 2023-02-22 or 2023-02-22T14:05:00Z."
    if url and not _is_web_address(url):
        return f"{url!r} is not a web address.", "Begin it with http:// or https://."
    if language and not _LANGUAGE.fullmatch(language):
        return f"{language!r} is not a language code.", "Write a code such as en or pt-br."
    _, wrong = Metadata(*(values.get(field) or None for field in FIELDS)).checked()
    return (wrong[0], "Correct or empty the field.") if wrong else None


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", url)
