"""That every passage of a document is what its bytes say, by the proof of its kind."""

from __future__ import annotations

from claimsdb.lookup.verify.proofs.proof import proof_of
from claimsdb.model.document import Document
from claimsdb.model.source_map import How
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch, portions
from claimsdb.reading.formats.lines import WHITE


def prove(document: Document, *spans: Span) -> None:
    """Prove all passages, and the spans that have bytes; what has none is white space."""
    proof = proof_of(document.media_type, document.raw, document.encoding)
    end = 0
    for passage in document.passages:
        assert end <= passage.span.start < passage.span.end <= len(document.text)
        assert not document.text[end : passage.span.start].strip(WHITE)
        end = passage.span.end
    assert not document.text[end:].strip(WHITE)
    for run in document.map.runs():
        assert run.how is not How.NONE or document.text[run.start : run.end].isspace()
    for span in (*(passage.span for passage in document.passages), *spans):
        if document.map.ranges(span):
            words = span.of(document.text)
            stretch = Stretch(span, Span(*document.map.hull(span)), words, portions(document.map, span))
            assert proof.words(stretch) == words
