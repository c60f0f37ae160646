"""A phrase that names who says something and what: "Sun said that talks were useful", "What did Tokyo say about missiles?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SAYS = r"""(?:say|says|said|tells?|told|claim\w*|calls?|called|argu\w+|deny|denies|
    denied|warn\w*|accus\w+|announc\w+|believ\w+|thinks?|thought|
    wants?|wanted|describ\w+|insist\w*|adds?|added|states?|stated|suggest\w*|promis\w+|pledg\w+|vow\w*|prais\w+|critici[sz]\w+|
    reports?|reported|writes?|wrote|explain\w*|predict\w*|acknowledg\w+|admits?|admitted|declar\w+|urg\w+|stress\w*|mention\w*|compar\w+)"""
_FORMS = [
    re.compile(pattern, re.IGNORECASE | re.VERBOSE | re.DOTALL)
    for pattern in (
        rf"""(?:(?:what|how|why|when|where)\s+)?(?:(?:did|does|do|has|had|have|is|was)\s+)?(?P<who>\S.{{1,80}}?)\s+{_SAYS}\b
            (?:\s+(?:that|about|of|on|as|to))?\s+(?P<what>\S.{{2,}})""",
        r"according\s+to\s+(?P<who>[^,]{2,80}),\s*(?P<what>\S.{2,})",
        r"(?P<who>[^:]{2,40}):\s+(?P<what>\S.{2,})",
    )
]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who says it, and what."""

    who: str
    what: str


def asked(phrase: str) -> Asked | None:
    """The two parts of a phrase that has them. What looks like it need not be it: only a claim whose source is `who` proves it."""
    for form in _FORMS:
        if match := form.fullmatch(phrase.strip()):
            return Asked(match["who"], match["what"].strip())
    return None
