"""The findings of a document against each other: public ids, words against pieces, and what claims keep of their attributions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from claimsdb.model import ids
from claimsdb.model.attribution import in_words
from claimsdb.model.document_ids import in_file
from claimsdb.model.fault import Fault, differing
from claimsdb.model.letters import Letters
from claimsdb.model.source_map import Range
from claimsdb.model.spans import Span
from claimsdb.model.status import Part, Status
from claimsdb.model.stretch import Stretch
from claimsdb.store.engine import Driver
from claimsdb.store.read.parts import parts_of_blocks
from claimsdb.store.read.places import Places
from claimsdb.store.read.ranges import Ranges

_GAP = " … "


class _Place(NamedTuple):
    """A span of a block with its bytes."""

    block: int
    span: Span
    bytes: Range


class _Stretch(NamedTuple):
    """A row of segments, quotes or quantities."""

    claim: int
    start: int
    end: int
    byte_start: int
    byte_end: int
    text: str

    def place(self, block: int) -> _Place:
        """Its place in the block of its claim."""
        return _Place(block, Span(self.start, self.end), (self.byte_start, self.byte_end))


class _Attribution(NamedTuple):
    """An attribution, whose its speaker's name is over all documents, and its pieces by part."""

    key: int
    public: str
    source: str | None
    cue: str | None
    cue_type: str
    speaker: int | None
    via: int | None
    pieces: dict[str, list[_Place]]


