"""From a phrase to a query, the claims that may answer it, and how likely each of them does."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from claimsdb.lookup.amounts import amounts
from claimsdb.lookup.asking import asked
from claimsdb.lookup.candidates import Candidate, Candidates
from claimsdb.lookup.nations import nations
from claimsdb.lookup.passages import Covered, Passage, covered
from claimsdb.lookup.scoring import Likeness, Query
from claimsdb.lookup.vocabulary import Vocabulary
from claimsdb.lookup.wanted import wanted
from claimsdb.store.engine import Connection
from claimsdb.store.read.filters import Filters

AMOUNTS = 16
"""Maximum number of amounts of a phrase that are compared as amounts; more are a table, whose numbers are words."""
CLOSER = 120
"""Number of the best claims whose sentences are read too."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A phrase as a passage, the claims that this covers word for word, its query, and the claims that may say it."""

    passage: Passage
    covered: list[Covered]
    query: Query
    candidates: Candidates
    vocabulary: Vocabulary


def gathered(connection: Connection, phrase: str, filters: Filters) -> Gathered | None:
    """Gather the claims that may say a phrase; None if it has no words. Meaning is compared only if nothing has it word for word."""
    phrase = unicodedata.normalize("NFC", phrase.encode("utf-8", "replace").decode())  # an argument may not be UTF-8
    vocabulary = Vocabulary(connection)
    (own,) = vocabulary.tokens([phrase])
    passage = Passage.of(phrase)
    if not own or passage is None:
        return None
    counted = amounts(phrase)[:AMOUNTS]
    named = nations(phrase)
    words = vocabulary.words(phrase, [span for span, _ in (*counted, *named)])
    countries = list(dict.fromkeys(nation for _, nation in named))
    words += [vocabulary.nation(nation) for nation in countries]
    query = Query(words, [amount for _, amount in counted], vocabulary.weight(0), countries, wanted(phrase))
    candidates = Candidates(connection, filters)
    candidates.by_words(query, [t.span.of(phrase) for t in own], vocabulary.terms)
    seen = {word.text: word.seen for word in words}
    exact = covered(connection, candidates.claims, passage, seen)
    if not exact and not any(passage.is_in(candidates.found[key].text) for key in candidates.phrased):
        mended = vocabulary.mended(phrase, query.words)
        candidates.by_meaning(mended)
        if parts := asked(mended):
            candidates.by_source(parts.what, lambda beside: vocabulary.shares(parts.who, beside))
    return Gathered(passage, exact, query, candidates, vocabulary)


def likenesses(of: Gathered, some: Sequence[Candidate]) -> list[tuple[Candidate, Likeness]]:
    """How likely each candidate is what was asked for, ordered by their own words, best first.

    For the best `CLOSER` of them the sentences around them count too.
    """
    query, stems = of.query, of.vocabulary.stems
    counted = of.candidates.amounts() if query.amounts else {}
    made = []
    for candidate, own, beside in zip(
        some, stems([c.text for c in some]), stems([c.beside for c in some]), strict=True
    ):
        own, beside = own | query.nations_in(candidate.text), beside | query.nations_in(candidate.beside)
        has = counted.get(candidate.key, [])
        like = Likeness(
            words=query.share(own, beside, has),
            telling=query.telling(own | beside, has),
            cosine=candidate.cosine,
            said=candidate.said,
            answers=None if query.wanted is None else query.wanted(candidate.text),
        )
        made.append((candidate, like, own, beside))
    made.sort(key=lambda one: (-one[1].logit, one[0].key))
    if all(like.cosine is None for _, like, *_ in made):
        return [(candidate, like) for candidate, like, *_ in made]  # words alone decide
    around = of.candidates.around([candidate.key for candidate, *_ in made[:CLOSER]])
    best = [one for one in made if one[0].key in around]
    for (candidate, like, own, beside), more in zip(best, stems([around[c.key].text for c, *_ in best]), strict=True):
        sentence = around[candidate.key]
        like.around = sentence.cosine
        more |= query.nations_in(sentence.text)
        there = [one for _, one in amounts(sentence.text)] if query.amounts else []
        like.passage = query.share(own | more, beside, there)
    return [(candidate, like) for candidate, like, *_ in made]
