"""Documents against documents: passages that they share, agencies that they credit, and the origins that follow from both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from claimsdb.comparison.origins import passages
from claimsdb.comparison.origins.credits import Text, credited
from claimsdb.comparison.origins.independence import origins
from claimsdb.comparison.origins.passages import (
    METHOD,
    Passage,
    Word,
    is_common,
    meet,
    runs_of_words,
    shared,
    signature,
    words,
)
from claimsdb.comparison.update.positions import bytes_of
from claimsdb.model.document import BlockKind
from claimsdb.model.ids import digest
from claimsdb.model.relation import ReportReason
from claimsdb.model.spans import Span
from claimsdb.store.keys import among
from claimsdb.store.tables import CreditRow, DescentRow, PassageRow, ReportRow, SignatureRow, TracedRow, table

TRACED, SIGNATURES, PASSAGES, CREDITS = table(TracedRow), table(SignatureRow), table(PassageRow), table(CreditRow)
REPORTS, DESCENTS = table(ReportRow), table(DescentRow)

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str
    span: Span
    byte_start: int
    text: str


@dataclass(frozen=True, slots=True)
class _Document:
    """A document's blocks, its encoding, its publisher's key, and the words of the blocks that bear claims."""

    blocks: tuple[_Block, ...]
    encoding: str
    publisher: int | None
    words: tuple[tuple[Word, ...], ...]

    def place(self, span: Span) -> dict[str, Any]:
        """The span with its bytes and its words; it lies in one block."""
        block = next(b for b in self.blocks if b.span.contains(span))
        inner = span.shift(-block.span.start)
        byte_start, byte_end = bytes_of(block.text, block.byte_start, inner, self.encoding)
        return {
            "start": span.start,
            "end": span.end,
            "byte_start": byte_start,
            "byte_end": byte_end,
            "text": inner.of(block.text),
        }


class Documents:
    """The comparison of documents within the caller's transaction."""

    def __init__(self, connection: sa.Connection, run: int) -> None:
        self.connection, self.run = connection, run
        self._read = lru_cache(512)(self._document)
        self._runs = lru_cache(65_536)(lambda key: runs_of_words(self._read(key).words))

    def passages(self, tell: Tell) -> None:
        """Look for credits in each new document, and for passages that it shares with any other."""
        gone = [row[0] for row in self.connection.execute(sa.text(_GONE), {"method": METHOD})]
        with among(self.connection, gone) as chosen:
            for rows in (SIGNATURES, CREDITS, TRACED):
                self.connection.execute(sa.delete(rows).where(rows.c.document.in_(chosen)))
            for end in (PASSAGES.c.document, PASSAGES.c.other):
                self.connection.execute(sa.delete(PASSAGES).where(end.in_(chosen)))
        new = [row[0] for row in self.connection.execute(sa.text(_NEW))]
        for done, key in enumerate(new):
            tell("Reading passages", done, len(new))
            self._trace(key)
        pairs = list(self._candidates(new))
        for done, (a, b) in enumerate(pairs):
            tell("Comparing documents", done, len(pairs))
            self._compare(a, b)

    def _trace(self, key: int) -> None:
        document = self._read(key)
        self.connection.execute(sa.insert(TRACED).values(document=key, run=self.run, method=METHOD))
        values = [{"value": v, "document": key} for v in sorted(signature(document.words))]
        if values:
            self.connection.execute(sa.insert(SIGNATURES), values)
        for credit in credited([Text(b.kind, b.span, b.text) for b in document.blocks]):
            row = {"document": key, "name": credit.name, "among": "yes" if credit.among else "no", "run": self.run}
            self.connection.execute(sa.insert(CREDITS).values(row | document.place(credit.span)))

    def _candidates(self, new: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Pairs of documents that share several keys, one of them new; each once. A key of very many documents is house text."""
        fresh, met = set(new), defaultdict(list)
        with among(self.connection, new) as chosen:
            mine = sa.select(SIGNATURES.c.value).where(SIGNATURES.c.document.in_(chosen)).distinct()
            rows = sa.select(SIGNATURES.c.value, SIGNATURES.c.document).where(SIGNATURES.c.value.in_(mine))
            for value, document in self.connection.execute(rows):
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
        if not meet(self._runs(a), self._runs(b)):
            return
        here, there = self._read(a), self._read(b)
        found = shared(here.words, there.words)
        shorter = min(sum(map(len, d.words)) for d in (here, there))
        one_publisher = here.publisher is not None and here.publisher == there.publisher
        if is_common(found, shorter, one_publisher):
            self.connection.execute(sa.insert(PASSAGES), [self._passage(a, b, p) for p in found])

    def _passage(self, a: int, b: int, passage: Passage) -> dict[str, Any]:
        named = {f"other_{name}": value for name, value in self._read(b).place(passage.there).items()}
        row = {"document": a, "other": b, "words": passage.words, "method": METHOD, "run": self.run}
        return row | self._read(a).place(passage.here) | named

    def _document(self, key: int) -> _Document:
        query = sa.text("SELECT encoding, publisher FROM documents WHERE id = :key")
        encoding, publisher = self.connection.execute(query, {"key": key}).one()
        query = sa.text("""SELECT kind, start, "end", byte_start, text FROM blocks
            WHERE document = :key AND retired_by IS NULL ORDER BY position""")
        rows = self.connection.execute(query, {"key": key})
        blocks = tuple(_Block(kind, Span(start, end), byte_start, text) for kind, start, end, byte_start, text in rows)
        bearing = tuple(tuple(words(b.text, b.span.start)) for b in blocks if BlockKind(b.kind).bears_claims)
        return _Document(blocks, encoding, publisher, bearing)

    def origins(self) -> set[int]:
        """Write what origins the links give; the documents whose origins are not what they were."""
        several = set(self.connection.execute(sa.text("SELECT document FROM credits WHERE among = 'yes'")).scalars())
        found = self.connection.execute(sa.text("SELECT id, document_id FROM documents WHERE status = 'current'"))
        public = {key: str(name) for key, name in found}
        shared = self.connection.execute(sa.select(PASSAGES.c.document, PASSAGES.c.other).distinct())
        links = {(a, b) for a, b in shared}
        named = self._credited(several, public)
        wanted = {}
        for documents in origins(sorted(links | named.keys()), several):
            names = sorted({name for link, of in named.items() if set(link) <= documents for name in of})
            own = sorted(public[d] for d in documents if d not in several) or sorted(public[d] for d in documents)
            wanted[digest("origin", own[0])] = (documents, names)
        return self._write(wanted)

    def _credited(self, several: set[int], public: dict[int, str]) -> dict[tuple[int, int], set[str]]:
        """Links of documents that credit one agency and have a claim in common: all to the first of them, a report before a digest."""
        told: dict[tuple[int, str], set[int]] = defaultdict(set)
        for group, name, document in self.connection.execute(sa.text(_TOLD)):
            told[group, name].add(document)
        links: dict[tuple[int, int], set[str]] = defaultdict(set)
        for (_, name), documents in told.items():
            first, *others = sorted(documents, key=lambda d: (d in several, public[d]))
            for other in others:
                links[min(first, other), max(first, other)].add(name)
        return links

    def _write(self, wanted: dict[str, tuple[frozenset[int], list[str]]]) -> set[int]:
        known: dict[str, tuple[int, set[int], str | None]] = {}
        for key, public, credited_to, document in self.connection.execute(sa.text(_KNOWN)):
            known.setdefault(public, (key, set(), credited_to))[1].add(document)
        changed: set[int] = set()
        for public, (key, documents, credited_to) in known.items():
            of, names = wanted.get(public, (frozenset(), []))
            if of == documents and ("; ".join(names) or None) == credited_to:
                del wanted[public]
                continue
            changed |= documents
            self.connection.execute(sa.delete(DESCENTS).where(DESCENTS.c.report == key))
            self.connection.execute(sa.delete(REPORTS).where(REPORTS.c.id == key))
        for public, (of, names) in sorted(wanted.items()):
            reason = ReportReason.CREDIT if names else ReportReason.PASSAGE
            row = {"origin_id": public, "reason": reason, "credited": "; ".join(names) or None, "documents": len(of)}
            made = self.connection.execute(sa.insert(REPORTS).values(row | {"run": self.run})).inserted_primary_key
            assert made is not None
            self.connection.execute(sa.insert(DESCENTS), [{"report": made[0], "document": d} for d in sorted(of)])
            changed |= of
        return changed


_GONE = """SELECT t.document FROM traced t JOIN documents d ON d.id = t.document
    WHERE d.status <> 'current' OR d.run <> t.run OR t.method <> :method ORDER BY t.document"""
_NEW = """SELECT d.id FROM documents d LEFT JOIN traced t ON t.document = d.id
    WHERE d.status = 'current' AND t.document IS NULL ORDER BY d.document_id"""
_TOLD = """SELECT DISTINCT m."group", k.name, k.document FROM credits k JOIN claims c ON c.document = k.document
    JOIN members m ON m.claim = c.id"""
_KNOWN = """SELECT r.id, r.origin_id, r.credited, s.document FROM reports r JOIN descents s ON s.report = r.id"""
