"""From a phrase or a question to the claims that say it: exact words first, then words in any order, then meaning.

One score for all, from 0 to 1: 1 for the exact words (case, spacing and the form of quotation marks aside), and below it how likely the
claim is what was asked for (`claimsdb.lookup.scoring`). Where a claim holds the phrase word for word, meaning is not asked: the others
score by the share of their words, and whoever gives exact words waits for no encoder. A passage holds several claims: one that
stands in it whole is found too, however long the passage is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import sqlalchemy as sa

from claimsdb.lookup.asking import asked
from claimsdb.lookup.candidates import Candidate, Candidates
from claimsdb.lookup.filters import Filters
from claimsdb.lookup.folding import fold, traced
from claimsdb.lookup.numbers import numbers
from claimsdb.lookup.scoring import Query, likeness, score
from claimsdb.lookup.vocabulary import FAINT, Vocabulary
from claimsdb.model import AttributionKind
from claimsdb.spans import Span, merge

ENOUGH = 0.5
"""A claim that scores less says something else."""
WHOLE = 0.95
"""The score of a claim that stands whole, word for word, in a longer phrase."""
BY_WORDS = 0.5
"""A claim with this share of the phrase's weight in its words is found by words, else by meaning."""
_FEWEST = 4  # words that a claim must have to stand whole in a passage: "it did" stands in many


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim that says the phrase: its id, how well (0 to 1), and by what: its "exact" words, its "words", or its "meaning".

    `spans` are the words that match, in code points of the claim's text as the table has it, half-open and in order; none where
    no word does.
    """

    claim_id: str
    score: float
    match: str
    spans: tuple[Span, ...] = ()


def find(
    connection: sa.Connection,
    phrase: str,
    *,
    limit: int = 10,
    speaker: str | None = None,
    attribution: AttributionKind | None = None,
    document: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[Hit]:
    """The current claims that say the phrase, best first; none where nothing does.

    Filters combine: `speaker` and `document` are letters of a name, path or title, or an id; `since` and `until` ISO 8601 dates or
    their beginnings ("2016-09"), both ends in. The connection may be read-only; it must come from `claimsdb.schema`.
    """
    phrase = unicodedata.normalize("NFC", phrase)
    vocabulary = Vocabulary(connection)
    (own,) = vocabulary.tokens([phrase])
    if not own:
        return []
    amounts = numbers(phrase)
    query = Query(vocabulary.words(phrase, [n.span for n in amounts]), amounts, vocabulary.weight(0))
    candidates = Candidates(connection, Filters(attribution, speaker, document, since, until))
    candidates.by_words(query, [t.span.of(phrase) for t in own])
    exact = re.compile(rf"(?<!\w){re.escape(fold(phrase))}(?!\w)")
    if not any(exact.search(fold(c.text)) for c in candidates.found.values()):
        mended = vocabulary.mended(phrase, query.words)
        candidates.by_meaning(mended)
        if parts := asked(mended):
            candidates.by_source(parts.what, lambda beside: vocabulary.shares(parts.who, beside))
    return _ranked(vocabulary, fold(phrase), exact, query, list(candidates.found.values()), limit)


def _ranked(
    vocabulary: Vocabulary, folded: str, exact: re.Pattern[str], query: Query, candidates: list[Candidate], limit: int
) -> list[Hit]:
    own = vocabulary.stems([c.text for c in candidates])
    beside = vocabulary.stems([c.beside for c in candidates])
    ranked: list[tuple[float, float, str, Candidate]] = []
    for candidate, stems, others in zip(candidates, own, beside, strict=True):
        claim = fold(candidate.text)
        if exact.search(claim):
            ranked.append((1.0, len(folded) / len(claim), "exact", candidate))
        elif claim in folded and len(claim.split()) >= _FEWEST:
            ranked.append((WHOLE, len(claim) / len(folded), "exact", candidate))
        else:
            amounts = numbers(candidate.text) if query.numbers else []
            like = likeness(query, stems, others, amounts, candidate.cosine, candidate.said)
            if (value := score(like)) >= ENOUGH:
                ranked.append((value, like.cosine or 0.0, "words" if like.words >= BY_WORDS else "meaning", candidate))
    best = sorted(ranked, key=lambda r: (-r[0], -r[1], r[3].key))[:limit]
    return [
        Hit(
            c.claim_id,
            round(value, 4),
            by,
            _exactly(exact, c.text) if by == "exact" else _matching(vocabulary, query, c.text),
        )
        for value, _, by, c in best
    ]


def _exactly(exact: re.Pattern[str], text: str) -> tuple[Span, ...]:
    """Where a text holds the phrase; all of it where the phrase holds it."""
    claim = traced(text)
    found = [claim.span(*match.span()) for match in exact.finditer(claim.text)]
    return tuple(found or [claim.span(0, len(claim.text))])


def _matching(vocabulary: Vocabulary, query: Query, text: str) -> tuple[Span, ...]:
    """The words and numbers of a text that the query asks for, without the common ones."""
    telling = {form for w in query.words if w.weight > FAINT for form, _ in w.forms}
    spans = [t.span for t in vocabulary.tokens([text])[0] if t.stem in telling]
    if query.numbers:
        spans += [n.span for n in numbers(text) if any(n.same(q) for q in query.numbers)]
    return tuple(merge(sorted(spans)))
