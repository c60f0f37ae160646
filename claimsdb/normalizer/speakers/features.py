"""What speaks for a candidate and against it: features of a pronoun or noun with one who may be meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.candidates import Candidate
from claimsdb.normalizer.speakers.institutions import Identity
from claimsdb.normalizer.speakers.names import own
from claimsdb.normalizer.speakers.nouns import noun_class, plural

VAGUE = frozenset("same new other own former current late last".split())
PERSONS = (SpeakerKind.PERSON, SpeakerKind.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Question:
    """A pronoun or noun whose speaker is asked for: its kind ("he", "it", "they", "noun"), where it stands, and who speaks around it.

    `words` are the pronoun, or the noun up to its head. Of a noun, `definite` is whether *the* or *this* is before it, `named` whether a
    capital is in it, `more` whether something follows the head ("the governor *of Ohio*"), `beyond` the names in that.
    """

    kind: str
    span: Span
    words: tuple[str, ...]
    gender: str | None
    quoted: bool
    opens: bool
    outer: Identity | None
    definite: bool = True
    named: bool = False
    more: bool = False
    beyond: frozenset[str] = frozenset()

    @property
    def head(self) -> str:
        """The last word."""
        return self.words[-1]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the document tells of a candidate.

    `place` is how many of its kind are nearer, `alone` whether no other is as near. `heard` is its rank among those who spoke last, 0
    if it has not spoken, `often` how often it spoke, `main` whether nobody spoke more. `titled`: the title names it. `agrees`: its gender
    is known to be the pronoun's; `usual`: its given name usually has it (None: not known). `match` is how a noun matches it, `matching`
    how many it matches so.
    """

    place: int
    heard: int
    alone: bool
    often: int
    main: bool
    titled: bool
    agrees: bool
    usual: bool | None
    match: str
    matching: int


def _bucket(n: int, *edges: int) -> str:
    return str(sum(n >= e for e in edges))


def features(asked: Question, one: Candidate, told: Standing) -> Iterator[str]:
    """The features of a candidate, as words."""
    kind = asked.kind
    near = _bucket(one.sentences, 1, 2, 3, 5, 8)
    blocks = _bucket(one.blocks, 1, 2, 3)
    heard = _bucket(told.heard, 1, 2, 3)
    place = _bucket(told.place, 1, 2)
    alone = told.alone
    yield f"sentences {near}"
    yield f"blocks {blocks}"
    yield f"opens {asked.opens} sentences {near}"
    yield f"place {_bucket(told.place, 1, 2, 3, 5)}"
    yield f"is {one.who.kind} local {one.who.local}"
    yield f"heard {heard}"
    yield f"heard {heard} blocks {blocks}"
    yield f"heard {heard} place {place}"
    yield f"heard {heard} near {near}"
    yield f"alone {alone}"
    yield f"alone {alone} place {place} heard {heard}"
    yield f"source {one.source}"
    yield f"often {_bucket(told.often, 1, 2, 4)}"
    yield f"mentions {_bucket(one.mentions, 2, 3, 5)}"
    if told.main:
        yield "main"
    if told.titled:
        yield "in title"
    if one.spoken or asked.quoted:
        yield f"quoted {asked.quoted} spoken {one.spoken}"
    if one.opens:
        yield f"opened sentence {near}"
    if one.phrase is not None:
        yield f"acts {one.acts}"
        yield f"acts {one.acts} place {place} near {_bucket(one.sentences, 1, 2)}"
        yield f"governed {one.phrase.governed}"
        yield f"indefinite {one.phrase.indefinite}"
        yield f"plural {plural(one.phrase.head)} local {one.who.local}"
        if one.who.kind != SpeakerKind.PERSON:
            yield f"to {noun_class(one.phrase.head)}"
    if told.agrees:
        yield "agrees"
    if told.usual is not None:
        yield f"usually {told.usual}"
    if asked.outer is not None:
        same = asked.outer.name == one.who.name
        yield f"outer {same} quoted {asked.quoted} {asked.outer.kind}"
    if kind == "noun":
        yield from _of_nouns(asked, one, told)


def _of_nouns(asked: Question, one: Candidate, told: Standing) -> Iterator[str]:
    what, many = noun_class(asked.head), plural(asked.head)
    yield f"noun {what} is {one.who.kind}"
    yield f"noun {what} many {many} heard {_bucket(told.heard, 1, 2)}"
    if one.phrase is not None:
        yield f"number {many} {plural(one.phrase.head)}"
    yield f"match {told.match}"
    yield f"match {told.match} more {asked.more}"
    yield f"match {told.match} of {_bucket(told.matching, 1, 2)}"
    yield f"match {told.match} {what} {_bucket(one.sentences, 1, 2, 4)}"
    yield f"match {told.match} definite {asked.definite} named {asked.named}"


def match(asked: Question, one: Candidate, roles: Collection[str]) -> str:
    """How the words of a noun are those of a candidate's name or roles: whether its head is, and all of its other words."""
    name = {own(w) for w in one.who.name.lower().split()}
    others = {w for w in asked.words[:-1] if w not in VAGUE}
    found = "" if not others else "other words" if others <= name | set(roles) else "new words"
    if asked.head in name:
        return f"name {found}"
    if asked.head in roles:
        return f"role {found}"
    what = noun_class(asked.head)
    if what != "other" and any(noun_class(r) == what for r in roles):
        return f"role of its class {found}"
    if what != "other" and one.phrase is not None and not one.phrase.proper and noun_class(one.phrase.head) == what:
        return f"class {found}"
    return f"none {found}"


def nobody(asked: Question, fits: int, nearest: int, matched: bool) -> Iterator[str]:
    """The features of "none of them": of a noun that is a speaker by its own words, of a pronoun that nobody can tell.

    `fits` is the number of candidates, `nearest` how many sentences the nearest is away, `matched` whether the noun's head is
    in the name or role of one.
    """
    yield "none"
    if asked.kind == "noun":
        yield f"none best {matched} more {asked.more}"
        yield f"none best {matched} definite {asked.definite} named {asked.named}"
    yield f"none of {_bucket(fits, 1, 2, 3, 6)}"
    yield f"none near {_bucket(nearest, 1, 2, 3, 5)}"
    yield f"none opens {asked.opens} quoted {asked.quoted}"
    yield f"none outer {asked.outer.kind if asked.outer else asked.outer}"
    if asked.kind == "noun":
        what = noun_class(asked.head)
        yield f"none {what} many {plural(asked.head)} {asked.definite}"
        yield f"none {asked.definite} named {asked.named}"
        yield f"none {what} words {_bucket(len(asked.words), 2, 3, 4)}"
