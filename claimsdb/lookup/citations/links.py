"""Links to the words of a claim on the web: text fragments, and pages and times of what is not text."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from claimsdb.lookup.citations.wording import web_address
from claimsdb.store.read.citations import Place

_WORDS = 5
"""Number of words at each end by which a text fragment gives a long passage."""
_LONG = 160  # code points: a longer passage is given by its ends
_YOUTUBE = re.compile(r"(?:www\.|m\.)?youtube(?:-nocookie)?\.com|youtu\.be")


def fragment_url(place: Place) -> str | None:
    """The document's web address with a text fragment that leads to the claim's words; None if it has no address.

    Of a recording, it leads to the time at which they are said; of a PDF, to the page.
    """
    address = web_address(place["url"])
    if not address:
        return None
    if place["seconds"] is not None:
        return _at(address, place["seconds"])
    if "page" in place["where"][0]:
        return f"{address.split('#')[0]}#page={place['where'][0]['page']}"
    exact, before, after = (" ".join(place[key].split()) for key in ("exact", "prefix", "suffix"))
    words = exact.split()
    if len(exact) > _LONG and len(words) > 2 * _WORDS:
        directive = f"{_fragment(' '.join(words[:_WORDS]))},{_fragment(' '.join(words[-_WORDS:]))}"
    else:
        directive = _fragment(exact)
    prefix = re.sub(r"^\S*\s", "", before) if len(before) > 24 else before  # its first word may be cut
    suffix = re.sub(r"\s\S*$", "", after) if len(after) > 24 else after
    directive = (f"{_fragment(prefix)}-," if prefix else "") + directive + (f",-{_fragment(suffix)}" if suffix else "")
    return f"{address.split('#')[0]}#:~:text={directive}"


def _at(address: str, seconds: float) -> str:
    """The address of a recording at this time: as YouTube has it, or else as a media fragment."""
    parts, time = urlsplit(address), shortly(seconds)
    if _YOUTUBE.fullmatch(parts.hostname or ""):
        query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "t"]
        return urlunsplit(parts._replace(query=urlencode([*query, ("t", f"{int(seconds)}s")]), fragment=""))
    return urlunsplit(parts._replace(fragment=f"t={time}"))


def shortly(value: float) -> str:
    """A number with at most two decimals, and no more than it needs."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _fragment(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")
