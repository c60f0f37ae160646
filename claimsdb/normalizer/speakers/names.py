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
# What a person does or is to others, before a name of two words: "Pilot Ann Lee", "Rival Ann Lee".
_PEOPLE = frozenset(listed("speaking", "person"))
RELATIONS = frozenset(listed("titles", "relation")) | _PEOPLE
PERSONAL = frozenset(listed("titles", "honorific")) - {"st"}
MALE, FEMALE = frozenset(listed("titles", "male")), frozenset(listed("titles", "female"))
_ORGANISATION = re.compile(rf"\b(?:{either(listed('institutions', 'organisation'))})\b")
_GOVERNMENT = re.compile(rf"\b(?:{either(listed('institutions', 'government'))})\b")
_DOCUMENT = re.compile(
    rf"\b(?:{either(listed('institutions', 'document'))})(?:$|(?= (?:from|by|in|on|of|about|for)\b))"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_SEVERAL = re.compile(r"(?:many|some|most|several|more|few|other)\s", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_LISTING = frozenset(["including", "such"])
_ONE = frozenset(["one", "a", "an"])
_CLAUSES = frozenset(", ( who whose whom which where that including such".split())


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

    def gender(self, text: str) -> str | None:
        """The pronoun of a person with the title that stands before the name ("Mrs.")."""
        titles = {_bare(w) for r in self.role if r.end <= self.name.start for w in r.of(text).split()}
        return "she" if titles & FEMALE else "he" if titles & MALE else None


def parse(text: str, span: Span) -> Name | None:
    """Parse the source at `span`; None if it has no noun of its own (a pronoun)."""
    tokens = [(m.group(), Span(m.start(), m.end())) for m in NAME_PART.finditer(text, span.start, span.end)]
    while len(tokens) > 1 and tokens[-1][0].lower().endswith(("self", "selves")):
        tokens.pop()  # "the mayor himself"
        span = Span(span.start, tokens[-1][1].end)
    if not tokens or (len(tokens) == 1 and tokens[0][0].lower() in PRONOUNS):
        return None
    listing = next((k for k, (w, _) in enumerate(tokens) if k and w.lower() in _LISTING), len(tokens))
    tokens = tokens[:listing]
    if both := _joint(tokens):
        return Name(_without_article(text, span), (), True, False, both)
    parts: list[list[tuple[str, Span]]] = [[]]
    for word, at in tokens:
        if word in ",()":
            parts.append([])
        else:
            parts[-1].append((word, at))
    parts = [p for p in parts if p]
    if _opens_as_noun(text, span, parts):
        return Name(_without_article(text, _core(text, span)), (), False, False)
    for k, part in enumerate(parts):
        found = _proper(part)
        if found is None or (k + 1 < len(parts) and part[0][0].lower() in _ONE and _proper(parts[k + 1])):
            continue
        title, name = found
        beside = [p for j, p in enumerate(parts) if j != k and _is_role(p)]
        roles = ([title] if title else []) + beside
        titled = bool(beside) or any(_bare(w) in TITLES for w, _ in title)
        return Name(_over(name), tuple(sorted(_over(r) for r in roles)), True, titled)
    return Name(_without_article(text, _core(text, span)), (), False, False)


def _opens_as_noun(text: str, span: Span, parts: list[list[tuple[str, Span]]]) -> bool:
    """Whether the source is one common noun, with a capital only because it begins the sentence ("*Officials* said")."""
    if len(parts) != 1 or len(parts[0]) != 1 or not parts[0][0][0].istitle():
        return False
    before = text[max(span.start - 3, 0) : span.start].rstrip(' “"‘(')
    return before[-1:] in ("", ".", "?", "!", "\n", ":", "”") and not default().classes.is_name(_bare(parts[0][0][0]))


def _core(text: str, span: Span) -> Span:
    """A noun phrase without the clause or list behind it ("the poll *released Friday*", "officials, *both here and there*")."""
    words = default().classes.words(text, span)
    head = next((k for k, w in enumerate(words) if w.tag in "NE"), len(words))
    for k in range(head + 1, len(words)):
        word, before = words[k], words[k - 1]
        participle = word.tag in "XV" and before.tag in "NE" and word.form.endswith(("ed", "en", "de"))
        if word.form in _CLAUSES or participle or (word.form in ("to", "out") and before.tag == "N"):
            return Span(span.start, before.end)
    return span


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
        if " and " in name or _SEVERAL.match(name):
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
    if any(_bare(w) in _PREPOSITIONS and (not k or not _capital(left[k - 1][0])) for k, (w, _) in enumerate(left)):
        return None  # "a study by Ann Lee and Bo Day"
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
    if end == len(part) and end - start == 1 and (group := _group(part)):
        return [], group
    name = _person(part[start:end])
    words = [_bare(w) for w, _ in name]
    if len(words) > 1 and words[-2] in PERSONAL:
        words[-1] = ""  # "Mr. King", "Ms. Judge": a surname
    for k in range(1, len(words) - 1):
        if words[k] == "st" and words[k - 1] not in TITLES:
            words[k] = ""  # "Ann St. James"
    related = max((k + 1 for k, w in enumerate(words[:-2]) if w in RELATIONS), default=0)
    split = max((k + 1 for k, w in enumerate(words) if w in TITLES), default=related)
    if split == len(name):
        return None
    if split and words[split : split + 1] and words[split] in _PREPOSITIONS:
        holder = _holder(name[split:])
        return (part[:start] + name[: len(name) - len(holder)], holder) if holder else None
    lower = part[:start]
    governed = next((w for w, _ in reversed(lower) if w.lower() != "the"), "")
    if _bare(governed).removesuffix("s") in _PEOPLE and any(_bare(w) in _WORKS for w, _ in lower):
        return None  # "a study by brokers Ann Lee and Bo Day"
    if _bare(governed) in _PREPOSITIONS:  # "the spokesman for X", "the government of X": not X itself
        before = _proper(part[: max(k for k, (w, _) in enumerate(lower) if w == governed)])
        if before is not None and before[0] and len(before[1]) > 1:
            return before  # "Chief Ann Lee with the police"
        holder = _holder(name) if any(_bare(w) in TITLES for w, _ in lower) else []
        return (part[: len(part) - len(holder)], holder) if holder and name[-1] == part[-1] else None
    if split > 0 and not _ORGANISATION.search(" ".join(w for w, _ in name[split:])):
        return lower + name[:split], name[split:]
    return (lower if any(_bare(w) in TITLES for w, _ in lower) else []), name


def _group(part: list[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """The name of a group with what tells it from others ("some Greeks", "leading Democrats"); empty if it is another name."""
    group = part[1:] if part[0][0].lower() == "the" else part
    words = [w.lower() for w, _ in group]
    if not words:
        return []
    member = words[-1].removesuffix("s") in RELATIONS
    many = words[-1].endswith("s") and (words[0] in _QUANTITIES or member)
    return group if many and len(words) > 1 and not _PREPOSITIONS & set(words) else []


def _holder(name: list[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """The person behind an office with its field ("of Homeland Security *Ann Lee*"); empty if it names only the field."""
    capitals = [w for w in name if _capital(w[0])]
    first = capitals[-2][0] if len(capitals) > 2 else ""
    return capitals[-2:] if first in GIVEN or (first and default().classes.is_unknown(_bare(first))) else []


def _person(name: list[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """The name of a person without the employer ("NBC’s Ann Lee", "Ann Lee of Reuters"); other names unchanged."""
    at = next((k for k, (w, _) in enumerate(name) if w.lower() in _WORKS), len(name))
    owner = max((k + 1 for k, (w, _) in enumerate(name[:at]) if own(w) != w), default=0)
    person = [w for w, _ in name[owner:at]]
    title = max((k + 1 for k, w in enumerate(person) if _bare(w) in TITLES), default=0)
    person = person[title:]
    plain = [w for w in person if not _INITIAL.fullmatch(w) and _bare(w) not in _JUNIOR]
    if not 2 <= len(person) <= 5 or not 1 <= len(plain) <= 3 or _ORGANISATION.search(" ".join(person)):
        return name
    return name[owner:at] if all(default().classes.is_name(_bare(w)) for w in plain) else name


GIVEN = frozenset(listed("given", "female", "male"))
_INITIAL = re.compile(r"(?:[A-Z]\.)+-?")
_PREFIXED = re.compile(r"[a-z]{2,3}[-’'][A-Z]")  # "al-Rashid"
_QUANTITIES = frozenset("some many most several more few other".split())
_JUNIOR = frozenset("jr sr ii iii iv".split())
_WORKS = frozenset("of for from at with in by to".split())
_PREPOSITIONS = frozenset("of for in at with from by to on and".split())
_PARTICLES = frozenset(listed("particles", "joint"))


def _is_role(part: list[tuple[str, Span]]) -> bool:
    return part[0][0].lower() not in {"who", "which", "that"} and any(_bare(w) in TITLES for w, _ in part)


def _capital(word: str) -> bool:
    return word[:1].isupper() or _PREFIXED.match(word) is not None


def _bare(word: str) -> str:
    return word.rstrip(".").lower()


def _over(part: list[tuple[str, Span]]) -> Span:
    return Span(part[0][1].start, part[-1][1].end)


def _without_article(text: str, span: Span) -> Span:
    m = _ARTICLE.match(text, *span)
    return Span(m.end(), span.end) if m and m.end() < span.end else span
