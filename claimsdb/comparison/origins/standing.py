"""Standing text: what a publisher puts at the beginning or the end of many documents, such as an editor's note or a disclaimer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import urlsplit

from claimsdb.comparison.origins.independence import assigned
from claimsdb.english.words import WORD

SEVERAL = 3
"""Minimum number of documents of one publisher, of different origins, whose beginnings or ends have a text that stands in them."""
WORDS = 6
"""Minimum number of its words: fewer may be the same by chance ("More to come", "He declined to comment")."""
FIRST, LAST = 3, 5
"""Number of blocks with at least `WORDS` words at the beginning and at the end of a document that are looked at."""


class Edge(NamedTuple):
    """A block near the beginning or the end of a document: the hash of its words, its key, its document and whose that is."""

    value: int
    block: int
    document: int
    house: int | str | None


def house(publisher: int | None, url: str | None) -> int | str | None:
    """Whose a document is: the key of its publisher, or the name of its host if no publisher is known; None if neither is."""
    if publisher is not None or not url:
        return publisher
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None
    except ValueError:  # of a malformed address
        return None


def folded_words(text: str) -> list[str]:
    """The words by which wordings are compared: in small letters, with one kind of apostrophe."""
    return [word.replace("’", "'") for word in WORD.findall(text.lower())]


def edges(texts: Sequence[str]) -> dict[int, int]:
    """The hashes of the words of the first and last texts of a document that have enough words, by the number of the text."""
    long = [(k, words) for k, words in enumerate(map(folded_words, texts)) if len(words) >= WORDS]
    return {k: _hash(" ".join(words)) for k, words in dict([*long[:FIRST], *long[-LAST:]]).items()}


def standing(found: Iterable[Edge], reports: Mapping[int, Collection[int]]) -> dict[int, int]:
    """The blocks of standing text, each with its document. `reports` are those that documents go back to: of one report, which a publisher
    printed several times, all is the same, and nothing stands.
    """
    alike: dict[tuple[int, int | str], list[Edge]] = defaultdict(list)
    for edge in found:
        if edge.house is not None:
            alike[edge.value, edge.house].append(edge)
    made: dict[int, int] = {}
    for having in alike.values():
        origins = assigned({edge.document for edge in having}, reports)
        if len(set(origins.values())) >= SEVERAL:
            made |= {edge.block: edge.document for edge in having}
    return made


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)
