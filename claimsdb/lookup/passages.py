"""A passage word for word in the text of the documents, and the claims that it covers.

A passage may begin and end within words, run over several blocks, and have other quotation marks, dashes, case and white space than the
document. Where it has an ellipsis, words may be left out. A phrase of few words must consist of whole words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from claimsdb.lookup.folding import fold, traced
from claimsdb.lookup.index.words import INDEXED, bare
from claimsdb.lookup.vocabulary import COMMON
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, merge
from claimsdb.store.engine import Connection
from claimsdb.store.read import passages
from claimsdb.store.read.candidates import Candidates, Said
from claimsdb.store.read.passages import Block
from claimsdb.store.read.pieces import stretches
from claimsdb.store.read.records import Piece
from claimsdb.store.search import quoted

FEW = 4
"""Number of words from which a phrase is a passage, whose first and last words may be cut."""
MOST = 200
"""Maximum number of blocks from each search."""
BEST = 60
"""The same for pieces of the passage."""
WHOLE = 12
"""Maximum number of words that are searched for in one piece."""
PIECES = 4
"""Maximum number of pieces of a longer passage to search for: those with the rarest words."""
PIECE = 6
"""Maximum number of words in a piece."""
REACH = 6
"""Number of words of a passage for each block before and after a piece among which the rest of the passage is looked for."""
FURTHEST = 12
"""Maximum number of these blocks."""
LEFT_OUT = 2000
"""Maximum number of letters that an ellipsis stands for."""
COUNTS = 3
"""Number of words that a passage must have of a claim to cover it, if it has neither the whole claim nor lies inside it."""
BETWEEN = " … "
"""What stands between the segments of a claim in its text."""
_ELLIPSIS = re.compile(r"(?:[\[(]\s*|(?<!\s)\s+)?(?:…|\.(?:\s?\.){2,})\s*[\])]?")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage: its words, in parts where it has ellipses, the same folded, and the number of its words."""

    parts: tuple[str, ...]
    folded: tuple[str, ...]
    count: int

    @classmethod
    def of(cls, phrase: str) -> Passage | None:
        """The passage that a phrase is; None if it has no words."""
        words = {part: len(INDEXED.findall(part)) for part in _ELLIPSIS.split(phrase)}
        least = min(max(words.values()), 2)
        parts = tuple(part for part, count in words.items() if count >= least > 0)
        count = sum(words[part] for part in parts)
        folded = tuple(fold(part, " " if count < FEW else "") for part in parts)
        return cls(parts, folded, count) if all(folded) and parts else None

    @property
    def short(self) -> bool:
        """Whether it has so few words that all of them must be whole."""
        return self.count < FEW

    def is_in(self, text: str) -> bool:
        """Whether a text has the passage."""
        return next(self._places(fold(text, self._between)), None) is not None

    def spans(self, text: str) -> list[Span]:
        """Where a text has the parts of the passage, in code points of the text."""
        if not self.is_in(text):
            return []
        whole = traced(text, self._between)
        return [whole.span(*place) for places in self._places(whole.text) for place in places]

    def has(self, claim: str) -> bool:
        """Whether a claim of a few words or more is in the passage as a whole."""
        if self.short or len(claim) > len(self.parts[0]) + sum(map(len, self.parts[1:])) or len(claim.split()) < FEW:
            return False
        return any(fold(claim) in part for part in self.folded)

    @property
    def _between(self) -> str:
        return " " if self.short else ""

    def _places(self, text: str) -> Iterator[list[tuple[int, int]]]:
        """Each place of a folded text that has all parts in order."""
        first, *more = (rf"(?<!\S){re.escape(part)}(?!\S)" if self.short else re.escape(part) for part in self.folded)
        others = [re.compile(pattern) for pattern in more]
        for match in re.finditer(first, text):
            found = [match.span()]
            for pattern in others:
                after = pattern.search(text, found[-1][1])
                if after is None or after.start() - found[-1][1] > LEFT_OUT:
                    break
                found.append(after.span())
            else:
                yield found


@dataclass(frozen=True, slots=True)
class Covered:
    """A claim that a passage covers, and where it has the passage's words, in code points of its text, in order."""

    claim: Said
    spans: tuple[Span, ...]


