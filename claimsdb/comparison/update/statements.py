"""What comparing reads of the store: claims as statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from claimsdb.comparison.claims.statements import Statement
from claimsdb.english.dates import day
from claimsdb.model.claim import Quantity, QuantityKind
from claimsdb.model.spans import Span
from claimsdb.store.keys import among, every

_GAP = " … "


def statements(connection: sa.Connection, keys: Sequence[int]) -> dict[int, Statement]:
    """The claims as they are compared, their quantities placed in their own text."""
    columns = """SELECT c.id, c.claim_id, c.text, c.document, c.speaker, d.published FROM claims c
        JOIN documents d ON d.id = c.document"""
    rows = every(connection, columns, keys, key="c.id")
    quantities: dict[int, list[Quantity]] = {}
    with among(connection, keys) as chosen:
        inside = str(chosen.compile(compile_kwargs={"literal_binds": True}))
        segments = _segments(connection, inside)
        query = f"""SELECT claim, start, "end", kind, normal, low, high, unit, earliest, latest, about
            FROM quantities WHERE claim IN ({inside}) ORDER BY claim, position"""
        for claim, start, end, kind, normal, low, high, unit, earliest, latest, about in connection.exec_driver_sql(
            query
        ):
            shift = next(at - s.start for at, s in segments[claim] if s.start <= start < s.end)
            made = Quantity(
                Span(start, end).shift(shift), QuantityKind(kind), normal, low, high, unit,
                earliest and date.fromisoformat(earliest), latest and date.fromisoformat(latest), about == "yes",
            )  # fmt: skip
            quantities.setdefault(claim, []).append(made)
    return {
        key: Statement(public, text, tuple(quantities.get(key, ())), document, speaker, day(published))
        for key, (public, text, document, speaker, published) in rows.items()
    }


def _segments(connection: sa.Connection, inside: str) -> dict[int, list[tuple[int, Span]]]:
    """Each claim's segments, with where each begins in the claim's text."""
    found: dict[int, list[tuple[int, Span]]] = {}
    query = f'SELECT claim, start, "end" FROM segments WHERE claim IN ({inside}) ORDER BY claim, position'
    for claim, start, end in connection.exec_driver_sql(query):
        before = found.setdefault(claim, [])
        at = before[-1][0] + before[-1][1].length + len(_GAP) if before else 0
        before.append((at, Span(start, end)))
    return found
