"""What a common noun names: a person, a body that can speak, a document, and one or many."""

from __future__ import annotations

import re

from claimsdb.english.listed import listed
from claimsdb.normalizer.speakers.names import TITLES

_CLASSES = {word: what for what in ("person", "body", "document") for word in listed("speaking", what)}
_PERSONAL = re.compile(r"(?:man|woman|men|women|ist|person|people)$")


def noun_class(head: str) -> str:
    """What a noun names, by the word alone: a "person", a "body", a "document", or "other"."""
    known = _CLASSES.get(head) or _CLASSES.get(singular(head))
    return known or ("person" if head in TITLES or _PERSONAL.search(head) else "other")


def singular(head: str) -> str:
    """The noun without a plural's ending."""
    if head.endswith("ies"):
        return head[:-3] + "y"
    return head[:-1] if head.endswith("s") and not head.endswith("ss") else head


def plural(head: str) -> bool:
    """Whether the noun has a plural's ending or is one without it."""
    return singular(head) != head or head in ("people", "men", "women", "children", "police", "media")
