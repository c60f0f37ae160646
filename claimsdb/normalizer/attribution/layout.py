"""Speech that the layout gives to somebody.

Transcripts ("LEE: The bridge is safe."), signed quotations ("“It is safe.” ― Ann Lee"), and passages under a label that says whose they
are ("The council’s view, as told by Ann Lee. The bridge is safe. …").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimsdb.english.analysis import Analysis
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, strip
from claimsdb.normalizer.attribution.drafts import Draft

SCORE = 0.95
FEWEST = 2  # labels in capitals that make a transcript
_LABEL = re.compile(r"[“\"]?([A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,3})(:)\s+(?=\S)")
_SIGNATURE = re.compile(r"(―|—|–|--?)\s*([A-Z][^\W\d_]*\.?(?:[ ’'-][^\W\d_]+\.?){0,5}(?:, [^.!?“”\"]{1,60})?)$")
_TOLD = "provided told given described presented reported put argued explained summarised summarized seen written voiced stated recounted"
_HEADED = re.compile(
    rf"(?P<what>[^.!?:;“\"]{{0,100}}?),? (?P<cue>(?:as )?(?:{'|'.join(_TOLD.split())}) by|according to)"
    r" (?P<source>(?:the )?[A-Z][^.!?:;“\"]{1,60})[.:]\s+(?=[A-Z“\"])"
)
_OPENING, _CLOSING = '“”"„«', '“”"»'
_FINAL = ".?!…,"


def labelled(analysis: Analysis, blocks: Sequence[Span]) -> Iterator[Draft]:
    """The attributions of labelled and signed speech, in order. `blocks` are the spans of claim-bearing blocks."""
    text = analysis.text
    labels = [_LABEL.match(text, *b) for b in blocks]
    transcript = sum(label is not None for label in labels) >= FEWEST
    for k, block in enumerate(blocks):
        label = labels[k]
        if transcript and label is not None:
            cue, source = Span(*label.span(2)), Span(*label.span(1))
            yield Draft(
                cue, SCORE, [source], [Span(label.end(), block.end)], why=["a transcript: the label says who speaks"]
            )
            continue
        headed = _HEADED.match(text, *block)
        if headed is not None and not analysis.words(Span(*headed.span("what"))).has_finite_verb():
            cue, source = Span(*headed.span("cue")), Span(*headed.span("source"))
            yield Draft(
                cue, SCORE, [source], [Span(headed.end(), block.end)], why=["a label says whose the passage is"]
            )
            continue
        signature = _SIGNATURE.match(text, *block)
        if (
            signature is not None
            and k
            and signature.end() - block.start <= block.length
            and _spoken(text, blocks[k - 1])
        ):
            yield _by(signature, blocks[k - 1])
        elif (signed := _signed(text, block)) is not None:
            yield signed


def _spoken(text: str, block: Span) -> bool:
    """Whether the block is one quotation and nothing else, whichever way its marks are turned."""
    words = block.of(text)
    return words[0] in _OPENING and words[-1] in _CLOSING and words.rstrip(_CLOSING)[-1:] in tuple(_FINAL)


def _signed(text: str, block: Span) -> Draft | None:
    """A quotation with its signature behind it in one block ("“It is safe.” — Ann Lee")."""
    words = block.of(text)
    if words[0] not in _OPENING:
        return None
    last = max(words.rfind(mark) for mark in _CLOSING)
    rest = strip(text, Span(block.start + last + 1, block.end))
    signature = _SIGNATURE.match(text, *rest) if last > 0 and rest.length else None
    quotation = Span(block.start, block.start + last + 1)
    if signature is None or signature.end() != rest.end or not _spoken(text, quotation):
        return None
    return _by(signature, quotation)


def _by(signature: re.Match[str], quotation: Span) -> Draft:
    cue, source = Span(*signature.span(1)), Span(*signature.span(2))
    return Draft(cue, SCORE, [source], [quotation], why=["a signature stands under the quotation"])


def give(made: Sequence[Draft], speech: Sequence[Draft]) -> list[Draft]:
    """All drafts in order; what the layout gives to somebody is nobody else's."""
    taken = Intervals.of(s for d in speech for s in (*d.source, d.cue, *d.content))
    kept = []
    for draft in made:
        if taken.over(draft.cue):
            continue
        draft.source = [s for s in draft.source if not taken.over(s)]
        draft.content = [c for c in draft.content if not taken.over(c)]
        kept.append(draft)
    return sorted([*kept, *speech], key=lambda d: d.cue)
