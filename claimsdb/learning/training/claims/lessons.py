"""Lessons of claims: an annotated document as the program reads it, with the labels of its words and the ties between its fragments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tokenizers import Tokenizer as Pieces

from claimsdb.english.networks.findings import first_words
from claimsdb.english.networks.ties import Stretch
from claimsdb.english.networks.windows import Ints, Paragraph, paragraphs
from claimsdb.learning.jsonl import Json
from claimsdb.learning.training.claims.acts import Acts, Tie
from claimsdb.learning.training.claims.annotations import rows
from claimsdb.learning.training.claims.records import AnnotationError
from claimsdb.learning.training.claims.spelling import Told, spelled
from claimsdb.learning.training.tagger.corpus import touched
from claimsdb.model.document import Document
from claimsdb.model.spans import Span
from claimsdb.normalizer.normalize import analyse
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.read import read


@dataclass(frozen=True, slots=True)
class Lesson:
    """Paragraphs with the labels of their words, and the claims that these tell; `acts` are None if only the claims are known.

    `begins` are the words at which the sentences of each paragraph begin; ties point to `cues` and `sources`, which are in order.
    """

    read: Sequence[Paragraph]
    begins: Sequence[Sequence[int]]
    claims: Sequence[Ints]
    told: Sequence[Told]
    acts: Sequence[Ints] | None = None
    ties: Sequence[Tie] = ()
    cues: Sequence[Stretch] = ()
    sources: Sequence[Stretch] = ()

    def part(self, low: int, high: int) -> Lesson:
        """The paragraphs `[low, high)` as a lesson, without the claims and ties that reach outside them."""

        def inside(of: Stretch) -> bool:
            return low <= of.paragraph < high

        def moved(of: Stretch) -> Stretch:
            return replace(of, paragraph=of.paragraph - low)

        ties = [t for t in self.ties if inside(t.pointing) and (t.to is None or inside(t.to))]
        return replace(
            self,
            read=self.read[low:high],
            begins=self.begins[low:high],
            claims=self.claims[low:high],
            told=(),
            acts=None if self.acts is None else self.acts[low:high],
            ties=[replace(t, pointing=moved(t.pointing), to=None if t.to is None else moved(t.to)) for t in ties],
            cues=[moved(s) for s in self.cues if inside(s)],
            sources=[moved(s) for s in self.sources if inside(s)],
        )


def lessons(folder: Path, tokenizer: Pieces) -> Iterator[Lesson]:
    """The lessons of a folder in the interchange format, with its texts in `docs/`; a document without words gives none."""
    for name, of in sorted(rows(folder).items()):
        made = lesson(name, (folder / "docs" / name).read_bytes(), of.claims, tokenizer)
        if any(map(len, made.read)):
            yield made


def as_read(document: Document, tokenizer: Pieces) -> tuple[list[Span], list[Paragraph], list[list[int]]]:
    """The blocks of a document that bear claims, as paragraphs, and the words at which the sentences of each begin."""
    analysis, _ = analyse(document.reading, blocks(document))
    spans = analysis.bearing
    found = paragraphs(analysis.text, spans, analysis.quotations, tokenizer)
    starts = [sentence.span.start for sentence in analysis.sentences]
    return spans, found, [first_words(paragraph, span, starts) for paragraph, span in zip(found, spans, strict=True)]


def lesson(name: str, raw: bytes, claims: Sequence[Json], tokenizer: Pieces) -> Lesson:
    """The lesson of one document, in the program's own blocks: what was annotated outside those that bear claims is left out.

    Raises `AnnotationError` if the claims are those of another text.
    """
    document = read(raw, name)
    for span in (s for claim in claims for s in claim["segments"]):
        if document.text[span["start"] : span["end"]] != span["text"]:
            raise AnnotationError(name, f"there is no {span['text'][:40]!r} at code point {span['start']}")
    spans, found, begins = as_read(document, tokenizer)

    def words(start: int, end: int) -> list[Stretch]:
        return [Stretch(*at) for at in touched(found, spans, start, end)]

    sizes = [len(p) for p in found]
    pieces = [
        (at, k) for k, claim in enumerate(claims) for s in claim["segments"] for at in words(s["start"], s["end"])
    ]
    labels, told = spelled(pieces, sizes)
    acts = Acts.read(claims)
    cues, sources = acts.targets(words)
    return Lesson(found, begins, labels, told, acts.labels(words, sizes), acts.ties(words, told), cues, sources)
