"""When a page was published and changed, as its metadata state it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta

from claimsdb.model.provenance import StatedIn
from claimsdb.reading.html.dates import day_of, iso
from claimsdb.reading.html.placing import Said
from claimsdb.reading.html.publisher import original
from claimsdb.reading.html.references import resolved
from claimsdb.reading.html.structured import Object

_ISSUED = ("article:published_time", "og:article:published_time", "datepublished")
_ISSUED_ON = re.compile(r"(?:published|publish[-_]?date|pubdate|displaydate|dc\.date(?:\.issued)?)")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d)/(\d\d)/")
_UTC = ("Z", "+00:00", "+0000")
_CHANGED = re.compile(r"(?:^|[.:_-])(?:modified(?:_time)?|updated(?:_time)?|date-?modified|last-?modified)$")


def published(page: str, works: Sequence[Object], said: Sequence[Said], metas: str, url: str | None) -> str | None:
    """The time of publication: as `meta` elements say in so many words, as JSON-LD says of the article, or else the day that htmldate finds
    in `metas`, and last in the address.
    """
    found = _exact(page, said) or next(_dates(works, "datePublished"), None)
    if found is None:
        named = (one for one in said if one.stated_in is StatedIn.META and _ISSUED_ON.fullmatch(one.about))
        days = (day_of(resolved(page, one.start, one.end, attribute=True)) for one in named)
        return next(filter(None, days), None) or _found(metas, original(url or ""))
    day = _IN_ADDRESS.search(url or "")
    shown = local(found, "-".join(day.groups()) if day else None)
    return found if found.startswith(shown) else shown


def _exact(page: str, said: Sequence[Said]) -> str | None:
    """The time that `meta` elements state by the best of their names; None if they state several days, as of other articles."""
    for name in _ISSUED:
        times = [iso(resolved(page, one.start, one.end, attribute=True)) for one in said if one.about == name]
        made = [time for time in times if time]
        if made:
            return made[0] if len({time[:10] for time in made}) == 1 else None
    return None


def _dates(works: Sequence[Object], name: str) -> Iterator[str]:
    """The dates that JSON-LD has by this name: of articles, then of pages."""
    stated = (one.get(name) for one in works)
    yield from (made for said in stated if isinstance(said, str) and (made := iso(said)))


def local(stated: str, shown: str | None) -> str:
    """The day of a stated time: of one in UTC, the day that is shown, if that is one beside, as in another zone."""
    try:
        day, other = date.fromisoformat(stated[:10]), date.fromisoformat(shown or stated[:10])
    except ValueError:
        return stated[:10]
    return (other if stated.endswith(_UTC) and abs(other - day) == timedelta(1) else day).isoformat()


def is_utc(stated: str | None) -> bool:
    """Whether a time is in UTC, so that its day may be another where the page was written."""
    return stated is not None and stated.endswith(_UTC)


def modified(page: str, works: Sequence[Object], said: Sequence[Said]) -> str | None:
    """The time of the last change, as ISO 8601: of the article in JSON-LD, of `meta` elements, or of `time` elements that say so."""
    metas = (one for one in said if one.stated_in is StatedIn.META and _CHANGED.search(one.about))
    times = (one for one in said if one.stated_in is StatedIn.ATTRIBUTE and "datemodified" in one.about)
    of_elements = (iso(resolved(page, one.start, one.end, attribute=True)) for group in (metas, times) for one in group)
    return next(_dates(works, "dateModified"), None) or next(filter(None, of_elements), None)


def _found(metas: str, url: str) -> str | None:
    """The day that htmldate finds in these elements, or else in the address."""
    from htmldate import find_date
    from trafilatura.utils import load_html

    tree = load_html(metas)
    for address in (None, url or None) if tree is not None else ():
        with suppress(ValueError, TypeError, OverflowError):
            if found := find_date(tree, extensive_search=False, original_date=True, url=address):
                return str(found)
    return None
