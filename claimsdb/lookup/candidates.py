"""The claims that may say a phrase: they contain it, or its rarest words or numbers, or are nearest to it in meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from claimsdb.english.networks.codes import Floats, stored, vectors
from claimsdb.english.terms import countries_named
from claimsdb.lookup.amounts import Amount, amount, forms
from claimsdb.lookup.index.contexts import contexts
from claimsdb.lookup.index.nearest import nearest
from claimsdb.lookup.index.words import plain
from claimsdb.lookup.scoring import Query
from claimsdb.model.faults import Faults
from claimsdb.store.engine import Connection
from claimsdb.store.read import candidates, embeddings, passages, surroundings
from claimsdb.store.read.filters import Filters
from claimsdb.store.search import Terms, quoted

MOST = 200
"""Maximum number of claims from each search."""
BLOCKS = 20
"""Maximum number of blocks whose claims are added because a number is in them."""
TELLING = 16
"""Number of the phrase's rarest words that select candidates."""
NAMES = 8
"""Maximum number of words to find in the names of speakers, all of which are read for each."""
READ = 10_000
"""Maximum number of hits to rank: BM25 costs two microseconds each. Commoner words are left to meaning, and to the rarer ones."""
FEW = 20_000
"""If filters leave no more claims than this, only their embeddings are searched."""
AT_LEAST = 0.2
"""Minimum cosine: a smaller one is chance."""
FRESH = 100
"""Maximum number of claims missing from the index that are embedded for one search."""


@dataclass(slots=True)
class Candidate:
    """A claim that may say the phrase: its row's key, its id, its words, and its source, cue and speaker (`beside`).

    `said` is whether these name the person whom the phrase names.
    """

    key: int
    claim_id: str
    text: str
    beside: str
    cosine: float | None = None
    said: bool = False

    def near(self, cosine: float) -> None:
        """Raise the cosine to this one, if it is higher."""
        self.cosine = max(cosine, self.cosine if self.cosine is not None else -1.0)


@dataclass(slots=True)
class Around:
    """The words of a claim's sentence and of its document's title, and how near the sentence is to the phrase in meaning."""

    text: str
    cosine: float | None = None


