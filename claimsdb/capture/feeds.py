"""The addresses in feeds and in lists."""

from __future__ import annotations

import io

import feedparser

from claimsdb.model.errors import CaptureError


def in_feed(raw: bytes, address: str, content_type: str = "") -> list[str]:
    """The addresses of the entries of an RSS or Atom feed, in its order. `address` is that of the feed, for those that are relative.

    Raises `CaptureError` if it is not a feed.
    """
    headers = {"content-type": content_type, "content-location": address}
    feed = feedparser.parse(io.BytesIO(raw), response_headers=headers, sanitize_html=False)
    if not feed.version:
        raise CaptureError(
            address, "It is not an RSS or Atom feed.", "Name the address of the feed, not of a page about it."
        )
    return list(dict.fromkeys(str(entry.link) for entry in feed.entries if entry.get("link")))


def in_list(text: str) -> list[str]:
    """The addresses in a list, one per line; empty lines and lines that begin with `#` are passed over."""
    lines = (line.strip() for line in text.lstrip("\ufeff").splitlines())
    return list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
