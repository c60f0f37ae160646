"""The claims that may say a phrase: those that hold it, those that hold its rarest words or numbers, those nearest to it in meaning."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa

from claimsdb.english.networks.codes import SIZE, Floats, vectors
from claimsdb.english.terms import countries_named
from claimsdb.lookup.amounts import Amount, amount, forms
from claimsdb.lookup.filters import Filters
from claimsdb.lookup.index.contexts import contexts
from claimsdb.lookup.index.nearest import nearest
from claimsdb.lookup.index.words import plain
from claimsdb.lookup.scoring import Query

MOST = 200
"""Claims from each way of finding them."""
TELLING = 16
"""Of the phrase's words the rarest so many choose candidates."""
READ = 10_000
"""Hits that are ranked at most: BM25 costs two microseconds each. Commoner words are left to meaning, and to the rarer ones."""
FEW = 20_000
"""Where filters leave fewer claims than this, their embeddings alone are searched."""
_IN_SENTENCE = """FROM json_each(:keys) k JOIN claims c ON c.id = k.value
    JOIN sentences s ON s.block = c.block_row AND s.start <= c.start AND s."end" > c.start"""
AT_LEAST = 0.2
"""A lesser cosine is chance."""
FRESH = 100
"""So many claims that the index lacks are embedded for one search."""


@dataclass(slots=True)
class Candidate:
    """A claim that may say the phrase: its row's key, id, words, and what stands beside them (source, cue, speaker).

    `said` where that names whom the phrase names.
    """

    key: int
    claim_id: str
    text: str
    beside: str
    cosine: float | None = None
    said: bool = False

    def near(self, cosine: float) -> None:
        """It comes as near as this to what is looked for, or nearer."""
        self.cosine = max(cosine, self.cosine if self.cosine is not None else -1.0)


@dataclass(slots=True)
class Around:
    """The words of a claim's sentence and of its document's title, and how near the sentence comes to what is looked for."""

    text: str
    cosine: float | None = None


