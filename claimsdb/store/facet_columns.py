"""The facet columns of the claims as arrays, stored in the database, so that counting millions of claims takes milliseconds.

`claim_columns` has one row for every 16,384 keys of claims. Each of its columns is an array of that column's values: one byte for a word
of a closed vocabulary, four bytes for a key of another table. A trigger deletes a row whenever one of its claims changes, and the end of
a run makes it again; missing rows are read from the claims themselves. So counts are always correct.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from claimsdb.model.attribution import AttributionKind, CueType
from claimsdb.model.document import BlockKind

BITS = 14
SIZE = 1 << BITS
"""Number of claim keys per row of `claim_columns`."""
FACETS = ("attribution", "speaker_row", "document", "publisher_row", "block", "cue_type", "hedged", "status")
"""The columns of claims that are stored as arrays."""
KEYS = frozenset({"speaker_row", "document", "publisher_row"})
"""Those of `COLUMNS` that contain keys of other tables."""
_VOCABULARIES: dict[str, Sequence[str]] = {
    "attribution": tuple(AttributionKind),
    "block": tuple(BlockKind),
    "cue_type": tuple(CueType),
    "hedged": ("yes", "no"),
    "status": ("current", "retired"),
}
_CODES = {facet: {None: 0} | {str(w): k for k, w in enumerate(words, 1)} for facet, words in _VOCABULARIES.items()}
_WORDS = {facet: ["", *map(str, words)] for facet, words in _VOCABULARIES.items()}
_LIMIT = 1 << 32  # keys must be below it
_DENSE = 1 << 24  # keys above are counted by sorting
_NAMES = ", ".join(FACETS)
_MISSING = f"""WITH RECURSIVE held (chunk) AS (
        SELECT min(id) >> {BITS} FROM claims
        UNION ALL SELECT (SELECT min(id) >> {BITS} FROM claims WHERE id >= (chunk + 1) << {BITS}) FROM held WHERE chunk IS NOT NULL)
    SELECT chunk FROM held WHERE chunk NOT NULL AND chunk NOT IN (SELECT chunk FROM claim_columns)"""
Array = NDArray[np.integer]
Count = tuple[str | int, int]
"""A value and how many claims have it."""


class Groups:
    """Groups of keys of another table: a number from 0 for each key that is in one."""

    def __init__(self, groups: Mapping[int, int]) -> None:
        keys = np.fromiter(groups, np.int64)
        self.numbers = np.full(int(keys.max(initial=0)) + 2, -1, np.int32)  # the last one is that of all larger keys
        self.numbers[keys] = np.fromiter(groups.values(), np.int32)
        self.count = max(groups.values(), default=-1) + 1
        self.several = self.count < len(keys)
        """Whether a group has several keys."""

    def sizes(self, keys: Sequence[int]) -> list[int]:
        """The number of these keys in each group."""
        of = self.numbers[np.minimum(np.array(keys, np.int64), len(self.numbers) - 1)]
        counts: list[int] = np.bincount(of[of >= 0], minlength=self.count).tolist()
        return counts


def fill(connection: sqlite3.Connection) -> int:
    """Make the missing rows, inside the caller's transaction. Returns how many."""
    missing = missing_chunks(connection)
    marks = ", ".join("?" * (len(FACETS) + 1))
    made = ((chunk, *arrays) for chunk in missing if (arrays := arrays_of(connection, chunk)))
    return connection.executemany(f"INSERT INTO claim_columns (chunk, {_NAMES}) VALUES ({marks})", made).rowcount


def missing_chunks(connection: sqlite3.Connection) -> list[int]:
    """The rows that are missing."""
    return [chunk for (chunk,) in connection.execute(_MISSING)]


