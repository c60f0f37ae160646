"""The data of citations: the location of claims, with the words before and after them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from claimsdb.store.engine import Connection
from claimsdb.store.read.rows import rows


class Place(TypedDict):
    """A claim's place in its file, and what is known of its document.

    `exact` runs from the claim's first word to its last; `prefix` and `suffix` are up to 32 code points of its block around it.
    `citation` is the place in plain words.
    """

    claim_id: str
    title: str | None
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    path: str
    line: int
    column: int
    start: int
    end: int
    byte_start: int
    byte_end: int
    sha256: str
    prefix: str
    exact: str
    suffix: str
    citation: str
    status: str
    run: int


def places(connection: Connection, ids: Sequence[str]) -> dict[str, Place]:
    """The locations of the claims with these ids, by id."""
    values = {f"id{k}": identity for k, identity in enumerate(ids)}
    query = f"""SELECT claim_id, title, publisher, author, published, url, path, line, line_column, char_start, char_end,
            byte_start, byte_end, sha256, prefix, exact, suffix, citation, status, run
        FROM citations WHERE claim_id IN ({", ".join(f":{name}" for name in values) or "NULL"})"""
    return {place["claim_id"]: place for place in rows(connection, Place, query, values)}
