"""Texts in which somebody speaks: "the mayor’s letter", "its tweet", "a report by the union" are their authors’.

What records or measures (a study, a poll, e-mails) is a document of its own; the lists tell which nouns are which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimsdb.english.letters import latin
from claimsdb.english.listed import either, listed
from claimsdb.english.months import CALENDAR
from claimsdb.model.spans import Span

_TEXT = rf"(?P<head>{either(listed('speaking', 'speech'))})(?:s(?<!mails))?"
_WORD = r"[\w’'-]{1,40}"
_END = r"(?=\s*,|\s*$|\s(?:to|on|of|about|from|by|in|at|that|which|who|for|against|last|this|\w{2,30}ed|\w{2,30}ing|sent)\b)"
_LINK = r"(?:of|to|for|in|on|by|with|from|at|and|about|against)"
_ARTICLE = r"(?:(?:the|an?|this|that)\s)?"
_OWNED = re.compile(
    rf"{_ARTICLE}(?P<owner>(?:(?!{_LINK}\s){_WORD}\s){{0,6}}?(?:{_WORD}s[’']|{_WORD}[’']s)|its|his|her|their)\s(?:{_WORD}\s){{0,3}}?{_TEXT}{_END}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    latin(
        rf"(?:[Tt]he\s|[Aa]n?\s|[Tt]his\s|[Tt]hat\s)?(?P<owner>[A-Z][\w’'-]{{0,40}}(?:\s(?:of|for|and|on|the|[A-Z][\w’'-]{{0,40}})){{0,8}}?)"
        rf"\s(?:[a-z]+\s)?(?:[Pp]ress\s)?(?i:{_TEXT}){_END}"
    )
)
_BY = re.compile(
    rf"{_ARTICLE}(?:{_WORD}\s){{0,3}}?{_TEXT}(?:,?\s(?:\w{{2,30}}ed|written|sent))?\s(?:by|from)\s(?P<owner>[^,;()]{{2,120}})",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\s(?:in|on|last|this|earlier|dated|titled|to|about)\s.*$|\s(?:today|yesterday)$", re.DOTALL)
_TIMES = frozenset("today yesterday tonight day week month year morning night evening".split())


@dataclass(frozen=True, slots=True)
class Text:
    """A text that a source names: the noun, and who is behind it by the words at `owner`; `named` if these are only part of its name."""

    head: str
    owner: Span
    named: bool = False


def text_of(text: str, span: Span) -> Text | None:
    """The text that the source at `span` names with its author; None if it is not one, or has no author there."""
    for match in (_OWNED.match, _BY.match, _NAMED.match):
        if (m := match(text, *span)) is None:
            continue
        owner = Span(*m.span("owner"))
        if m.re is _BY and (when := _WHEN.search(text, owner.start, owner.end)):
            owner = Span(owner.start, when.start())
        last = owner.of(text).lower().rstrip("’'s").split()[-1]
        if last not in _TIMES and last not in CALENDAR:
            return Text(m["head"].lower(), owner, m.re is _NAMED)
    return None
