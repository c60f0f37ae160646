"""From a claim to its citation: where it stands, its exact words with their context, who says it, and through whom.

A citation holds a W3C text-position selector and a text-quote selector at once: offsets, and the exact words with up to 32
characters before and after them inside their block. `exact` runs from the claim's first word to its last, with what interrupts it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from claimsdb.model.spans import LINE_END
from claimsdb.store.pieces import Record
from claimsdb.store.records import claims

_NUMBERED = re.compile(r"^(\s*\d+)\.")  # what would begin a list
KEYS = ("path", "line", "column", "start", "end", "byte_start", "byte_end", "sha256", "exact", "prefix", "suffix")


def cited(connection: sa.Connection, ids: Sequence[str]) -> list[Record]:
    """The claims with these ids and their citations, in the order of the ids: `{"claim": …, "citation": …}`."""
    named = ", ".join(f":id{k}" for k in range(len(ids))) or "NULL"
    values = {f"id{k}": identity for k, identity in enumerate(ids)}
    records = {r["id"]: r for r in claims(connection, f"c.claim_id IN ({named})", values)}
    query = sa.text(f"SELECT * FROM citations WHERE claim_id IN ({named})")
    places = {row["claim_id"]: dict(row) for row in connection.execute(query, values).mappings()}
    found = []
    for identity in ids:
        place = places[identity]
        citation = {"text": as_text(records[identity], place), **{key: place[key] for key in KEYS}}
        found.append({"claim": records[identity], "citation": citation, "place": place})
    return found


def as_text(claim: Record, place: Record) -> str:
    """The citation in plain words, in one line: who says what, in which document, where exactly."""
    return f"{_said(claim)} {place['citation']}."


def as_markdown(claim: Record, place: Record) -> str:
    """The citation as a Markdown block quotation with its source below; nothing in it can become other markup."""
    quoted = "\n".join(f"> {escape_markdown(line)}" for line in LINE_END.split(claim["text"]))
    title = _published({k: escape_markdown(v) if isinstance(v, str) else v for k, v in place.items()})
    if address := web_address(place):
        title = f"[{title}](<{address}>)"
    return f"{quoted}\n>\n> — {escape_markdown(who(claim))}. {title}, {escape_markdown(_where(place))}."


def who(claim: Record) -> str:
    """Who says the claim, and through whom: "Shigeo Yamada (reported), via media reports from Tokyo"."""
    if claim["attribution"] == "asserted":
        intent = f"; says what {_name(claim)} intends" if claim["cue_type"] == "intention" and claim["source"] else ""
        return f"asserted by the document{intent}"
    via = [v["speaker"] or joined(v["source"]) or f"“{joined(v['cue'])}”" for v in claim["via"]]
    return f"{_name(claim)} ({claim['attribution']})" + (f", via {', via '.join(via)}" if via else "")


def escape_markdown(text: str) -> str:
    """One line of text with everything escaped that Markdown could read as markup."""
    return _NUMBERED.sub(r"\1\.", "".join("\\" + c if c in r"\`*_{}[]()<>#+-!|~&=" else c for c in text))


def web_address(place: Record) -> str | None:
    """The document's address on the web; None where it has none, or one that is no web address (`javascript:` and the like)."""
    url = (place["url"] or "").strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s<>{}\\\"]", url) else None


def _said(claim: Record) -> str:
    text = " ".join(claim["text"].split())
    if claim["attribution"] == "quoted":
        return f"{who(claim)}: {text}."
    return f"{who(claim)}: “{text}”."


def _name(claim: Record) -> str:
    return claim["speaker"] or joined(claim["source"]) or "unnamed source"


def joined(pieces: list[Record]) -> str:
    """The words of the pieces in one line, with what stands between them left out."""
    return " ".join(" … ".join(p["text"] for p in pieces).split())


def _published(place: dict[str, Any]) -> str:
    named = f"*{place['title']}*" if place["title"] else place["path"]
    return ", ".join(str(v) for v in (place["author"], named, place["publisher"], place["published"]) if v)


def _where(place: Record) -> str:
    return (
        f"{place['path']}, line {place['line']}, column {place['column']} (characters {place['start']}–{place['end']}, "
        f"bytes {place['byte_start']}–{place['byte_end']}; sha256 {place['sha256'][:12]}…)"
    )
