"""The trained tagger: it finds attributions and clauses with a small encoder."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby

from claimsdb.english.analysis import Analysis
from claimsdb.english.networks.calibration import Said, calibrated
from claimsdb.english.networks.files import FOLDER, Model, load, manifest
from claimsdb.english.networks.findings import Findings, find
from claimsdb.english.networks.fragments import HINTED, clauses, starts
from claimsdb.english.networks.labels import PARTS
from claimsdb.english.networks.manifest import Manifest
from claimsdb.english.relatives import ended
from claimsdb.english.subjects import own_subjects
from claimsdb.model.attribution import Mark, Spans
from claimsdb.model.fingerprint import fingerprint
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, merge
from claimsdb.normalizer.attribution.assembly import assemble
from claimsdb.normalizer.attribution.hearsay import apart, hearsay
from claimsdb.normalizer.attribution.nesting import joined, nested
from claimsdb.normalizer.attribution.tagger import Tagged, Tags

ROOMS = ("model", "english", "reading", "normalizer")
"""The rooms whose rules and data decide what is found in a document."""


class TrainedTagger:
    """Finds attributions with the model in a folder, by default the package's own. The model is loaded when first needed."""

    def __init__(self, of: Manifest | None = None) -> None:
        self._manifest = of or manifest(FOLDER)

    @property
    def name(self) -> str:
        """The name of the tagger in runs and reports."""
        return self._manifest.name

    @property
    def fingerprint(self) -> str:
        """A hex digest of the model and of all rules and data around it."""
        return hashlib.sha256(f"{self.name} {self._manifest.digest} {fingerprint(*ROOMS)}".encode()).hexdigest()

    @cached_property
    def _model(self) -> Model:
        return load(self._manifest)

    def tag(self, analysis: Analysis) -> Tags:
        """Tag the sentences of one document's text."""
        text, sentences = analysis.text, analysis.sentences
        first = find(self._model, text, analysis.bearing, analysis.quotations)
        outer = assemble(analysis, analysis.bearing, analysis.quotations, first)
        inner = nested(analysis, outer, self._model)
        points = self._manifest.data["calibration"]
        attributed: Sequence[Tagged] = tuple(
            replace(a, score=calibrated(points, a.score)) for a in joined(outer, inner)
        )
        hinted = {
            at: _hint(text, at) for sentence in sentences for at in own_subjects(analysis.words(sentence.span).tokens)
        }
        split = self._clauses(first, analysis, hinted)
        attributed = apart(analysis, attributed)
        begins = sorted({s.span.start for s in sentences} | {c.start for a in attributed for c in a.content})
        split = [ended(analysis, c, begins[max(bisect_right(begins, c.start) - 1, 0)]) for c in split]
        attributions = (*attributed, *hearsay(analysis, split, attributed))
        return Tags(attributions, _unmixed(split, attributions), _marks(first, hinted), self._said(first))

    def _said(self, found: Findings) -> Said:
        starts = [start for paragraph in found.paragraphs for start in paragraph.starts]
        chances = [round(c, 3) for said in found.said for c in said.tolist()]
        return Said(starts, chances, self._manifest.data["own"])

    def _clauses(self, found: Findings, analysis: Analysis, hinted: Mapping[int, float]) -> list[Span]:
        split: list[Span] = []
        starts = [part.start for part in analysis.bearing]
        by_part = groupby(analysis.sentences, key=lambda s: bisect_right(starts, s.span.start))
        for (_, inside), paragraph, scores in zip(by_part, found.paragraphs, found.clauses, strict=True):
            split += clauses(paragraph, scores, list(inside), hinted)
        return split


def _hint(text: str, at: int) -> float:
    """The minimum chance that a clause begins at a conjunction before a subject and a verb: 0 if a quotation begins there."""
    return 0.0 if text[max(at - 1, 0) : at] in ("“", '"') else HINTED


def _marks(found: Findings, hinted: Mapping[int, float]) -> tuple[Mark, ...]:
    """The model's marks: fragments, and the words that may begin a clause."""
    fragments_of = (f for one in found.linked for f in (one.cue, *one.source, *one.content))
    made = [Mark(found.span(f), PARTS[f.part], f.chance) for f in (*fragments_of, *found.astray)]
    for paragraph, scores in zip(found.paragraphs, found.clauses, strict=True):
        made += [Mark(word, "clause", chance) for word, chance in starts(paragraph, scores, hinted)]
    return tuple(sorted(made, key=lambda m: (m.span, m.what)))


def _unmixed(found: Sequence[Span], attributions: Sequence[Tagged]) -> Spans:
    """The clauses that neither begin nor end inside the words of a source or a cue."""
    parts = Intervals.of(merge(s for a in attributions for s in (*a.source, *a.cue)))
    return tuple(
        clause
        for clause in found
        if all(clause.contains(part) or part.contains(clause) for part, _ in parts.over(clause))
    )
