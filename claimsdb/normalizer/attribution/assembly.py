"""From linked fragments to attributions: quotation marks reconciled, sources shared, quotations continued, contents kept apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimsdb.english.analysis import Analysis
from claimsdb.english.listed import either, listed
from claimsdb.english.networks.findings import Findings
from claimsdb.english.networks.labels import CONTENT, PARTS
from claimsdb.english.networks.links import Linked
from claimsdb.english.quotations import MARKS, Quotation
from claimsdb.english.subjects import subject
from claimsdb.model.document import Sentence
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span
from claimsdb.normalizer.attribution.continuation import carry_on, is_speech
from claimsdb.normalizer.attribution.drafts import Draft, tagged
from claimsdb.normalizer.attribution.pieces import apart, by_sentence
from claimsdb.normalizer.attribution.tagger import Tagged

SURE = 0.4  # minimum confidence of an attribution without a source
_DISTANCE = re.compile(rf"(?:the|an?|{either(listed('hedges', 'no_act'))})", re.IGNORECASE)


def assemble(
    analysis: Analysis,
    blocks: Sequence[Span],
    quoted: Sequence[Quotation],
    found: Findings,
) -> tuple[Tagged, ...]:
    """The attributions of a document in `blocks`, the spans that were read as paragraphs; `quoted` are the quotations in them."""
    text, span, linked = analysis.text, found.span, found.linked
    parts = Intervals.of(span(f) for one in linked for f in (one.cue, *one.source))
    speeches = [q.span for q in quoted if is_speech(text, q)]
    spoken = Intervals.of(speeches)
    made, over = [], list[Span]()
    for one in linked:
        if not span(one.cue).of(text).strip(MARKS):
            continue  # a quotation mark alone is not an act
        draft = Draft(span(one.cue), _score(one), [span(f) for f in one.source], [span(f) for f in one.content])
        draft.why.append(_told(one))
        marked = draft.content = [c for c in draft.content if not _is_before(one, c, found, spoken)]
        cut = [by_sentence(analysis, draft.cue, piece) for piece in draft.source]
        draft.source = [piece for piece, _ in cut]
        over += [rest for _, rest in cut if rest]
        draft.content = [_with_marks(piece, spoken, parts) for piece in marked]
        draft.source, draft.content = apart(text, draft.source, draft.content)
        if draft.content != marked:
            draft.why.append("content taken to the ends of its quotation marks")
        draft.expects = not draft.content
        made.append(draft)
    made = _one_act(text, made)
    for rest in over:  # a source that the model drew over a sentence's end: its rest is the next cue's
        following = min((d for d in made if d.cue.start >= rest.end), key=lambda d: d.cue.start, default=None)
        if (
            following
            and not following.source
            and analysis.sentence(following.cue.start) is analysis.sentence(rest.start)
        ):
            following.source = [rest]
    _share(analysis, made)
    made = [d for d in made if d.source or d.shares is not None or _unnamed(text, d)]
    carry_on(text, blocks, made, speeches)
    return tagged(text, made)


def _is_before(one: Linked, content: Span, found: Findings, spoken: Intervals[None]) -> bool:
    """Whether a content is in a paragraph before that of the cue, and no speech in quotation marks: the text does not show that it is."""
    paragraph = found.paragraphs[one.cue.paragraph]
    return content.end <= paragraph.starts[0] and not spoken.over(content)


def _one_act(text: str, made: Sequence[Draft]) -> list[Draft]:
    """The drafts, with each mark before a content ("Said the mayor: …") joined to the cue before it that has no content yet."""
    kept: list[Draft] = []
    for draft in made:
        before = kept[-1] if kept else None
        if before is not None and not before.content and not any(c.isalnum() for c in draft.cue.of(text)):
            end = max(s.end for s in (before.cue, *before.source))
            if draft.source in ([], before.source) and not text[end : draft.cue.start].strip():
                before.content, before.score = draft.content, min(before.score, draft.score)
                before.why += ["what follows the mark is its content", *draft.why]
                before.expects = not before.content
                continue
        kept.append(draft)
    return kept


def _unnamed(text: str, draft: Draft) -> bool:
    """Whether an attribution without a source counts: it needs confidence, and more than a hedging word ("*alleged* balloons")."""
    return draft.score >= SURE and not all(_DISTANCE.fullmatch(word) for word in draft.cue.of(text).split())


def _score(one: Linked) -> float:
    """The tagger's confidence in an attribution: the lowest one of its cue, its contents, and their links."""
    score = one.cue.chance
    for fragment, chance in zip((*one.source, *one.content), one.chances, strict=True):
        score = min(score, chance if fragment.part != CONTENT else fragment.chance * chance)
    return score


def _told(one: Linked) -> str:
    """The chances behind the score, in words."""
    linked = zip((*one.source, *one.content), one.chances, strict=True)
    told = (f"{PARTS[f.part]} {f.chance:.2f}, its link {chance:.2f}" for f, chance in linked)
    return f"the model: {', '.join((f'cue {one.cue.chance:.2f}', *told))}"


def _with_marks(piece: Span, spoken: Intervals[None], parts: Intervals[None]) -> Span:
    """The content extended to the whole of each quotation that it overlaps, unless a source or cue is in it."""
    for speech, _ in spoken.over(piece):
        whole = Span(min(piece.start, speech.start), max(piece.end, speech.end))
        if whole != piece and not parts.over(speech):
            piece = whole
    return piece


def _share(analysis: Analysis, made: Sequence[Draft]) -> None:
    """Let a cue without a source share the source of the attribution before it ("said X and added Y"), or take the subject of its verb."""
    giver: Draft | None = None
    here: Sentence | None = None
    for draft in made:
        sentence = analysis.sentence(draft.cue.start)
        if sentence != here:
            giver, here = None, sentence
        if draft.source:
            giver = draft
        elif giver is not None:
            draft.shares = giver
            draft.why.append("it shares the source of the attribution before it in its sentence")
        elif sentence and (shared := subject(analysis.words(sentence.span).tokens, draft.cue)) is not None:
            draft.source.append(shared)
            draft.why.append("it is joined to another verb, whose subject is its source too")
            giver = draft