class Candidates:
    """Claims gathered for one query under filters."""

    def __init__(self, connection: sa.Connection, filters: Filters) -> None:
        self.connection = connection
        self.found: dict[int, Candidate] = {}
        self._vector: Floats | None = None
        self._fresh: dict[int, Floats] = {}
        where, self.values = filters.sql()
        self._filtered = bool(where)
        self._where = " AND ".join(["c.status = 'current'", *where])
        self._from = "FROM claims c JOIN documents d ON d.id = c.document LEFT JOIN speakers s ON s.id = c.speaker"

    def by_words(self, query: Query, texts: list[str]) -> None:
        """Those that hold the phrase, whose words are `texts` in order, and those that hold its rarest words and its numbers."""
        for word in query.words:
            if word.forms and not word.seen and not word.mended:
                self._said_by(word.text)
        if texts:
            self._matching('"' + " ".join(texts) + '"')
        known = sorted((w for w in query.words if w.forms and w.weight > 1), key=lambda w: w.seen)[:TELLING]
        rare, hits = [], 0
        for word in known:
            hits += word.seen
            if hits > READ:
                break
            rare += [f'"{word.text}"'] if not word.mended else [f'"{form}"' for form, _ in word.forms]
        if not rare and len(known) > 1:
            self._matching(" AND ".join(f'"{w.text}"' for w in known[:3]))
        for form in (form for one in query.amounts for end in one.ends for form in forms(end)):
            hits += self._seen(form.split()[0])
            if hits > READ:
                break
            rare.append(f'"{form}"')
        if rare:
            self._matching(" OR ".join(rare), ranked=True)

    def _said_by(self, name: str) -> None:
        """Claims of speakers whose name has the word."""
        query = f"""SELECT c.id, c.claim_id, c.text, c.source, c.cue, s.name {self._from}
            WHERE c.speaker IN (SELECT id FROM speakers WHERE instr(folded(name), folded(:name))) AND {self._where} LIMIT :most"""
        self._add(query, {"name": name, "most": MOST})

    def _seen(self, word: str) -> int:
        """How many claims have a word that is no more than its stem, such as a number."""
        query = sa.text("SELECT doc FROM temp.claim_terms WHERE term = :term")
        return int(self.connection.execute(query, {"term": word}).scalar() or 0)

    def _matching(self, match: str, ranked: bool = False) -> None:
        order = "ORDER BY f.rank" if ranked else ""
        query = f"""SELECT c.id, c.claim_id, c.text, c.source, c.cue, s.name FROM claims_fts f
            JOIN claims c ON c.id = f.rowid JOIN documents d ON d.id = c.document LEFT JOIN speakers s ON s.id = c.speaker
            WHERE claims_fts MATCH :match AND {self._where} {order} LIMIT :most"""
        self._add(query, {"match": match, "most": MOST})

    def by_meaning(self, phrase: str) -> None:
        """Those nearest to the phrase in meaning; and the cosine of each that was found otherwise, as far as there are vectors.

        Where it is asked for twice, the better cosine counts.
        """
        from claimsdb.english.networks.sentences import (
            default,  # takes a third of a second, which exact words need not wait for
        )

        made_by = self.connection.exec_driver_sql("SELECT encoder FROM embedding_blocks LIMIT 1").scalar()
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
            texts = contexts(self.connection, lacking)
            made = default().embed([texts[key] for key in lacking])
            self._fresh = dict(zip(lacking, made, strict=True))
            cosines = (made @ vector).tolist()
            self._keyed([key for key, cosine in zip(lacking, cosines, strict=True) if cosine >= AT_LEAST])
            for key, cosine in zip(lacking, cosines, strict=True):
                if key in self.found:
                    self.found[key].near(cosine)

    def by_source(self, what: str, whose: Callable[[str], bool]) -> None:
        """Those that come near to `what`, among those for which `whose` holds of the words beside them; all such are marked."""
        before = {key: one.cosine for key, one in self.found.items()}
        self.by_meaning(what)
        for key, one in list(self.found.items()):
            one.said = whose(one.beside)
            if not one.said and key in before:
                one.cosine = before[key]
            elif not one.said:
                del self.found[key]

    def _lacking(self) -> list[int]:
        """Claims without an embedding, where they are few."""
        query = f"""SELECT c.id {self._from}
            WHERE c.id > (SELECT coalesce(max(claim), 0) FROM claim_embeddings) AND {self._where} LIMIT {FRESH + 1}"""
        keys = [int(k) for (k,) in self.connection.execute(sa.text(query), self.values)]
        return keys if len(keys) <= FRESH else []

    def _nearest(self, vector: Floats) -> None:
        among = None
        if self._filtered:
            query = f"""SELECT DISTINCT e.embedding {self._from} JOIN claim_embeddings e ON e.claim = c.id
                WHERE {self._where} LIMIT {FEW + 1}"""
            few = [k for (k,) in self.connection.execute(sa.text(query), self.values)]
            among = np.array(sorted(few), np.int64) if len(few) <= FEW else None
        near = nearest(self.connection, vector, MOST if among is not None or not self._filtered else 8 * MOST, among)
        keys = near.keys[near.cosines >= AT_LEAST].tolist()
        query = "SELECT claim FROM claim_embeddings WHERE embedding IN (SELECT value FROM json_each(:keys))"
        self._keyed([k for (k,) in self.connection.execute(sa.text(query), {"keys": json.dumps(keys)})])

    def _keyed(self, keys: list[int]) -> None:
        query = f"""SELECT c.id, c.claim_id, c.text, c.source, c.cue, s.name {self._from}
            WHERE c.id IN (SELECT value FROM json_each(:keys)) AND {self._where}"""
        self._add(query, {"keys": json.dumps(keys)})

    def _add(self, query: str, values: dict[str, Any]) -> None:
        for key, claim_id, text, *beside in self.connection.execute(sa.text(query), self.values | values):
            self.found.setdefault(key, Candidate(key, claim_id, text, " ".join(filter(None, beside))))

    def _compare(self, vector: Floats) -> None:
        query = """SELECT c.claim, e.codes FROM claim_embeddings c JOIN embeddings e ON e.id = c.embedding
            WHERE c.claim IN (SELECT value FROM json_each(:keys))"""
        rows = self.connection.execute(sa.text(query), {"keys": json.dumps(list(self.found))}).fetchall()
        if rows:
            cosines = vectors(np.frombuffer(b"".join(c for _, c in rows), np.int8).reshape(-1, SIZE)) @ vector
            for (key, _), cosine in zip(rows, cosines, strict=True):
                self.found[key].near(float(cosine))

    def amounts(self) -> dict[int, list[Amount]]:
        """The amounts of each claim that has any."""
        found: dict[int, list[Amount]] = {}
        query = """SELECT claim, kind, low, high, unit FROM quantities
            WHERE kind <> 'date' AND claim IN (SELECT value FROM json_each(:keys))"""
        for claim, *columns in self.connection.execute(sa.text(query), {"keys": json.dumps(list(self.found))}):
            found.setdefault(claim, []).append(amount(*columns))
        return found

    def around(self, keys: Sequence[int]) -> dict[int, Around]:
        """The sentences in which the claims begin, and how near each comes to the phrase in meaning: by the mean of the vectors of its
        claims, longer ones weighing more.
        """
        given = {"keys": json.dumps(keys)}
        query = f"""SELECT c.id, substr(b.text, s.start - b.start + 1, s."end" - s.start), coalesce(d.title, '') {_IN_SENTENCE}
            JOIN blocks b ON b.id = c.block_row JOIN documents d ON d.id = c.document"""
        found = {key: Around(f"{text} {title}") for key, text, title in self.connection.execute(sa.text(query), given)}
        if self._vector is None:
            return found
        query = f"""SELECT c.id, o.id, length(o.text), e.codes {_IN_SENTENCE}
            JOIN claims o ON o.block_row = c.block_row AND o.start >= s.start AND o.start < s."end" AND o.status = 'current'
            LEFT JOIN claim_embeddings l ON l.claim = o.id LEFT JOIN embeddings e ON e.id = l.embedding"""
        sums: dict[int, Floats] = {}
        for key, claim, long, raw in self.connection.execute(sa.text(query), given):
            one = self._fresh.get(claim) if raw is None else vectors(np.frombuffer(raw, np.int8)[None])[0]
            if one is not None:
                sums[key] = sums.get(key, 0) + long * one
        for key, whole in sums.items():
            found[key].cosine = float(whole @ self._vector / max(float(np.linalg.norm(whole)), 1e-9))
        return found
