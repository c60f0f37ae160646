"""Compare documents: the passages that they share, the agencies that they credit, and the origins that follow from both."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from claimsdb.comparison.method import method
from claimsdb.comparison.origins import passages
from claimsdb.comparison.origins.credits import PrintedBlock, credited
from claimsdb.comparison.origins.independence import origins
from claimsdb.comparison.origins.passages import (
    Words,
    is_common,
    meet,
    runs_of_words,
    shared,
    signature,
    words,
)
from claimsdb.comparison.origins.standing import Edge, edges, house, standing
from claimsdb.model.faults import Faults
from claimsdb.model.ids import digest
from claimsdb.model.relation import ReportReason
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch
from claimsdb.store.engine import Connection
from claimsdb.store.read import origins as stored
from claimsdb.store.read.comparison import descents
from claimsdb.store.write.origins import Credit, Origin, OriginWriter, Shared

KEPT = 30_000_000
"""Maximum number of code points of the documents that are kept in memory while they are compared, about 10 bytes each."""
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class _Document:
    """A stored document, and the words of its claim-bearing blocks."""

    printed: stored.Printed

    @cached_property
    def _starts(self) -> list[int]:
        return [block.where.span.start for block in self.printed.blocks]

    @cached_property
    def words(self) -> tuple[Words, ...]:
        bearing = (block.where for block in self.printed.blocks if block.kind.bears_claims)
        return tuple(words(where.text, where.span.start) for where in bearing)

    @cached_property
    def runs(self) -> NDArray[np.int64]:
        """The hashes of its runs of words, by which it is seen that two documents share nothing."""
        return runs_of_words(self.words)

    @property
    def size(self) -> int:
        """The number of code points of its blocks."""
        return sum(len(block.where.text) for block in self.printed.blocks)

    def where(self, span: Span) -> Stretch:
        """A span of the document with its bytes and its words; the span must be inside one block."""
        block = self.printed.blocks[bisect_right(self._starts, span.start) - 1].where
        return block.part(span.shift(-block.span.start), self.printed.encoding)


class _Recent:
    """The documents that were asked for last, up to `KEPT` code points in all."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kept: OrderedDict[int, _Document] = OrderedDict()
        self._size = 0

    def __call__(self, key: int) -> _Document:
        if (found := self._kept.pop(key, None)) is None:
            found = _Document(stored.printed(self._connection, key))
            self._size += found.size
        self._kept[key] = found
        while self._size > KEPT and len(self._kept) > 2:
            self._size -= self._kept.popitem(last=False)[1].size
        return found


