"""What the network reads as claims becomes claims and the coverage ledger (sections 2, 3 and 5 of the standard).

The network says where each claim begins, ends and goes on, and whose it is; here are the conventions: marks at its edges, what is quoted,
what is only recorded beside a claim, and why a sentence has none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from claimsdb.english.analysis import Analysis
from claimsdb.english.hedges import hedge, hedged_act
from claimsdb.english.quotations import ENDING
from claimsdb.model.attribution import Attribution, AttributionKind, CueType, Spans, chain, frame
from claimsdb.model.claim import Claim
from claimsdb.model.document import BlockKind, Reason, Sentence
from claimsdb.model.ids import Ids
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, merge, together, without
from claimsdb.normalizer.attribution.tagger import Read, Tags
from claimsdb.normalizer.claims.leftovers import EMPHASIS, why_none
from claimsdb.normalizer.claims.naming import names
from claimsdb.normalizer.claims.segments import Segmenter

_ASKED = 4  # words of a question that says something by itself
_SAID = re.compile(r"[^\W_]")
_AUTHOR = re.compile(r"(?:I|we|my|our|us|me)(?: (?:all|both|ourselves|myself))?", re.IGNORECASE)


def claims(
    analysis: Analysis, found: Sequence[Attribution], owners: Mapping[int, int], tags: Tags, ids: Ids
) -> tuple[list[Claim], list[Sentence]]:
    """The claims of one document in text order, and its sentences, each with its number of claims or the reason why it has none.

    `found` are its attributions, `owners` those of the claims in `tags`; `ids` makes their ids.
    """
    maker = _Claims(analysis, found, tags, ids)
    made = [claim for k, read in enumerate(tags.claims) if (claim := maker.claim(read, owners.get(k)))]
    made += maker.spoken(made)
    unique = {c.segments: c for c in reversed(made)}
    made = sorted(unique.values(), key=lambda c: (c.segments[0], c.segments))
    return made, sorted([*maker.ledger(made), *_labels(analysis)], key=lambda s: s.span)


def _labels(analysis: Analysis) -> Iterator[Sentence]:
    """The layout's labels in claim-bearing blocks, as sentences of the ledger."""
    labels = Intervals.of(analysis.labels)
    for index, block in enumerate(analysis.blocks):
        if block.kind.bears_claims:
            for label, _ in labels.starting(block.span):
                yield Sentence(index, label, 0, Reason.LABEL)


