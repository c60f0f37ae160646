"""Several persons' texts in one document: letters to the editor, each signed beneath, and posts or turns under a line with a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from claimsdb.english.analysis import Analysis
from claimsdb.english.letters import latin
from claimsdb.english.lexicon import default
from claimsdb.english.listed import listed
from claimsdb.model.attribution import Spans
from claimsdb.model.document import Block, BlockKind
from claimsdb.model.spans import Span
from claimsdb.normalizer.layout.frames import STOPS, Found, Frame
from claimsdb.reading.blocks.patterns import STAMPED

FEWEST = 2  # minimum number of texts
_WORD = r"[A-Z][\w’'-]*\.?"
_NAMED = re.compile(
    latin(
        rf"(?P<name>{_WORD}(?: (?:(?:de|van|von|der|al|bin) )?{_WORD}){{1,3}})"
        r"(?:(?:,| --| [—–]) [^.!?:;“”\"\n]{2,60})?"
    )
)
_HANDLE = r"(?P<name>[\w.’'-]{2,30}(?: [\w.’'-]{1,30}){0,3}?)"
_WROTE = re.compile(rf"{_HANDLE} (?P<cue>wrote|writes|says|said|commented|replied|asked)(?: on [^:\n]{{4,40}})?:")
_STAMPED = re.compile(
    rf"(?:(?:[Pp]osted|[Cc]ommented|[Ww]ritten|[Aa]sked|[Aa]nswered) by:? )?{_HANDLE}"
    r"(?:,| at| on| [-–—|]| wrote on)? (?=\S*\d|[A-Z][a-z]+\.? \d)"
)
_COMMENTS = re.compile(r"(?:\d{1,5} )?(?:comments?|replies|responses|discussion)(?: \(\d{1,5}\))?:?", re.IGNORECASE)
_ROLES = frozenset([*listed("turns", "role"), "anonymous"])
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_PERSONAL = re.compile(r"\b(?:I|my|we|our|you|your)\b", re.IGNORECASE)
_SHORT = 4  # words of a place under a name
_WHY = "one of several persons' texts: a line with a name says whose it is"


@dataclass(slots=True)
class _Text:
    """A text with the line that names its author."""

    name: Span
    lines: list[Span]
    cue: Spans = ()
    said: list[Span] = field(default_factory=list)


def posts(analysis: Analysis) -> Found:
    """The texts of several persons, each under or over a line with its author's name."""
    blocks = [b for b in analysis.blocks if b.kind not in (BlockKind.TITLE, BlockKind.CAPTION, BlockKind.CREDIT)]
    found = list(_under(analysis, blocks)) or list(_signed(analysis, blocks))
    frames = [Frame((t.name,), tuple(t.said), _WHY, cue=t.cue) for t in found if t.said]
    return Found(frames, bylines=[line for t in found for line in t.lines]) if len(frames) >= FEWEST else Found()


def _under(analysis: Analysis, blocks: Sequence[Block]) -> Iterator[_Text]:
    """Texts under their authors' lines, which have a date or a word of writing, or are names that come back."""
    text = analysis.text
    page = any(_COMMENTS.fullmatch(text, *b.span) for b in analysis.blocks)
    authors = [_author(text, b, page) for b in blocks]
    bare = [None if one else _bare(text, b) for one, b in zip(authors, blocks, strict=True)]
    often = Counter(one.name.of(text) for one in bare if one)
    dated = sum(one is not None for one in authors) >= FEWEST
    if not dated and max(often.values(), default=0) < FEWEST:
        return
    authors = [a or b for a, b in zip(authors, bare, strict=True)]
    made: list[_Text] = []
    for block, one in zip(blocks, authors, strict=True):
        if one is not None:
            made.append(one)
        elif made and _is_said(text, block):
            made[-1].said.append(block.span)
    written = sum(bool(t.said) for t in made)
    if written >= max(FEWEST, len(made) - 1) and (dated or _is_personal(text, made)):
        yield from made


def _signed(analysis: Analysis, blocks: Sequence[Block]) -> Iterator[_Text]:
    """Texts over their authors' lines, in which most speak of themselves or to *you*; the last line is one."""
    text = analysis.text
    made: list[_Text] = []
    said: list[Span] = []
    for block in blocks:
        one = _bare(text, block)
        if one is not None and said:
            one.said, said = said, []
            made.append(one)
        elif made and not said and _is_place(text, made[-1].lines[-1], block):
            made[-1].lines.append(block.span)
        elif _is_said(text, block):
            said.append(block.span)
    if not said and _is_personal(text, made):
        yield from made


def _is_personal(text: str, made: Sequence[_Text]) -> bool:
    """Whether most of the texts speak of themselves or to *you*."""
    return 2 * sum(any(_PERSONAL.search(text, *s) for s in t.said) for t in made) > len(made)


def _author(text: str, block: Block, page: bool) -> _Text | None:
    """The author in a line with a date and a time, or with a word of writing; a full name writes only on a `page` of comments."""
    if found := _WROTE.fullmatch(text, *block.span):
        name = Span(*found.span("name"))
        handle = any(c.isdigit() or c == "_" for c in found["name"])
        named = handle or (_is_name(found["name"]) and (page or found["name"].islower()))
        return _Text(name, [block.span], (Span(*found.span("cue")),)) if named else None
    if STAMPED.fullmatch(text, *block.span) and (found := _STAMPED.match(text, *block.span)):
        return _Text(Span(*found.span("name")), [block.span]) if _is_name(found["name"]) else None
    return None


def _bare(text: str, block: Block) -> _Text | None:
    """The author in a line that is a name, or one of few words that say what somebody does ("Operator")."""
    if block.span.of(text).lower() in _ROLES:
        return _Text(block.span, [block.span])
    found = _NAMED.fullmatch(text, *block.span)
    if found is None or not _is_given(found["name"].split()[0]):
        return None
    return _Text(Span(*found.span("name")), [block.span])


def _is_name(words: str) -> bool:
    known = [w.lower() for w in _LETTERS.findall(words)]
    return bool(known) and any(default().classes.is_name(w) for w in known)


def _is_given(word: str) -> bool:
    """Whether the first word of a name is a given name or initials, rather than a word or an abbreviation."""
    return word.endswith(".") or (not word.isupper() and default().classes.is_name(word.lower()))


def _is_said(text: str, block: Block) -> bool:
    """Whether a block is a part of somebody's text."""
    if block.kind is BlockKind.BOILERPLATE:
        said = block.span.of(text)
        return said.endswith(STOPS) and said.count(" ") > 1
    return block.kind.bears_claims


def _is_place(text: str, name: Span, block: Block) -> bool:
    """Whether a block is a line of few words right under a name."""
    words = block.span.of(text)
    between = text[name.end : block.span.start]
    return (
        between.count("\n") == 1 and len(words.split()) <= _SHORT and not words.endswith(STOPS) and words[0].isupper()
    )
