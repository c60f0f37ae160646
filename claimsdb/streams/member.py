"""A document in a file, and what expanding a file may cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from claimsdb.model.document import Metadata, Transport
from claimsdb.store.contents import LARGEST

MEGABYTE = 1_000_000
_LEAST = 100 * MEGABYTE
"""Number of bytes that any file may give."""


class Step(NamedTuple):
    """How anybody gets from the file of a container to a member: the `size` bytes from `offset`, if they are there as they are (None: not).

    Otherwise `command` is a shell command that prints them, in which `{}` stands for the file, and `piped` one that reads the file from its
    standard input; empty if there is none.
    """

    offset: int | None = None
    size: int = 0
    command: str = ""
    piped: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A document in a file; `path` leads to it from the file, with `/`, and is empty for the file itself.

    `media_type` is what the container knows of it; None: its content and its name tell. `stated` is what the container says about it, which
    counts less than what it says itself, and `transport` what brought it. `fields` says which column of a record has which role.

    `place` says in words where it is ("message 2 of 40"). An `incidental` member, such as a picture in a mail, is not expected to hold
    text. An `earlier` one is followed by a later version.
    """

    path: str
    raw: bytes
    media_type: str | None = None
    stated: Metadata = field(default_factory=Metadata)
    transport: Transport = field(default_factory=Transport)
    fields: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    place: str | None = None
    incidental: bool = False
    earlier: bool = False

    @property
    def packed(self) -> bool:
        """Whether the file on the disk does not have its bytes as they are."""
        return any(step.offset is None for step in self.steps)


@dataclass(slots=True)
class Allowance:
    """How many bytes of members a file may still give, at all depths together."""

    left: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What expanding a file may cost: the bytes of the `largest` document (None: no limit), how many times as many bytes as it has a
    compressed file may give (`ratio`, of what exceeds a megabyte), and how many containers may be one in the other (`depth`). The
    `allowance` follows from the size of the file.

    `only` is the path of the one member that is wanted, if it is one: a container may leave out all others. `fields` says which field of
    a record is its text, its title and so on, and `encoding` in which encoding tables of text are, if somebody says so. If it `finds`
    documents that were read before, records are given even if nothing says that they are articles.
    """

    largest: int | None = LARGEST
    ratio: int = 200
    depth: int = 10
    only: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    allowance: Allowance | None = None
    finds: bool = False

    @property
    def enough(self) -> int:
        """How many bytes to read of a document so that `exceeds` tells of what is read; -1 for all."""
        return -1 if self.largest is None else self.largest + 1

    def exceeds(self, size: int) -> bool:
        """Whether a document of so many bytes is too large."""
        return self.largest is not None and size > self.largest

    def wants(self, path: str) -> bool:
        """Whether a member, or something in it, is wanted."""
        return self.only is None or self.only == path or self.only.startswith(f"{path}/")

    def within(self, path: str) -> Limits:
        """The limits of what is in a member with this path."""
        only = None if self.only is None else self.only.removeprefix(path).removeprefix("/")
        return replace(self, depth=self.depth - 1, only=only)

    def of_file(self, size: int) -> Limits:
        """The limits of a file of this many bytes, unless it is in one that has limits already."""
        return self if self.allowance else replace(self, allowance=Allowance(_LEAST + self.ratio * size))

    def is_bomb(self, made: int, packed: int) -> bool:
        """Whether `packed` bytes that give at least `made` are packed to do harm."""
        return made - MEGABYTE > self.ratio * packed
