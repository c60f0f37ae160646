"""The plain tagger: attributions from quotation marks, a lexicon of cues and the punctuation of clauses; no model."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from claimsdb.model import Block, Sentence, Spans
from claimsdb.quotations import quotations
from claimsdb.spans import Span, merge
from claimsdb.tagger import Tagged, Tags
from claimsdb.tagger.clauses import clauses
from claimsdb.tagger.cues import is_hearsay
from claimsdb.tagger.drafts import Draft, drafts, tagged
from claimsdb.tagger.lexicon import Lexicon, default
from claimsdb.tagger.patterns import Found, place
from claimsdb.tagger.speech import Places, after_speech, carry_on, is_speech, widen
from claimsdb.tagger.words import Word

METHOD = "1"
LIKELY = 0.5  # the chance from which a head is a cue
NESTED = 0.7  # the same inside another's content
# Scores, and the share of attributions with them that are right (as the corpus' relations are scored), in every tenth article
# of PolNeAR's train part; `benchmarks/calibration.py` measures it.
CALIBRATION = ((0.5, 0.33), (0.6, 0.38), (0.7, 0.40), (0.8, 0.48), (0.9, 0.59), (1.0, 0.79))
LONGEST = 250  # words; a longer stretch without a sentence's end is a list or a table, and read in parts


class PlainTagger:
    """Reads attributions by rule, the same everywhere and without a model."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or default()

    @property
    def name(self) -> str:
        """What the tagger is called in runs and reports."""
        return "plain"

    @property
    def fingerprint(self) -> str:
        """A hex digest of the method's version and the lexicon."""
        return hashlib.sha256(f"{self.name} {METHOD} {self._lexicon.digest}".encode()).hexdigest()

    def tag(self, text: str, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> Tags:
        """Tag the sentences (in order, each inside its block) of one document's text."""
        bearing = [blocks[b].span for b in sorted({s.block for s in sentences})]
        quoted = quotations(text, bearing)
        outermost = Places([q.span for q in quoted if q.depth == 0])
        speeches = Places([q.span for q in quoted if is_speech(text, q)])
        made: list[Draft] = []
        split: list[Span] = []
        for sentence in sentences:
            for words in _parts(self._lexicon.classes.words(text, sentence.span)):
                parts = clauses(words, outermost.limits(words))
                split += [Span(words[a].start, words[b - 1].end) for a, b in parts]
                for draft in drafts(words, self._findings(words, speeches.limits(words)), parts):
                    widen(draft, speeches)
                    made.append(draft)
        carry_on(text, bearing, made, speeches)
        attributions = tuple(replace(a, score=calibrated(a.score)) for a in tagged(text, made))
        return Tags(attributions, _unmixed(split, attributions))

    def _findings(self, words: list[Word], speech: Sequence[int]) -> list[Found]:
        """The attributions of one sentence, those inside speech left out: they are the speaker's."""
        found: list[Found] = []
        low = 0
        for at, word in enumerate(words):
            if at < low or word.tag == "U" or speech[at] <= len(words):
                continue
            chance = self._lexicon.chance(words, at)
            nested = any(a <= at < b for f in found for a, b in f.content)
            spoken = word.tag == "V" and after_speech(words, at, speech)
            if chance < (NESTED if nested else LIKELY) and not spoken and not is_hearsay(words, at, self._lexicon):
                continue
            one = place(words, at, max(chance, LIKELY), self._lexicon, low, spoken)
            if one is not None:
                found.append(one)
                low = low if one.hearsay else one.cue[1]
        return found


def calibrated(score: float) -> float:
    """How often attributions of this score are right: straight lines between the measured points."""
    for (low, right_low), (high, right_high) in pairwise(CALIBRATION):
        if score <= high:
            return right_low + (max(score, low) - low) / (high - low) * (right_high - right_low)
    return CALIBRATION[-1][1]


def _parts(words: list[Word]) -> Iterator[list[Word]]:
    for start in range(0, len(words), LONGEST):
        yield words[start : start + LONGEST]


def _unmixed(clauses: Sequence[Span], attributions: Sequence[Tagged]) -> Spans:
    """The clauses that neither begin nor end inside the words of a source or a cue."""
    parts = Places(merge(s for a in attributions for s in (*a.source, *a.cue)))
    return tuple(
        clause
        for clause in clauses
        if all(clause.contains(part) or part.contains(clause) for part in parts.touching(clause))
    )
