"""Full-text search of the claims with SQLite's FTS5: matches, the frequency of words, and stems.

Stems come from the index's own tokenizer, so that no second stemmer can disagree with it. Words must be given in lower case and without
accents ("bare").
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.keys import Keys

INDEX = sa.table("claims_fts", sa.column("rowid", sa.Integer), sa.column("claims_fts"), sa.column("rank"))
"""The index: `rowid` is the claim's key, and the best matches have the lowest rank."""
_TERMS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.claim_terms USING fts5vocab('main', 'claims_fts', 'row')"
_STEMS = (
    "CREATE VIRTUAL TABLE phrase USING fts5(text, tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE phrase_words USING fts5vocab('phrase', 'instance')",
)
_own = threading.local()


def quoted(text: str) -> str:
    """The text as one phrase of a full-text query."""
    return '"' + text.replace('"', '""') + '"'


def every_word(text: str) -> str:
    """A full-text query for claims that have every word of the text, in any order; it matches nothing if the text has no words."""
    return " ".join(map(quoted, text.split())) or '""'


def is_match(query: str) -> sa.ColumnElement[bool]:
    """The condition that a row of `INDEX` matches the full-text query."""
    return INDEX.c.claims_fts.op("MATCH")(query)


def matching(query: str) -> Keys:
    """The keys of the claims that match the full-text query."""
    return sa.select(INDEX.c.rowid).where(is_match(query))


class Terms:
    """The words of the full-text index, read through a connection that may be read-only."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        connection.exec_driver_sql(_TERMS)
        self.claims = int(connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM claims").scalar_one())
        """The approximate number of claims: some keys may be unused."""

    def seen(self, stems: Iterable[str]) -> dict[str, int]:
        """The number of claims with a word of each stem; stems that no claim has are left out."""
        query = sa.text("SELECT term, doc FROM json_each(:stems) JOIN temp.claim_terms ON term = value")
        rows = self.connection.execute(query, {"stems": json.dumps(list(stems))})
        return {row.term: row.doc for row in rows}

    def known(self, words: Iterable[str]) -> set[str]:
        """Those of the bare words that a claim or the name of a source has."""
        query = sa.text("SELECT word FROM words WHERE word IN (SELECT value FROM json_each(:words))")
        return set(self.connection.execute(query, {"words": json.dumps(list(words))}).scalars())

    def by_length(self, low: int, high: int) -> dict[int, list[str]]:
        """The bare words of claims and sources, `low` to `high` code points long, by length; stems, as long as no words are indexed.

        Reading takes one row for each length: each row read holds up other threads.
        """
        between = {"low": low, "high": high}
        for column, table in (("word", "words"), ("term", "temp.claim_terms")):
            query = f"""SELECT length({column}) AS long, group_concat({column}, ' ') FROM {table}
                WHERE long BETWEEN :low AND :high GROUP BY long"""
            if found := {n: words.split(" ") for n, words in self.connection.execute(sa.text(query), between)}:
                return found
        return {}

    def stems(self, words: Sequence[str]) -> list[str | None]:
        """The stem of each bare word; None if the index's tokenizer finds no word in it."""
        connection = _stemming()
        connection.executemany("INSERT INTO phrase (rowid, text) VALUES (?, ?)", enumerate(words, 1))
        made: list[str | None] = [None] * len(words)
        for term, key in connection.execute("SELECT term, doc FROM phrase_words"):
            made[key - 1] = term
        connection.execute("DELETE FROM phrase")
        return made


def _stemming() -> sqlite3.Connection:
    """This thread's database for stems, in memory: the words that one reader looks up must not be there for the SQL of another."""
    if not hasattr(_own, "stemming"):
        _own.stemming = sqlite3.connect(":memory:", isolation_level=None)
        for statement in _STEMS:
            _own.stemming.execute(statement)
    made: sqlite3.Connection = _own.stemming
    return made