class Findings:
    """The findings of one document."""

    def __init__(self, connection: Driver, document: int) -> None:
        self._connection, self._document = connection, document
        ((self._sha256, self._public, self._publisher, self._media_type, self._withheld),) = connection.execute(
            "SELECT sha256, document_id, publisher_row, media_type, withheld FROM documents WHERE id = ?", (document,)
        )
        query = "SELECT id, kind, char_start, text FROM blocks WHERE document = ?"
        self._blocks: dict[int, tuple[str, int, str]] = {
            key: (kind, start, text) for key, kind, start, text in connection.execute(query, (document,))
        }
        self._ranges = Ranges(connection, self._blocks)
        self._parts = {block: of.find for block, of in parts_of_blocks(connection, self._blocks).items()}
        self._places = Places(connection, self._blocks)
        self._attributions = self._read_attributions()

    def faults(self) -> Iterator[Fault]:
        """Everything that does not follow from other rows as it should."""
        expected = ids.document_id(self._sha256)
        yield from differing("ids", "documents", self._public, {"document_id": (self._public, expected)})
        for one in self._attributions.values():
            yield from self._attribution(one)
        yield from self._claims()

    def _read_attributions(self) -> dict[int, _Attribution]:
        pieces: dict[int, dict[str, list[_Place]]] = defaultdict(lambda: {part.value: [] for part in Part})
        query = """SELECT p.attribution_row, p.part, p.block_row, p.char_start, p.char_end, p.byte_start, p.byte_end FROM attributions a
            CROSS JOIN pieces p ON p.attribution_row = a.id WHERE a.document = ? ORDER BY p.attribution_row, p.part, p.position"""
        for key, part, block, start, end, *of in self._connection.execute(query, (self._document,)):
            pieces[key].setdefault(part, []).append(_Place(block, Span(start, end), tuple(of)))
        query = """SELECT a.id, a.attribution_id, a.source, a.cue, a.cue_type, n.same_as, a.via FROM attributions a
            LEFT JOIN namings n ON n.document = a.document AND n.speaker_row = a.speaker_row WHERE a.document = ?"""
        rows = self._connection.execute(query, (self._document,))
        return {row[0]: _Attribution._make((*row, pieces[row[0]])) for row in rows}

    def _attribution(self, one: _Attribution) -> Iterator[Fault]:
        spans = {part: [place.span for place in of] for part, of in one.pieces.items()}
        places = [place for of in one.pieces.values() for place in of]
        made = self._ids(places)
        public = made and made.attribution(*(spans[part.value] for part in (Part.SOURCE, Part.CUE, Part.CONTENT)))
        yield from self._bytes("pieces", one.public, places)
        pairs: dict[str, tuple[object, object]] = {"attribution_id": (one.public, public or one.public)}
        for part, stored in ((Part.SOURCE, one.source), (Part.CUE, one.cue)):
            pairs[part.value] = stored, self._joined(one.pieces[part.value])
        yield from differing("texts", "attributions", one.public, pairs)

    def _ids(self, places: Iterable[_Place]) -> ids.Ids | None:
        """What makes ids of these places; None if the letters on the pages that they were made from are no longer known."""
        if self._media_type in ids.BY_CODE_POINTS:
            return ids.Ids(self._sha256)
        kind = "bytes"
        made: dict[Span, str] = {}
        for place in places:
            stretch, parts = self._stretch(place), self._parts.get(place.block)
            if parts and self._media_type in ids.BY_LETTERS:
                if self._letters is None or place.block not in self._current:
                    return None
                kind, made[place.span] = "letters", self._letters.place(stretch)
            else:
                kind, made[place.span] = "parts" if parts else "bytes", in_file(stretch, parts)
        return ids.Ids(self._sha256, made.__getitem__, kind)

    def _stretch(self, place: _Place) -> Stretch:
        plain = Stretch(place.span, Span(*place.bytes), self._joined([place]) or "")
        return self._ranges.stretch(place.block, place.span) or plain

    @cached_property
    def _current(self) -> dict[int, _Place]:
        """The current blocks, in order."""
        query = """SELECT id, char_start, char_end, byte_start, byte_end FROM blocks
            WHERE document = ? AND retired_by IS NULL ORDER BY position"""
        rows = self._connection.execute(query, (self._document,))
        return {key: _Place(key, Span(start, end), tuple(of)) for key, start, end, *of in rows}

    @cached_property
    def _letters(self) -> Letters | None:
        """The letters on the pages, as the current blocks have them; None if they are withheld."""
        if self._withheld == "yes":
            return None
        parts = next((self._parts[block] for block in self._current if block in self._parts), None)
        return Letters(parts, map(self._stretch, self._current.values())) if parts else None

    def _bytes(self, table: str, public: str, places: Iterable[_Place]) -> Iterator[Fault]:
        """The bytes of places against the ranges of their blocks."""
        for block, span, of in places:
            if part := self._ranges.stretch(block, span):
                pairs: dict[str, tuple[object, object]] = {
                    "byte_start": (of[0], part.bytes.start),
                    "byte_end": (of[1], part.bytes.end),
                }
                yield from differing("texts", table, public, pairs)

    def _joined(self, pieces: Sequence[_Place]) -> str | None:
        words = []
        for block, span, _ in pieces:
            _, at, text = self._blocks.get(block, ("", 0, ""))
            words.append(text[span.start - at : span.end - at])
        return _GAP.join(words) or None

    def _worded(self, one: _Attribution) -> str | None:
        """The cue as claims have it, without marks."""
        return self._joined([p for p in one.pieces[Part.CUE.value] if in_words(self._joined([p]) or "")])

    def _via(self, one: _Attribution) -> str | None:
        names, met = [], {one.key}
        while one.via in self._attributions and one.via not in met:
            one = self._attributions[one.via]
            met.add(one.key)
            names.append(one.source or self._worded(one))
        return "; ".join(filter(None, names)) or None

    def _stretches(self, table: str) -> dict[int, list[_Stretch]]:
        query = f"""SELECT s.claim, s.char_start, s.char_end, s.byte_start, s.byte_end, s.text FROM claims c
            CROSS JOIN {table} s ON s.claim = c.id WHERE c.document = ? ORDER BY s.claim, s.position"""
        found: dict[int, list[_Stretch]] = defaultdict(list)
        for row in self._connection.execute(query, (self._document,)):
            found[row[0]].append(_Stretch(*row))
        return found

    def _claims(self) -> Iterator[Fault]:
        segments, quotes, quantities = map(self._stretches, ("segments", "quotes", "quantities"))
        query = """SELECT id, claim_id, text, place, char_start, char_end, byte_start, byte_end, block_row, block, attribution_row, source,
            cue, cue_type, speaker_row, via, publisher_row, status FROM claims WHERE document = ?"""
        for row in self._connection.execute(query, (self._document,)):
            (
                key,
                public,
                text,
                place,
                start,
                end,
                byte_start,
                byte_end,
                block,
                kind,
                attribution,
                *kept,
                publisher,
                status,
            ) = row
            own = segments.get(key)
            if not own:
                yield Fault("texts", "segments", public, note="the claim has no segment")
                continue
            spans, made = [Span(s.start, s.end) for s in own], self._ids(s.place(block) for s in own)
            pairs: dict[str, tuple[object, object]] = {
                "claim_id": (public, made.claim(spans) if made else public),
                "text": (text, _GAP.join(s.text for s in own)),
                "place": (place, self._places.words(block, spans)),
                "char_start": (start, own[0].start),
                "char_end": (end, own[-1].end),
                "byte_start": (byte_start, min(s.byte_start for s in own)),
                "byte_end": (byte_end, max(s.byte_end for s in own)),
            }
            yield from differing("texts", "claims", public, pairs)
            for table, of in (
                ("segments", own),
                ("quotes", quotes.get(key, [])),
                ("quantities", quantities.get(key, [])),
            ):
                yield from self._inside(table, public, block, of)
            if status == Status.CURRENT:
                yield from differing("columns", "claims", public, self._kept(attribution, kept, block, kind, publisher))

    def _kept(
        self, attribution: int | None, kept: Sequence[object], block: int, kind: str, publisher: int | None
    ) -> dict[str, tuple[object, object]]:
        """What a current claim keeps of its attribution, block and document, with what those have."""
        one = None if attribution is None else self._attributions.get(attribution)
        cue = None if one is None else one.cue if kept[1] == one.cue else self._worded(one)  # old rows have marks too
        have = (None,) * 5 if one is None else (one.source, cue, one.cue_type, one.speaker, self._via(one))
        names = ("source", "cue", "cue_type", "speaker_row", "via")
        pairs: dict[str, tuple[object, object]] = dict(zip(names, zip(kept, have, strict=True), strict=True))
        pairs["block"] = kind, self._blocks.get(block, ("", 0, ""))[0]
        pairs["publisher_row"] = publisher, self._publisher
        return pairs

    def _inside(self, table: str, public: str, block: int, stretches: Sequence[_Stretch]) -> Iterator[Fault]:
        """The stretches of a claim against the text of its block."""
        _, at, text = self._blocks.get(block, ("", 0, ""))
        yield from self._bytes(table, public, (s.place(block) for s in stretches))
        for s in stretches:
            words = text[max(s.start - at, 0) : max(s.end - at, 0)]
            yield from differing("texts", table, public, {"text": (s.text, words)})


def findings(connection: Driver, pause: Callable[[int, int], None] = lambda *_: None) -> Iterator[Fault]:
    """The faults in the findings of all documents; `pause` is called before each document, with the numbers of those done and in all."""
    documents = [key for (key,) in connection.execute("SELECT id FROM documents ORDER BY id")]
    for done, document in enumerate(documents):
        pause(done, len(documents))
        yield from Findings(connection, document).faults()
