"""The findings of the tagger's network in stretches of a document, before any rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimsdb.english.networks.crf import Floats
from claimsdb.english.networks.files import Model
from claimsdb.english.networks.fragments import fragments
from claimsdb.english.networks.labels import CONTENTS
from claimsdb.english.networks.links import Fragment, Linked, link
from claimsdb.english.networks.windows import Paragraph, paragraphs
from claimsdb.english.quotations import Quotation
from claimsdb.model.spans import Span


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings in the paragraphs: linked fragments, fragments without a cue near enough, and scores of the words.

    `clauses` are the scores of starts and ends, `said` is how likely each word is in a content.
    """

    paragraphs: Sequence[Paragraph]
    linked: Sequence[Linked]
    astray: Sequence[Fragment]
    clauses: Sequence[Floats]
    said: Sequence[Floats]

    def span(self, f: Fragment) -> Span:
        """The span of a fragment in the document."""
        paragraph = self.paragraphs[f.paragraph]
        return Span(paragraph.starts[f.low], paragraph.ends[f.high - 1])


def find(model: Model, text: str, spans: Sequence[Span], quoted: Sequence[Quotation]) -> Findings:
    """The model's findings in the spans, each read as a paragraph of its own; `quoted` are the quotations in them."""
    read = paragraphs(text, spans, quoted, model.tokenizer)
    reading = model.encoder.read(read)
    labels, chances = model.crf.best([s.labels for s in reading.scores])
    found = [f for k in range(len(read)) for f in fragments(k, labels[k], chances[k])]
    linked, astray = link(found, reading, [len(p) for p in read], model.near)
    said = [c[:, CONTENTS].sum(1) for c in chances]
    return Findings(read, linked, astray, [s.clauses for s in reading.scores], said)
