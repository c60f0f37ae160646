"""Examples to learn from: pronouns and nouns with their candidates, and which of these people say is right."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimsdb.learning.jsonl import objects
from claimsdb.learning.training.speakers.annotated import Annotated, analysed
from claimsdb.model.ids import fold
from claimsdb.model.spans import Span
from claimsdb.normalizer.attribution.attributions import attributions
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.speakers.antecedents import NEUTER, PLURAL, SINGULAR
from claimsdb.normalizer.speakers.candidates import Candidate
from claimsdb.normalizer.speakers.features import Question
from claimsdb.normalizer.speakers.names import PRONOUNS
from claimsdb.normalizer.speakers.resolving import Resolver, core_of

_LITTLE = frozenset("the a an of".split())
_DEFINITE = ("the ", "this ", "that ", "these ", "those ", "its ", "his ", "her ", "their ")


@dataclass(frozen=True, slots=True)
class Example:
    """A question: the features of each candidate and of none, last, and which are right. `source`: it is the source of an attribution."""

    kind: str
    features: tuple[tuple[str, ...], ...]
    right: tuple[int, ...]
    document: str
    source: bool
    annotated: bool


def same_name(a: str, b: str) -> bool:
    """Whether all words of one name are in the other."""
    one, two = ({w.strip(".,’'\"").lower() for w in x.split()} - _LITTLE for x in (a, b))
    return bool(one and two) and (one <= two or two <= one)


class _Reader:
    """A scorer that knows the answers, and keeps every question it is asked."""

    annotated = False

    def __init__(self, document: str, sources: Collection[int]) -> None:
        self.document, self.sources, self.examples = document, sources, list[Example]()

    def chances(
        self, asked: Question, candidates: Sequence[Candidate], features: Sequence[Sequence[str]]
    ) -> Sequence[float]:
        """The right candidate for certain."""
        right = [k for k, c in enumerate(candidates) if self.is_right(asked, c)] or [len(candidates)]
        if self.known(asked):
            kept = tuple(map(tuple, features))
            self.examples.append(
                Example(asked.kind, kept, tuple(right), self.document, asked.span.start in self.sources, self.annotated)
            )
        return [float(k == right[0]) for k in range(len(features))]

    def known(self, asked: Question) -> bool:
        """Whether people say who is meant."""
        raise NotImplementedError

    def is_right(self, asked: Question, one: Candidate) -> bool:
        """Whether the candidate is meant."""
        raise NotImplementedError


class _Speakers(_Reader):
    """Knows the speakers of annotated sources."""

    annotated = True

    def __init__(self, document: Annotated) -> None:
        self._gold: dict[int, str | None] = {
            s.start: document.speakers[k]
            for k, a in enumerate(document.attributions)
            for s in a.source
            if k in document.speakers
        }
        super().__init__(document.name, self._gold)
        self._document = document
        self.resolver = Resolver(document.analysis, document.attributions, self)

    def known(self, asked: Question) -> bool:
        return asked.span.start in self._gold

    def is_right(self, asked: Question, one: Candidate) -> bool:
        gold = self._gold.get(asked.span.start)
        if gold is None:
            return False
        speakers = self._document.speakers
        called = {
            fold(who.name)
            for k, name in speakers.items()
            if name == gold and (who := self.resolver.answered(k)) is not None
        }
        if fold(one.who.name) in called:
            return True
        own = asked.kind == "noun" and same_name(" ".join(asked.words), gold)
        return not own and same_name(one.who.name, gold)


def of_speakers(document: Annotated) -> list[Example]:
    """The examples of a document with annotated speakers."""
    reader = _Speakers(document)
    reader.resolver.read()
    return reader.examples


class _Mentions(_Reader):
    """Knows which mentions corefer."""

    def __init__(self, name: str, sources: Collection[int], mentions: Sequence[tuple[int, int, int]]) -> None:
        super().__init__(name, sources)
        self._mentions = sorted(mentions, key=lambda m: m[1] - m[0])
        self._cluster = {(a, b): c for a, b, c in mentions}

    def known(self, asked: Question) -> bool:
        return (asked.span.start, asked.span.end) in self._cluster

    def is_right(self, asked: Question, one: Candidate) -> bool:
        return self._of(one.nearest) == self._cluster.get((asked.span.start, asked.span.end), -1)

    def _of(self, span: Span) -> int | None:
        """The cluster of the smallest mention around the span that begins or ends with it."""
        for a, b, cluster in self._mentions:
            if a <= span.start and span.end <= b and (a >= span.start - 4 or b == span.end):
                return cluster
        return None


def of_mentions(file: Path) -> Iterator[Example]:
    """The examples of documents with coreference, in the form of GUM's converted export."""
    tagger = TrainedTagger()
    for row in objects(file):
        text = row["text"]
        analysis = analysed(text.encode(), row["id"])
        found, _ = attributions(analysis, tagger.tag(analysis))
        asked = {s.start for a in found for s in a.source}
        reader = _Mentions(row["id"], asked, [(a, b, c) for a, b, c, *_ in row["mentions"]])
        resolver = Resolver(analysis, found, reader)
        again = {c for _, _, c, _, status, *_ in row["mentions"] if status.startswith("giv")}
        for start, end, cluster, kind, *_ in sorted(row["mentions"]):
            words = text[start:end].lower().split()
            if start in asked or cluster not in again:
                continue
            resolver.read(start)
            pronoun = words[0] if len(words) == 1 and words[0] in PRONOUNS else ""
            what = "he" if pronoun in SINGULAR else "they" if pronoun in PLURAL else "it" if pronoun in NEUTER else ""
            if what and kind in ("person", "organization", "animal", "place", "abstract", "object", "event"):
                resolver.antecedents.ask(what, Span(start, end), (pronoun,), None)
            elif not pronoun and kind in ("person", "organization") and text[start:end].lower().startswith(_DEFINITE):
                core = core_of(text[start:end])
                if core and (len(core) < 4):
                    resolver.antecedents.ask("noun", Span(start, end), core, None)
        resolver.read()
        yield from reader.examples
