"""The data of citations: the location of claims, with the words before and after them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import sqlalchemy as sa

from claimsdb.model.spans import Span
from claimsdb.store.engine import Connection, driver
from claimsdb.store.read.ranges import Ranges
from claimsdb.store.read.rows import rows


class _Cited(TypedDict):
    """A row of the view `citations`."""

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


class Place(_Cited):
    """A claim's place in its file, and what is known of its document.

    `exact` runs from the claim's first word to its last; `prefix` and `suffix` are up to 32 code points of its block around it.
    `citation` is the place in plain words. `ranges` are the byte ranges of `exact` in order, if there are several.
    """

    ranges: list[list[int]]


def places(connection: Connection, ids: Sequence[str]) -> dict[str, Place]:
    """The locations of the claims with these ids, by id."""
    values = {f"id{k}": identity for k, identity in enumerate(ids)}
    query = f"""SELECT claim_id, title, publisher, author, published, url, path, line, line_column, char_start, char_end,
            byte_start, byte_end, sha256, prefix, exact, suffix, citation, status, run
        FROM citations WHERE claim_id IN ({", ".join(f":{name}" for name in values) or "NULL"})"""
    found = list(rows(connection, _Cited, query, values))
    query = f"SELECT claim_id, block_row FROM claims WHERE claim_id IN ({', '.join(f':{name}' for name in values) or 'NULL'})"
    blocks: dict[str, int] = dict(connection.execute(sa.text(query), values).all())
    ranges = Ranges(driver(connection), blocks.values())
    return {
        cited["claim_id"]: Place(
            **cited, ranges=ranges.several(blocks[cited["claim_id"]], Span(cited["start"], cited["end"]))
        )
        for cited in found
    }
