"""What a question asks for, if it is a date or a number, and whether a text has it.

What the question itself has is no answer: "How many of the 50 boats sank?" is not answered by "50 boats".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from claimsdb.english.quantities.calendar import dates
from claimsdb.lookup.amounts import amounts
from claimsdb.model.spans import Span

_DATE = r"when|(?:what|which)\s+(?:year|month|week|day|date)"
_NUMBER = r"how\s+(?:many|much|long|old|far|high|tall|big|large|often|fast|heavy|wide|deep)"
_NUMBER += r"|(?:what|which)\s+(?:share|percentage|proportion|number|price)"
_ASKS = re.compile(rf"\b(?:(?P<date>{_DATE})|(?P<number>{_NUMBER}))\b", re.IGNORECASE)
_BEGINS = re.compile(r"\W*(?:(?:in|on|at|by|from|since|to|for)\s+)?", re.IGNORECASE)

Answers = Callable[[str], bool]
"""Whether a text has what a question asks for."""


def wanted(phrase: str) -> Answers | None:
    """What a phrase asks for; None if it does not ask for a date or a number."""
    begins = _BEGINS.match(phrase)
    at = _ASKS.search(phrase) if phrase.rstrip().endswith("?") else _ASKS.match(phrase, begins.end() if begins else 0)
    if at is None:
        return None
    return _Date(phrase.lower()) if at["date"] else _Number(phrase)


@dataclass(frozen=True, slots=True)
class _Date:
    question: str

    def __call__(self, text: str) -> bool:
        return any(found.span.of(text).lower() not in self.question for found in dates(text, Span(0, len(text)), None))


class _Number:
    def __init__(self, question: str) -> None:
        self._known = [one for _, one in amounts(question)]

    def __call__(self, text: str) -> bool:
        return any(not any(one.same(other) for other in self._known) for _, one in amounts(text))