class Documents:
    """The comparison of documents within the caller's transaction."""

    def __init__(self, connection: Connection, run: int, faults: Faults) -> None:
        self.connection, self.faults = connection, faults
        self._writer = OriginWriter(connection, run, method())
        self._read = _Recent(connection)
        self._edges: set[int] = set()
        """Hashes of the beginnings and ends of documents that came or went."""

    def passages(self, tell: Tell) -> None:
        """Find the credits of each new document, and the passages that it shares with any other."""
        gone = stored.outdated(self.connection, method())
        self._edges |= stored.edge_values(self.connection, gone)
        self._writer.forget(gone)
        new = stored.untraced(self.connection)
        for done, key in enumerate(new):
            tell("Reading passages", done, len(new))
            self._trace(key)
        pairs = list(self._candidates(new))
        for done, (a, b) in enumerate(pairs):
            tell("Comparing documents", done, len(pairs))
            self._compare(a, b)

    def _trace(self, key: int) -> None:
        document, keys, credits = self._read(key), set[int](), list[Credit]()
        bearing = [block for block in document.printed.blocks if block.kind.bears_claims]
        ends: dict[int, int] = {}
        with self.faults.of(key, "looking for the agencies that it credits"):
            found = credited([PrintedBlock(b.kind, b.where.span, b.where.text) for b in document.printed.blocks])
            credits = [Credit(c.name, c.among, document.where(c.span)) for c in found]
        with self.faults.of(key, "reading its passages"):
            keys = signature(document.words)
        with self.faults.of(key, "reading its beginning and its end"):
            ends = {bearing[k].key: value for k, value in edges([block.where.text for block in bearing]).items()}
        self._writer.trace(key, keys, credits, ((value, block) for block, value in ends.items()))
        self._edges |= set(ends.values())

    def _candidates(self, new: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Pairs of documents that share at least `KEYS` keys, one of them new, each pair once. Keys of very many documents are left out."""
        fresh, met = set(new), defaultdict(list)
        for value, document in stored.sharing_signatures(self.connection, new):
            met[value].append(document)
        pairs: dict[tuple[int, int], int] = defaultdict(int)
        for documents in met.values():
            if 1 < len(documents) <= passages.COMMON:
                documents.sort()
                for k, a in enumerate(documents):
                    for b in documents[k + 1 :]:
                        if a in fresh or b in fresh:
                            pairs[a, b] += 1
        yield from sorted(pair for pair, keys in pairs.items() if keys >= passages.KEYS)

    def _compare(self, a: int, b: int) -> None:
        common: list[Shared] = []
        here, there = self._read(a), self._read(b)
        with self.faults.of(b, "comparing its passages", a):
            if meet(here.runs, there.runs):
                found = shared(here.words, there.words)
                publisher = here.printed.publisher
                same = publisher is not None and publisher == there.printed.publisher
                if is_common(found, min(sum(map(len, d.words)) for d in (here, there)), same):
                    common = [Shared(a, b, p.words, here.where(p.here), there.where(p.there)) for p in found]
        self._writer.share(common)

    def origins(self) -> set[int]:
        """Write the origins that follow from the links; return the documents whose origins have changed."""
        several = stored.drawing_on_several(self.connection)
        public = stored.document_ids(self.connection)
        named = self._credited(several, public)
        links = stored.sharing_passages(self.connection) | named.keys()
        wanted: dict[str, Origin] = {}
        for documents in origins(sorted(links), several):
            names = sorted({name for link, of in named.items() if documents.issuperset(link) for name in of})
            own = sorted(public[d] for d in documents if d not in several) or sorted(public[d] for d in documents)
            reason = ReportReason.CREDIT if names else ReportReason.PASSAGE
            origin = Origin(digest("origin", own[0]), documents, reason, "; ".join(names) or None)
            wanted[origin.origin_id] = origin
        return self._write(wanted)

    def standing(self, moved: set[int]) -> set[int]:
        """Write which blocks are standing text, given the documents whose origins have changed; return the documents of changed blocks."""
        values = self._edges | stored.edge_values(self.connection, moved)
        found = [
            Edge(value, block, document, house(publisher, url))
            for value, block, document, publisher, url in stored.edges(self.connection, values)
        ]
        wanted, of = standing(found, descents(self.connection)), {edge.block: edge.document for edge in found}
        known = stored.standing(self.connection, of)
        new = {block: document for block, document in wanted.items() if block not in known}
        over = known - wanted.keys()
        self._writer.stand(new, over)
        return {*new.values(), *(of[block] for block in over)}

    def _credited(self, several: set[int], public: dict[int, str]) -> dict[tuple[int, int], set[str]]:
        """Links between documents that credit the same agency and share a claim: all to the first of them, a report before a digest."""
        told: dict[tuple[int, str], set[int]] = defaultdict(set)
        for group, name, document in stored.credited(self.connection):
            told[group, name].add(document)
        links: dict[tuple[int, int], set[str]] = defaultdict(set)
        for (_, name), documents in told.items():
            first, *others = sorted(documents, key=lambda d: (d in several, public[d]))
            for other in others:
                links[min(first, other), max(first, other)].add(name)
        return links

    def _write(self, wanted: dict[str, Origin]) -> set[int]:
        changed: set[int] = set()
        for public, known in stored.reports(self.connection).items():
            now = wanted.get(public)
            if now is not None and (now.documents, now.credited) == (known.documents, known.credited):
                del wanted[public]
                continue
            changed |= known.documents
            self._writer.remove(known.key)
        for _, origin in sorted(wanted.items()):
            self._writer.add(origin)
            changed |= origin.documents
        return changed
