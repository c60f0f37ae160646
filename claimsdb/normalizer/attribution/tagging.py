"""The trained tagger: it finds claims and attributions with a small encoder."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cached_property

from claimsdb.english.analysis import Analysis
from claimsdb.english.networks.calibration import Said, calibrated
from claimsdb.english.networks.files import FOLDER, Model, load, manifest
from claimsdb.english.networks.findings import Findings, find
from claimsdb.english.networks.labels import PARTS
from claimsdb.english.networks.manifest import Manifest
from claimsdb.model.attribution import Mark
from claimsdb.model.fingerprint import fingerprint
from claimsdb.model.intervals import Intervals
from claimsdb.normalizer.attribution.assembly import assemble
from claimsdb.normalizer.attribution.continuation import is_speech
from claimsdb.normalizer.attribution.hearsay import apart, hearsay
from claimsdb.normalizer.attribution.interrupted import resumed
from claimsdb.normalizer.attribution.owners import owned, read_claims
from claimsdb.normalizer.attribution.tagger import Tags
from claimsdb.normalizer.attribution.unsaid import unsaid

ROOMS = ("model", "english", "streams", "pictures", "reading", "normalizer")
"""The rooms whose rules and data decide what is found in a document."""


class TrainedTagger:
    """Finds claims and attributions with the model in a folder, by default the package's own. The model is loaded when first needed."""

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
        begins = [s.span.start for s in analysis.sentences]
        found = find(self._model, analysis.text, analysis.bearing, analysis.quotations, begins)
        points = self._manifest.data["calibration"]
        speeches = Intervals.of(q.span for q in analysis.quotations if is_speech(analysis.text, q))
        outermost = assemble(analysis, analysis.bearing, analysis.quotations, found)
        claims, attributed = resumed(analysis, read_claims(found), owned(found, outermost, speeches))
        claims, attributed = hearsay(analysis.text, claims, attributed)
        claims, attributed = unsaid(analysis, claims, attributed)
        calibrate = (replace(a, score=calibrated(points, a.score)) for a in apart(analysis, attributed))
        return Tags(tuple(calibrate), tuple(claims), _marks(found), self._said(found))

    def _said(self, found: Findings) -> Said:
        starts = [start for paragraph in found.paragraphs for start in paragraph.starts]
        chances = [round(c, 3) for inside in found.contents for c in inside.tolist()]
        return Said(starts, chances, self._manifest.data["own"])


def _marks(found: Findings) -> tuple[Mark, ...]:
    """The model's marks: fragments, and pieces of claims."""
    fragments_of = (f for one in found.linked for f in (one.cue, *one.source, *one.content))
    made = [Mark(found.span(f), PARTS[f.part], f.chance) for f in (*fragments_of, *found.astray)]
    made += [Mark(found.span(piece), "claim", claim.chance) for claim in found.said.claims for piece in claim.pieces]
    return tuple(sorted(made, key=lambda m: (m.span, m.what)))
