"""What became of one claim in the version after its own, and what it came from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TypedDict

from claimsdb.lookup.versions.changes import ChangeRecord, records
from claimsdb.store.engine import Connection
from claimsdb.store.read.changes import Link, links_of
from claimsdb.store.read.ids import key_of
from claimsdb.store.read.versions import text_of


class LinkRecord(TypedDict):
    """A change between two versions, with the id of the newer document, when its bytes were first had from the web, if that is known, and
    when it was first read.
    """

    document: str
    captured_at: str | None
    ingested_at: str
    change: ChangeRecord


class Links(TypedDict):
    """What became of a claim in newer versions (several, if its document is at several paths), and what it came from."""

    became: list[LinkRecord]
    came_from: list[LinkRecord]


def links(connection: Connection, claim: str) -> Links:
    """What became of the claim with this id, and what it came from; both are empty if its document has one version."""
    later, earlier = links_of(connection, key_of(connection, "claim", claim))
    return {"became": _records(connection, later), "came_from": _records(connection, earlier)}


def _records(connection: Connection, found: Sequence[Link]) -> list[LinkRecord]:
    made: list[LinkRecord] = []
    for (key, identity, captured, at), group in groupby(found, key=lambda link: link[:4]):
        own = [link.succession for link in group]
        for one in records(connection, own, text_of(connection, key)):
            made.append(LinkRecord(document=identity, captured_at=captured, ingested_at=at, change=one))
    return made
