"""Addresses of web pages: checked, in one form each, and the names of the files that keep what they give."""

from __future__ import annotations

import mimetypes
import re
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import unquote

import httpx

from claimsdb.model.document import LONGEST
from claimsdb.model.errors import CaptureError
from claimsdb.streams.kinds import by_name

_SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".xhtml", "text/plain": ".txt", "text/markdown": ".md"}
"""Endings of the types of pages; `mimetypes` has several for some, and none for others."""
_WORDS = 60
"""Maximum number of characters of an address that a name repeats."""


def checked(given: str) -> str:
    """The address in one form: host in lower case, characters encoded, without a fragment.

    Raises `CaptureError` if it is not the address of a web page, or contains a password, which would be published with it.
    """
    try:
        url = httpx.URL(given.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise CaptureError(given, f"It is not an address: {error}.", "Check its spelling.") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise CaptureError(given, "It is not the address of a web page.", "Begin it with https:// or http://.")
    if url.userinfo:
        what = "It contains a user name or a password, which would be stored."
        raise CaptureError(str(url.copy_with(userinfo=b"")), what, "Save the page in a browser, and ingest the file.")
    plain = str(url.copy_with(fragment=None))
    if len(plain) > LONGEST:
        raise CaptureError(f"{plain[:80]}…", f"It has more than {LONGEST:,} characters.", "Check the address.")
    return plain


def host_of(address: str) -> str:
    """The host of a checked address, with its port unless that is the usual one: what is asked politely."""
    return httpx.URL(address).netloc.decode("ascii")


def robots_of(address: str) -> str:
    """The address of the robots.txt that speaks for a checked address."""
    return str(httpx.URL(address).copy_with(raw_path=b"/robots.txt"))


def name_for(address: str, content_type: str) -> str:
    """The path of the file for what a checked address gives, relative to the folder of captures: host, words, hash of the address.

    Its ending is the address's own if readers know it, and otherwise that of the content type.
    """
    url = httpx.URL(address)
    page = PurePosixPath(unquote(url.path, errors="replace"))
    known = bool(page.suffix) and by_name(page.name) is not None
    words = plain("-".join([*page.parent.parts, page.stem]))[-_WORDS:].strip("-._") or "index"
    digits = sha256(address.encode()).hexdigest()[:12]
    return f"{plain(host_of(address)).strip('-.')}/{words}-{digits}{page.suffix.lower() if known else suffix_for(content_type)}"


def suffix_for(content_type: str) -> str:
    """The ending of the name of a file of this content type; empty if it is not known."""
    media = content_type.partition(";")[0].strip().lower()
    return _SUFFIXES.get(media) or mimetypes.guess_extension(media) or ""


def plain(words: str) -> str:
    """The words in characters that every file system takes."""
    return re.sub("[^A-Za-z0-9._-]+", "-", words).strip("-")
