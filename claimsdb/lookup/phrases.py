"""From a phrase to the claims that say it: exact words first, then full text, then full text with misspelt words mended.

One score for all, from 0 to 1: 1 for the exact words (case, spacing and the form of quotation marks aside), and below it the share of
the phrase's words that a claim has, each weighed by how rare it is, a mended word by how near it comes. A passage holds several claims:
one that stands in it whole is found too, however long the passage is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from claimsdb.lookup.vocabulary import Vocabulary, Word

ENOUGH = 0.5
"""A claim that scores less says something else: not even half of the phrase's weight is in it."""
_CANDIDATES = 400
WHOLE = 0.95
"""The score of a claim that stands whole, word for word, in a longer phrase."""
_FEWEST = 4  # words that a claim must have for that: "it did" stands in many a passage
_TELLING = 16  # of the phrase's words the rarest this many choose the candidates
_FOLDED = str.maketrans("’‘ʼ“”„«»–—−‐‑\u00a0", '\'\'\'"""""-----\u0020')


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim that says the phrase: its id, how well (0 to 1), and by what: "exact" words or full "text"."""

    claim_id: str
    score: float
    match: str


def fold(text: str) -> str:
    """The text for comparison: one case, one form of each mark, single spaces, no enclosing quotation marks or final stop."""
    composed = unicodedata.normalize("NFC", text)
    return re.sub(r"\s+", " ", composed.translate(_FOLDED).casefold()).strip(" \"'.,;:")


def find(connection: sa.Connection, phrase: str, limit: int = 10) -> list[Hit]:
    """The current claims that say the phrase, best first, then in the order of full-text rank; none where nothing fits."""
    phrase = unicodedata.normalize("NFC", phrase)
    vocabulary = Vocabulary(connection)
    words = vocabulary.words(phrase)
    if not any(w.forms for w in words):
        return []
    folded = fold(phrase)
    exact = re.compile(rf"(?<!\w){re.escape(folded)}(?!\w)")
    candidates = _candidates(connection, words)
    stems = vocabulary.stems({row.id: row.text for row in candidates})
    hits = []
    for row in candidates:
        claim = fold(row.text)
        if exact.search(claim):
            hits.append(Hit(row.claim_id, 1.0, "exact"))
        elif claim in folded and len(claim.split()) >= _FEWEST:
            hits.append(Hit(row.claim_id, WHOLE, "exact"))
        elif (score := round(0.99 * _share(words, stems[row.id]), 4)) >= ENOUGH:
            hits.append(Hit(row.claim_id, score, "text"))
    return sorted(hits, key=lambda hit: -hit.score)[:limit]


def _share(words: list[Word], stems: frozenset[str]) -> float:
    """How much of the phrase's weight stands in a claim."""
    there = sum(w.weight * max((near for form, near in w.forms if form in stems), default=0.0) for w in words)
    return there / sum(w.weight for w in words)


def _candidates(connection: sa.Connection, words: list[Word]) -> list[Any]:
    """Claims that hold the phrase, and those that hold its rarest words, best rank first."""
    found: dict[int, Any] = {}
    telling = sorted((w for w in words if w.forms), key=lambda w: -w.weight)[:_TELLING]
    known = [f'"{w.text}"' for w in telling if not w.mended]
    phrase = '"' + " ".join(w.text for w in words) + '"'
    for match in (phrase, " OR ".join(known)):
        if match:
            query = """SELECT c.id, c.claim_id, c.text FROM claims_fts JOIN claims c ON c.id = claims_fts.rowid
                WHERE claims_fts MATCH :match AND c.status = 'current' ORDER BY rank LIMIT :most"""
            for row in connection.execute(sa.text(query), {"match": match, "most": _CANDIDATES}):
                found.setdefault(row.id, row)
    for form in {form for w in telling if w.mended for form, _ in w.forms}:
        query = """SELECT id, claim_id, text FROM claims WHERE status = 'current' AND id IN
            (SELECT doc FROM temp.claim_words WHERE term = :term) LIMIT :most"""
        for row in connection.execute(sa.text(query), {"term": form, "most": _CANDIDATES}):
            found.setdefault(row.id, row)
    return list(found.values())
