"""The words of the claims as the full-text index has them: stems, how rare each is, and what a misspelt word may stand for.

Stems are made by SQLite's own tokenizer, in temporary tables beside the database, so that no second stemmer can disagree with it.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from rapidfuzz import process
from rapidfuzz.distance import OSA

NEAR = 0.7
"""How alike (1 less the share of letters to change) a word of the claims must be to stand for a misspelt one."""
_TEMPORARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.claim_terms USING fts5vocab('main', 'claims_fts', 'row')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.claim_words USING fts5vocab('main', 'claims_fts', 'instance')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.phrase USING fts5(text, tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.phrase_words USING fts5vocab('temp', 'phrase', 'instance')",
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a phrase: its letters, its weight (how rare it is), the stems that stand for it with how near each comes (0 to 1)."""

    text: str
    weight: float
    forms: tuple[tuple[str, float], ...]
    mended: bool


class Vocabulary:
    """The words of one database, through one connection, which may be read-only."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        for statement in _TEMPORARY:
            connection.exec_driver_sql(statement)
        self.claims = connection.exec_driver_sql("SELECT count(*) FROM claims").scalar_one()

    def words(self, phrase: str) -> list[Word]:
        """The distinct words of a phrase, in order; one that no claim has is mended where words near it exist."""
        texts = list(dict.fromkeys(re.findall(r"[^\W_]+", phrase)))
        stems = self.stems(dict(enumerate(texts)))
        found: dict[str, Word] = {}
        for k, text in enumerate(texts):
            for stem in sorted(stems[k]):
                found.setdefault(stem, self._word(text, stem))
        return list(found.values())

    def stems(self, texts: Mapping[int, str]) -> dict[int, frozenset[str]]:
        """The stems of each text."""
        self.connection.exec_driver_sql("DELETE FROM temp.phrase")
        if texts:
            rows = [{"key": k + 1, "text": t} for k, t in texts.items()]
            self.connection.execute(sa.text("INSERT INTO temp.phrase (rowid, text) VALUES (:key, :text)"), rows)
        found: dict[int, set[str]] = defaultdict(set)
        for term, key in self.connection.exec_driver_sql("SELECT term, doc FROM temp.phrase_words"):
            found[key - 1].add(term)
        return {k: frozenset(found[k]) for k in texts}

    def _word(self, text: str, stem: str) -> Word:
        query = sa.text("SELECT doc FROM temp.claim_terms WHERE term = :term")
        seen = self.connection.execute(query, {"term": stem}).scalar()
        if seen:
            return Word(text, self._weight(seen), ((stem, 1.0),), mended=False)
        return Word(text, self._weight(0), self._near(stem), mended=True)

    def _near(self, stem: str) -> tuple[tuple[str, float], ...]:
        """The nearest stems of the database, where the word is long enough to be recognised and no number."""
        if len(stem) < 4 or any(c.isdigit() for c in stem):
            return ()
        query = sa.text("SELECT term FROM temp.claim_terms WHERE length(term) BETWEEN :low AND :high")
        terms = [t for (t,) in self.connection.execute(query, {"low": len(stem) - 2, "high": len(stem) + 2})]
        scored = process.extract(stem, terms, scorer=OSA.normalized_similarity, score_cutoff=NEAR, limit=3)
        return tuple((term, float(score)) for term, score, _ in scored)

    def _weight(self, seen: int) -> float:
        return math.log(1 + (self.claims - seen + 0.5) / (seen + 0.5)) if seen <= self.claims else 0.0
