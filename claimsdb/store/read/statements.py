"""Claims as input for comparing them: their words, date, speaker and quantities, and the spans of their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from claimsdb.model.claim import Quantity, QuantityKind
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch
from claimsdb.store.engine import Connection, driver
from claimsdb.store.keys import among, every, written
from claimsdb.store.read.ranges import Ranges


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim: its id and words, the keys of its document and its speaker, its date of publication, its location, and its quantities.

    Spans are in code points of the decoded file.
    """

    claim_id: str
    text: str
    document: int
    speaker: int | None
    published: str | None
    segments: tuple[Span, ...]
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """A claim's segments, in order, and the encoding of its file."""

    encoding: str
    segments: tuple[Stretch, ...]


def stated(connection: Connection, claims: Sequence[int]) -> dict[int, Stated]:
    """The claims with these keys, by key."""
    query = """SELECT c.id, c.claim_id, c.text, c.document, c.speaker_row, d.published FROM claims c
        JOIN documents d ON d.id = c.document"""
    segments, values = _segments(connection, claims), quantities(connection, claims)
    return {
        key: Stated(claim_id, text, document, speaker, published, tuple(segments[key]), tuple(values[key]))
        for key, (claim_id, text, document, speaker, published) in every(connection, query, claims, key="c.id").items()
    }


def _segments(connection: Connection, claims: Sequence[int]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    with among(connection, claims) as chosen:
        query = f"""SELECT claim, char_start, char_end FROM segments
            WHERE claim IN ({written(chosen)}) ORDER BY claim, position"""
        for claim, start, end in connection.exec_driver_sql(query):
            found[claim].append(Span(start, end))
    return found


def quantities(connection: Connection, claims: Sequence[int]) -> dict[int, list[Quantity]]:
    """The quantities in these claims, in order, by the claims' keys."""
    found: dict[int, list[Quantity]] = defaultdict(list)
    with among(connection, claims) as chosen:
        query = f"""SELECT claim, char_start, char_end, kind, normal, low, high, unit, earliest, latest, about
            FROM quantities WHERE claim IN ({written(chosen)}) ORDER BY claim, position"""
        rows = connection.exec_driver_sql(query)
        for claim, start, end, kind, normal, low, high, unit, earliest, latest, about in rows:
            first, last = (day and date.fromisoformat(day) for day in (earliest, latest))
            made = Quantity(Span(start, end), QuantityKind(kind), normal, low, high, unit, first, last, about == "yes")
            found[claim].append(made)
    return found


def located(connection: Connection, claims: Sequence[int]) -> dict[int, Located]:
    """The locations of these claims, by key."""
    segments: dict[int, list[Stretch]] = defaultdict(list)
    encodings: dict[int, str] = {}
    with among(connection, claims) as chosen:
        query = f"""SELECT g.claim, c.block_row, g.char_start, g.char_end, g.byte_start, g.byte_end, g.text, d.encoding
            FROM segments g JOIN claims c ON c.id = g.claim JOIN documents d ON d.id = c.document
            WHERE g.claim IN ({written(chosen)}) ORDER BY g.claim, g.position"""
        rows = connection.exec_driver_sql(query).all()
    ranges = Ranges(driver(connection), (row.block_row for row in rows))
    for claim, block, start, end, byte_start, byte_end, text, encoding in rows:
        plain = Stretch(Span(start, end), Span(byte_start, byte_end), text)
        segments[claim].append(ranges.stretch(block, plain.span) or plain)
        encodings[claim] = encoding
    return {claim: Located(encodings[claim], tuple(of)) for claim, of in segments.items()}
