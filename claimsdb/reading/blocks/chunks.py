"""Chunks: passages, cut if a block begins in the middle of a line, with what each shows by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from claimsdb.english import dates
from claimsdb.english.clauses import classed
from claimsdb.english.words import COUNTED
from claimsdb.model.document import BlockKind, Document, Passage
from claimsdb.model.spans import Span, strip
from claimsdb.reading.blocks import patterns

K = BlockKind
_BEFORE_CREDIT = re.compile(r"(?<=[.!?”\"’)])\s+(?=\S)|(?<!\s)\s+(?=[(©|])")
_CAPTION_WORDS = 60
LONG = 12
"""The fewest words of prose that is long enough to be the text itself."""
HEADING_WORDS = 12
"""The most words of a heading."""
SURELY_PROSE = 25
"""The fewest words of a chunk that is prose however it ends."""
_SAYING = 7  # words: a shorter line with a verb is more often a heading
_GROUP = 4
_FURNITURE_WORDS = 25
_CREDIT_WORDS = 12


@dataclass(slots=True)
class Chunk:
    """A part of a passage that becomes a block: `text` is what is read there, without markup; `kind` is filled in as rules find it."""

    span: Span
    text: str
    role: str | None
    loose: bool
    kind: BlockKind | None = None
    opens: bool = False
    recurs: bool = False
    words: int = field(init=False)
    ends: bool = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.text.strip()
        self.words = len(COUNTED.findall(self.text))
        self.ends = (
            patterns.SENTENCE_END.search(self.text) is not None or patterns.SIGNED.fullmatch(self.text) is not None
        )

    def is_prose(self, least: int) -> bool:
        """Whether it has at least that many words and ends like a sentence or a lead-in, or is too long for anything else."""
        return self.words >= least and (self.ends or self.text.endswith(":") or self.words >= SURELY_PROSE)

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does, and is more than a label with a full stop ("FULL TEXT.")."""
        return self.kind is None and self.ends and self.words > 1 and not patterns.LABEL.fullmatch(self.text)

    @property
    def says(self) -> bool:
        """Whether its words say something though no mark ends them: there is speech in it, or a finite verb in mostly small letters."""
        if patterns.SPOKEN.search(self.text):
            return True
        if self.words < _SAYING:
            return False
        words = COUNTED.findall(self.text)
        small = sum(word[0].islower() for word in words)
        return small > 0.5 * len(words) and classed(self.text).has_finite_verb()

    @property
    def is_name(self) -> bool:
        """Whether it consists of the names of one or a few persons."""
        if self.words > 9 or self.text.startswith("The ") or self.text.endswith("."):
            return False
        return patterns.LONE_NAMES.fullmatch(self.text) is not None

    @property
    def is_rule(self) -> bool:
        """Whether it is a separator, without letters or digits."""
        return self.words == 0


def chunks(document: Document) -> list[Chunk]:
    """The document's passages in order, cut at datelines and credits, with the kinds that they show by themselves."""
    found: list[Chunk] = []
    prose = 0
    for group in _groups(document.passages):
        cut = [_cut(document, passage, prose < 3) for passage in group]
        # Lines that are set together with a credited line describe the same picture.
        if len(group) <= _GROUP and any(p.kind is K.CREDIT and len(c) > 1 for c in cut for p in c):
            for chunk in (c[0] for c in cut):
                if chunk.kind is None and chunk.words <= _CAPTION_WORDS:
                    chunk.kind = K.CAPTION
        for chunk in (p for c in cut for p in c):
            prose += chunk.kind is None and chunk.words > 12
            found.append(chunk)
    return found


def _groups(passages: tuple[Passage, ...]) -> list[list[Passage]]:
    groups: list[list[Passage]] = []
    for passage in passages:
        if passage.loose or not groups:
            groups.append([])
        groups[-1].append(passage)
    return groups


