"""Families of hostile files: each makes bytes of a size from a seed, always the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import TypeVar

Make = Callable[[Random, int], str | bytes]
"""Makes about as much text, or as many bytes, as asked for."""
Text = Callable[[Random, int], str]

FAMILIES: dict[str, Family] = {}
"""All families by name, in the order in which they are defined."""


@dataclass(frozen=True, slots=True)
class Family:
    """A family of hostile files. `kind` is the module that defines it, `suffix` that of its files."""

    name: str
    kind: str
    make: Make
    suffix: str

    def file(self, size: int, seed: int) -> bytes:
        """The file with this seed, of at most `size` bytes; a text is cut between characters."""
        made = self.make(Random(f"{self.name} {size} {seed}"), size)
        if isinstance(made, bytes):
            return made[:size]
        return made.encode("utf-8", "surrogatepass")[:size].decode("utf-8", "ignore").encode()


def add(kind: str, name: str, make: Make, suffix: str = ".txt") -> None:
    """Add a family, under its kind and name."""
    full = f"{kind}-{name}"
    assert full not in FAMILIES, full
    FAMILIES[full] = Family(full, kind, make, suffix)


M = TypeVar("M", bound=Make)


def family(kind: str, suffix: str = ".txt") -> Callable[[M], M]:
    """Add the function as a family of its name."""

    def made(make: M) -> M:
        add(kind, make.__name__.replace("_", "-"), make, suffix)
        return make

    return made


def fill(size: int, parts: Iterator[str]) -> str:
    """Parts, until they have the size."""
    found: list[str] = []
    length = 0
    for part in parts:
        found.append(part)
        length += len(part)
        if length >= size:
            break
    return "".join(found)


def pump(unit: str) -> Text:
    """The same unit again and again."""
    return lambda _, size: unit * (size // max(len(unit.encode("utf-8", "surrogatepass")), 1) + 1)