def covered(connection: Connection, claims: Candidates, passage: Passage, seen: Mapping[str, int]) -> list[Covered]:
    """The claims that the passage covers, in every document that has it: first the one of each document that has most of it.

    `seen` is the number of claims that have a word. If the passage covers no claim, those count whose sentence, source or cue it has.
    """
    places, blocks = _places(connection, passage, seen)
    said = claims.in_blocks(blocks)
    segments = stretches(connection, "segments", [one.key for _, one in said])
    found: dict[int, list[Covered]] = defaultdict(list)
    for block, one in said:
        if spans := tuple(within(segments[one.key], places[blocks[block]])):
            found[blocks[block]].append(Covered(one, spans))
    if not found and not passage.short:
        around: dict[int, list[Span]] = defaultdict(list)
        for key, start, end in passages.around_claims(connection, blocks):
            around[key].append(Span(start, end))
        for block, one in said:
            if any(places[blocks[block]].over(own) for own in around[one.key]):
                found[blocks[block]].append(Covered(one, ()))
    ranked = [(rank, one) for some in found.values() for rank, one in enumerate(_telling(some))]
    return [one for _, one in sorted(ranked, key=lambda r: (r[0], *_order(r[1])))]


def within(segments: Sequence[Piece], places: Intervals[None]) -> Iterator[Span]:
    """Where the places of a document are in the text of a claim with these segments."""
    before = 0
    for piece in segments:
        own = Span(piece["start"], piece["end"])
        for span, _ in places.over(own):
            if part := span.common(own):
                yield part.shift(before - own.start)
        before += len(piece["text"]) + len(BETWEEN)


def _telling(some: list[Covered]) -> list[Covered]:
    """The claims of one document that a passage covers, most words first, without those of which it has only an odd word or two."""
    ordered = sorted(some, key=_order)
    return ordered[:1] + [
        one for one in ordered[1:] if _words(one) >= min(COUNTS, len(INDEXED.findall(one.claim.text)))
    ]


def _order(one: Covered) -> tuple[int, int, int]:
    """Most of the passage first, then most of the claim."""
    return -sum(span.length for span in one.spans), len(one.claim.text), one.claim.key


def _words(one: Covered) -> int:
    return sum(len(INDEXED.findall(span.of(one.claim.text))) for span in one.spans)


def _places(
    connection: Connection, passage: Passage, seen: Mapping[str, int]
) -> tuple[dict[int, Intervals[None]], dict[int, int]]:
    """Where documents have the passage, by their keys, in code points of the file; and the document of each block in which it is."""
    for ranked, query in _queries(passage, seen):
        places: dict[int, list[Span]] = defaultdict(list)
        blocks: dict[int, int] = {}
        hits = passages.containing(connection, query, BEST if ranked else MOST, ranked=ranked)
        for block in hits:
            if spans := passage.spans(block.text):
                places[block.document] += [Span(block.start + low, block.start + high) for low, high in spans]
                blocks[block.key] = block.document
        if not passage.short:
            reach = 1 + passage.count // REACH if len(passage.parts) == 1 else FURTHEST
            others = passages.beside(
                connection, [block for block in hits if block.key not in blocks], min(reach, FURTHEST)
            )
            for document, run in groupby(others, key=lambda block: block.document):
                for block, span in _joined(passage, list(run)):
                    places[document].append(span)
                    blocks[block.key] = document
        if places:
            return {document: Intervals.of(merge(spans)) for document, spans in places.items()}, blocks
    return {}, {}


def _joined(passage: Passage, blocks: list[Block]) -> Iterator[tuple[Block, Span]]:
    """Where the passage is in successive blocks of a document: the blocks, each with a span in code points of the file."""
    texts = [block.text for block in blocks]
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    for span in passage.spans("\n".join(texts)):
        for block, start in zip(blocks, starts, strict=False):
            if part := span.common(Span(start, start + len(block.text))):
                yield block, part.shift(block.start - start)


def _queries(passage: Passage, seen: Mapping[str, int]) -> Iterator[tuple[bool, str]]:
    """Full-text queries for the blocks of the passage: for all of it, if it is not long, and for its rarest pieces.

    Each comes with whether the best blocks are wanted: those that have several pieces, or rare ones.
    """
    pieces: list[tuple[bool, int, str]] = []
    for part in passage.parts:
        words = INDEXED.findall(part)
        inner = words if passage.short or len(words) <= 2 else words[1:-1]  # the first and the last may be cut
        if len(passage.parts) == 1 and len(inner) <= WHOLE:
            yield False, quoted(" ".join(inner))
        size = min(PIECE, max(2, len(inner) // 3))
        for k in range(0, len(inner), size):
            some = inner[k : k + size]
            own = [bare(word) for word in some]
            rarest = min(seen.get(word, 0) for word in own)
            pieces.append((COMMON.issuperset(own), rarest, quoted(" ".join(some))))
    if not passage.short:
        telling = [one for one in pieces if not one[0]] or pieces
        yield True, " OR ".join(piece for *_, piece in sorted(telling)[:PIECES])
