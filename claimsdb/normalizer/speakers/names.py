"""Parse the names in sources: titles and name, common and proper nouns, and the kind of speaker by the words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimsdb.english.lexicon import default
from claimsdb.english.listed import either, listed
from claimsdb.english.months import CALENDAR
from claimsdb.english.words import NAME_PART
from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.spans import Span

PRONOUNS = frozenset(listed("function", "pronoun"))
TITLES = frozenset(listed("titles", "honorific", "office"))
_RELATIONS = frozenset(listed("titles", "relation"))  # a person's relation to others, before the name: "Rival Ann Lee"
PERSONAL = frozenset(listed("titles", "honorific")) - {"st"}
MALE, FEMALE = frozenset(listed("titles", "male")), frozenset(listed("titles", "female"))
_ORGANISATION = re.compile(rf"\b(?:{either(listed('institutions', 'organisation'))})\b")
_GOVERNMENT = re.compile(rf"\b(?:{either(listed('institutions', 'government'))})\b")
_DOCUMENT = re.compile(
    rf"\b(?:{either(listed('institutions', 'document'))})(?:$|(?= (?:from|by|in|on|of|about|for)\b))"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_RELATIVE = re.compile(r",\s+(?:who|whose|whom|which|where)\b")


@dataclass(frozen=True, slots=True)
class Name:
    """A parsed source: `name` is the span of the proper name (or of the whole noun phrase), `role` are those of titles and offices.

    `both` are the names of a source that names two ("China and Japan").
    """

    name: Span
    role: tuple[Span, ...]
    proper: bool
    titled: bool
    both: tuple[Span, Span] | None = None


def parse(text: str, span: Span) -> Name | None:
    """Parse the source at `span`; None if it has no noun of its own (a pronoun)."""
    tokens = [(m.group(), Span(m.start(), m.end())) for m in NAME_PART.finditer(text, span.start, span.end)]
    if not tokens or (len(tokens) == 1 and tokens[0][0].lower() in PRONOUNS):
        return None
    if both := _joint(tokens):
        return Name(_without_article(text, span), (), True, False, both)
    parts: list[list[tuple[str, Span]]] = [[]]
    for word, at in tokens:
        if word in ",()":
            parts.append([])
        else:
            parts[-1].append((word, at))
    parts = [p for p in parts if p]
    for k, part in enumerate(parts):
        found = _proper(part)
        if found is None:
            continue
        title, name = found
        beside = [p for j, p in enumerate(parts) if j != k and _is_role(p)]
        roles = ([title] if title else []) + beside
        titled = bool(beside) or any(_bare(w) in TITLES for w, _ in title)
        return Name(_over(name), tuple(sorted(_over(r) for r in roles)), True, titled)
    relative = _RELATIVE.search(text, *span)
    return Name(_without_article(text, Span(span.start, relative.start()) if relative else span), (), False, False)


def own(name: str) -> str:
    """The name without a possessive."""
    return _POSSESSIVE.sub("", name) if "’" in name or "'" in name else name


def speaker_kind(name: str, proper: bool, titled: bool) -> SpeakerKind:
    """The kind of speaker by the words of the name; `unknown` if they do not show it."""
    if _GOVERNMENT.search(name):
        return SpeakerKind.GOVERNMENT
    if _ORGANISATION.search(name):
        return SpeakerKind.ORGANISATION
    if _DOCUMENT.search(name):
        return SpeakerKind.DOCUMENT
    if proper:
        if " and " in name:
            return SpeakerKind.GROUP
        if titled:
            return SpeakerKind.PERSON
        return SpeakerKind.ORGANISATION if re.fullmatch(r"[A-Z]{2,6}|(?:[A-Z]\.){2,}", name) else SpeakerKind.UNKNOWN
    return (
        SpeakerKind.GROUP
        if re.search(r"(?<!s)s$|^(?:many|some|most|both|others|people|several)\b|\b(?:people|men|women)$", name)
        else SpeakerKind.UNKNOWN
    )


def _joint(tokens: list[tuple[str, Span]]) -> tuple[Span, Span] | None:
    """The two names of a source that names two ("China and Japan", "Mr. King and Mr. Schultz")."""
    words = [w for w, _ in tokens]
    if "and" not in words or _ORGANISATION.search(" ".join(words)):
        return None
    at = words.index("and")
    left, right = tokens[:at], tokens[at + 1 :]
    if left and right and _capital(right[0][0]) and _capital(left[-1][0]) and _proper(left) and _proper(right):
        return _over(left), _over(right)
    return None


def _proper(part: list[tuple[str, Span]]) -> tuple[list[tuple[str, Span]], list[tuple[str, Span]]] | None:
    """The title words and the name of a part without commas, if it ends in a proper name that is more than a title."""
    end = len(part)
    if end > 1 and _bare(part[end - 1][0]) in CALENDAR and not _capital(part[end - 2][0]):
        end -= 1  # the name of "the poll released Friday" is not Friday
    start = end
    while start > 0 and (_capital(part[start - 1][0]) or (start < end and part[start - 1][0].lower() in _PARTICLES)):
        start -= 1
    while start < end and part[start][0].lower() in _PARTICLES | {"the"} and not _capital(part[start][0][1:2]):
        start += 1
    name = _person(part[start:end])
    words = [_bare(w) for w, _ in name]
    if len(words) > 1 and words[-2] in PERSONAL:
        words[-1] = ""  # "Mr. King", "Ms. Judge": a surname
    related = len(name) > 2 and words[0] in _RELATIONS
    split = max((k + 1 for k, w in enumerate(words) if w in TITLES), default=int(related))
    if split == len(name):
        return None
    lower = part[:start]
    if lower and _bare(lower[-1][0]) in _PREPOSITIONS:
        return None  # "the spokesman for X", "the government of X": not X itself
    if split > 0 and not _ORGANISATION.search(" ".join(w for w, _ in name[split:])):
        return lower + name[:split], name[split:]
    return (lower if any(_bare(w) in TITLES for w, _ in lower) else []), name


def _person(name: list[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """The name of a person without the employer ("NBC’s Ann Lee", "Ann Lee of Reuters"); other names unchanged."""
    at = next((k for k, (w, _) in enumerate(name) if w.lower() in _WORKS), len(name))
    owner = max((k + 1 for k, (w, _) in enumerate(name[:at]) if own(w) != w), default=0)
    person = [w for w, _ in name[owner:at]]
    names = default().classes.is_name
    if 2 <= len(person) <= 3 and not _ORGANISATION.search(" ".join(person)) and all(names(_bare(w)) for w in person):
        return name[owner:at]
    return name


_WORKS = frozenset("of for from at with".split())
_PREPOSITIONS = frozenset("of for in at with from by to on and".split())
_PARTICLES = frozenset(listed("particles", "joint"))


def _is_role(part: list[tuple[str, Span]]) -> bool:
    return part[0][0].lower() not in {"who", "which", "that"} and any(_bare(w) in TITLES for w, _ in part)


def _capital(word: str) -> bool:
    return word[:1].isupper()


def _bare(word: str) -> str:
    return word.rstrip(".").lower()


def _over(part: list[tuple[str, Span]]) -> Span:
    return Span(part[0][1].start, part[-1][1].end)


def _without_article(text: str, span: Span) -> Span:
    m = _ARTICLE.match(text, *span)
    return Span(m.end(), span.end) if m and m.end() < span.end else span
