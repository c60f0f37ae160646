"""The words of the claims as the full-text index has them: stems, how rare each is, and corrections of misspelt words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from claimsdb.english.listed import listed
from claimsdb.lookup.index.words import INDEXED, bare
from claimsdb.lookup.nations import Nation
from claimsdb.model.spans import Span
from claimsdb.store.engine import Connection
from claimsdb.store.search import Terms

NEAR = 0.7
"""Minimum similarity (1 minus the share of letters to change) of a word in the claims to a misspelt one that it corrects."""
NEAR_ELSE = 0.84
"""The same if the first letter differs, which few people misspell."""
FURTHER = 2
"""Maximum difference in length between the two."""
MENDED = 8
"""Maximum number of words of a phrase to correct: whoever looks up a long text of unknown words does not misspell it."""
COMMON = frozenset(listed("function", "common"))
"""Words that say little, however rare they are in a small database."""
FAINT = 0.4
"""Maximum weight of such a word. For comparison: a word in ten thousand of a million claims weighs 4.6."""
_ASKING = frozenset("who whom whose what which when where why how did do does".split())
_KNOWN_STEMS: dict[str, str] = {}
_MOST_STEMS = 200_000
Forms = tuple[tuple[str, float], ...]
"""Stems, each with the similarity of its word (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word in a text: its span in code points, and its stem."""

    span: Span
    stem: str


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word of a phrase: its letters, its weight (how rare it is), and the stems to search for, each with its similarity (0 to 1).

    `seen` is how many claims have it. If none has, the word may be in the name of a source, or `forms` are similar words, of which
    `mended` is the most similar. It is `passed_over` if it was not compared, because too many other words are unknown. `names` are those
    of the country that it names.
    """

    text: str
    weight: float
    forms: Forms
    seen: int
    mended: str | None = None
    passed_over: bool = False
    names: tuple[str, ...] = ()


class Vocabulary:
    """The words of one database, through one connection, which may be read-only."""

    def __init__(self, connection: Connection) -> None:
        self.terms = Terms(connection)

    def tokens(self, texts: Sequence[str]) -> list[list[Token]]:
        """The words of each text, in order."""
        stems = self._stems({word for text in texts for word in INDEXED.findall(text)})
        return [[Token(Span(m.start(), m.end()), stems[m[0]]) for m in INDEXED.finditer(text)] for text in texts]

    def stems(self, texts: Sequence[str]) -> list[frozenset[str]]:
        """The stems of the words of each text."""
        found = [INDEXED.findall(text) for text in texts]
        stems = self._stems({word for words in found for word in words})
        return [frozenset(stems[word] for word in words) for words in found]

    def shares(self, one: str, other: str) -> bool:
        """Whether two texts have an uncommon word in common."""
        left, right = self.stems([one, other])
        return any(stem not in COMMON for stem in left & right)

    def words(self, phrase: str, leave: Sequence[Span] = ()) -> list[QueryWord]:
        """The distinct words of a phrase, in order, without those in the spans `leave`; the first unknown ones are corrected."""
        asks = phrase.rstrip().endswith("?")
        found: dict[str, str] = {}
        for token in self.tokens([phrase])[0]:
            if not any(span.contains(token.span) for span in leave):
                found.setdefault(token.stem, bare(token.span.of(phrase)))
        seen = self.terms.seen(stem for stem, text in found.items() if text not in COMMON)
        unknown = [text for stem, text in found.items() if text not in COMMON and not seen.get(stem)]
        named = self.terms.known(unknown)
        wrong = [text for text in unknown if text not in named and _may_be_misspelt(text)]
        near = self._near(wrong[:MENDED])
        made = []
        for stem, text in found.items():
            if text in COMMON:
                if not (asks and text in _ASKING):
                    made.append(QueryWord(text, FAINT, ((stem, 1.0),), self.terms.claims))
            elif stem in seen or text in named:  # or only in the name of a source
                count = seen.get(stem, 0)
                made.append(QueryWord(text, self.weight(count), ((stem, 1.0),), count))
            else:
                mended, forms = near.get(text, (None, ()))
                made.append(QueryWord(text, self.weight(0), forms, 0, mended, passed_over=text in wrong[MENDED:]))
        return made

    def nation(self, one: Nation) -> QueryWord:
        """A country as one word of a phrase, whatever its name."""
        words = {bare(word) for name in one.names for word in [INDEXED.findall(name)[-1]]} - COMMON
        stems = self._stems(words)
        seen = min(sum(self.terms.seen(set(stems.values())).values()), self.terms.claims)
        names = tuple(name for name in one.names if bare(name) not in COMMON)
        return QueryWord(one.name, self.weight(seen), ((one.stem, 1.0),), seen, names=names)

    def _near(self, words: Sequence[str]) -> dict[str, tuple[str, Forms]]:
        """The known word most similar to each word that no claim has, and the stems of the most similar ones; nothing if none is."""
        if not words:
            return {}
        lengths = [len(word) for word in words]
        known = self.terms.by_length(min(lengths) - FURTHER, max(lengths) + FURTHER)
        found = {}
        for text in words:
            about = range(len(text) - FURTHER, len(text) + FURTHER + 1)
            some = sorted(word for length in about for word in known.get(length, ()))
            scored = process.extract(text, some, scorer=OSA.normalized_similarity, score_cutoff=NEAR, limit=8)
            near = [(word, float(score)) for word, score, _ in scored if word[0] == text[0] or score >= NEAR_ELSE][:3]
            if near:
                stems = self._stems(word for word, _ in near)
                forms: dict[str, float] = {}
                for word, likeness in near:
                    forms.setdefault(stems[word], likeness)
                found[text] = near[0][0], tuple(forms.items())
        return found

    def mended(self, phrase: str, words: Sequence[QueryWord]) -> str:
        """The phrase with the nearest known word for each misspelt one."""
        instead = {w.text: w.mended for w in words if w.mended}
        return INDEXED.sub(lambda m: instead.get(bare(m[0])) or m[0], phrase)

    def _stems(self, words: Iterable[str]) -> dict[str, str]:
        """The stem of each word; stems are cached."""
        if len(_KNOWN_STEMS) > _MOST_STEMS:
            _KNOWN_STEMS.clear()
        words = list(words)
        made = {word: _KNOWN_STEMS.get(word) for word in words}
        new = [word for word, stem in made.items() if stem is None]
        if new:
            made |= zip(new, self.terms.stems([bare(word) for word in new]), strict=True)
        found = {word: stem or bare(word) for word, stem in made.items()}
        _KNOWN_STEMS.update(found)
        return found

    def weight(self, seen: int) -> float:
        """The weight of a word that `seen` claims have: the inverse document frequency of BM25 (Robertson and Zaragoza 2009)."""
        claims = self.terms.claims
        return math.log(1 + (claims - seen + 0.5) / (seen + 0.5)) if seen <= claims else FAINT


def _may_be_misspelt(text: str) -> bool:
    """Whether a word that no claim has is long enough to be recognised, and is not a number."""
    return len(text) >= 4 and not any(c.isdigit() for c in text)
