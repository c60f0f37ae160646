"""The pipeline: from a document and a tagger to everything that is found in the document. Pure: no files, no database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache

from claimsdb.english.analysis import Analysis
from claimsdb.english.dates import day
from claimsdb.english.quantities.quantities import quantities
from claimsdb.english.sentences import sentences
from claimsdb.model.claim import Normalized
from claimsdb.model.document import Block, BlockKind, Document
from claimsdb.model.document_ids import ids_of
from claimsdb.model.errors import Problem
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span
from claimsdb.normalizer.attribution.attributions import attributions
from claimsdb.normalizer.attribution.tagger import Tagger
from claimsdb.normalizer.claims.claims import claims
from claimsdb.normalizer.invariants import check
from claimsdb.normalizer.layout.frames import Layout
from claimsdb.normalizer.layout.layout import layout
from claimsdb.normalizer.placing import placed
from claimsdb.normalizer.speakers.resolving import resolve
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.legibility import doubts
from claimsdb.reading.mending import without
from claimsdb.reading.metadata import stated
from claimsdb.reading.provenance import provenance


def normalize(document: Document, tagger: Tagger | None = None) -> Normalized:
    """Blocks, sentences, attributions, speakers, claims and the coverage ledger of one document, read by the tagger (by default the trained
    one).

    Raises `InvariantError` if a finding breaks the standard's invariants (see `check`), so that none is ever stored.
    """
    tagger = tagger or _trained()
    found_blocks = blocks(document)
    metadata, wrong = document.given.over(stated(document, found_blocks)).checked()
    remedy = "Give another in sources.csv."
    text, today = document.reading, day(metadata.published)
    around = [p.span for p in document.passages if p.role == BlockKind.BOILERPLATE]
    turns = {p.span.start for p in document.passages if p.role == "turn"}
    analysis, given = analyse(text, found_blocks, around, [p.bold for p in document.passages if p.bold], turns)
    tags = tagger.tag(analysis)
    found, owners = attributions(analysis, tags, given)
    speakers, found, persons = resolve(analysis, found)
    made, ledger = claims(analysis, found, owners, tags, ids_of(document))
    made = [replace(c, quantities=tuple(q for s in c.segments for q in quantities(text, s, today))) for c in made]
    normalized = Normalized(
        document=document,
        metadata=metadata,
        blocks=tuple(analysis.blocks),
        sentences=tuple(ledger),
        attributions=tuple(found),
        speakers=tuple(speakers),
        claims=tuple(made),
        problems=(
            *document.problems,
            *doubts(document, analysis.blocks),
            *(Problem("metadata", document.path, what, remedy) for what in wrong),
        ),
        marks=tags.marks,
        persons=persons,
        provenance=provenance(document, found_blocks, metadata),
    )
    normalized = placed(normalized)
    check(normalized)
    return normalized


def analyse(
    text: str,
    blocks: Sequence[Block],
    around: Sequence[Span] = (),
    bold: Sequence[Span] = (),
    turns: Collection[int] = (),
) -> tuple[Analysis, Layout]:
    """A text as taggers read it: analysed, with the blocks and labels of its layout.

    `around` is what the format says is around the document, such as a page's navigation: no layout is looked for in it.
    `bold` are words in bold with which lines begin, and `turns` where it says that somebody else begins to speak, whom it does not name.
    """
    apart_in_bold = {span.start: span for span in bold}
    analysis = Analysis(text, blocks, sentences(text, blocks), bold=apart_in_bold, turns=turns)
    apart = Intervals.of(around)
    inside = [b for b in blocks if not apart.over(b.span)]
    bare = without(text, around)
    given = layout(
        Analysis(bare, inside, sentences(bare, inside), bold=apart_in_bold, turns=turns) if around else analysis
    )
    if given.frames:
        text = without(text, given.blanks)
        outside = [b for b in blocks if apart.over(b.span)]
        whole = sorted([*given.blocks, *outside], key=lambda b: b.span)
        analysis = Analysis(text, whole, sentences(text, whole, given.labels), given.labels)
    return analysis, given


@cache
def _trained() -> Tagger:
    """The tagger in the package, which takes half a second to load."""
    from claimsdb.normalizer.attribution.tagging import TrainedTagger

    return TrainedTagger()
