"""Who is interviewed: the words of the title or introduction that name the person, with what they tell of them."""

from __future__ import annotations

import re
from collections import Counter

from claimsdb.english.analysis import Analysis
from claimsdb.english.letters import latin
from claimsdb.english.lexicon import default
from claimsdb.english.listed import either
from claimsdb.english.months import CALENDAR
from claimsdb.model.document import BlockKind
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.nouns import noun_class, plural

_INITIAL = r"(?: [A-Z]\.)?"
_DAY = rf"(?:{either(w.capitalize() for w in CALENDAR)})"  # a date goes on where the name ends
_CAPITAL = rf"(?!{_DAY}\b)[A-Z][\w’'-]+"
_PERSON = rf"(?:(?:[A-Z]\. ?){{1,4}}|{_CAPITAL}{_INITIAL} )(?:(?:de|van|von|der|al|bin|la|el) )?{_CAPITAL}(?: {_CAPITAL}){{0,2}}"
_LINK = r"(?:about|on|at|in|and|that|how|why|over|after|before|as|for|from|when|regarding|during|last|this|who|to|of|by|is|was)\b"
# Behind the name: not the noun to which a name of a place belongs ("*New York* bar owner").
_WHOLE = rf"(?![\w’'-])(?! (?!{_LINK})[a-z])"
# What is told before the name: "biologist", "the new head of X".
_BEFORE = r"(?:(?!(?:about|on|at|in|that|how|why)\b|and [A-Z])[\w’'.-]+ ){0,7}?"
_TALKS = (
    r"(?:[Tt]alk|[Tt]alks|[Tt]alked|[Tt]alking|[Ss]poke|[Ss]peaks|[Ss]peaking|[Ss]at down|[Cc]hat|[Cc]hats|[Cc]hatted|[Cc]aught up"
    r"|[Cc]onversation|Q ?& ?A|[Qq]uestions) (?:with|to|for):?"
)
_INTERVIEWS = r"\b[Ii]nterview(?:s|ed|ing)?(?: (?:with|of))?:?"
_NAMED = re.compile(
    latin(
        rf"{_INTERVIEWS} (?P<a>{_BEFORE}{_PERSON}){_WHOLE}|\b{_TALKS} (?P<b>{_BEFORE}{_PERSON}){_WHOLE}"
        rf"|^(?P<c>(?:The )?[A-Z][\w’'.-]+(?: (?:(?:of|the|de|van|von|and|for|&) )?[A-Z][\w’'.-]+){{0,5}}): [^.\n]*"
        r"\b(?:[Ii]nterview|Q ?& ?A|[Cc]onversation)\b"
        rf"|^(?P<d>{_BEFORE}{_PERSON})(?:, [^,.:;\n]{{3,60}})? (?:tells|talks|speaks|discusses|answers|reflects|opens up|interviewed by)\b"
        rf"|: (?P<e>{_PERSON}) (?:about|on|talks|tells)\b"
    ),
    re.MULTILINE,
)
_HELD = re.compile(
    latin(
        rf"(?:{_INTERVIEWS}|\b{_TALKS}) (?P<who>(?:(?!{_LINK})[\w’'.-]+ ){{1,6}}?(?P<head>[a-z][\w-]+))"
        rf"(?= {_LINK}|[,.:;]|\n|$)"
    )
)
_APPOSED = re.compile(rf", (?!\d|{_DAY}\b)[^.;:?!\n]{{3,140}}(?=[.\n]|$)")
_ANYBODY = re.compile(latin(rf"(?<![\w’'-]){_PERSON}"))
_LONG = re.compile(r"\w{3,}")
_TITLED = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Senator|Judge)\.? [A-Z][\w’'-]+"
_ADDRESSED = re.compile(
    latin(rf"(?:^|(?<=, ))(?P<a>{_TITLED})(?=[.?!,])|(?<=[.?!] )(?P<b>{_TITLED})(?=,)"), re.MULTILINE
)
# How questions call somebody: "Mr. Lee,", "and you, Ann?"
_CALLED_BY = re.compile(
    latin(r"(?:^|[,?] |\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor)\.? )(?P<name>[A-Z][\w’'-]*)(?= ?[,?])"), re.MULTILINE
)
# Beside the name of somebody who asks, writes or takes pictures.
_MAKER = re.compile(
    r"(?:\b(?:by|reporter|correspondent|interviewer|photographer|editor)"
    r"|\b(?:image|photo|photograph|picture|credit|text|words)s?(?: by)?:?) *$",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"(?: of [\w’' -]{2,40}?)?(?: \w+ly)? (?:interview(?:s|ed)"
    r"|(?:spoke|speaks|talk(?:s|ed)|sat down|caught up|chatted) (?:to|with)|asked|asks|met|meets)\b"
)
_TOLD_OF = re.compile(r"(?:, (?:an?|the|who|of)\b| (?:is|was|has been) (?:an?|the|one)\b)")
_TITLE, _TOLD, _CALLED, _SHOWN, _MOST = 3, 2, 3, 2, 4  # what each sign of being the interviewee counts


def interviewee(analysis: Analysis, end: int) -> Span | None:
    """The words before `end`, where the first question begins, that name who is interviewed; None if several persons compete.

    They tell of an interview with somebody, or they name one person more clearly than any other; or the questions address somebody.
    """
    text = analysis.text
    for found in _NAMED.finditer(text, 0, end):
        who = Span(*next(found.span(g) for g in "abcde" if found[g]))
        return Span(who.start, _apposed(analysis, who.end, end))
    title = next((b.span for b in analysis.blocks if b.span.start < end), Span(0, 0))
    held = _HELD.search(text, *title)
    one = len({m.group() for m in _ANYBODY.finditer(text, 0, end) if _is_name(m.group())}) == 1
    if held is not None and not one and noun_class(held["head"]) == "person" and not plural(held["head"]):
        return Span(*held.span("who"))
    if (named := _likeliest(analysis, end)) is not None:
        return Span(named.start, _apposed(analysis, named.end, end)) if named.start < end else named
    addressed = _ADDRESSED.search(text, end)
    return Span(*addressed.span(addressed.lastgroup or 0)) if addressed else None


def _likeliest(analysis: Analysis, end: int) -> Span | None:
    """The first mention of the person for whom most signs speak; None if nobody or several have most.

    Signs are mentions before `end`, above all in the title or with an introduction, in captions, and in what the questions say to somebody.
    """
    text = analysis.text
    shown = [b for b in analysis.blocks if b.kind is BlockKind.CAPTION or b.span.start < end]
    shown = [b for b in shown if b.kind is not BlockKind.CREDIT]
    first: dict[str, Span] = {}
    signs: Counter[str] = Counter()
    for block in shown:
        for found in _ANYBODY.finditer(text, *block.span):
            name = found.group()
            if not _is_name(name):
                continue
            if _MAKER.search(text, block.span.start, found.start()) or _MAKES.match(text, found.end()):
                signs[name] -= _MOST
                continue
            first.setdefault(name, Span(*found.span()))
            title = block.kind is BlockKind.TITLE or block is analysis.blocks[0]
            signs[name] += _TITLE if title else _TOLD if _TOLD_OF.match(text, found.end()) else 0
            signs[name] += _SHOWN * (block.kind is BlockKind.CAPTION)
    called = {found["name"] for found in _CALLED_BY.finditer(text, end)}
    for name in first:
        words = name.split()
        signs[name] += min(text.count(words[-1], 0, end), _MOST)
        signs[name] += _CALLED * (words[0] in called or words[-1] in called)
    best = sorted(first, key=lambda name: (-signs[name], first[name]))
    if not best or (len(best) > 1 and signs[best[0]] == signs[best[1]] and not _same(best[0], best[1])):
        return None
    return first[best[0]]


def _is_name(words: str) -> bool:
    return any(default().classes.is_name(word.lower()) for word in _LONG.findall(words))


def _same(one: str, other: str) -> bool:
    """Whether two names have their first and last words in common."""
    a, b = one.split(), other.split()
    return a[-1] == b[-1] and a[0] == b[0]


def _apposed(analysis: Analysis, at: int, end: int) -> int:
    """The end of the apposition after a name, without one that has a finite verb."""
    found = _APPOSED.match(analysis.text, at, end)
    if found is None or analysis.words(Span(*found.span())).has_finite_verb():
        return at
    return found.end()