class Candidates:
    """Claims gathered for one query under filters."""

    def __init__(self, connection: Connection, filters: Filters) -> None:
        self.connection = connection
        self.found: dict[int, Candidate] = {}
        self.phrased: set[int] = set()
        """The keys of those that have the words of the phrase in its order, whatever their endings."""
        self.claims = candidates.Candidates(connection, filters)
        self._filtered = bool(filters)
        self._vector: Floats | None = None
        self._fresh: dict[int, Floats] = {}

    def by_words(self, query: Query, texts: list[str], terms: Terms) -> None:
        """Add claims that contain the phrase, whose words are `texts` in order, or its rarest words or its numbers."""
        named = [word.text for word in query.words if word.forms and not word.seen and not word.mended]
        for name in named[:NAMES]:
            self._add(self.claims.said_by(name, MOST))
        if texts:
            phrased = self.claims.matching(quoted(" ".join(texts)), MOST)
            self.phrased = {one.key for one in phrased}
            self._add(phrased)
        known = sorted((w for w in query.words if w.forms and w.weight > 1), key=lambda w: w.seen)[:TELLING]
        rare: list[str] = []
        hits = 0
        for word in known:
            hits += word.seen
            if hits > READ:
                break
            rare += map(quoted, word.names or ([form for form, _ in word.forms] if word.mended else [word.text]))
        if not rare and len(known) > 1:
            self._add(self.claims.matching(" AND ".join(quoted(w.text) for w in known[:3]), MOST))
        spelt = [form for one in query.amounts for end in one.ends for form in forms(end)]
        seen = terms.seen({form.split()[0] for form in spelt})
        for form in spelt:
            hits += seen.get(form.split()[0], 0)
            if hits > READ:
                break
            rare.append(quoted(form))
        if spelt and rare:
            self._beside_numbers(spelt, [quoted(form) for word in known for form in word.names or [word.text]])
        if rare:
            self._add(self.claims.matching(" OR ".join(rare), MOST, ranked=True))

    def _beside_numbers(self, spelt: list[str], words: list[str]) -> None:
        """Add claims of blocks that have one of the numbers and one of the words, which may stand outside the claim."""
        if words:
            query = f"({' OR '.join(map(quoted, spelt))}) AND ({' OR '.join(words)})"
            blocks = passages.containing(self.connection, query, BLOCKS)
            self._add(one for _, one in self.claims.in_blocks([block.key for block in blocks]))

    def by_meaning(self, phrase: str) -> None:
        """Add the claims nearest to the phrase in meaning, and give the claims found by words their cosine if they have vectors.

        If this is called twice, the higher cosine counts.
        """
        from claimsdb.english.networks.sentences import (
            default,  # loading takes a third of a second, for which exact words need not wait
        )

        made_by = embeddings.encoder(self.connection)
        lacking = self._lacking()
        if made_by is None and not lacking:
            return
        vector = default().embed([plain(countries_named(phrase))])[0]
        if self._vector is None:
            self._vector = vector
        if made_by == default().fingerprint:
            self._nearest(vector)
            self._compare(vector)
        if lacking:
            texts = contexts(self.connection, lacking, Faults())
            lacking = list(texts)
            made = default().embed([texts[key] for key in lacking])
            self._fresh = dict(zip(lacking, made, strict=True))
            cosines = (made @ vector).tolist()
            near = [key for key, cosine in zip(lacking, cosines, strict=True) if cosine >= AT_LEAST]
            self._add(self.claims.keyed(near))
            for key, cosine in zip(lacking, cosines, strict=True):
                if key in self.found:
                    self.found[key].near(cosine)

    def by_source(self, what: str, whose: Callable[[str], bool]) -> None:
        """Add claims near to `what` whose source, cue or speaker satisfies `whose`; mark every such claim as `said`."""
        before = {key: one.cosine for key, one in self.found.items()}
        self.by_meaning(what)
        for key, one in list(self.found.items()):
            one.said = whose(one.beside)
            if not one.said and key in before:
                one.cosine = before[key]
            elif not one.said:
                del self.found[key]

    def _lacking(self) -> list[int]:
        """The claims without an embedding; none if there are more than `FRESH`."""
        keys = self.claims.not_embedded(FRESH + 1)
        return keys if len(keys) <= FRESH else []

    def _nearest(self, vector: Floats) -> None:
        among = None
        if self._filtered:
            few = self.claims.embeddings(FEW + 1)
            among = np.array(sorted(few), np.int64) if len(few) <= FEW else None
        near = nearest(self.connection, vector, MOST if among is not None or not self._filtered else 8 * MOST, among)
        close = near.keys[near.cosines >= AT_LEAST].tolist()
        self._add(self.claims.keyed(embeddings.claims_with(self.connection, close)))

    def _add(self, claims: Iterable[candidates.Said]) -> None:
        for one in claims:
            self.found.setdefault(one.key, as_candidate(one))

    def _compare(self, vector: Floats) -> None:
        rows = embeddings.codes_of_claims(self.connection, self.found)
        if rows:
            cosines = vectors(stored(codes for _, codes in rows)) @ vector
            for (key, _), cosine in zip(rows, cosines, strict=True):
                self.found[key].near(float(cosine))

    def amounts(self) -> dict[int, list[Amount]]:
        """The amounts of each claim that has any."""
        found: dict[int, list[Amount]] = {}
        for one in surroundings.amounts(self.connection, self.found):
            found.setdefault(one.claim, []).append(amount(one.kind, one.low, one.high, one.unit))
        return found

    def around(self, keys: Sequence[int]) -> dict[int, Around]:
        """The sentences in which the claims begin, and how near each is to the phrase in meaning.

        A sentence's vector is the mean of the vectors of its claims, weighted by their lengths.
        """
        found = {s.claim: Around(f"{s.text} {s.title}") for s in surroundings.sentences(self.connection, keys)}
        if self._vector is None:
            return found
        sums: dict[int, Floats] = {}
        for one in surroundings.sharing(self.connection, keys):
            made = self._fresh.get(one.key) if one.codes is None else vectors(stored([one.codes]))[0]
            if made is not None:
                sums[one.claim] = sums.get(one.claim, 0) + one.length * made
        for key, whole in sums.items():
            found[key].cosine = float(whole @ self._vector / max(float(np.linalg.norm(whole)), 1e-9))
        return found


def as_candidate(said: candidates.Said) -> Candidate:
    """The candidate that a claim is."""
    return Candidate(said.key, said.claim_id, said.text, " ".join(filter(None, (said.source, said.cue, said.speaker))))
