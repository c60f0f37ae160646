"""Documents whose claims people have annotated, as attributions with the name of each one's speaker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from claimsdb.english.analysis import Analysis
from claimsdb.english.sentences import sentences
from claimsdb.learning.jsonl import Json, objects
from claimsdb.model.attribution import Attribution, CueType, Spans
from claimsdb.model.spans import Span
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.read import read

Key = tuple[Spans, Spans]


@dataclass(frozen=True, slots=True)
class Annotated:
    """One document. `speakers` has the name of each attribution's speaker: None if it is left open, absent if it is not known.

    `told` are the claims that have a speaker's name or a source, each as the index of its attribution.
    """

    name: str
    analysis: Analysis
    attributions: list[Attribution]
    speakers: dict[int, str | None]
    told: list[int]


def annotated(claims: Path, texts: Path) -> Iterator[Annotated]:
    """The documents of an export of claims; `texts` is their folder, or a file with a `document` and a `text` in each line."""
    rows: dict[str, list[Json]] = defaultdict(list)
    for row in objects(claims):
        rows[row["document"].rpartition("/")[2]].append(row)
    found = None if texts.is_dir() else _texts(texts)
    for name, of in sorted(rows.items()):
        raw = (texts / name).read_bytes() if found is None else found[name].encode()
        yield _annotated(name, raw, of)


def _texts(file: Path) -> dict[str, str]:
    return {row["document"]: row["text"] for row in objects(file)}


def analysed(raw: bytes, name: str) -> Analysis:
    """The text of a document with its blocks and sentences."""
    document = read(raw, name)
    found = blocks(document)
    return Analysis(document.reading, found, sentences(document.reading, found))


def _annotated(name: str, raw: bytes, rows: list[Json]) -> Annotated:
    made: dict[Key, int] = {}
    content: dict[int, list[Span]] = defaultdict(list)
    via: dict[int, int] = {}
    types: dict[int, CueType] = {}
    speakers: dict[int, str | None] = {}
    told = []
    for row in rows:
        levels = [_key(row), *map(_key, row["via"])]
        if not any(levels[0]) and not row["via"]:
            continue
        chain = [made.setdefault(level, len(made)) for level in levels if any(level)]
        for k in chain:
            content[k] += _spans(row["segments"])
        for inner, outer in pairwise(chain):
            if inner != outer:
                via.setdefault(inner, outer)
        if any(levels[0]):
            types[chain[0]] = CueType(row["cue_type"] or "statement")
            speakers[chain[0]] = row["speaker"]
            told.append(chain[0])
    found = [
        Attribution(source, cue, tuple(sorted(set(content[k]))), types.get(k, CueType.STATEMENT), 1.0, via=via.get(k))
        for (source, cue), k in made.items()
    ]
    return Annotated(name, analysed(raw, name), found, speakers, told)


def _key(level: Json) -> Key:
    return tuple(sorted(_spans(level["source"]))), tuple(sorted(_spans(level["cue"])))


def _spans(pieces: list[Json]) -> list[Span]:
    return [Span(p["start"], p["end"]) for p in pieces]
