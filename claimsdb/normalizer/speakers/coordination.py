"""Sources that name several at once: "Ann Lee, Bo Day and the union", "politicians and even some bankers", "she and her advisers"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimsdb.english.lexicon import default
from claimsdb.english.words import Word
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.nouns import noun_class, plural

_HEADS, _INSIDE = frozenset("NE"), frozenset("DJQNEPXGR")
_OPENING = frozenset("both even also".split())
_OWNERS = frozenset("his her its their".split())
_PRONOUNS = frozenset("he she they".split())
_SHORT = re.compile(r"[a-z]{1,6}\.?$|\.$")  # "Sen."
_LINKS = frozenset("of for from at with in by to on".split())
_PAIR = 2


def several(text: str, span: Span) -> tuple[Span, ...]:
    """The noun phrases that a source joins by *and*, in order; none if it names one, or if it is not clear what *and* joins.

    They are people in the plural, at least three names, or a name or pronoun with people in the plural.
    """
    words = default().classes.words(text, span)
    last = max((k for k, w in enumerate(words) if w.form == "and"), default=0)
    if not last or any(w.form == "," for w in words[last:]):
        return ()
    parts = list(_parts(words))
    kinds = [_kind(text, part) for part in parts]
    pair = len(parts) == _PAIR and kinds[0] in ("name", "pronoun") and kinds[1] == "people"
    alike = set(kinds) == {"people"} or (len(parts) > _PAIR and set(kinds) == {"name"})
    return tuple(Span(part[0].start, part[-1].end) for part in parts) if pair or alike else ()


def _parts(words: Sequence[Word]) -> Iterator[list[Word]]:
    """What is between commas and *and*, without *both* and *even*."""
    part: list[Word] = []
    for word in words:
        if word.form in (",", "and"):
            if part:
                yield part
            part = []
        elif part or word.form not in _OPENING:
            part.append(word)
    yield part


def _kind(text: str, part: Sequence[Word]) -> str:
    """What a phrase names: a "name", "people" in the plural, a "pronoun", or "" if it is something else or more than one phrase."""
    if len(part) == 1 and part[0].form in _PRONOUNS:
        return "pronoun"
    owned = len(part) > 1 and part[0].form in _OWNERS  # a noun follows, whatever its class alone
    inside = all((w.tag in _INSIDE or _SHORT.match(w.form)) and w.form not in _LINKS for w in part[owned:-1])
    if not part or not (owned or part[-1].tag in _HEADS) or not inside:
        return ""
    capital = text[part[-1].start].isupper()
    if plural(part[-1].form) and (not capital or noun_class(part[-1].form) == "person"):
        return "people"
    return "name" if capital and text[part[0].start].isupper() else ""
