"""What comparing reads of the store: claims as statements, and what stands around them. Many keys at once, by a temporary table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import sqlalchemy as sa

from claimsdb.dates import day
from claimsdb.groups.statements import Statement
from claimsdb.groups.terms import countries_named
from claimsdb.model import Quantity, QuantityKind
from claimsdb.spans import Span
from claimsdb.speakers import fold

BEFORE = 160
"""Code points before a claim that begins with a pronoun, in which what it stands for is mostly named."""
_ANAPHORIC = re.compile(
    r"\W*(?:which|who|whom|it|its|they|their|he|she|his|him|her|that|this|these|those|to|and)\b", re.I
)
_GAP = " … "


@contextmanager
def among(connection: sa.Connection, keys: Sequence[int]) -> Iterator[sa.Select[Any]]:
    """A subquery of the keys, for `IN`."""
    connection.exec_driver_sql(
        "CREATE TEMP TABLE IF NOT EXISTS chosen (depth INTEGER, key INTEGER, PRIMARY KEY (depth, key)) WITHOUT ROWID"
    )
    depth = int(connection.exec_driver_sql("SELECT coalesce(max(depth), 0) + 1 FROM temp.chosen").scalar_one())
    if keys:
        connection.exec_driver_sql("INSERT OR IGNORE INTO temp.chosen VALUES (?, ?)", [(depth, key) for key in keys])
    try:
        yield (
            sa.select(sa.column("key", sa.Integer))
            .select_from(sa.text("temp.chosen"))
            .where(sa.text(f"depth = {depth}"))
        )
    finally:
        connection.exec_driver_sql(f"DELETE FROM temp.chosen WHERE depth = {depth}")


def every(connection: sa.Connection, select: str, keys: Sequence[int], key: str = "id") -> dict[int, tuple[Any, ...]]:
    """The rows of a query whose first column is the key, by key, without it."""
    with among(connection, keys) as chosen:
        query = f"{select} WHERE {key} IN ({chosen.compile(compile_kwargs={'literal_binds': True})})"
        return {row[0]: tuple(row[1:]) for row in connection.exec_driver_sql(query)}


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


def contexts(connection: sa.Connection, keys: Sequence[int]) -> dict[int, str]:
    """The claims' words as they are to be understood where they stand: with who says them and how, or, where one begins
    with a pronoun, with the words before it in its block; a capital that stands for its country under the country's
    name.
    """
    with among(connection, keys) as chosen:
        inside = str(chosen.compile(compile_kwargs={"literal_binds": True}))
        query = f"""SELECT c.id, c.text, c.attribution, c.cue, coalesce(s.name, c.source),
                substr(b.text, max(c.start - b.start - {BEFORE - 1}, 1), min(c.start - b.start, {BEFORE}))
            FROM claims c JOIN blocks b ON b.id = c.block_row LEFT JOIN speakers s ON s.id = c.speaker WHERE c.id IN ({inside})"""
        rows = connection.exec_driver_sql(query).fetchall()
    found = {}
    for key, text, attribution, cue, who, before in rows:
        frame = ""
        if attribution != "asserted":
            frame = " ".join(part for part in (who and fold(who), cue) if part)
        elif _ANAPHORIC.match(text):
            frame = before
        found[key] = " ".join(countries_named(f"{frame} {text}").split())
    return found
