"""Attributions against a corpus: by words, by fragments, and as a whole, with recall by form.

A fragment is exact if its ends are those of the gold one, apart from white space and quotation marks; it overlaps if it shares a word.
An attribution is right if its content shares half its words with a gold content (Jaccard) and its cue and source overlap the gold ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from claimsdb.learning.evaluation.measures import Pair, Report, Share, Tally, Words, jaccard, paired
from claimsdb.learning.jsonl import Json

PARTS = ("source", "cue", "content")
FORMS = ("quoted", "mixed", "indirect")
ALIKE = 0.5

Marked = Mapping[str, list[Pair]]
"""An attribution's spans, part by part, in code points."""


@dataclass(slots=True)
class _Counts:
    token: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    exact: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    overlap: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    relation: Tally = field(default_factory=Tally)
    forms: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))

    def scores(self) -> Json:
        micro = Tally()
        for tally in self.token.values():
            micro.add(tally.hits, tally.found, tally.gold)
        return {
            "token": {p: self.token[p].scores() for p in PARTS} | {"micro": micro.scores()},
            "exact": {p: self.exact[p].scores() for p in PARTS},
            "overlap": {p: self.overlap[p].scores() for p in PARTS},
            "relation": self.relation.scores(),
            "relation_recall": {f: {"recall": self.forms[f].value, "gold": self.forms[f].of} for f in FORMS},
        }


def evaluate(documents: Iterable[tuple[str, str, list[Marked], list[Marked]]]) -> Report:
    """Score documents, given as name, text, gold attributions and found ones; the worst by relation come first."""
    total, each = _Counts(), []
    for name, text, gold, found in documents:
        own = _Counts()
        for counts in (total, own):
            _count(counts, Words(text), gold, found)
        scores = own.scores()
        each.append({"document": name, "f1": scores["relation"]["f1"], "gold": len(gold), "found": len(found)})
    return Report({"documents": len(each)} | total.scores(), sorted(each, key=lambda d: (d["f1"], d["document"])))


def _count(counts: _Counts, words: Words, gold: list[Marked], found: list[Marked]) -> None:
    for part in PARTS:
        wanted, given = ({s for a in side for s in a[part]} for side in (gold, found))
        covered, covers = words.touched(wanted), words.touched(given)
        counts.token[part].add(len(covered & covers), len(covers), len(covered))
        ends, given_ends = ({words.trimmed(s) for s in side} for side in (wanted, given))
        counts.exact[part].add(len(ends & given_ends), len(given_ends), len(ends))
        one, other = ([words.touched([s]) for s in sorted(side)] for side in (wanted, given))
        shared = [(len(a & b), x, y) for x, a in enumerate(one) for y, b in enumerate(other) if a & b]
        counts.overlap[part].add(len(paired(shared)), len(other), len(one))
    wanted_words, given_words = ([{p: words.touched(a[p]) for p in PARTS} for a in side] for side in (gold, found))
    alike = [
        (weight, x, y)
        for x, a in enumerate(wanted_words)
        for y, b in enumerate(given_words)
        if (weight := likeness(a, b))
    ]
    right = {x for x, _ in paired(alike)}
    with_content = [x for x, a in enumerate(wanted_words) if a["content"]]
    counts.relation.add(len(right), sum(bool(b["content"]) for b in given_words), len(with_content))
    for x in with_content:
        counts.forms[_form(words, wanted_words[x]["content"])].add(x in right)


def likeness(gold: Mapping[str, set[int]], found: Mapping[str, set[int]]) -> float:
    """How far the words of two contents agree (Jaccard) if the found attribution is right by the gold one, else 0."""
    weight = jaccard(gold["content"], found["content"]) if gold["content"] & found["content"] else 0.0
    touch = all(not gold[p] or gold[p] & found[p] for p in ("cue", "source"))
    return weight if touch and weight >= ALIKE else 0.0


def _form(words: Words, content: set[int]) -> str:
    inside = sum(words.quoted[k] for k in content)
    return "quoted" if inside == len(content) else "mixed" if inside else "indirect"
