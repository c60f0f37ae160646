"""From a phrase or a question to the claims that say it: exact words first, then words in any order, then meaning.

One score for all, from 0 to 1: 1 for the exact words (case, spacing and the form of quotation marks aside), and below it how likely the
claim is what was asked for (`claimsdb.lookup.scoring`). A passage holds several claims: one that stands in it whole is found too,
however long the passage is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import sqlalchemy as sa

from claimsdb.lookup.candidates import Candidate, Candidates
from claimsdb.lookup.filters import Filters
from claimsdb.lookup.folding import fold
from claimsdb.lookup.numbers import numbers
from claimsdb.lookup.scoring import Query, likeness, score
from claimsdb.lookup.vocabulary import Token, Vocabulary
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
    candidates.by_meaning(vocabulary.mended(phrase, query.words))
    return _ranked(vocabulary, phrase, query, list(candidates.found.values()))[:limit]


def _ranked(vocabulary: Vocabulary, phrase: str, query: Query, candidates: list[Candidate]) -> list[Hit]:
    folded = fold(phrase).text
    exact = re.compile(rf"(?<!\w){re.escape(folded)}(?!\w)") if folded else None
    texts = vocabulary.tokens([c.text for c in candidates])
    beside = vocabulary.tokens([c.beside for c in candidates])
    ranked: list[tuple[float, float, Hit]] = []
    for candidate, tokens, others in zip(candidates, texts, beside, strict=True):
        claim = fold(candidate.text)
        near = candidate.cosine or 0.0
        if exact and (found := exact.search(claim.text)):
            hit = Hit(candidate.claim_id, 1.0, "exact", (claim.span(*found.span()),))
        elif claim.text in folded and len(claim.text.split()) >= _FEWEST:
            hit = Hit(candidate.claim_id, WHOLE, "exact", (claim.span(0, len(claim.text)),))
        else:
            amounts = numbers(candidate.text) if query.numbers else []
            stems, outer = {t.stem for t in tokens}, {t.stem for t in others}
            like = likeness(query, stems, outer, amounts, candidate.cosine)
            if (value := score(like)) < ENOUGH:
                continue
            found_by = "words" if like.words >= BY_WORDS else "meaning"
            hit = Hit(candidate.claim_id, value, found_by, _matching(query, candidate.text, tokens))
        ranked.append((-hit.score, -near, hit))
    return [hit for _, _, hit in sorted(ranked, key=lambda r: r[:2])]


def _matching(query: Query, text: str, tokens: list[Token]) -> tuple[Span, ...]:
    """The words and numbers of a text that the query asks for; common words only where they stand between others."""
    telling = {form for w in query.words if w.weight >= 1 for form, _ in w.forms}
    spans = [t.span for t in tokens if t.stem in telling]
    if query.numbers:
        spans += [n.span for n in numbers(text) if any(n.same(q) for q in query.numbers)]
    return tuple(merge(sorted(spans)))
