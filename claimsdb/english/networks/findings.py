"""The findings of the tagger's network in the paragraphs of a document, before any rule."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from claimsdb.english.networks.claims import Said, said
from claimsdb.english.networks.crf import Floats
from claimsdb.english.networks.files import Model
from claimsdb.english.networks.fragments import fragments
from claimsdb.english.networks.labels import CONTENTS
from claimsdb.english.networks.links import Fragment, Linked, link
from claimsdb.english.networks.ties import Stretch
from claimsdb.english.networks.windows import Paragraph, paragraphs
from claimsdb.english.quotations import Quotation
from claimsdb.model.spans import Span


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings in the paragraphs: linked fragments, fragments without a cue near enough, the claims and acts.

    `contents` is how likely each word is in the content of an outermost attribution.
    """

    paragraphs: Sequence[Paragraph]
    linked: Sequence[Linked]
    astray: Sequence[Fragment]
    said: Said
    contents: Sequence[Floats]

    def span(self, f: Fragment | Stretch) -> Span:
        """The span of a fragment or stretch in the document."""
        paragraph = self.paragraphs[f.paragraph]
        return Span(paragraph.starts[f.low], paragraph.ends[f.high - 1])


def find(
    model: Model, text: str, spans: Sequence[Span], quoted: Sequence[Quotation], sentences: Sequence[int]
) -> Findings:
    """The model's findings in the spans, each read as a paragraph.

    `quoted` are the quotations in them, `sentences` the offsets at which sentences start.
    """
    read = paragraphs(text, spans, quoted, model.tokenizer)
    reading = model.encoder.read(read)
    labels, chances = model.attributions.best([s.attributions for s in reading.scores])
    found = [f for k in range(len(read)) for f in fragments(k, labels[k], chances[k])]
    sizes = [len(p) for p in read]
    linked, astray = link(found, reading, sizes, model.links)
    begins = [first_words(paragraph, span, sentences) for paragraph, span in zip(read, spans, strict=True)]
    scores = [(s.claims, s.acts) for s in reading.scores]
    told = said(read, begins, scores, (model.claims, model.acts), reading, model.ties)
    return Findings(read, linked, astray, told, [c[:, CONTENTS].sum(1) for c in chances])


def first_words(paragraph: Paragraph, span: Span, sentences: Sequence[int]) -> list[int]:
    """The words of the paragraph at which its sentences begin."""
    inside = sentences[bisect_left(sentences, span.start) : bisect_left(sentences, span.end)]
    found = (bisect_left(paragraph.starts, at) for at in inside)
    return [word for word in found if word < len(paragraph)]
