"""`speakers.csv`: what a person states about the speakers in a folder's documents, one name per line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.errors import SpeakersError
from claimsdb.model.identity import Statement
from claimsdb.model.stated import Line, contradictions
from claimsdb.reading.csv_rows import CsvError, csv_rows

COLUMNS = ("name", "same_as", "kind", "wikidata")
_ITEM = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?(?P<id>Q[1-9]\d{0,11})")

Fault = tuple[str, int | None, str, str]
"""The path, the line, what is wrong, and what to do."""


def read_speakers(files: Sequence[tuple[bytes, str]]) -> list[list[Line]]:
    """The statements of each file, given with its path, by line. Raises `SpeakersError` with all faults of all files."""
    faults: list[Fault] = []
    found = [_read(raw, path, faults) for raw, path in files]
    faults += contradicting([line for lines in found for line in lines])
    if faults:
        order = {path: k for k, (_, path) in enumerate(files)}
        raise SpeakersError(sorted(faults, key=lambda f: (order[f[0]], f[1] or 0)))
    return found


def contradicting(lines: Sequence[Line]) -> list[Fault]:
    """The faults of statements that contradict others before them."""
    return [(line.path, line.number, what, remedy) for line, what, remedy in contradictions(lines)]


def _read(raw: bytes, path: str, faults: list[Fault]) -> list[Line]:
    header: list[str] = []
    found: list[Line] = []
    try:
        for number, fields in csv_rows(raw):
            if not header:
                header = [field.lower() for field in fields]
                wrong = list(_of_header(header))
            elif len(fields) != len(header):
                what = f"{len(fields)} fields where the header has {len(header)}."
                wrong = [(what, "Put fields with commas in quotation marks.")]
            else:
                statement, wrong = _statement(dict(zip(header, fields, strict=True)))
                if statement is not None:
                    found.append(Line(path, number, statement))
            faults += [(path, number, what, remedy) for what, remedy in wrong]
    except CsvError as fault:
        faults.append((path, fault.line, fault.what, fault.remedy))
        return found
    if not header:
        faults.append((path, 1, "It has no header.", f"Begin it with {','.join(COLUMNS)}."))
    return found


def _of_header(names: list[str]) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys(names):
        if name not in COLUMNS:
            yield f"Unknown column {name!r}.", f"The columns are {', '.join(COLUMNS)}."
        if names.count(name) > 1:
            yield f"The column {name!r} appears twice.", "Remove one of the two."
    if "name" not in names:
        yield "There is no column 'name'.", "Add it, with a name as documents have it on each line."


def _statement(values: dict[str, str]) -> tuple[Statement | None, list[tuple[str, str]]]:
    wrong = []
    name, same_as, kind, wikidata = (" ".join(values.get(column, "").split()) for column in COLUMNS)
    if not name and "name" in values:
        wrong.append(("The name is empty.", "Give a name as documents have it."))
    if name and not (same_as or kind or wikidata):
        wrong.append((f"Nothing is stated about {name!r}.", "Fill in same_as, kind or wikidata, or remove the line."))
    if kind and kind not in {k.value for k in SpeakerKind}:
        wrong.append((f"No kind of speaker is called {kind!r}.", f"The kinds are {', '.join(SpeakerKind)}."))
    item = _ITEM.fullmatch(wikidata)
    if wikidata and item is None:
        wrong.append((f"{wikidata!r} is not an item of Wikidata.", "Write its number after Q, as in Q42."))
    if not name:
        return None, wrong
    kinds = {k.value: k for k in SpeakerKind}
    return Statement(name, same_as or None, kinds.get(kind), item["id"] if item else None), wrong
