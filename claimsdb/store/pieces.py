"""The pieces of claims and attributions as records, fetched for many rows at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

Record = dict[str, Any]
PIECE = ("start", "end", "byte_start", "byte_end", "text")
"""The keys of a piece."""


class Parts:
    """The pieces of attributions and of those that they come through, read at once for many."""

    def __init__(self, connection: sa.Connection, keys: Sequence[int | None]) -> None:
        self._outer: dict[int, int] = {}
        self._speaker: dict[int, str | None] = {}
        self._intention: set[int] = set()
        wanted = sorted({k for k in keys if k is not None})
        todo = wanted
        seen = set(wanted)
        while todo:
            query = f"""SELECT a.id, a.via, a.cue_type, s.name FROM attributions a LEFT JOIN speakers s ON s.id = a.speaker
                WHERE a.id IN ({_listed(todo)})"""
            for key, via, cue_type, speaker in connection.execute(sa.text(query)):
                self._speaker[key] = speaker
                if cue_type == "intention":
                    self._intention.add(key)
                if via is not None:
                    self._outer[key] = via
            todo = sorted({v for v in self._outer.values() if v not in seen})
            seen.update(todo)
        self._pieces: dict[tuple[int, str], list[Record]] = defaultdict(list)
        if seen:
            query = f"""SELECT p.attribution, p.part, p.start, p."end", p.byte_start, p.byte_end,
                    substr(b.text, p.start - b.start + 1, p."end" - p.start) AS text
                FROM pieces p JOIN blocks b ON b.id = p.block_row WHERE p.attribution IN ({_listed(sorted(seen))})
                ORDER BY p.attribution, p.part, p.position"""
            for row in connection.execute(sa.text(query)).mappings():
                self._pieces[row["attribution"], row["part"]].append(_piece(row))

    def of(self, key: int | None, part: str) -> list[Record]:
        """The pieces of one part of an attribution; none where there is no attribution."""
        return [] if key is None else self._pieces[key, part]

    def via(self, key: int | None) -> list[Record]:
        """The attributions that this one comes through, from the inside out."""
        chain, at = [], None if key is None else self._outer.get(key)
        while at is not None:
            if at not in self._intention:
                chain.append({"source": self.of(at, "source"), "cue": self.of(at, "cue"), "speaker": self._speaker[at]})
            at = self._outer.get(at)
        return chain


def _stretches(connection: sa.Connection, table: str, keys: list[int]) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = defaultdict(list)
    query = f'SELECT claim, start, "end", byte_start, byte_end, text FROM {table} WHERE claim IN ({_listed(keys)}) ORDER BY claim, position'
    for row in connection.execute(sa.text(query)).mappings():
        found[row["claim"]].append(_piece(row))
    return found


def _piece(row: Any) -> Record:
    return {key: row[key] for key in PIECE}


def _listed(keys: Sequence[int]) -> str:
    return ",".join(map(str, keys)) or "NULL"


def _rows(connection: sa.Connection, query: str) -> Iterator[Record]:
    for row in connection.execute(sa.text(query)).mappings():
        yield dict(row)
