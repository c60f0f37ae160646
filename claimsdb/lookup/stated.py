"""What states the metadata of a document, in words for readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from claimsdb.model.provenance import StatedIn
from claimsdb.store.read.documents import DocumentFacts
from claimsdb.store.read.provenance import ProvenanceRecord

_NAMES = MappingProxyType({"url": "address", "modified": "changed"})
_WHERE: Mapping[str, str] = MappingProxyType(
    {
        StatedIn.GIVEN: "given in sources.csv or when it was added",
        StatedIn.TRANSPORT: "the address that gave it",
        StatedIn.CONTAINER: "stated by the file that contains it",
        StatedIn.DATA: "stated in the page's JSON-LD",
        StatedIn.META: "stated in a meta element",
        StatedIn.LINK: "stated in a link element",
        StatedIn.ATTRIBUTE: "stated in an attribute",
        StatedIn.TITLE: "stated in the title element",
        StatedIn.COMMENT: "stated in the comment of the browser that saved it",
        StatedIn.FRONT_MATTER: "stated in its front matter",
        StatedIn.FIELD: "stated in a field",
        StatedIn.PROPERTIES: "stated in the properties of the file, without a place",
        StatedIn.TEXT: "stated in its text",
        StatedIn.WORDS: "the language of its words",
        StatedIn.DOCUMENT: "stated by the document, without a place",
    }
)


class Told(NamedTuple):
    """A field of a document's metadata: its name, its value, and what states it, in words."""

    name: str
    value: str
    where: str


def told(found: Sequence[ProvenanceRecord], facts: DocumentFacts) -> list[Told]:
    """The metadata of a document that something is known to state, in the order of the fields."""
    values: Mapping[str, object] = {**facts}
    return [
        Told(_NAMES.get(field, field), str(values[field]), "; ".join(_where(of_field)))
        for field, of_field in groupby(found, key=lambda one: one["field"])
        if values.get(field)
    ]


def _where(found: Iterable[ProvenanceRecord]) -> Iterator[str]:
    for one in found:
        words = _WHERE.get(one["stated_in"], one["stated_in"])
        if one["byte_start"] is not None and one["byte_end"] is not None:
            part = f" of {one['part']}" if one["part"] else ""
            words += f", bytes {one['byte_start']:,}–{one['byte_end']:,}{part}"
        yield words
