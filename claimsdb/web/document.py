"""The page of one document, `/-/documents/<id>`: its whole text to read, claims marked, who speaks in the margin."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from claimsdb.lookup.citations.citation import joined, web_address
from claimsdb.model.document import BlockKind
from claimsdb.model.spans import Span
from claimsdb.store.pieces import Record
from claimsdb.store.records import claims
from claimsdb.web.databases import locate, read
from claimsdb.web.elsewhere import of_document
from claimsdb.web.glossary import KINDS
from claimsdb.web.marks import Mark, marked
from claimsdb.web.pages import flags, page, render, sent_json

if TYPE_CHECKING:
    from sqlalchemy import Connection

ACROSS = {"shared": "what other documents say too", "alone": "what only this one says"}
_DOCUMENT = """
    SELECT d.id AS row, d.document_id AS id, d.path, d.title, p.name AS publisher, d.author, d.published, d.language, d.url, d.media_type,
        d.encoding, d.size_bytes, d.sha256, d.status, d.ingested_at, d.run, d.retired_by
    FROM documents d LEFT JOIN publishers p ON p.id = d.publisher WHERE d.document_id = ?"""
_BLOCKS = """
    SELECT id AS row, kind, start, "end", text FROM blocks
    WHERE document = :row AND retired_by IS (SELECT max(retired_by) FROM blocks WHERE document = :row AND :retired) ORDER BY position"""
_SILENT = """
    SELECT t.start, t."end", t.reason FROM sentences t JOIN blocks b ON b.id = t.block
    WHERE b.document = :row AND t.claims = 0
        AND b.retired_by IS (SELECT max(retired_by) FROM blocks WHERE document = :row AND :retired) ORDER BY t.start"""
_CLAIMS = (
    """c.document = :row AND c.retired_by IS (SELECT max(retired_by) FROM claims WHERE document = :row AND :retired)"""
)


@page
async def document(request: Any, datasette: Any) -> Any:
    """One document, as a page or as JSON; a shorter id leads to the full one."""
    database, identity = await locate(datasette, request, "document")
    kinds, speaker = flags(request, "kind", KINDS) or list(KINDS), request.args.get("speaker") or None
    silent, across = bool(flags(request, "silent", ("1",))), flags(request, "across", tuple(ACROSS))
    found = await read(datasette, database, lambda reading: read_document(reading, identity))
    if request.url_vars["json"]:
        return sent_json(datasette, found | {"database": database.name})
    every = found["claims"]
    shown = [c for c in every if c["attribution"] in kinds and (not speaker or c["speaker_id"] == speaker)]
    if across:
        shared = set(found["elsewhere"]["shared"])
        shown = [c for c in shown if (c["id"] in shared) == (across[0] == "shared")]
    said: dict[str, Record] = {}
    for c in every:
        if c["speaker_id"]:
            said.setdefault(c["speaker_id"], {"name": c["speaker"], "claims": 0})["claims"] += 1
    more = {
        "database": database.name,
        "paragraphs": _paragraphs(found, shown, silent, datasette.urls.path("/-/")),
        "counts": {kind: sum(c["attribution"] == kind for c in every) for kind in KINDS},
        "shown": len(shown),
        "kinds": kinds,
        "speaker": speaker,
        "speakers": sorted(said.items(), key=lambda s: (-s[1]["claims"], s[1]["name"])),
        "silent": silent,
        "across": across[0] if across else None,
        "ways": ACROSS,
        "web_address": web_address(found["document"]),
        "about": about(found["document"]),
    }
    return await render(datasette, request, "document.html", found | more)


def read_document(connection: Connection, identity: str) -> Record:
    """The document with this id, its blocks with their words, its claims, its sentences that give none with the reason.

    Of a retired document what its last run found.
    """
    facts = dict(connection.exec_driver_sql(_DOCUMENT, (identity,)).mappings().one())
    row = facts.pop("row")
    values = {"row": row, "retired": facts["status"] == "retired"}
    return {
        "document": facts,
        "elsewhere": of_document(connection, row),
        "blocks": [dict(b) for b in connection.exec_driver_sql(_BLOCKS, values).mappings()],
        "claims": list(claims(connection, _CLAIMS, values)),
        "sentences_without_a_claim": [dict(t) for t in connection.exec_driver_sql(_SILENT, values).mappings()],
    }


def about(facts: Record) -> list[str]:
    """Who published the document, who wrote it, when: what is known of that, in order."""
    return [facts[key] for key in ("publisher", "author", "published") if facts[key]]


def _paragraphs(found: Record, shown: list[Record], silent: bool, root: str) -> list[Record]:
    """Each block with its words marked, and who is said to speak in it, in order."""
    quiet = found["sentences_without_a_claim"] if silent else []
    marks: dict[int, list[Mark]] = defaultdict(list)
    voices: dict[int, dict[tuple[str, str | None, str], None]] = defaultdict(dict)
    reasons: dict[int, list[str]] = defaultdict(list)
    blocks = iter(found["blocks"])
    block = next(blocks, None)
    pieces: list[tuple[Record, Record | None, str]] = [
        (s, c, "" if k else "c-") for c in shown for k, s in enumerate(c["segments"])
    ]
    pieces += [(sentence, None, "") for sentence in quiet]
    for piece, c, first in sorted(pieces, key=lambda p: (p[0]["start"], -p[0]["end"])):
        while block and block["end"] <= piece["start"]:
            block = next(blocks, None)
        if block is None:
            break
        span = Span(piece["start"], piece["end"])
        if c is None:
            marks[block["row"]].append(Mark(span, "span", {"class": "silent", "title": f"no claim: {piece['reason']}"}))
            reasons[block["row"]].append(piece["reason"])
            continue
        who = c["speaker"] or joined(c["source"])
        title = c["attribution"] + (f": {who}" if who and c["attribution"] != "asserted" else "")
        title += "".join(f", via {v['speaker'] or joined(v['source']) or joined(v['cue'])}" for v in c["via"])
        attributes = {"class": f"claim {c['attribution']}", "href": f"{root}claims/{c['id']}", "title": title}
        marks[block["row"]].append(Mark(span, "a", attributes, {"id": first + c["id"]} if first else {}))
        if c["attribution"] != "asserted":
            voices[block["row"]].setdefault((who or "unnamed source", c["speaker_id"], c["attribution"]))
    return [
        {
            "kind": b["kind"],
            "bears_claims": BlockKind(b["kind"]).bears_claims,
            "html": marked(b["text"], b["start"], marks[b["row"]]),
            "voices": list(voices[b["row"]]),
            "reasons": list(dict.fromkeys(reasons[b["row"]])),
        }
        for b in found["blocks"]
    ]
