"""Who is interviewed: the words of the title or introduction that name the person, with what they tell of them."""

from __future__ import annotations

import re

from claimsdb.english.analysis import Analysis
from claimsdb.english.letters import latin
from claimsdb.english.lexicon import default
from claimsdb.english.listed import either
from claimsdb.english.months import CALENDAR
from claimsdb.model.document import BlockKind
from claimsdb.model.spans import Span

_INITIAL = r"(?: [A-Z]\.)?"
_DAY = rf"(?:{either(w.capitalize() for w in CALENDAR)})"  # a date goes on where the name ends
_CAPITAL = rf"(?!{_DAY}\b)[A-Z][\w’'-]+"
_PERSON = (
    rf"(?:(?:[A-Z]\. ?)+|{_CAPITAL}{_INITIAL} )(?:(?:de|van|von|der|al|bin|la|el) )?{_CAPITAL}(?: {_CAPITAL}){{0,2}}"
)
_BEFORE = r"(?:(?!(?:about|on|at|in|and|that|how|why)\b)[\w’'.-]+ ){0,7}?"  # what is told before the name: "biologist", "the new head of X"
_NAMED = re.compile(
    latin(
        rf"\b[Ii]nterview(?:s|ed|ing)?(?: (?:with|of))?:? (?P<a>{_BEFORE}{_PERSON})"
        rf"|\b(?:[Tt]alk|[Tt]alks|[Tt]alked|[Tt]alking|[Ss]poke|[Ss]peaks|[Ss]peaking|[Ss]at down|[Cc]hat|[Cc]hats|[Cc]hatted|[Cc]aught up"
        rf"|[Cc]onversation|Q ?& ?A|[Qq]uestions) (?:with|to|for):? (?P<b>{_BEFORE}{_PERSON})"
        rf"|^(?P<c>(?:The )?[A-Z][\w’'.-]+(?: [\w’'.-]+){{0,5}}?): [^.\n]*\b(?:[Ii]nterview|Q ?& ?A|[Cc]onversation)\b"
        rf"|^(?P<d>{_BEFORE}{_PERSON}) (?:tells|talks|speaks|discusses|answers|reflects|opens up)\b"
    ),
    re.MULTILINE,
)
_APPOSED = re.compile(rf", (?!\d|{_DAY}\b)[^.;:?!\n]{{3,140}}(?=[.\n]|$)")
_ANYBODY = re.compile(latin(rf"(?<![\w’'-]){_PERSON}"))
_LONG = re.compile(r"\w{3,}")
_TITLED = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Senator|Judge)\.? [A-Z][\w’'-]+"
_ADDRESSED = re.compile(
    latin(rf"(?:^|(?<=, ))(?P<a>{_TITLED})(?=[.?!,])|(?<=[.?!] )(?P<b>{_TITLED})(?=,)"), re.MULTILINE
)


def interviewee(analysis: Analysis, end: int) -> Span | None:
    """The words before `end`, where the first question begins, that name who is interviewed; None if several persons compete.

    They tell of an interview with somebody, or name one person more often than any other; or the questions address somebody.
    """
    text = analysis.text
    for found in _NAMED.finditer(text, 0, end):
        who = Span(*next(found.span(g) for g in "abcd" if found[g]))
        return Span(who.start, _apposed(analysis, who.end, end))
    blocks = [b for b in analysis.blocks if b.span.start < end and b.kind is not BlockKind.CREDIT]
    named: dict[str, Span] = {}
    for block in blocks:
        for found in _ANYBODY.finditer(text, block.span.start, min(block.span.end, end)):
            if any(default().classes.is_name(word.lower()) for word in _LONG.findall(found.group())):
                named.setdefault(found.group(), Span(*found.span()))
    often = {name: text.count(name.rsplit(" ", 1)[1], 0, end) for name in named}
    most = sorted(often, key=lambda name: -often[name])
    if most and (len(most) == 1 or often[most[0]] > often[most[1]]):
        return Span(named[most[0]].start, _apposed(analysis, named[most[0]].end, end))
    if most:
        return None
    addressed = _ADDRESSED.search(text, end)
    return Span(*addressed.span(addressed.lastgroup or 0)) if addressed else None


def _apposed(analysis: Analysis, at: int, end: int) -> int:
    """The end of the apposition after a name, without one that has a finite verb."""
    found = _APPOSED.match(analysis.text, at, end)
    if found is None or analysis.words(Span(*found.span())).has_finite_verb():
        return at
    return found.end()
