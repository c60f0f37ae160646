"""A document's text, analysed for the rules: blocks, sentences, quotation marks, and words by span, each computed once.

All spans are half-open, in code points of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from claimsdb.english.bearing import bearing
from claimsdb.english.clauses import Words
from claimsdb.english.lexicon import default
from claimsdb.english.quotations import Quotation, quotations
from claimsdb.english.words import BEFORE, TOKEN, Classed, Word
from claimsdb.model.document import Block, Sentence
from claimsdb.model.spans import Span, together


class Analysis:
    """The text analysed. `sentences` are in order, each inside its block; `labels` ("SMITH:") are in none of them.

    `bold` are words in bold with which lines begin, by where they begin.
    `turns` are where the format says that somebody else begins to speak, whom it does not name.
    """

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        sentences: Sequence[Sentence],
        labels: Sequence[Span] = (),
        bold: Mapping[int, Span] = MappingProxyType({}),
        turns: Collection[int] = (),
    ) -> None:
        self.text, self.blocks, self.sentences, self.labels = text, blocks, sentences, labels
        self.bold, self.turns = bold, turns
        self._starts = [s.span.start for s in sentences]
        self._asked: dict[tuple[Span, ...], Words] = {}

    @cached_property
    def bearing(self) -> list[Span]:
        """The blocks that bear claims, in order, without labels: one in mid-block makes two of it."""
        return [part for _, part in bearing(self.text, self.blocks, self.labels)]

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The quotations in the blocks that bear claims, sorted by start, outer before inner."""
        return quotations(self.text, self.bearing)

    def sentence(self, at: int) -> Sentence | None:
        """The last sentence that begins at or before an offset; None before the first."""
        k = bisect_right(self._starts, at)
        return self.sentences[k - 1] if k else None

    def sentences_before(self, at: int, most: int) -> Sequence[Sentence]:
        """The last sentences that begin at or before an offset, at most `most`, the nearest first."""
        k = bisect_right(self._starts, at)
        return self.sentences[max(k - most, 0) : k][::-1]

    def words(self, *spans: Span) -> Words:
        """The words of the spans, in their order, classed without regard to the text around and between them."""
        if spans not in self._asked:
            self._asked[spans] = Words(together(self.text, spans), self._classed(spans))
        return self._asked[spans]

    def _classed(self, spans: Sequence[Span]) -> list[Word]:
        found: list[Classed] = []
        for span in spans:
            at = span.start
            while at < span.end:
                at = self._until_known(Span(at, span.end), found)
        return [c.word for c in found]

    def _until_known(self, span: Span, found: list[Classed]) -> int:
        """Class words until one is classed as in its sentence, whose classes can be used from there on; return the offset after it.

        The first words of a span may have another class than in their sentence. Once a word and all that decides the next one are the
        same, so are all words that follow.
        """
        for token in TOKEN.finditer(self.text, *span):
            found.append(default().classes.after(found[-1] if found else BEFORE, token))
            sentence, at = self._known.get(found[-1], ([], 0))
            end = bisect_right(sentence, span.end, at, key=lambda c: c.word.end)
            while end > at and sentence[end - 1].word.end < span.end and self._goes_on(sentence[end - 1]):
                end -= 1  # the span or the sentence may end within what is one word otherwise ("3,500", "don't")
            if end > at:
                found += sentence[at:end]
                return found[-1].word.end
        return span.end

    def _goes_on(self, classed: Classed) -> bool:
        return not self.text[classed.word.end].isspace()

    @cached_property
    def _known(self) -> dict[Classed, tuple[list[Classed], int]]:
        """Each word, by its offset, as it is classed in its sentence: the sentence's words, and the index of the next one."""
        known: dict[Classed, tuple[list[Classed], int]] = {}
        for sentence in self.sentences:
            found = [BEFORE]
            for token in TOKEN.finditer(self.text, *sentence.span):
                found.append(default().classes.after(found[-1], token))
            known.update((c, (found, k + 1)) for k, c in enumerate(found))
        return known
