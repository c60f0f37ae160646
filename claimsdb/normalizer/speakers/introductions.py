"""Persons whom the text introduces although no source names them, and the form of names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from claimsdb.english.analysis import Analysis
from claimsdb.english.letters import latin
from claimsdb.english.lexicon import default
from claimsdb.english.listed import listed
from claimsdb.english.months import CALENDAR
from claimsdb.english.words import FINITE, LONGEST
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.names import PERSONAL, TITLES, own

# The word before is bounded: it is tried at every letter, which would be quadratic for a word as long as a document.
_TWO_NAMES = re.compile(
    latin(
        rf"(?P<before>[\w’'-]{{1,{LONGEST}}}[.,]? )?(?<![\w’'-])"
        r"(?P<name>[A-Z][a-z]+(?:[’'-][A-Z]?[a-z]+)? [A-Z][\w’'-]*[a-z])(?![\w-]| [A-Z])"
    )
)
_INITIAL = re.compile(  # "Ann B. Lee" is the name of a person, wherever it stands
    latin(rf"(?<![\w’'.-])(?P<name>(?P<given>[A-Z][a-z’'-]+) [A-Z]\. [A-Z][\w’'-]{{0,{LONGEST}}}[a-z])(?![\w-]| [A-Z])")
)
_CAPITAL = re.compile(latin(rf"(?P<before>[\w’'.-]{{1,{LONGEST}}} )?(?<![\w’'-])(?P<word>[A-Z][\w’'-]*)(?! [A-Z])"))
_INTRODUCED = re.compile(  # like persons: who, an age, an occupation
    r",? (?:who|whose)\b|, \d\d[,.]|, (?:an?|the|his|her|its) (?:[\w’'-]+ ){0,3}?[a-z]{2,}(?:er|or|ist|ess|ian|man|woman|mother|father"
    r"|son|wife|widow|nurse|student|attendant|resident|assistant|accountant|consultant|chief|guide|cook|guard|pilot|survivor|victim|friend|colleague)\b"
)
_NEAR = 80  # maximum number of code points from a name to its verb
_APPOSITION = re.compile(r",[^,]{3,60},")
_FUNCTION = frozenset("DISCRWO")  # classes of words that are not part of names
_PARTICLES = frozenset(listed("particles", "particle"))  # "Al" is a given name


def introduced(analysis: Analysis, known: Collection[str]) -> Iterator[str]:
    """Pairs of capitalised words that are the name of a person.

    Either they are introduced like a person's ("Jean Hay, a tram conductress"), or only the last also occurs alone, as surnames do, and
    is not `known` as another person's.
    """
    text, is_name = analysis.text, default().classes.is_name
    for m in _INITIAL.finditer(text):
        if given(m["given"]) and is_name(bare(m["given"])):
            yield own(m["name"])
    alone = _alone(text)
    for m in _TWO_NAMES.finditer(text):
        first, surname = m["name"].split()
        before = m["before"] or ""
        if not (given(first) and is_name(bare(first)) and is_name(bare(surname))):
            continue
        if before.strip().lower() == "the" or (before[:1].isupper() and bare(before) not in TITLES):
            continue  # the name of a thing, or part of a longer name
        called = own(surname) not in known and own(surname) in alone and first not in alone
        # Without a word before it, the first capital may be due to the beginning of the sentence.
        if _INTRODUCED.match(text, m.end()) or (called and (before or acts(analysis, Span(*m.span("name"))))):
            yield own(m["name"])


def _alone(text: str) -> set[str]:
    """The capitalised words that occur somewhere without another one before or after them."""
    return {own(m["word"]) for m in _CAPITAL.finditer(text) if not (m["before"] or "a")[0].isupper()}


def acts(analysis: Analysis, name: Span) -> bool:
    """Whether the named person acts: a finite verb follows, after any adverbs and apposition, and no preposition precedes."""
    text = analysis.text
    line = text.find("\n", name.end, name.end + _NEAR)
    behind = Span(name.end, line if line >= 0 else min(name.end + _NEAR, len(text)))
    if apposition := _APPOSITION.match(text, *behind):
        behind = Span(apposition.end(), behind.end)
    first = next((w for w in analysis.words(behind).tokens if w.tag != "R"), None)
    return first is not None and (first.tag in FINITE or first.tag == "X") and not _governed(text, name.start)


def _governed(text: str, at: int) -> bool:
    """Whether a preposition precedes the name that begins at `at`, and its titles."""
    words = text[max(at - 60, 0) : at].split()
    while words and (bare(words[-1]) in TITLES or words[-1].lower() == "the"):
        words.pop()
    return bool(words) and default().classes.may_be(words[-1].lower(), frozenset("I"), 50)


def spelt(name: str) -> str:
    """A pattern for a name with either form of apostrophe."""
    return re.sub("['’]", "['’]", re.escape(name))


def bare(word: str) -> str:
    """The word in lower case without its punctuation and possessive."""
    return own(word.strip(".,")).lower()


def given(word: str) -> bool:
    """Whether the word before a surname may be a given name: not a title, weekday, month, function word or particle ("De Blasio"), and
    not all in capitals.
    """
    low = word.rstrip(".").lower()
    return not (
        low in TITLES | PERSONAL | CALENDAR | _PARTICLES
        or word.isupper()
        or (not default().classes.is_unknown(low) and default().classes.may_be(low, _FUNCTION, 50))
    )
