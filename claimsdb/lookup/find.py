"""From a phrase or a question to the claims that say it: exact words first, then words in any order, then meaning.

One score for all, from 0 to 1: 1 for the exact words (case, white space and marks aside), and below it the probability that the claim is
what was asked for (`claimsdb.lookup.scoring`). Those that are less likely come last, as not sure. A phrase may be a passage of any length,
which is looked for in the text of the documents (`claimsdb.lookup.passages`). If one has it, meaning is not compared: other claims score
by the share of the words that they have, and nobody waits for the encoder. A claim that a longer passage contains whole is found too,
where the rest of the passage differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from claimsdb.lookup.amounts import amounts
from claimsdb.lookup.candidates import Candidate, as_candidate
from claimsdb.lookup.citations.citation import Citation, cited
from claimsdb.lookup.gathering import Gathered, gathered, likenesses
from claimsdb.lookup.scoring import SURE, scores
from claimsdb.lookup.vocabulary import FAINT
from claimsdb.model.spans import Span, merge
from claimsdb.store.engine import Connection
from claimsdb.store.read.filters import Filters
from claimsdb.store.read.records import CitationRecord, ClaimRecord

LEAST = 0.01
"""Minimum score: a claim with a lower one says something else."""
UNSURE = 5
"""Maximum number of claims below `claimsdb.lookup.scoring.SURE`."""
WHOLE = 0.95
"""The score of a claim that a longer phrase contains whole, word for word."""
BY_WORDS = 0.5
"""A claim with at least this share of the phrase's weight in its words is found by words, any other by meaning."""


class SpanRecord(TypedDict):
    """Words in a claim's text, in code points of that text, half-open."""

    start: int
    end: int


class HitRecord(TypedDict):
    """A hit for programs."""

    claim: ClaimRecord
    score: float
    match: str
    sure: bool
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
    def sure(self) -> bool:
        """Whether the claim is given as an answer, and not only shown because it may be one."""
        return self.score >= SURE

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
            "sure": self.sure,
            "spans": [{"start": span.start, "end": span.end} for span in self.spans],
            "citation": self.citation.as_record(),
        }


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of a look-up that were wanted, best first; `sure` are the keys of all claims that say the phrase.

    `mended` are words of the phrase that no claim has, each with the most similar one, which was looked for instead; `uncorrected` is how
    many were not corrected, because there are too many.
    """

    hits: list[Hit]
    uncorrected: int = 0
    mended: tuple[tuple[str, str], ...] = ()
    sure: tuple[int, ...] = ()


def find(
    connection: Connection, phrase: str, filters: Filters | None = None, *, limit: int = 10, unsure: bool = False
) -> list[Hit]:
    """The current claims that say the phrase and pass the filters, best first; none if nothing says it.

    Those that may say it, but are not sure to, come after them if `unsure`. The connection may be read-only; it must come from
    `claimsdb.store.engine`.
    """
    return [hit for hit in look_up(connection, phrase, filters, limit=limit).hits if unsure or hit.sure]


def look_up(connection: Connection, phrase: str, filters: Filters | None = None, *, limit: int = 10) -> Found:
    """What `find` finds, unsure hits included, and what it left undone."""
    asked = gathered(connection, phrase, filters or Filters())
    if asked is None:
        return Found([])
    exact = {one.claim.key: one.spans for one in asked.covered}
    ranked = [(1.0, -float(rank), "exact", as_candidate(one.claim)) for rank, one in enumerate(asked.covered)]
    others: list[Candidate] = []
    for candidate in asked.candidates.found.values():
        if candidate.key in exact:
            continue
        if candidate.key in asked.candidates.phrased and (spans := asked.passage.spans(candidate.text)):
            exact[candidate.key] = tuple(spans)
            ranked.append((1.0, -float(len(ranked)), "exact", candidate))
        elif asked.passage.has(candidate.text):
            exact[candidate.key] = (Span(0, len(candidate.text)),)
            ranked.append((WHOLE, len(candidate.text), "exact", candidate))
        else:
            others.append(candidate)
    likes = likenesses(asked, others)
    for (candidate, like), value in zip(likes, scores([like for _, like in likes]), strict=True):
        if value >= LEAST:
            ranked.append((value, like.cosine or 0.0, "words" if like.words >= BY_WORDS else "meaning", candidate))
    ranked.sort(key=lambda r: (-r[0], -r[1], r[3].key))
    sure = [one for one in ranked if one[0] >= SURE]
    best = (sure + ranked[len(sure) :][:UNSURE])[:limit]
    citations = cited(connection, [candidate.claim_id for *_, candidate in best])
    hits = [
        Hit(citation, value, by, exact.get(candidate.key) or _matching(asked, candidate.text))
        for citation, (value, _, by, candidate) in zip(citations, best, strict=True)
    ]
    words = asked.query.words
    mended = tuple((word.text, word.mended) for word in words if word.mended)
    return Found(hits, sum(w.passed_over for w in words), mended, tuple(candidate.key for *_, candidate in sure))


def _matching(asked: Gathered, text: str) -> tuple[Span, ...]:
    """The spans of the words and amounts in a text that the query asks for, common words excepted."""
    telling = {form for w in asked.query.words if w.weight > FAINT for form, _ in w.forms}
    spans = [t.span for t in asked.vocabulary.tokens([text])[0] if t.stem in telling]
    if wanted := asked.query.amounts:
        spans += [span for span, one in amounts(text) if any(want.same(one) for want in wanted)]
    return tuple(merge(sorted(spans)))
