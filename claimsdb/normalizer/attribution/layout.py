"""Speech that the layout attributes.

There are transcripts ("LEE: The bridge is safe."), signed quotations ("“It is safe.” ― Ann Lee"), and passages under a label that names
their source ("The council’s view, as told by Ann Lee. The bridge is safe. …").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimsdb.english.analysis import Analysis
from claimsdb.english.cues import knows
from claimsdb.english.lexicon import default
from claimsdb.english.quotations import SPEECH
from claimsdb.english.words import FINITE
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, strip
from claimsdb.normalizer.attribution.drafts import Draft

SCORE = 0.95
_PARTICIPLE = frozenset("X")
FEWEST = 2  # minimum number of labels in capitals in a transcript
_LABEL = re.compile(r"[“\"]?([A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,3})(:)\s+(?=\S)")
_SIGNATURE = re.compile(r"(―|—|–|--?)\s*([A-Z][^\W\d_]*\.?(?:[ ’'-][^\W\d_]+\.?){0,5}(?:, [^.!?“”\"]{1,60})?)$")
_HEADED = re.compile(
    r"[^.!?:;“\"]{0,100}?,? (?P<cue>(?P<as>as )?(?P<told>\w+) by|according to)"
    r" (?P<source>(?:the )?[A-Z][^.!?:;“\"]{1,60})[.:]\s+(?=[A-Z“\"])"
)
_FINAL = ".?!…,"


def labelled(analysis: Analysis, blocks: Sequence[Span], made: Sequence[Draft]) -> Iterator[Draft]:
    """The attributions of labelled and signed speech, in order.

    `blocks` are the spans of claim-bearing blocks, `made` are the model's drafts in them.
    """
    text = analysis.text
    found = Intervals((c, d) for d in made for c in d.content)
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
        if (headed := _headed(analysis, block)) is not None and not _attributes(headed, found):
            yield headed
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


def _headed(analysis: Analysis, block: Span) -> Draft | None:
    """The attribution of a passage under a label that names its source: a line without any verb except its participle."""
    found = _HEADED.match(analysis.text, *block)
    if found is None:
        return None
    cue, source = Span(*found.span("cue")), Span(*found.span("source"))
    words = analysis.words(Span(block.start, source.end)).tokens
    told = {w.start for w in words if w.start == found.start("told") and default().classes.may_be(w.form, _PARTICIPLE)}
    if found["told"] and not (told and (found["as"] or knows(found["told"]))):
        return None
    if any(w.tag in FINITE and w.start not in told for w in words):
        return None
    return Draft(cue, SCORE, [source], [Span(found.end(), block.end)], why=["a label names the source of the passage"])


def _attributes(label: Draft, found: Intervals[Draft]) -> bool:
    """Whether the model has found an attribution inside a sentence that only looks like a label."""
    line = Span(label.cue.start, label.content[0].start)
    return any(line.contains(draft.cue) for _, draft in found.over(line))


def _spoken(text: str, block: Span) -> bool:
    """Whether the block is one quotation and nothing else, even if its marks are the wrong way round."""
    words = block.of(text)
    return words[0] in SPEECH and words[-1] in SPEECH and words.rstrip(SPEECH)[-1:] in tuple(_FINAL)


def _signed(text: str, block: Span) -> Draft | None:
    """The attribution of a quotation with its signature after it in one block ("“It is safe.” — Ann Lee")."""
    words = block.of(text)
    if words[0] not in SPEECH:
        return None
    last = max(words.rfind(mark) for mark in SPEECH)
    rest = strip(text, Span(block.start + last + 1, block.end))
    signature = _SIGNATURE.match(text, *rest) if last > 0 and rest.length else None
    quotation = Span(block.start, block.start + last + 1)
    if signature is None or signature.end() != rest.end or not _spoken(text, quotation):
        return None
    return _by(signature, quotation)


def _by(signature: re.Match[str], quotation: Span) -> Draft:
    cue, source = Span(*signature.span(1)), Span(*signature.span(2))
    return Draft(cue, SCORE, [source], [quotation], why=["a signature follows the quotation"])


def give(made: Sequence[Draft], speech: Sequence[Draft]) -> list[Draft]:
    """All drafts in order; what the layout attributes is removed from the others."""
    taken = Intervals.of(s for d in speech for s in (*d.source, d.cue, *d.content))
    kept = []
    for draft in made:
        if taken.over(draft.cue):
            continue
        draft.source = [s for s in draft.source if not taken.over(s)]
        draft.content = [c for c in draft.content if not taken.over(c)]
        kept.append(draft)
    return sorted([*kept, *speech], key=lambda d: d.cue)