class Columns:
    """A snapshot of the facet columns of all claims: arrays of the same length, in the order of the claims' keys."""

    def __init__(self, connection: sqlite3.Connection, most_missing: int | None = None) -> None:
        """Read them, in the caller's transaction.

        Raises `LookupError` if more than `most_missing` rows are missing, since reading the claims instead would take long, or if a claim
        has a key too large for the arrays.
        """
        self.connection = connection
        missing = missing_chunks(connection)
        if most_missing is not None and len(missing) > most_missing:
            raise LookupError(f"{len(missing)} rows of claim_columns are missing")
        kept = [chunk for (chunk,) in connection.execute("SELECT chunk FROM claim_columns")]
        self._chunks = np.sort(np.array([*kept, *missing], np.int64))
        self._values = {facet: np.empty(len(self._chunks) * SIZE, _type(facet)) for facet in FACETS}
        for row in connection.execute(f"SELECT {_NAMES}, chunk FROM claim_columns"):
            self._set(row[-1], row[:-1])
        for chunk in missing:
            arrays = arrays_of(connection, chunk)
            if arrays is None:
                raise LookupError("a claim has a key that is too large for claim_columns")
            self._set(chunk, arrays)

    def _set(self, chunk: int, arrays: Sequence[bytes]) -> None:
        at = int(np.searchsorted(self._chunks, chunk)) * SIZE
        for facet, array in zip(FACETS, arrays, strict=True):
            self._values[facet][at : at + SIZE] = np.frombuffer(array, _type(facet))

    def positions(self, keys: Iterable[int] | Array) -> Array:
        """The positions of the claims with these keys in the arrays; keys that no claim has are left out."""
        found = keys if isinstance(keys, np.ndarray) else np.fromiter(keys, np.int64)
        found = found[np.isin(found >> BITS, self._chunks)]
        return np.searchsorted(self._chunks, found >> BITS) * SIZE + (found & SIZE - 1)

    def matching(self, query: str) -> Array:
        """The positions of the claims that match a full-text query."""
        return self._found("SELECT rowid FROM claims_fts WHERE claims_fts MATCH :query", {"query": query})

    def meeting(self, condition: str, values: Mapping[str, object], among: Array | None = None) -> Array:
        """The positions of the claims that meet a condition on their columns: SQL (Datasette's) with parameters."""
        found = self._found(f"SELECT id FROM claims WHERE {condition}", values)
        return found if among is None else among[np.isin(among, found)]

    def of_documents(self, condition: str, values: Mapping[str, object], among: Array | None = None) -> Array:
        """The positions of the claims whose documents meet a condition on their columns, in SQL with parameters."""
        found = self.connection.execute(f"SELECT id FROM documents WHERE {condition}", values)
        return self.among_keys("document", (key for (key,) in found), among)

    def _found(self, query: str, values: Mapping[str, object]) -> Array:
        return self.positions(key for (key,) in self.connection.execute(query, values))

    def equal(self, filters: Mapping[str, str | int], among: Array | None = None) -> Array | None:
        """The positions of the claims that have these values, among those given or all. None stands for all claims."""
        for facet, value in filters.items():
            column = self._values[facet]
            code = _CODES[facet].get(str(value), -1) if facet in _CODES else int(value) or -1
            same = (column if among is None else column[among]) == code
            among = np.flatnonzero(same) if among is None else among[same]
        return among

    def among_keys(self, facet: str, keys: Iterable[int], among: Array | None = None) -> Array:
        """The positions of the claims that have one of these keys, among those given or all."""
        column = self._values[facet] if among is None else self._values[facet][among]
        wanted = np.zeros(int(column.max(initial=0)) + 1, bool)
        chosen = np.fromiter(keys, np.int64)
        wanted[chosen[(chosen > 0) & (chosen < len(wanted))]] = True
        found = np.flatnonzero(wanted[column])
        return found if among is None else among[found]

    def by_group(self, key: str, groups: Groups, word: str, among: Array | None = None) -> list[dict[str, int]]:
        """The number of claims by group of keys and by word of a closed vocabulary."""
        keys, words = (self._values[f] if among is None else self._values[f][among] for f in (key, word))
        wide, names = len(_WORDS[word]), _WORDS[word]
        of = groups.numbers[np.minimum(keys, len(groups.numbers) - 1)]
        codes = of.astype(np.int64) * wide + words
        counts = np.bincount(codes[of >= 0], minlength=wide * groups.count).reshape(-1, wide)
        return [{names[k]: n for k, n in enumerate(row) if k and n} for row in counts.tolist()]

    def totals(self, facet: str, among: Array | None = None) -> list[int]:
        """The number of claims by key of another table, from 0 (none) to the largest that a claim has."""
        counts: list[int] = np.bincount(self._values[facet] if among is None else self._values[facet][among]).tolist()
        return counts

    def different(self, key: str, other: str, among: Array) -> dict[int, int]:
        """The number of different keys of one table by key of another (`key`), of the claims at these positions."""
        pairs = distinct(self._values[key][among].astype(np.int64) * _LIMIT + self._values[other][among])
        keys, counts = np.unique(pairs // _LIMIT, return_counts=True)
        return dict(zip(keys.tolist(), counts.tolist(), strict=True))

    def table(
        self, facet: str, keys: Sequence[int], other: str, others: Sequence[int], among: Array | None = None
    ) -> list[list[int]]:
        """The number of claims by two keys of other tables: a row for each of `keys`, with a number for each of `others`."""
        places = []
        for name, given in ((facet, keys), (other, others)):
            column = self._values[name] if among is None else self._values[name][among]
            place = np.full(max(int(column.max(initial=0)), *given, 0) + 1, -1, np.int64)
            place[list(given)] = range(len(given))
            places.append(place[column])
        both = (places[0] >= 0) & (places[1] >= 0)
        codes = places[0][both] * len(others) + places[1][both]
        counts = np.bincount(codes, minlength=len(keys) * len(others)).reshape(len(keys), len(others))
        return [[int(n) for n in row] for row in counts]

    def keys(self, facet: str, at: Array) -> Array:
        """The keys of another table that the claims at these positions have; 0 for none."""
        return self._values[facet][at]

    def having(self, facet: str, among: Array | None = None) -> Array:
        """The positions of the claims that have a key of another table, among those given or all."""
        found = np.flatnonzero(self._values[facet] if among is None else self._values[facet][among])
        return found if among is None else among[found]

    def across(self, key: str, word: str, among: Array | None = None) -> dict[int, dict[str, int]]:
        """The number of claims by key of another table (0: NULL) and by word of a closed vocabulary."""
        keys, words = (self._values[f] if among is None else self._values[f][among] for f in (key, word))
        wide = len(_WORDS[word])
        counts = np.bincount(keys.astype(np.int64) * wide + words) if keys.size else np.zeros(0, np.int64)
        found: dict[int, dict[str, int]] = {}
        for position in np.flatnonzero(counts).tolist():
            number, code = divmod(position, wide)
            if code:  # 0 in every column is a key that no claim has
                found.setdefault(number, {})[_WORDS[word][code]] = int(counts[position])
        return found

    def most(self, facet: str, number: int, among: Array | None = None) -> list[Count]:
        """The `number` most frequent values of a column with their counts, without NULL; ties in the order of the values."""
        column = self._values[facet] if among is None else self._values[facet][among]
        if column.size and int(column.max()) >= _DENSE:
            values, counts = np.unique(column, return_counts=True)
        else:
            counts = np.bincount(column)
            values = np.flatnonzero(counts)
            counts = counts[values]
        values, counts = values[values > 0], counts[values > 0]
        if words := _WORDS.get(facet):
            found: list[Count] = [(words[v], n) for v, n in zip(values.tolist(), counts.tolist(), strict=True)]
            return sorted(found, key=lambda count: (-count[1], count[0]))[:number]
        first = np.lexsort((values, -counts))[:number]
        return list(zip(values[first].tolist(), counts[first].tolist(), strict=True))


def distinct(numbers: Array) -> Array:
    """The numbers in order, each once. NumPy's own function takes ten times as long with these."""
    ordered = np.sort(numbers)
    found: Array = ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(ordered)]]
    return found


def _type(facet: str) -> str:
    return "u1" if facet in _CODES else "<u4"


def arrays_of(connection: sqlite3.Connection, chunk: int) -> list[bytes] | None:
    """The arrays of one row, from the claims, with 0 for keys that no claim has; None if there is no claim, or a key too large for them."""
    query = f"SELECT id & {SIZE - 1}, {_NAMES} FROM claims WHERE id >= ? AND id < ?"
    rows = connection.execute(query, (chunk << BITS, chunk + 1 << BITS)).fetchall()
    if not rows:
        return None
    at, *columns = zip(*rows, strict=True)
    arrays = []
    for facet, column in zip(FACETS, columns, strict=True):
        codes = _CODES.get(facet)
        values = [codes[word] for word in column] if codes else [key or 0 for key in column]
        if min(values) < 0 or max(values) >= _LIMIT:
            return None
        array = np.zeros(SIZE, _type(facet))
        array[list(at)] = values
        arrays.append(array.tobytes())
    return arrays
