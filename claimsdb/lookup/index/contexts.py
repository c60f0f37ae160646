"""A claim in its context: its words as they are to be understood where they stand, which is what the encoder reads of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlalchemy as sa

from claimsdb.english.terms import countries_named
from claimsdb.model.ids import fold
from claimsdb.store.keys import among

BEFORE = 160
"""Code points before a claim that begins with a pronoun, in which what it stands for is mostly named."""
_ANAPHORIC = re.compile(
    r"\W*(?:which|who|whom|it|its|they|their|he|she|his|him|her|that|this|these|those|to|and)\b", re.I
)


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
