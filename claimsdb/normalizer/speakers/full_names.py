"""The full names of persons in a document, and which of them are one person's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from claimsdb.english.analysis import Analysis
from claimsdb.english.countries import Atlas
from claimsdb.english.letters import latin
from claimsdb.english.lexicon import default
from claimsdb.english.words import LONGEST
from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.document import BlockKind
from claimsdb.model.ids import straight
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.introductions import bare, given, introduced, spelt
from claimsdb.normalizer.speakers.names import GIVEN, RELATIONS, TITLES, Name, own, speaker_kind
from claimsdb.normalizer.speakers.nouns import noun_class, plural

MANY = 50
"""Maximum number of full names for a short one to refer to; if more share it, nobody can tell which is meant."""
_WORD = latin(r"[A-Z][\w’'-]*\w")
# If it is not part of a longer name ("the East China Sea").
_CAPITALISED = rf"[A-Z][\w’'-]{{1,{LONGEST}}}"
_GIVEN_BEFORE = latin(
    rf"(?<![Tt]he )(?:(?<=[a-z,’'] )|(?<![\w’'] )\b(?=(?P<first>{_CAPITALISED})))"
    rf"(?P<more>(?:{_CAPITALISED}\.? ){{0,8}}?)(?P<given>{_CAPITALISED})(?P<initial> [A-Z]\.)? (?P<short>SHORT)\b(?! [A-Z])"
)
_GIVEN_AFTER = latin(rf"(?P<title>\b[A-Za-z][\w-]{{1,{LONGEST}}}\.?) (?P<short>SHORT) (?P<given>[A-Z][a-z][\w’'-]*)\b")
_FAMILY_FIRST = latin(r"(?<![\w’'-])(?P<short>SHORT) (?P<given>[A-Z][a-z]+-[a-z]+)\b")
_TITLED = re.compile(
    latin(
        rf"\b(?P<title>[A-Za-z][\w-]{{0,{LONGEST}}}\.?)(?= (?P<name>{_WORD}(?: (?:[A-Z]\.|{_WORD}))? {_WORD})\b(?! [A-Z]))"
    )
)
_PERSONS = (SpeakerKind.PERSON, SpeakerKind.UNKNOWN)
_ACRONYM = 4  # letters
_MORE_GIVEN = 2  # maximum number of given names before the last


def full_names(analysis: Analysis, names: Sequence[Name], atlas: Atlas) -> Iterator[str]:
    """The full names of persons in a document whose parsed sources are `names`."""
    for full in sorted({_alone(full) for full in _candidates(analysis, names, atlas)}):
        words = full.split()
        if (
            speaker_kind(full, True, False) in _PERSONS
            and not atlas.somewhere(full)
            and atlas.of(words[0]) is None  # "China Daily"
            and not any(bare(w) in TITLES for w in words)
            and not _describes(words[-1])
            and not (words[0] not in GIVEN and plural(words[-1].lower()) and noun_class(words[-1].lower()) == "person")
        ):
            yield full


def _alone(full: str) -> str:
    """The name without what the person is to others before it ("Democrat Ann Lee")."""
    words = full.split()
    while len(words) > 2 and words[0] not in GIVEN and bare(words[0]) in RELATIONS:
        words = words[1:]
    return " ".join(words)


def _candidates(analysis: Analysis, names: Sequence[Name], atlas: Atlas) -> set[str]:
    text = analysis.text
    sources = {
        own(" ".join(n.name.of(text).split()))
        for n in names
        if n.proper
        and speaker_kind(n.name.of(text), True, n.titled) in _PERSONS
        and not atlas.somewhere(n.name.of(text))
    }
    short = {lowered(s) for s in sources if " " not in s}
    found = {s for s in sources if " " in s}
    before, after, family_first = with_given(short) if short else (None, None, None)
    if after and family_first:
        for m in after.finditer(text):
            if bare(m["title"]) in TITLES and given(m["given"]):
                found.add(f"{m['short']} {m['given']}")
        found |= {m.group() for m in family_first.finditer(text)}
    for m in _TITLED.finditer(text):
        first, *last = m["name"].split()
        if bare(m["title"]) in TITLES and all(given(w) for w in (first, *last) if not w.endswith(".")):
            named = len(last) == 1 or last[0].endswith(".") or _given_before([first], opening=False)
            found.add(own(" ".join([first, *last] if named else last)))  # "Minister of Foreign Affairs Ann Lee"
    headlines = Intervals.of(b.span for b in analysis.blocks if b.kind is BlockKind.TITLE)
    late = []
    for m in before.finditer(text) if before else ():
        opening = m["first"] is not None and not default().classes.is_name(m["first"].lower())
        alone = opening and m["first"] == m["given"]  # the capital is the sentence's
        if given(m["given"]) and not alone and not _describes(m["given"]) and m["given"] not in short - GIVEN:
            more = _given_before(m["more"].split(), opening=m["first"] is not None)
            name = " ".join([*more, m["given"] + (m["initial"] or ""), m["short"]])
            if headlines.around(Span(*m.span())):
                late.append(name)
            else:
                found.add(name)
    found |= set(introduced(analysis, {c.split()[-1] for c in found}))
    surnames = {c.split()[-1] for c in found}
    return found | {n for n in late if n.split()[-1] not in surnames}  # in a headline any word may have a capital


def _given_before(words: list[str], *, opening: bool) -> list[str]:
    """The given names at the end of the capitalised words before another: usual ones, or all the words if there are few and they may be.

    The word that opens a sentence must be a usual one.
    """
    usual = list(reversed(list(takewhile(GIVEN.__contains__, reversed(words)))))[-_MORE_GIVEN:]
    rest = words[: len(words) - len(usual)]
    may_be = len(words) <= _MORE_GIVEN and all(
        default().classes.is_unknown(w.lower()) and given(w) and own(w) == w and not w.endswith(".") for w in rest
    )
    return words if may_be and not (opening and rest) else usual


def _describes(word: str) -> bool:
    """Whether the word says what a person is ("Supporter", "Oscar-winner"), and is not usual as a name."""
    last = word.rpartition("-")[2]
    if last[:1].islower():
        return noun_class(last) == "person"
    return word not in GIVEN and noun_class(word.lower()) == "person" and not default().classes.is_name(word.lower())


def lowered(name: str) -> str:
    """The name of a label in capitals as the text has it ("ORRICK"); shorter ones may be acronyms."""
    return name.capitalize() if name.isupper() and name.isalpha() and len(name) > _ACRONYM else name


def same_persons(names: Iterable[str]) -> Mapping[str, str]:
    """Each full name with the fullest one of the same person: all of its words are in that, in order, and in no other.

    Names that differ only before given name and surname are one ("Rival Ann Lee", "Democrat Ann Lee").
    """
    of_surname: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        of_surname[straight(name.split()[-1])].append(name)
    fullest: dict[str, str] = {}
    for together in of_surname.values():
        words = {name: straight(name).split() for name in together}
        if len(together) > MANY:
            fullest |= {name: name for name in together}
            continue
        longest = [n for n in together if not any(n != o and _inside(words[n], words[o]) for o in together)]
        often = Counter(_core(n) for n in longest)
        for name in together:
            around = {o if often[_core(o)] == 1 else _core(o) for o in longest if _inside(words[name], words[o])}
            fullest[name] = around.pop() if len(around) == 1 else name
    return fullest


def _core(name: str) -> str:
    return " ".join(name.split()[-2:])


def _inside(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether all the words are among the others, in the same order."""
    rest = iter(many)
    return all(word in rest for word in few)


def with_given(short: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """Patterns for the short names with a given name before ("Ann Lee"), behind them ("Comrade Li Wei"), and one that shows it by its
    form ("Ban Ki-moon").
    """
    listed = _either(short)
    return tuple(re.compile(form.replace("SHORT", listed)) for form in (_GIVEN_BEFORE, _GIVEN_AFTER, _FAMILY_FIRST))


def _either(words: Iterable[str]) -> str:
    """A pattern for one of the words, longer ones first; they are grouped by their first two letters, which rule out most of them."""
    groups: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for word in sorted(words, key=len, reverse=True):
        groups[word[:1]][word[1:2]].append(word[2:])
    return "|".join(
        spelt(first)
        + "(?:"
        + "|".join(f"{spelt(second)}(?:{'|'.join(map(spelt, rest))})" for second, rest in of.items())
        + ")"
        for first, of in groups.items()
    )
