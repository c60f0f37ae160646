"""The readers of each kind of record of the interchange format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from claimsdb.store.engine import Connection
from claimsdb.store.read.attributions import attributions
from claimsdb.store.read.claims import claims
from claimsdb.store.read.conflicts import conflicts
from claimsdb.store.read.documents import blocks, documents, sentences
from claimsdb.store.read.groups import groups
from claimsdb.store.read.records import Record
from claimsdb.store.read.reports import origins
from claimsdb.store.read.speakers import speakers
from claimsdb.store.read.verdicts import verdicts

EVERY: Mapping[str, Callable[[Connection], Iterator[Record]]] = MappingProxyType(
    {
        "claims": claims,
        "attributions": attributions,
        "blocks": blocks,
        "sentences": sentences,
        "documents": documents,
        "speakers": speakers,
        "groups": groups,
        "conflicts": conflicts,
        "origins": origins,
        "verdicts": verdicts,
    }
)
"""The reader of each kind of record; the kinds are those of `claimsdb.store.read.records.SHAPES`."""
