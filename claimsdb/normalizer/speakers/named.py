"""Sources with a name or noun of their own: governments, persons, acronyms, two names at once, and what is named by its own words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import itemgetter

from claimsdb.english.countries import Atlas, mentions
from claimsdb.english.letters import latin
from claimsdb.english.words import LONGEST
from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.acronyms import ACRONYM, spelt_out
from claimsdb.normalizer.speakers.cast import Cast
from claimsdb.normalizer.speakers.full_names import lowered
from claimsdb.normalizer.speakers.institutions import Answer, Identity, government, institution, joint
from claimsdb.normalizer.speakers.names import Name, own, parse, speaker_kind

_APPOSED = ("the ", "a ", "an ", "its ", "his ", "her ")
_CAPITAL = re.compile(latin(r"\b[A-Z]"))
_NAME_BEFORE = re.compile(
    latin(rf"((?:(?:[A-Z][\w.’'-]{{0,{LONGEST}}}|of|the|and)\s){{0,5}}[A-Z][\w.’'-]{{0,{LONGEST}}}), $")
)
_GOVERNMENT_OF = re.compile(r"(?:the )?(?:government|administration|cabinet) of (?P<person>.+)", re.IGNORECASE)
_TWO = re.compile(latin(rf"([A-Z][\w’'-]{{1,{LONGEST}}}), ([A-Z][\w’'-]{{1,{LONGEST}}})"))
_AMOUNT = re.compile(  # tells nothing of who it is
    r"^(?:(?:an? )?(?:[a-z]+ )?(?:lot|number)|hundreds|thousands|dozens|scores|lots|plenty) of (?=\w)", re.IGNORECASE
)
PLAIN = "a noun phrase, unchanged"
_LISTED = 12  # maximum number of names in a reason
_MOST = 8  # a longer list of names is one name
_REACH = 80  # maximum number of code points from the start of a name to a source in apposition to it


def _either(names: Sequence[str]) -> str:
    """The names with *or* between them; only the number of the rest if they are many."""
    rest = len(names) - _LISTED
    return " or ".join(names) if rest <= 1 else f"{' or '.join(names[:_LISTED])} or one of {rest} others"


class Named:
    """Resolves the names and nouns of one document."""

    def __init__(self, text: str, cast: Cast, atlas: Atlas) -> None:
        self._text, self._cast, self._atlas = text, cast, atlas

    def of(self, span: Span, name: Name, most: int = _MOST) -> Answer:
        """Resolve a source with a noun of its own, which may name up to `most` speakers more."""
        words = " ".join(span.of(self._text).split()).strip(" ,")
        if known := institution(words, self._atlas):
            return known, "a country's government or ministry"
        if (m := _GOVERNMENT_OF.fullmatch(words)) and (country := self._country(m["person"], span.start)):
            return government(country), "the government of the country whose office the person holds"
        if name.both is not None and most:
            return self._both(*name.both, most - 1), "two names at once"
        if not name.proper and words.lower().startswith(_APPOSED) and (apposed := self._beside(span)) is not None:
            return apposed, "an apposition to the name before it"
        return self._proper(name, span.start)

    def _proper(self, name: Name, at: int) -> Answer:
        words = " ".join(name.name.of(self._text).split()).strip(" ,")
        bare = own(words)
        if not name.proper:
            bare = _AMOUNT.sub("", bare)
            return Identity(bare, speaker_kind(bare, False, name.titled), local=not _CAPITAL.search(bare)), PLAIN
        if known := institution(bare, self._atlas):
            return known, "a country's government or ministry"
        if " " in bare:
            what = speaker_kind(bare, True, name.titled)
            person = what is SpeakerKind.UNKNOWN and self._cast.is_person(self._cast.fullest(bare))
            return Identity(self._cast.fullest(bare), SpeakerKind.PERSON if person else what), "a full name"
        fits = self._cast.fits(lowered(bare), at, name.gender(self._text))
        if len(fits) == 1:
            return Identity(fits[0], SpeakerKind.PERSON), "the one full name in the document that it fits"
        if len(fits) > 1:
            return None, f"ambiguous: {bare} may be {_either(fits)}"
        full = self._spelt_out(bare)
        told = "an acronym that the document spells out" if full else "a name alone, unchanged"
        return Identity(full or bare, speaker_kind(full or bare, True, name.titled)), told

    def _country(self, person: str, at: int) -> str | None:
        """The country of a head of government: by what the document says of the person, else the only one named in the passage so far."""
        name = self._cast.fullest(" ".join(person.split()[-2:]))
        fits = [name] if self._cast.country(name) else self._cast.fits(person.split()[-1], at)
        if len(fits) == 1 and (told := self._cast.country(fits[0])):
            return told
        passage = self._text.rfind("\n", 0, at) + 1
        last = bisect_left(self._countries, at, key=itemgetter(0)) - 1
        if last < 0 or self._countries[last][0] < passage:
            return None
        _, country, other = self._countries[last]
        return country if other < passage else None

    @cached_property
    def _countries(self) -> list[tuple[int, str, int]]:
        """The places at which a country is named: where, which one, and the last place before at which another one is (-1 if none)."""
        made: list[tuple[int, str, int]] = []
        for m in mentions(self._text, 0, len(self._text)):
            if country := self._atlas.of(m.group()):
                at, before, other = made[-1] if made else (-1, country, -1)
                made.append((m.start(), country, other if before == country else at))
        return made

    def _spelt_out(self, acronym: str) -> str | None:
        """The long form of an acronym: as the document gives it ("Free Bridge Union (FBU)"), or the only name with these initials."""
        if not ACRONYM.fullmatch(acronym):
            return None
        names = self._names.get(acronym, ())
        return next(iter(names)) if len(names) == 1 else None

    @cached_property
    def _names(self) -> Mapping[str, set[str]]:
        return spelt_out(self._text)

    def _beside(self, span: Span) -> Identity | None:
        """The name to which the words are in apposition ("Japan, a key ally, said")."""
        before = _NAME_BEFORE.search(self._text, max(span.start - _REACH, 0), span.start)
        behind = self._text[span.end - 1 : span.end + 1]
        if before is None or "," not in behind:
            return None
        place = Span(*before.span(1))
        name = parse(self._text, place)
        return self.of(place, name)[0] if name is not None and name.proper else None

    def _both(self, first: Span, second: Span, most: int) -> Identity:
        """Two speakers together, in whichever order; each may be two again ("X and Y and Z")."""
        countries = [self._atlas.place(s.of(self._text)) for s in (first, second)]
        if countries[0] and countries[1] and countries[0] != countries[1]:
            return joint(countries[0], countries[1])
        named = ((s, parse(self._text, s)) for s in (first, second))
        each = [self.of(s, n, most)[0] if n else None for s, n in named]
        names = [
            w.name if w else " ".join(s.of(self._text).split()) for w, s in zip(each, (first, second), strict=True)
        ]
        return Identity(" and ".join(names), SpeakerKind.GROUP)

    def listed(self, span: Span) -> tuple[Span, ...]:
        """Two persons with only a comma between their surnames, as in headlines."""
        found = _TWO.fullmatch(self._text, *span)
        parts = tuple(Span(*found.span(k)) for k in (1, 2)) if found else ()
        return parts if all(len(self._cast.fits(p.of(self._text), p.start)) == 1 for p in parts) else ()
