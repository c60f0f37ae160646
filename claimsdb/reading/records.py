"""Records of tables of articles, and JSON files: the column of the text is read, and others say what is known about it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from claimsdb.model.document import Metadata, Passage, Place
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.model.provenance import Provenance, StatedIn
from claimsdb.model.source_map import How, Run, SourceMap
from claimsdb.model.spans import Span
from claimsdb.reading.formats import text as plain
from claimsdb.reading.html.fragments import fragment, is_html
from claimsdb.reading.json_values import Object, Stretch, Text, Value, stretches, values
from claimsdb.reading.reading import Reading, Settings
from claimsdb.reading.sources_csv import FIELDS, stated
from claimsdb.reading.subtitles.transcripts import cues_of, transcript
from claimsdb.streams.encodings.decoding import Decoded, decode
from claimsdb.streams.kinds import NO_TEXT
from claimsdb.streams.tables.columns import roles
from claimsdb.streams.tables.separated import FIELDS as CELLS

_ROLES = ("text", *FIELDS)
_DOUBLED = re.compile('""')
_SPACES = re.compile(r"\s+")
Column = Sequence[Sequence[Stretch]]
"""The values of a column of one record: one, or several paragraphs or names, each in its parts."""


class _Words(NamedTuple):
    """Words that were read, their map, and their passages."""

    text: str
    map: SourceMap
    passages: tuple[Passage, ...]


def read_json(raw: bytes, path: str, settings: Settings) -> Reading:
    """Read a JSON object as a record, or a transcript. Raises `UnreadableError` if it is neither or has no text."""
    decoded = _decoded(raw, path, settings)
    value = values(decoded.text, path)
    if "row" not in settings.fields and cues_of(value) is not None:
        return transcript(raw, decoded, value, path)
    if not isinstance(value, Object):
        raise UnreadableError(Problem("record", path, "It is not an object with named fields.", "Leave it out."))
    of_table = {"row", "text"} <= settings.fields.keys()
    found = settings.fields if of_table else roles(value, settings.fields, path)
    if isinstance(found, Problem):
        raise UnreadableError(replace(found, code=NO_TEXT))  # most files of JSON are settings
    columns = {
        name: list(_strings(decoded.text, _inside(value, name))) for role, name in found.items() if role in _ROLES
    }
    return _record(raw, decoded, columns, found, path)


def read_row(raw: bytes, path: str, settings: Settings) -> Reading:
    """Read a row of a CSV file, whose columns and delimiter the settings say. Raises `UnreadableError` if it has no text."""
    if not {"columns", "text"} <= settings.fields.keys():
        what = "Nothing says which columns its table has, and which is the text."
        raise UnreadableError(Problem("record", path, what, "Read the whole table."))
    decoded = _decoded(raw, path, settings)
    names: list[str] = json.loads(settings.fields["columns"])
    cells = _cells(decoded.text, settings.fields["delimiter"])
    columns = {name: [cell] for name, cell in zip(names, cells, strict=False)}
    return _record(raw, decoded, columns, settings.fields, path)


def _decoded(raw: bytes, path: str, settings: Settings) -> Decoded:
    """The record in the encoding of its whole file, unless another one is asked for."""
    return decode(raw, path, settings.encoding or settings.transport.charset)


def _cells(text: str, delimiter: str) -> Iterator[list[Stretch]]:
    """The fields of a row, without their quotation marks."""
    pattern, at = CELLS[delimiter], 0
    while match := pattern.match(text, at):
        cell: list[Stretch] = []
        if match["quoted"] is not None:
            cell += _undoubled(text, *match.span("quoted"))
        for name in ("rest", "plain"):
            if match[name]:
                cell.append(Stretch(*match.span(name), match[name], How.LITERAL))
        yield cell
        at = match.end() + 1
        if match.end() >= len(text):
            return


def _undoubled(text: str, start: int, end: int) -> Iterator[Stretch]:
    for doubled in _DOUBLED.finditer(text, start, end):
        if start < doubled.start():
            yield Stretch(start, doubled.start(), text[start : doubled.start()], How.LITERAL)
        yield Stretch(doubled.start(), doubled.end(), '"', How.ESCAPE)
        start = doubled.end()
    if start < end:
        yield Stretch(start, end, text[start:end], How.LITERAL)


def _inside(value: Object, name: str) -> Value:
    """The field of this name, or of a field in it (`content.body`)."""
    if name in value:
        return value[name]
    outer, _, inner = name.partition(".")
    within = value.get(outer)
    return _inside(within, inner) if inner and isinstance(within, Object) else None


def _strings(text: str, value: Value) -> Iterator[list[Stretch]]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Text):
            yield list(stretches(text, one))


def _record(
    raw: bytes, decoded: Decoded, columns: Mapping[str, Column], fields: Mapping[str, str], path: str
) -> Reading:
    """The document that a record is: its title and its text."""
    within = f"row {fields['row']}" if "row" in fields else ""
    texts, places, passages = list[_Words](), list[Place](), list[Passage]()
    length = 0
    for role in ("title", "text"):
        name = fields.get(role, "")
        begin = length
        for value in columns.get(name, ()):
            words = _words(decoded, value, role)
            if words.passages:
                shift = length + (2 if texts else 0)
                passages += (_shifted(p, shift) for p in words.passages)
                length = shift + len(words.text)
                texts.append(words)
        if begin < length:
            places.append(Place(Span(begin + (2 if begin else 0), length), within, "column", name))
        elif role == "text":
            what = f"Its column {name!r} has no text." if name in columns else f"It has no column {name!r}."
            raise UnreadableError(Problem("empty", path, what, "Leave it out, or add its text."))
    text = "\n\n".join(words.text for words in texts)
    to_file = SourceMap(len(text), len(raw), list(_joined(texts)))
    metadata, wrong = stated({role: _said(columns.get(fields.get(role, ""), ())) for role in _ROLES[1:]})
    faults = " ".join(what for _, what, _ in wrong)
    problems = (Problem("metadata", path, faults, "It is left out. State it in sources.csv."),) if wrong else ()
    return Reading(
        text, to_file, decoded.encoding, tuple(passages), metadata, (*decoded.problems, *problems), stream=raw,
        places=tuple(places), provenance=tuple(_provenance(decoded, columns, fields, metadata)),
    )  # fmt: skip


def _provenance(
    decoded: Decoded, columns: Mapping[str, Column], fields: Mapping[str, str], known: Metadata
) -> Iterator[Provenance]:
    """The fields of the record that state its metadata, except for its title, which is part of its text."""
    for role in _ROLES[2:]:
        for value in columns.get(fields.get(role, ""), ()) if getattr(known, role) else ():
            if parts := list(value):
                words = " ".join("".join(part.text for part in parts).split())
                where = Span(*decoded.map.hull(Span(parts[0].start, parts[-1].end)))
                if words:
                    yield Provenance(role, StatedIn.FIELD, words, None, where)


def _words(decoded: Decoded, value: Iterable[Stretch], role: str) -> _Words:
    """A value as a person reads it, with its map: as HTML if it is, and else as plain text."""
    parts = list(value)
    text = "".join(part.text for part in parts)
    to_file = SourceMap(len(text), decoded.map.size, list(_runs(decoded, parts)))
    if is_html(text):
        text, to_file, found = fragment(text, to_file)
    else:
        found = plain.passages(text)
    if role == "title" and found:
        found = (Passage(Span(found[0].span.start, found[-1].span.end), "title"),)
    return _Words(text, to_file, found)


def _runs(decoded: Decoded, parts: Iterable[Stretch]) -> Iterator[Run]:
    at = 0
    for start, end, text, how in parts:
        if how is How.LITERAL:
            for run in decoded.map.runs(Span(start, end)):
                yield run._replace(start=at + run.start - start)
        else:
            first, last = decoded.map.hull(Span(start, end))
            yield Run(at, len(text), first, last - first, how)
        at += len(text)


def _joined(texts: Iterable[_Words]) -> Iterator[Run]:
    at = 0
    for words in texts:
        if at:
            yield Run(at, 2, 0, 0, How.NONE)
            at += 2
        for run in words.map.runs():
            yield run._replace(start=at + run.start)
        at += len(words.text)


def _shifted(passage: Passage, by: int) -> Passage:
    return Passage(passage.span.shift(by), passage.role, passage.loose, tuple(gap.shift(by) for gap in passage.gaps))


def _said(column: Column) -> str:
    """What a column says: of several values, one after the other."""
    values_ = (_SPACES.sub(" ", "".join(part.text for part in value)).strip() for value in column)
    return ", ".join(filter(None, values_))
