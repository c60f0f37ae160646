"""Word lists with their evidence: `data/*.tsv`, with one word in each line, its classes, its origin and its frequency.

A word that several rooms need is in one list, once; its classes say which rooms use it. The columns: `word` (a form, a phrase or
a stem), `class` (one or more, with spaces between them), `means` (the number, code or name that the word stands
for, if any), `source`, and `count` (sightings in PolNeAR's training part; `claimsdb.learning.training.counts` writes them).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

COLUMNS = ("word", "class", "means", "source", "count")


class Entry(NamedTuple):
    """A line of a list."""

    word: str
    classes: frozenset[str]
    means: str
    source: str
    sightings: int


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """The lines of the list `data/NAME.tsv` in their order; ValueError with file, line and reason if one cannot be read."""
    text = files("claimsdb.english").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    header, *lines = text.splitlines()
    if tuple(header.split("\t")) != COLUMNS:
        raise ValueError(f"{name}.tsv, line 1: the columns must be {', '.join(COLUMNS)}, not {header!r}")
    found: dict[str, Entry] = {}
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS) or not all((cells[0], cells[1], cells[3])) or not cells[4].isdecimal():
            raise ValueError(
                f"{name}.tsv, line {number}: a word, its classes, a source and a count are needed: {line!r}"
            )
        if cells[0] in found:
            raise ValueError(f"{name}.tsv, line {number}: {cells[0]!r} is a duplicate; give one line both classes")
        found[cells[0]] = Entry(cells[0], frozenset(cells[1].split()), cells[2], cells[3], int(cells[4]))
    return tuple(found.values())


def listed(name: str, *classes: str) -> tuple[str, ...]:
    """The words of a list that have one of the classes, in the list's order; ValueError if the list has no such class."""
    every = entries(name)
    if unknown := set(classes) - {c for entry in every for c in entry.classes}:
        raise ValueError(f"{name}.tsv has no word of class {', '.join(sorted(unknown))}")
    return tuple(entry.word for entry in every if not entry.classes.isdisjoint(classes))


def meanings(name: str, *classes: str) -> dict[str, str]:
    """The words of a list that have one of the classes, each with what it stands for, in the list's order."""
    chosen = set(listed(name, *classes))
    return {entry.word: entry.means for entry in entries(name) if entry.word in chosen}


def either(words: Iterable[str]) -> str:
    """The alternatives of a pattern that matches any of the words, longer words before their prefixes."""
    return "|".join(
        re.escape(word).replace(r"\ ", " ").replace(r"\-", "-") for word in sorted(words, key=lambda w: (-len(w), w))
    )
