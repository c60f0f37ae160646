"""From a phrase or a question to the claims that say it: exact words first, then words in any order, then meaning.

One score for all, from 0 to 1: 1 for the exact words (case, spacing and the form of quotation marks aside), and below it how likely the
claim is what was asked for (`claimsdb.lookup.scoring`). If a claim contains the phrase word for word, meaning is not compared: other
claims score by the share of the words that they have, and nobody waits for the encoder. A phrase may be a passage of several claims: a
claim that the passage contains whole is found too, however long the passage is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from claimsdb.lookup.amounts import amounts
from claimsdb.lookup.candidates import Candidate
from claimsdb.lookup.citations.citation import Citation, cited
from claimsdb.lookup.folding import fold, traced
from claimsdb.lookup.gathering import Gathered, gathered, likenesses
from claimsdb.lookup.vocabulary import FAINT
from claimsdb.model.spans import Span, merge
from claimsdb.store.engine import Connection
from claimsdb.store.read.filters import Filters
from claimsdb.store.read.records import CitationRecord, ClaimRecord

ENOUGH = 0.5
"""Minimum score: a claim with a lower one says something else."""
WHOLE = 0.95
"""The score of a claim that a longer phrase contains whole, word for word."""
BY_WORDS = 0.5
"""A claim with at least this share of the phrase's weight in its words is found by words, any other by meaning."""
_FEWEST = 4  # words that a claim needs to count as contained in a passage: many contain "it did"


class SpanRecord(TypedDict):
    """Words in a claim's text, in code points of that text, half-open."""

    start: int
    end: int


class HitRecord(TypedDict):
    """A hit for programs."""

    claim: ClaimRecord
    score: float
    match: str
    spans: list[SpanRecord]
    citation: CitationRecord


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim that says the phrase, with its citation. `score` is how well it does (0 to 1), `match` is "exact", "words" or "meaning".

    `spans` are the words that match, in code points of the claim's text, half-open and in order; none if no word does.
    """

    citation: Citation
    score: float
    match: str
    spans: tuple[Span, ...] = ()

    @property
    def claim(self) -> ClaimRecord:
        """The claim itself."""
        return self.citation.claim

    def as_record(self) -> HitRecord:
        """The hit for programs."""
        return {
            "claim": self.claim,
            "score": self.score,
            "match": self.match,
            "spans": [{"start": span.start, "end": span.end} for span in self.spans],
            "citation": self.citation.as_record(),
        }


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of a look-up, best first, and how many unknown words of the phrase were not corrected because it has too many."""

    hits: list[Hit]
    uncorrected: int


def find(connection: Connection, phrase: str, filters: Filters | None = None, *, limit: int = 10) -> list[Hit]:
    """The current claims that say the phrase and pass the filters, best first; none if nothing says it.

    The connection may be read-only; it must come from `claimsdb.store.engine`.
    """
    return look_up(connection, phrase, filters, limit=limit).hits


def look_up(connection: Connection, phrase: str, filters: Filters | None = None, *, limit: int = 10) -> Found:
    """What `find` finds, and what it left undone."""
    asked = gathered(connection, phrase, filters or Filters())
    if asked is None:
        return Found([], 0)
    ranked: list[tuple[float, float, str, Candidate]] = []
    others: list[Candidate] = []
    for candidate in asked.candidates.found.values():
        claim = fold(candidate.text)
        if asked.exact.search(claim):
            ranked.append((1.0, len(asked.folded) / len(claim), "exact", candidate))
        elif claim in asked.folded and len(claim.split()) >= _FEWEST:
            ranked.append((WHOLE, len(claim) / len(asked.folded), "exact", candidate))
        else:
            others.append(candidate)
    for candidate, like in likenesses(asked, others):
        if (value := like.score) >= ENOUGH:
            ranked.append((value, like.cosine or 0.0, "words" if like.words >= BY_WORDS else "meaning", candidate))
    best = sorted(ranked, key=lambda r: (-r[0], -r[1], r[3].key))[:limit]
    citations = cited(connection, [candidate.claim_id for *_, candidate in best])
    hits = [
        Hit(citation, round(value, 4), by, (_exactly if by == "exact" else _matching)(asked, candidate.text))
        for citation, (value, _, by, candidate) in zip(citations, best, strict=True)
    ]
    return Found(hits, sum(word.passed_over for word in asked.query.words))


def _exactly(asked: Gathered, text: str) -> tuple[Span, ...]:
    """The spans of the phrase in a text that contains it; the whole text if the phrase contains the text."""
    claim = traced(text)
    found = [claim.span(*match.span()) for match in asked.exact.finditer(claim.text)]
    return tuple(found or [claim.span(0, len(claim.text))])


def _matching(asked: Gathered, text: str) -> tuple[Span, ...]:
    """The spans of the words and amounts in a text that the query asks for, common words excepted."""
    telling = {form for w in asked.query.words if w.weight > FAINT for form, _ in w.forms}
    spans = [t.span for t in asked.vocabulary.tokens([text])[0] if t.stem in telling]
    if wanted := asked.query.amounts:
        spans += [span for span, one in amounts(text) if any(want.same(one) for want in wanted)]
    return tuple(merge(sorted(spans)))
