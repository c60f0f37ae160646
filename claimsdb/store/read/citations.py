"""The data of citations: the location of claims, with the words before and after them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import sqlalchemy as sa

from claimsdb.model.spans import Span
from claimsdb.model.withheld import after, before
from claimsdb.store.engine import Connection, driver
from claimsdb.store.read.locations import Locations
from claimsdb.store.read.places import Places
from claimsdb.store.read.records import InFile
from claimsdb.store.read.rows import rows


class _Cited(TypedDict):
    """A row of the view `citations`, with more of its document."""

    claim_id: str
    title: str | None
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    path: str
    line: int
    column: int
    place: str | None
    proof: str
    start: int
    end: int
    sha256: str
    prefix: str
    exact: str
    suffix: str
    status: str
    run: int
    media_type: str
    language: str | None
    modified: str | None
    captured_at: str | None


class Place(_Cited):
    """A claim's place in its file, and what is known of its document.

    `exact` runs from the claim's first word to its last; `prefix` and `suffix` are up to 32 code points of its block around it.
    `captured_at` is when its bytes were had from the web, if that is known. `where` says where `exact` is in the file, or in each of its
    parts or on each of its pages, and `heights` how high each page of the document is; `seconds` is when it is said.
    """

    where: list[InFile]
    heights: list[float | None]
    seconds: float | None


def places(connection: Connection, ids: Sequence[str]) -> dict[str, Place]:
    """The locations of the claims with these ids, by id."""
    values = {f"id{k}": identity for k, identity in enumerate(ids)}
    listed = ", ".join(f":{name}" for name in values) or "NULL"
    query = f"""SELECT t.claim_id, t.title, t.publisher, t.author, t.published, t.url, t.path, t.line, t.line_column, t.place, t.proof,
            t.char_start, t.char_end, t.sha256, t.prefix, t.exact, t.suffix, t.status, t.run, d.media_type, d.language,
            d.modified,
            (SELECT max(p.captured_at) FROM paths p WHERE p.document = d.id) AS captured_at
        FROM citations t JOIN documents d ON d.id = t.document_row WHERE t.claim_id IN ({listed})"""
    found = list(rows(connection, _Cited, query, values))
    query = f"SELECT claim_id, block_row, byte_start, byte_end FROM claims WHERE claim_id IN ({listed})"
    at = {claim: (block, Span(*of)) for claim, block, *of in connection.execute(sa.text(query), values)}
    blocks = {block for block, _ in at.values()}
    locations, seconds = Locations(driver(connection), blocks), Places(driver(connection), blocks)
    made = {}
    for cited in found:
        (block, of), span = at[cited["claim_id"]], Span(cited["start"], cited["end"])
        cited["prefix"], cited["suffix"] = before(cited["prefix"]), after(cited["suffix"])
        where = locations.in_file(block, span, of, cited["exact"])
        made[cited["claim_id"]] = Place(
            **cited, where=where, heights=locations.heights(block), seconds=seconds.seconds(block, [span])
        )
    return made
