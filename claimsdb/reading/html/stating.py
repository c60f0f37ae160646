"""What a page says of itself: JSON-LD, Open Graph, meta tags and the canonical address, read by trafilatura and htmldate.

Only values that can be true are kept: an author is a person or a body, a date parses, a publisher is no address and no account.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import urlsplit

from claimsdb.model.document import Metadata
from claimsdb.reading.html.references import resolved
from claimsdb.reading.html.scanner import Kind, Token, attributes, value

_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)(?P<saved>\S+)|Page saved with SingleFile\s+url:\s*(?P<single>\S+))",
    re.IGNORECASE,
)
_HEAD = 1 << 12  # code points in which a browser leaves its comment
_NOT_SAID = re.compile(r"^(?:twitter:|copyright$|article:publisher$)", re.IGNORECASE)  # accounts, not names
_SITE = re.compile(r"\s([|•·»–—-])\s")
_LANGUAGE = re.compile(r"(?P<code>[A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:[ ,&]+[^\W\d_][\w.'’-]*){1,7}")
_NOBODY = re.compile(
    r"\b(?:admin|administrator|editor|redaktion|staff|webmaster|user|unknown|posted|updated|https?|www|facebook)\b",
    re.IGNORECASE,
)
_LONGEST_JSON = 200_000
_LONGEST_NAME, _MOST = 60, 8
_LONGEST_TITLE = 1000


def stated(page: str, tokens: Sequence[Token]) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata that the page states, and the titles by which it calls itself, best first."""
    from trafilatura.metadata import examine_meta, extract_meta_json
    from trafilatura.utils import load_html

    head, title, canonical, code = _head(page, tokens)
    tree = load_html(head)
    if tree is None:
        return Metadata(), ()
    found = examine_meta(tree)
    own = found.title
    try:
        found = extract_meta_json(tree, found)
    except Exception:  # as the library guards itself: what pages write as JSON-LD breaks it in many ways
        found = examine_meta(tree)
    publisher = _publisher(found.sitename)
    saved = _SAVED.search(page, 0, _HEAD)
    url = next(
        (u for u in (canonical, found.url, saved and (saved["saved"] or saved["single"])) if u and _is_address(u)), None
    )
    titles = tuple(
        dict.fromkeys(" ".join(t[:_LONGEST_TITLE].split()) for t in (own, found.title, title) if t and t.strip())
    )
    return Metadata(
        title=titles[0] if titles else None,
        publisher=publisher,
        author=author(page, found.author, publisher),
        published=_published(tree, url),
        url=url,
        language=code,
    ), titles


def called(title: str | None, publisher: str | None) -> str | None:
    """A title without the name of the publisher or of the site behind it."""
    if title is None:
        return None
    parts = _SITE.split(title)
    if len(parts) < 3:
        return title
    before, mark, after = title[: -len(parts[-1]) - 3].strip(), parts[-2], parts[-1]
    site, name = _letters(after), _letters(publisher or "")
    named = site and name and (site in name or name in site)
    return before if before and (mark == "|" or named) else title


def _head(page: str, tokens: Sequence[Token]) -> tuple[str, str, str | None, str | None]:
    """A page of what states something alone; the words of its title element, its canonical address, and its language."""
    made: list[str] = []
    title, canonical, code = "", None, None
    data = False
    for kind, start, end, name in tokens:
        if kind is Kind.START:
            data = False
            if name in ("meta", "time"):
                ranges = attributes(page, Token(kind, start, end, name))
                named = value(page, ranges, "name") or value(page, ranges, "property") or ""
                if not _NOT_SAID.match(named) and end - start < _LONGEST_JSON:
                    made.append(page[start:end] + ("</time>" if name == "time" else ""))
            elif name == "link" and canonical is None:
                ranges = attributes(page, Token(kind, start, end, name))
                if (value(page, ranges, "rel") or "").lower() == "canonical":
                    canonical = value(page, ranges, "href")
            elif name == "html" and code is None:
                said = _LANGUAGE.fullmatch(
                    (value(page, attributes(page, Token(kind, start, end, name)), "lang") or "").strip()
                )
                code = said["code"].lower() if said else None
            elif name == "script":
                data = "ld+json" in page[start:end].lower()
        elif kind is Kind.RAW and data and end - start < _LONGEST_JSON:
            made.append(f'<script type="application/ld+json">{page[start:end]}</script>')
        elif kind is Kind.TEXT and name == "title" and not title:
            title = " ".join(resolved(page, start, min(end, start + _LONGEST_TITLE)).split())
    times = [one for one in made if one.lower().startswith("<time")]
    metas = [one for one in made if not one.lower().startswith("<time")]
    head = f"<html><head><title>{escape(title)}</title>{''.join(metas)}</head><body>{''.join(times[:50])}</body></html>"
    return head.replace("\0", ""), title, canonical, code


def author(page: str, said: str | None, publisher: str | None) -> str | None:
    """The authors as the page writes them, those that are names; "A and B" of several. The publisher is none beside others."""
    split = re.split(r"[;,]", said or "")
    names = [n for n in dict.fromkeys(" ".join(name.split()).strip("'\"") for name in split) if _is_name(n)]
    if len(names) > 1:
        names = [
            n
            for n in names
            if not publisher or not (_letters(n) in _letters(publisher) or _letters(publisher) in _letters(n))
        ]
    kept = [written for n in names if (written := _written(page, n))]
    if not kept or len(kept) > _MOST:
        return None
    return kept[0] if len(kept) == 1 else f"{', '.join(kept[:-1])} and {kept[-1]}"


def _is_name(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) is not None and _NOBODY.search(name) is None


def _written(page: str, name: str) -> str | None:
    """A name as the page has it: the library takes away full stops, and changes capitals."""
    if name in page:
        return name
    found = re.search(r"\.?\s+".join(map(re.escape, name.split())), page, re.IGNORECASE)
    if found is None:
        return None
    written = " ".join(found.group().split())
    return name if written.isupper() or written.islower() else written


def _letters(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _publisher(said: str | None) -> str | None:
    name = " ".join((said or "").split())
    if (
        not 2 <= len(name) <= 60
        or name.startswith(("@", "http", "www."))
        or "/" in name
        or not any(c.isalpha() for c in name)
    ):
        return None
    return name


def _published(tree: Any, url: str | None) -> str | None:
    from htmldate import find_date

    try:
        found = find_date(tree, extensive_search=False, original_date=True, url=url)
    except (ValueError, TypeError, OverflowError):
        return None
    return str(found) if found else None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", url)
