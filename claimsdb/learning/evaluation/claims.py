"""Claims against a gold standard: whether their positions are exact, whether all are found, and whether their attributes are right.

A claim is exact if its segments are the gold one's, apart from white space and marks at their edges, and from a connective that opens the
claim ("*However*, X"); it matches if both share half their words (Jaccard), one to one. Coverage is the share of gold words that are
in some found claim, noise the share of found words that are outside every gold claim, source and cue.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from claimsdb.learning.evaluation.measures import MARKS, Pair, Report, Share, Tally, Words, jaccard, paired
from claimsdb.learning.jsonl import Json

ALIKE = 0.5
_ENDS = MARKS + ".,;:–—-"
_OPENING = re.compile(  # section 2 of the standard: what may precede a claim and belongs to none
    r"""(?:(?:but|and|so|yet|however|meanwhile|therefore|thus|still|also|then|instead|nevertheless|moreover|furthermore|further
        |additionally|consequently|indeed|anyway|in\ fact|for\ example|for\ instance|as\ a\ result|in\ addition|that\ said|in\ any\ case
        |finally|specifically|as\ such|of\ course|in\ the\ mean\ ?time|yes|no|well|yeah|okay|uh|um)\b,?|\[\w{1,3}\])\s+""",
    re.IGNORECASE | re.VERBOSE,
)
_SAME = ("attribution", "block", "hedged")


def evaluate(gold: Sequence[Json], found: Sequence[Json], files: Mapping[str, bytes]) -> Report:
    """Score claims in the interchange format. Both sides give documents by file name; `files` has their bytes."""
    total = Counts()
    each = []
    for name, raw in files.items():
        words = Words(raw.decode("utf-8"))
        here, there = ([c for c in side if _name(c) == name] for side in (gold, found))
        own = Counts()
        for counts in (total, own):
            counts.count(words, raw, here, there)
        each.append({"document": name, "f1": own.exact.scores()["f1"], "gold": len(here), "found": len(there)})
    return Report({"documents": len(each)} | total.scores(), sorted(each, key=lambda d: (d["f1"], d["document"])))


def _name(claim: Json) -> str:
    return str(claim["document"]).rpartition("/")[2]


def _spans(pieces: Sequence[Json] | None) -> list[Pair]:
    return [(p["start"], p["end"]) for p in pieces or ()]


class Counts:
    """The counts of some documents; `merge` adds those of others."""

    def __init__(self) -> None:
        self.grounded, self.covered, self.outside, self.via = Share(), Share(), Share(), Share()
        self.exact, self.overlap = Tally(), Tally()
        self.same: dict[str, Share] = {key: Share() for key in _SAME}
        self.parts = {"source": Tally(), "cue": Tally()}
        self.speakers: list[tuple[str, str | None]] = []

    def count(self, words: Words, raw: bytes, gold: Sequence[Json], found: Sequence[Json]) -> None:
        """Count one document."""
        for claim in found:
            self.grounded.add(
                all(
                    p["text"] == words.text[p["start"] : p["end"]]
                    and p["text"].encode() == raw[p["byte_start"] : p["byte_end"]]
                    for p in claim["segments"]
                )
            )
        extents = [{_extent(words, c) for c in side} for side in (gold, found)]
        self.exact.add(len(extents[0] & extents[1]), len(extents[1]), len(extents[0]))
        one, other = ([words.inside(_spans(c["segments"])) for c in side] for side in (gold, found))
        alike = [(w, x, y) for x, a in enumerate(one) for y, b in enumerate(other) if (w := jaccard(a, b)) >= ALIKE]
        pairs = paired(alike)
        self.overlap.add(len(pairs), len(found), len(gold))
        wanted, given = set().union(*one), set().union(*other)
        frames = (*gold, *(v for c in gold for v in c["via"]))
        framed = words.inside(s for c in frames for key in ("source", "cue") for s in _spans(c[key]))
        self.covered.add(len(wanted & given), len(wanted))
        self.outside.add(len(given - wanted - framed), len(given))
        for x, y in pairs:
            self._pair(words, gold[x], found[y])

    def merge(self, other: Counts) -> None:
        """Add the counts of other documents."""
        for mine, theirs in zip(self._shares(), other._shares(), strict=True):
            mine.add(theirs.hits, theirs.of)
        for one, more in zip(self._tallies(), other._tallies(), strict=True):
            one.add(more.hits, more.found, more.gold)
        self.speakers += other.speakers

    def _shares(self) -> list[Share]:
        return [self.grounded, self.covered, self.outside, self.via, *self.same.values()]

    def _tallies(self) -> list[Tally]:
        return [self.exact, self.overlap, *self.parts.values()]

    def _pair(self, words: Words, gold: Json, found: Json) -> None:
        for key, share in self.same.items():
            share.add(gold[key] == found.get(key))
        for key, tally in self.parts.items():
            a, b = words.inside(_spans(gold[key])), words.inside(_spans(found.get(key)))
            tally.add(bool(a & b), bool(b), bool(a))
        self.via.add(len(gold["via"]) == len(found.get("via") or ()))
        if gold["speaker"]:
            self.speakers.append((gold["speaker"], found.get("speaker")))

    def scores(self) -> Json:
        """All measures."""
        return {
            "grounding": self.grounded.value,
            "extent_exact": self.exact.scores(),
            "extent_overlap": self.overlap.scores(),
            "coverage": self.covered.value,
            "noise": self.outside.value,
            **{key: share.value for key, share in self.same.items()},
            **{key: tally.scores() for key, tally in self.parts.items()},
            "via": self.via.value,
            "speaker_b3": b_cubed(self.speakers),
        }


def _extent(words: Words, claim: Json) -> tuple[Pair, ...]:
    found = []
    for number, span in enumerate(_spans(claim["segments"])):
        start, end = words.trimmed(span, _ENDS)
        while number == 0 and (opening := _OPENING.match(words.text, start, end)):
            start, end = words.trimmed((opening.end(), end), _ENDS)
        found.append((start, end))
    return tuple(sorted((a, b) for a, b in found if a < b))


def b_cubed(pairs: Sequence[tuple[str, str | None]]) -> Json:
    """B-cubed precision, recall and F1 of found speakers against gold ones (Bagga and Baldwin 1998); a claim without a speaker counts 0."""
    gold: dict[str, set[int]] = defaultdict(set)
    found: dict[str, set[int]] = defaultdict(set)
    for k, (wanted, given) in enumerate(pairs):
        gold[wanted].add(k)
        if given:
            found[given].add(k)
    p = r = 0.0
    for wanted, given in pairs:
        if given:
            shared = len(gold[wanted] & found[given])
            p, r = p + shared / len(found[given]), r + shared / len(gold[wanted])
    p, r = (p / len(pairs), r / len(pairs)) if pairs else (0.0, 0.0)
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0}