def _cut(document: Document, passage: Passage, early: bool) -> list[Chunk]:
    """The passage as one chunk or as two: dateline and paragraph, or caption and credit."""
    words = passage.span.of(document.reading)
    if passage.role == "image":
        return [Chunk(passage.span, words, passage.role, passage.loose, K.CAPTION)]
    if passage.role not in (None, "list_item"):
        return [Chunk(passage.span, words, passage.role, passage.loose)]
    whole = Chunk(passage.span, words, passage.role, passage.loose)
    whole.kind, whole.opens = _kind(whole, passage.span.start == 0)
    if whole.kind is not None:
        return [whole]
    if early and (match := patterns.DATELINE.match(words, _indent(words))):
        return _halves(document, passage, match.end(), K.DATELINE, None)
    if match := _trailing_credit(words):
        rest = len(COUNTED.findall(words[: match.start()]))
        says_photo = match.group()[0] != "(" or patterns.PICTURE.search(words) is not None or early
        return _halves(
            document, passage, match.start(), K.CAPTION if says_photo and rest <= _CAPTION_WORDS else None, K.CREDIT
        )
    if (
        patterns.PICTURE.search(words)
        and whole.words <= (_CAPTION_WORDS if early else 30)
        and '"' not in words
        and "“" not in words
    ):
        whole.kind = K.CAPTION
    return [whole]


def _trailing_credit(words: str) -> re.Match[str] | None:
    """The credit at the end, after a sentence or in brackets."""
    for match in _BEFORE_CREDIT.finditer(words, max(len(words) - 400, 0)):
        if credit := patterns.TRAILING_CREDIT.match(words, match.end()):
            return credit
    return None


def _indent(words: str) -> int:
    return len(words) - len(words.lstrip())


def _halves(
    document: Document, passage: Passage, at: int, first: BlockKind | None, second: BlockKind | None
) -> list[Chunk]:
    middle = passage.span.start + at
    one, two = (
        strip(document.text, half) for half in (Span(passage.span.start, middle), Span(middle, passage.span.end))
    )
    return [
        Chunk(one, one.of(document.reading), passage.role, passage.loose, first),
        Chunk(two, two.of(document.reading), passage.role, False, second),
    ]


def _kind(chunk: Chunk, first: bool) -> tuple[BlockKind | None, bool]:
    """The kind that the words alone show, and whether they introduce a list of teasers."""
    words = chunk.text
    if patterns.SALUTATION.fullmatch(words):
        return K.BOILERPLATE, False
    if chunk.is_rule:
        return K.BOILERPLATE, False
    if chunk.words <= _FURNITURE_WORDS:
        if _is_byline(chunk):
            return K.BYLINE, False
        posted = patterns.POSTED.fullmatch(words) is not None and (not chunk.ends or words.endswith(")"))
        if posted or dates.iso(words) is not None:
            return K.DATELINE, False
        # A text may be called "Watch: what the mayor said".
        if patterns.TEASER.fullmatch(words) and not (first and chunk.words > 4):
            return K.BOILERPLATE, chunk.words <= 4
        if patterns.POINTER.fullmatch(words) or patterns.MAIL_HEADER.fullmatch(words):
            return K.BOILERPLATE, False
        if patterns.TRAIL.fullmatch(words) or patterns.BUTTONS.fullmatch(words):
            return K.BOILERPLATE, False
        if patterns.CALL.fullmatch(words) or (patterns.PAGE_LABEL.fullmatch(words) and not chunk.ends):
            return K.BOILERPLATE, not words.lower().startswith(("advert", "sponsored"))
    return (K.CREDIT if _is_credit(chunk) else None), False


def _is_byline(chunk: Chunk) -> bool:
    if match := patterns.BYLINE.fullmatch(chunk.text):
        return not (match["rest"] and chunk.ends)
    dated = patterns.DATED.fullmatch(chunk.text) and (not chunk.ends or chunk.text.endswith(".m."))
    return bool(dated)


def _is_credit(chunk: Chunk) -> bool:
    if patterns.CREDIT.fullmatch(chunk.text):
        return chunk.words <= _CREDIT_WORDS or patterns.CREDIT_LIST.match(chunk.text) is not None
    if chunk.words <= _CAPTION_WORDS and patterns.CONTRIBUTED.fullmatch(chunk.text):
        return True
    return patterns.TRAILING_CREDIT.fullmatch(chunk.text) is not None
