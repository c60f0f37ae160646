"""Persons whom the text introduces though no source names them, and what names look like."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from claimsdb.english.analysis import Analysis
from claimsdb.english.letters import latin
from claimsdb.english.lexicon import default
from claimsdb.english.listed import listed
from claimsdb.english.months import CALENDAR
from claimsdb.english.words import FINITE
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.names import PERSONAL, TITLES, own

# The word before is bounded: it is tried at every letter, which for one word of a document's length would take the square of that.
_TWO_NAMES = re.compile(
    latin(
        r"(?P<before>[\w’'-]{1,60}[.,]? )?(?<![\w’'-])(?P<name>[A-Z][a-z]+(?:[’'-][A-Z]?[a-z]+)? [A-Z][\w’'-]*[a-z])(?![\w-]| [A-Z])"
    )
)
_CAPITAL = re.compile(latin(r"(?P<before>[\w’'.-]{1,60} )?(?<![\w’'-])(?P<word>[A-Z][\w’'-]*)(?! [A-Z])"))
_INTRODUCED = re.compile(  # as persons are: who, an age, an occupation
    r",? (?:who|whose)\b|, \d\d[,.]|, (?:an?|the|his|her|its) (?:[\w’'-]+ ){0,3}?[a-z]{2,}(?:er|or|ist|ess|ian|man|woman|mother|father"
    r"|son|wife|widow|nurse|student|attendant|resident|assistant|accountant|consultant|chief|guide|cook|guard|pilot|survivor|victim|friend|colleague)\b"
)
_NEAR = 80  # code points behind a name in which its verb stands
_APPOSITION = re.compile(r",[^,]{3,60},")
_FUNCTION = frozenset("DISCRWO")  # classes of words that are nobody's name
_PARTICLES = frozenset(listed("particles", "particle"))  # "Al" is a given name


def introduced(analysis: Analysis, known: Collection[str]) -> Iterator[str]:
    """Two names together that are introduced as a person's are ("Jean Hay, a tram conductress"), or of which only the last stands alone
    too, as persons' surnames do, and is not `known` as another's.
    """
    text, is_name = analysis.text, default().classes.is_name
    alone = _alone(text)
    for m in _TWO_NAMES.finditer(text):
        first, surname = m["name"].split()
        before = m["before"] or ""
        if not (given(first) and is_name(bare(first)) and is_name(bare(surname))):
            continue
        if before.strip().lower() == "the" or (before[:1].isupper() and bare(before) not in TITLES):
            continue  # a thing's, or part of a longer name
        called = own(surname) not in known and own(surname) in alone and first not in alone
        # With nothing before it, the first capital may be the sentence's.
        if _INTRODUCED.match(text, m.end()) or (called and (before or acts(analysis, Span(*m.span("name"))))):
            yield own(m["name"])


def _alone(text: str) -> set[str]:
    """The words with a capital that stand somewhere with no other such word before or behind them."""
    return {own(m["word"]) for m in _CAPITAL.finditer(text) if not (m["before"] or "a")[0].isupper()}


def acts(analysis: Analysis, name: Span) -> bool:
    """Whether the person named there does something: a finite verb follows, adverbs and an apposition apart, no preposition precedes."""
    text = analysis.text
    line = text.find("\n", name.end, name.end + _NEAR)
    behind = Span(name.end, line if line >= 0 else min(name.end + _NEAR, len(text)))
    if apposition := _APPOSITION.match(text, *behind):
        behind = Span(apposition.end(), behind.end)
    first = next((w for w in analysis.words(behind).tokens if w.tag != "R"), None)
    return first is not None and (first.tag in FINITE or first.tag == "X") and not _governed(text, name.start)


def _governed(text: str, at: int) -> bool:
    """Whether a preposition stands before the name that begins at `at`, its titles apart."""
    words = text[max(at - 60, 0) : at].split()
    while words and (bare(words[-1]) in TITLES or words[-1].lower() == "the"):
        words.pop()
    return bool(words) and default().classes.may_be(words[-1].lower(), frozenset("I"), 50)


def spelt(name: str) -> str:
    """A pattern for a name, whichever apostrophe is in it."""
    return re.sub("['’]", "['’]", re.escape(name))


def bare(word: str) -> str:
    """The word in lower case without its punctuation and possessive."""
    return own(word.strip(".,")).lower()


def given(word: str) -> bool:
    """Whether the word before a surname may be a given name: no title, no weekday or month, no function word or particle ("De Blasio"),
    not all capitals.
    """
    low = word.rstrip(".").lower()
    return not (
        low in TITLES | PERSONAL | CALENDAR | _PARTICLES
        or word.isupper()
        or default().classes.may_be(low, _FUNCTION, 50)
    )
