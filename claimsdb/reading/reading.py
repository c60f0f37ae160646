"""What every reader is given, and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from claimsdb.model.document import Drawn, Metadata, Part, Passage, Place, Transport
from claimsdb.model.errors import Problem
from claimsdb.model.provenance import Provenance
from claimsdb.model.recognition import Recognition
from claimsdb.model.source_map import SourceMap


@dataclass(frozen=True, slots=True)
class Settings:
    """What is known of a file before it is read: the encoding that the user asks for, and what its transport said.

    `fields` says which field of a record is its text, its title and so on, by their roles. `ocr` is the program that reads pictures, if
    they are to be read; `step` is called with the number of pages that were read, and of all.
    """

    encoding: str | None = None
    transport: Transport = field(default_factory=Transport)
    fields: Mapping[str, str] = field(default_factory=dict)
    ocr: Recognition | None = None
    step: Callable[[int, int], None] = lambda _done, _of: None


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file with its map, the passages that its layout sets apart, what it states of itself, and the faults in it.

    `provenance` says where it states that, as far as a place outside the text is known.

    The map leads to the file, or to the `stream` that its `parts` are. `captured_at` is when the file says that it was saved from the web,
    in UTC. `plain` is the text with spaces for inline markup, if it has any.
    """

    text: str
    map: SourceMap
    encoding: str
    passages: tuple[Passage, ...]
    stated: Metadata = field(default_factory=Metadata)
    problems: tuple[Problem, ...] = ()
    plain: str | None = None
    stream: bytes | None = None
    parts: tuple[Part, ...] = ()
    places: tuple[Place, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    captured_at: str | None = None
    provenance: tuple[Provenance, ...] = ()


Reader = Callable[[bytes, str, Settings], Reading]
"""Reads a file's bytes; the path is relative. Raises `UnreadableError` if there is no text in it."""
