"""Sentences of the claim-bearing blocks: nupunkt's cuts, with repairs for its errors in news.

The splitter only says where to cut. A sentence runs from one cut to the next, so that sentences always cover the block, and offsets
are exact by construction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from nupunkt import PunktSentenceTokenizer, load_default_model

from claimsdb.english.bearing import bearing
from claimsdb.english.lexicon import default
from claimsdb.english.listed import listed
from claimsdb.english.quotations import ENDING
from claimsdb.model.document import Block, Sentence
from claimsdb.model.spans import Span, strip

# The model learnt thousands of abbreviations, including common words ("week", "call", "in"), after which it sees no
# end. Only abbreviations of one letter, those with an inner full stop, and these are kept.
_TITLES = frozenset(listed("abbreviations", "before_name"))  # a capital letter after these does not begin a sentence
_ABBREVIATIONS = _TITLES | frozenset(listed("abbreviations", "other"))

# The splitter takes these for a part of the word; the replacements are as long, so that offsets stay valid.
_PLAIN_QUOTES = str.maketrans("“„«‘‚", '"""\'\'')
_STRAIGHT = ("'", '"', "''")
_OPENING = ("“", "‘", *_STRAIGHT)
_NUMBERS = ("no", "nos")
_STATES = ("Ill", "Ind", "Mass", "Miss", "Ore", "Wash")  # common words in lower case
_LAST_WORD = re.compile(rf"(?<![\w.&])[\w.&]++(?=[?!…]*[)\]{ENDING}]*$)")
_CLOSING = re.compile(rf"[{ENDING})\]}}]+")
_LEADING = re.compile(r"""[\s"'“‘(\[.…•·*–—-]*""")
_ENUMERATOR = re.compile(r"\s*\(?\d{1,2}[.)]\s*")
_DATELINE = ("—", "–", "-", "(")
_GLUED = re.compile(
    rf"(?<![^\W_])(?P<before>[^\W_]{{2,40}})[.!?](?P<marks>[{ENDING})]*)(?=[“‘\"(]?(?P<after>[A-Z][a-z]+|[AI](?=\s)))"
)
_ADDRESS = re.compile(r"(?<!\S)[^\s@/_\\]*[@/_\\]\S*|www\.\S+")
_WINDOW = 40  # code points that a repair reads on either side of a cut
LONGEST = 4_000
"""Maximum length of a sentence in code points, several times that of any in news: a longer one is cut between words, because some rules
compare all parts of a sentence."""
_WHITE = " \t\n\r\u00a0"


def sentences(text: str, blocks: Sequence[Block], labels: Sequence[Span] = ()) -> list[Sentence]:
    """The sentences of every claim-bearing block, in order, without white space at their ends.

    Offsets count code points of `text`; no sentence crosses a block or one of the `labels`, which are in order and belong to no sentence;
    none is empty.
    """
    found = []
    for index, part in bearing(text, blocks, labels):
        found += [Sentence(index, span) for span in _split(text, part)]
    return found


def _split(text: str, block: Span) -> Iterator[Span]:
    body, at = block.of(text), 0
    for cut in [*_worded(body, sorted({*_cuts(body), *_glued(body)})), len(body)]:
        for part in _parts(body, Span(at, cut)):
            span = strip(body, part)
            if span.length:
                yield span.shift(block.start)
        at = cut


def _parts(body: str, sentence: Span) -> Iterator[Span]:
    """The sentence, cut between words if it is too long; a word is never cut."""
    at, end = sentence
    while end - at > LONGEST:
        cut = max(body.rfind(white, at + 1, at + LONGEST) for white in _WHITE)
        if cut < 0:
            after = (body.find(white, at + LONGEST, end) for white in _WHITE)
            cut = min((found for found in after if found >= 0), default=end)
        yield Span(at, cut)
        at = cut
    yield Span(at, end)


def _cuts(body: str) -> Iterator[int]:
    """The splitter's cuts, moved after a closing mark, without those after which the sentence continues."""
    for start, _ in _tokenizer().span_tokenize(body.translate(_PLAIN_QUOTES)):
        before, after = body[max(0, start - _WINDOW) : start], body[start : start + _WINDOW]
        closing = _closing(before, after)
        if closing:
            rest = after[closing:].lstrip()
            if rest[:1].isupper() or rest.startswith(_OPENING):
                yield start + closing
        elif not _goes_on(before.rstrip(), after):
            yield start


def _glued(body: str) -> Iterator[int]:
    """The ends of sentences after which no space is left: "sold his in May.The regulator", "he said.”She"."""
    for match in _GLUED.finditer(body):
        before, after = match["before"], match["after"]
        address = _ADDRESS.search(body, max(body.rfind(" ", 0, match.start()), 0), match.end() + _WINDOW)
        if before.lower() in _ABBREVIATIONS or (address and address.start() <= match.end()):
            continue
        if not before[0].isupper() or match["marks"] or not default().classes.is_name(after.lower()):
            yield match.end("marks")


def _closing(before: str, after: str) -> int:
    """The number of code points after the cut that are marks closing what is before it."""
    marks = _CLOSING.match(after)
    if not marks:
        return 0
    follows = after[marks.end() : marks.end() + 1]
    glued = not before[-1:].isspace() and not (marks.group() in _STRAIGHT and follows.isalnum())
    return marks.end() if glued or follows.isspace() or follows in ",;:" else 0


def _goes_on(before: str, after: str) -> bool:
    """Whether the sentence continues after the cut."""
    found = _LAST_WORD.search(before)
    spelt = found.group().rstrip(".") if found else ""
    word = spelt.lower()
    if after[:1].islower():
        name = before[-1:] in "?!" and spelt[:1].isupper()
        return name or "." in word or before.endswith(".)") or word in _ABBREVIATIONS or spelt in _STATES
    if not before.endswith("."):
        return False
    if after[:1].isupper():
        return word in _TITLES
    return (word in _NUMBERS and after[:1].isdigit()) or (spelt in _STATES and after.startswith(_DATELINE))


def _worded(body: str, cuts: list[int]) -> Iterator[int]:
    """The cuts between words: a bullet, number or ellipsis goes with what follows, other marks with what precedes."""
    spoken, held = False, None
    for at, end in zip([0, *cuts], [*cuts, len(body)], strict=True):
        stretch = body[at:end]
        enumerator = _ENUMERATOR.fullmatch(stretch)
        if any(map(str.isalnum, stretch)) and not enumerator:
            if spoken:
                yield at if held is None else held
            spoken, held = True, None
        elif not enumerator and not _LEADING.fullmatch(stretch):
            held = None
        elif held is None:
            held = at


@cache
def _tokenizer() -> PunktSentenceTokenizer:
    tokenizer = load_default_model()
    for known in tokenizer.abbreviations:
        if len(known) > 1 and known.isalpha() and known not in _ABBREVIATIONS:
            tokenizer.remove_abbreviation(known)
    tokenizer.add_abbreviations(sorted(_ABBREVIATIONS))
    return tokenizer
