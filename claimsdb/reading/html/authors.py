"""Who wrote a page: the names that it states for machines and those that its lines show, each checked to be one."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence

from claimsdb.english.listed import either, listed
from claimsdb.model.document import Metadata
from claimsdb.reading.html.bylines import Lines
from claimsdb.reading.html.publisher import confirms, labels, letters, within
from claimsdb.reading.html.references import line
from claimsdb.reading.html.signatures import PARTICLES, is_agency, person

_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:[ ,&]+[^\W\d_][\w.'’-]*){0,7}")
_COMMON = frozenset(listed("function", "common"))
_SHORTENED = re.compile(r"[JS]r|[A-Z]")
_NOBODY = re.compile(rf"\b(?:{either(listed('pages', 'nobody'))})\b|\bhttps?\b", re.IGNORECASE)
_LONGEST_NAME, _MOST = 60, 8
_SHORTEST = 3  # letters of a name of one word


def author(page: str, stated: Sequence[str], lines: Lines, about: Metadata) -> str | None:
    """The authors as the page writes them: those whom it states and shows under its title, or else those of its byline, or those it states.

    Only names count; the publisher's is none beside others. "A and B" of several.
    """
    publisher = letters(about.publisher or "")
    host = set(labels(about.url))
    site = {publisher, publisher.rstrip("0123456789"), *host}
    names, shown = (
        [n for n in map(person, named) if _is_name(n, site) and (" " in n or len(named) == 1)]
        for named in (stated, lines.signed())
    )
    if len(names) > 1:
        names = [n for n in names if not within(letters(n), publisher)]
    if shown:
        names = [n for n in names if not confirms(host, n)]  # the outlet: "By Ann Lee, Example Times"
    under, above = ([letters(line.words) for line in near] for near in (lines.under, lines.above))
    kept = [n for n in names if any(letters(n) in words for words in under)] or shown
    kept = kept or [n for n in names if any(letters(n) in words for words in above)] or names
    if len(shown) > len(kept) and {letters(n) for n in kept} <= {letters(n) for n in shown}:
        kept = shown  # metadata often name the first one alone
    written = [found for n in kept if (found := _written(page, n))]
    if not written or len(written) > _MOST:
        return None
    return written[0] if len(written) == 1 else f"{', '.join(written[:-1])} and {written[-1]}"


def _is_name(name: str, site: Collection[str]) -> bool:
    """Whether it can be the name of an author: of one word only if that is written as names are, and not a name of the site."""
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name) or _NOBODY.search(name) or is_agency(name):
        return False
    if " " in name:
        return True
    is_written_so = len(name) >= _SHORTEST and name[0].isupper() and name[1:].islower()
    return is_written_so and name.lower() not in _COMMON and letters(name) not in site


def _written(page: str, name: str) -> str | None:
    """A name as the page has it: the library takes away full stops, and changes capitals."""
    stopped = " ".join(f"{word}." if _SHORTENED.fullmatch(word) else word for word in name.split())
    if as_it_is := next((one for one in (stopped, name) if one in page), None):
        return as_it_is
    found = re.search(r"\.?\s+".join(map(re.escape, name.split())), page, re.IGNORECASE)
    if found is None:
        return name if json.dumps(name)[1:-1].lower() in page.lower() else None
    written = line(found.group())
    first = written.split()[0]
    lower = written.islower() and " " in written
    if first[0].islower() and not lower and first not in PARTICLES:  # "admin": the library writes it as a name
        return None
    return name if written.isupper() or written.islower() else written