class _Claims:
    def __init__(self, analysis: Analysis, found: Sequence[Attribution], tags: Tags, ids: Ids) -> None:
        self.analysis, self.text, self.found, self.said, self.ids = analysis, analysis.text, found, tags.said, ids
        self.segmenter = Segmenter(analysis.text, analysis.quotations)
        self.voices = Intervals((s, k) for k, a in enumerate(found) if a.layout is not None for s in a.content)
        self.acts = Intervals((s, k) for k, a in enumerate(found) if a.layout is None for s in a.cue)
        self.intentions = Intervals((a.cue[0], k) for k, a in enumerate(found) if a.cue and self._intends(k))
        self.starts = [b.span.start for b in analysis.blocks]

    def claim(self, read: Read, owner: int | None) -> Claim | None:
        """The claim of what was read; None if no words are left of it."""
        if owner is not None and all(any(s.contains(p) for s in self.found[owner].source) for p in read.pieces):
            return None  # who does the saying is no part of what is said
        index = bisect_right(self.starts, read.pieces[0].start) - 1
        block = self.analysis.blocks[index]
        pieces = [p for p in read.pieces if block.span.contains(p)]
        segments = self.segmenter.segments(pieces, block.kind is BlockKind.LIST_ITEM)
        beside = None
        named = owner is not None and names(self.text, self.found[owner])
        if segments and owner is not None and (named or self._intends(owner)):
            segments = self._whole(segments, owner, block.span)
        if named and owner is not None:
            owner = self.found[owner].via
        if owner is None:
            beside = next((k for s in segments for cue, k in self.intentions.over(s) if s.contains(cue)), None)
        elif self._beside(read.pieces, owner):
            beside, owner = owner, self.found[owner].via
        voice = self._voice(segments)
        if voice is not None and (owner is None or not self._inside(owner, voice)):
            owner = voice
        segments = self._apart(segments, owner)
        if not segments or (owner is None and segments[-1].of(self.text).rstrip(EMPHASIS).endswith("?")):
            return None
        return self._made(index, segments, owner, beside, read)

    def _intends(self, owner: int) -> bool:
        """Whether an attribution is an intention that is the main verb of its own clause: "Tokyo plans to", not "talks aimed at"."""
        by = self.found[owner]
        return by.cue_type is CueType.INTENTION and bool(by.source) and self.analysis.words(*by.cue).is_finite()

    def _whole(self, segments: Spans, owner: int, block: Span) -> Spans:
        """The whole clause of an intention: its source and cue with its content, if they are all in the block."""
        by = self.found[owner]
        parts = merge([*by.source, *by.cue, *segments])
        return self.segmenter.segments(parts, False) if all(block.contains(p) for p in parts) else segments

    def _beside(self, pieces: Spans, owner: int) -> bool:
        """Whether an attribution stands beside a claim and not around it: an intention, a cue in it, or the author's own first person."""
        by = self.found[owner]
        if self._intends(owner) or any(p.overlaps(cue) for p in pieces for cue in by.cue):
            return True
        named = together(self.text, by.source)
        return by.via is None and _AUTHOR.fullmatch(named) is not None and not self.segmenter.quoted(by.cue[0])

    def _voice(self, segments: Spans) -> int | None:
        """Whoever speaks by the layout where no cue attributes; None is the document."""
        around = (k for _, k in self.voices.around(segments[0])) if segments else iter(())
        return min(around, key=lambda k: sum(s.length for s in self.found[k].content), default=None)

    def _inside(self, owner: int, voice: int) -> bool:
        """Whether what attributes is inside the words that the layout gives to somebody."""
        by = self.found[owner]
        first = (by.cue or by.source or by.content)[0]
        return owner == voice or any(c.contains(first) for c in self.found[voice].content)

    def _apart(self, segments: Spans, owner: int | None) -> Spans:
        """The segments without what the source or the cue has of them, such as a closing mark."""
        if owner is None:
            return segments
        around = (*self.found[owner].source, *self.found[owner].cue)
        apart = not any(s.overlaps(f) for s in segments for f in around)
        return segments if apart else without(self.text, segments, around)

    def _made(self, block: int, segments: Spans, owner: int | None, beside: int | None, read: Read) -> Claim:
        identity = self.ids.claim(segments)
        hedging = hedge(together(self.text, segments))
        why = [f"hedged by “{hedging}”"] if hedging else []
        if owner is None:
            told = ["in the content of no statement or belief"]
            if beside is not None:
                told.append("the attribution in it is recorded beside it")
            sure = round(self.said.own(segments), 4)
            return Claim(
                identity,
                block,
                segments,
                AttributionKind.ASSERTED,
                beside,
                bool(why),
                (),
                sure,
                why=(*told, *why),
            )
        by = self.found[owner]
        cue = together(self.text, by.cue)
        if not why and hedged_act(cue, bool(by.source)):
            why = [f"hedged by its cue, “{cue}”"]
        elif not why and any(self.found[k].cue and not self.found[k].source for k in chain(self.found, owner)):
            why = ["hedged by a cue around it that names no source"]
        given = frame(self.found, owner)
        if given is not None and self.found[given].layout is AttributionKind.QUOTED:
            attribution, told = AttributionKind.QUOTED, ["attributed, in a layout that gives it word for word"]
        elif all(self.segmenter.quoted(s) for s in segments):
            attribution, told = AttributionKind.QUOTED, ["attributed, and every segment is within quotation marks"]
        else:
            attribution, told = AttributionKind.REPORTED, ["attributed, and not, or not wholly, within quotation marks"]
        quotes = self.segmenter.quotes(segments)
        return Claim(identity, block, segments, attribution, owner, bool(why), quotes, by.confidence, why=(*told, *why))

    def spoken(self, made: Sequence[Claim]) -> list[Claim]:
        """The claims of turns in which the network reads none, such as an answer without a verb, so that no turn is lost; and questions."""
        if not any(a.layout is not None for a in self.found):
            return []
        heard = {self._voice(c.segments) for c in made}
        left = (s.span for s in self.ledger(made) if s.reason is Reason.FRAGMENT and self._reason(s) is None)
        silent = (
            span
            for span in left
            if (voice := self._voice((span,))) is not None and (voice not in heard or self._asks(span))
        )
        return [claim for span in silent if (claim := self.claim(Read((span,), 0.0), None)) is not None]

    def _asks(self, span: Span) -> bool:
        """Whether a sentence is a question of some words."""
        said = span.of(self.text).rstrip(EMPHASIS + ENDING)
        return said.endswith("?") and said.count(" ") >= _ASKED - 1

    def ledger(self, made: Sequence[Claim]) -> Iterator[Sentence]:
        """The sentences, each with the number of claims that have a segment in it, or the reason why it has none."""
        inside: dict[int, set[str]] = defaultdict(set)
        starts = [s.span.start for s in self.analysis.sentences]
        for claim in made:
            for segment in claim.segments:
                first = bisect_right(starts, segment.start) - 1
                for k in range(first, bisect_right(starts, segment.end - 1)):
                    inside[k].add(claim.id)
        for k, sentence in enumerate(self.analysis.sentences):
            count = len(inside[k])
            yield replace(sentence, claims=count, reason=None if count else self._reason(sentence) or Reason.FRAGMENT)

    def _reason(self, sentence: Sentence) -> Reason | None:
        if any(True for _ in self.acts.over(sentence.span)):
            return Reason.ACT_ONLY
        if not _SAID.search(self.text, *sentence.span):
            return Reason.NO_WORDS
        said = self.analysis.words(sentence.span)
        spoken = any(True for _ in self.voices.over(sentence.span))
        kind = self.analysis.blocks[sentence.block].kind
        return why_none(said, kind, spoken=spoken)
