"""When a page was published and changed, as its metadata state it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from claimsdb.model.provenance import StatedIn
from claimsdb.reading.html.placing import Said
from claimsdb.reading.html.references import resolved

_ARTICLE = re.compile(r"Article|Posting|Recipe|Report|Review$|NewsItem|Essay")
_PAGE = re.compile(r"Page$|CreativeWork|^Book$")
_DEEPEST = 12
_MOST = 2_000  # objects
_ISSUED = ("article:published_time", "og:article:published_time", "datepublished")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d)/(\d\d)/")
_UTC = ("Z", "+00:00", "+0000")
_CHANGED = re.compile(r"(?:^|[.:_-])(?:modified(?:_time)?|updated(?:_time)?|date-?modified|last-?modified)$")
_ISO = re.compile(
    r"(?P<day>(?:19|20)\d\d-\d\d-\d\d)(?:[T ](?P<time>\d\d:\d\d(?::\d\d)?)(?:[.,]\d{1,9})?\s?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)

Object: TypeAlias = Mapping[str, Any]
"""An object of JSON-LD."""


def published(page: str, data: Sequence[Object], said: Sequence[Said], metas: str, url: str | None) -> str | None:
    """The time of publication: as `meta` elements say in so many words, as JSON-LD says of the article, or else the day that htmldate finds
    in `metas`, and last in the address.
    """
    exact = (iso(resolved(page, one.start, one.end, attribute=True)) for one in said if one.about in _ISSUED)
    found = next(filter(None, exact), None) or next(_dates(data, "datePublished"), None)
    if found is None:
        return _found(metas, url)
    day = _IN_ADDRESS.search(url or "")
    shown = local(found, "-".join(day.groups()) if day else None)
    return found if found.startswith(shown) else shown


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


def modified(page: str, data: Sequence[Object], said: Sequence[Said]) -> str | None:
    """The time of the last change, as ISO 8601: of the article in JSON-LD, of `meta` elements, or of `time` elements that say so."""
    metas = (one for one in said if one.stated_in is StatedIn.META and _CHANGED.search(one.about))
    times = (one for one in said if one.stated_in is StatedIn.ATTRIBUTE and "datemodified" in one.about)
    of_elements = (iso(resolved(page, one.start, one.end, attribute=True)) for group in (metas, times) for one in group)
    return next(_dates(data, "dateModified"), None) or next(filter(None, of_elements), None)


def iso(said: str) -> str | None:
    """A date or a time in ISO 8601, to the second, as it is written; None if it is none."""
    match = _ISO.fullmatch(said.strip())
    if match is None:
        return None
    zone = match["zone"] or ""
    made = match["day"] + (f"T{match['time']}{zone}" if match["time"] else "")
    try:
        datetime.fromisoformat(made)
    except ValueError:
        return None
    return made


def objects(data: Iterable[str]) -> list[Object]:
    """The objects in the JSON-LD of a page, outer ones first; none of a script that is not JSON."""
    found: list[Object] = []
    for script in data:
        with suppress(ValueError, RecursionError):
            found += _objects(json.loads(script.strip().rstrip(";"), strict=False))
    return found


def _dates(data: Iterable[Object], name: str) -> Iterator[str]:
    """The dates that JSON-LD has by this name: of articles, then of pages."""
    found: list[tuple[bool, str]] = []
    for one in data:
        kinds, said = one.get("@type"), one.get(name)
        kind = " ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds)
        is_article = _ARTICLE.search(kind) is not None
        if isinstance(said, str) and (made := iso(said)) and (is_article or _PAGE.search(kind)):
            found.append((is_article, made))
    yield from (made for _, made in sorted(found, key=lambda one: not one[0]))


def _objects(value: object) -> Iterator[Object]:
    """The objects in JSON, outer ones first."""
    todo: list[tuple[object, int]] = [(value, 0)]
    for k in range(_MOST):
        if k == len(todo):
            break
        one, depth = todo[k]
        if isinstance(one, dict):
            yield one
        inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        todo += ((each, depth + 1) for each in inner if isinstance(each, dict | list) and depth < _DEEPEST)


def _found(metas: str, url: str | None) -> str | None:
    """The day that htmldate finds in these elements, or else in the address."""
    from htmldate import find_date
    from trafilatura.utils import load_html

    tree = load_html(metas)
    for address in (None, url) if tree is not None else ():
        with suppress(ValueError, TypeError, OverflowError):
            if found := find_date(tree, extensive_search=False, original_date=True, url=address):
                return str(found)
    return None
