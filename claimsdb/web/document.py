"""The page of one document, `/-/documents/<id>`: its whole text with claims marked, and speakers in the margin."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypedDict

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from claimsdb.lookup.citations.embedded import linked_document, tags
from claimsdb.lookup.citations.wording import cues, joined, says, web_address
from claimsdb.lookup.stated import told
from claimsdb.model.document import BlockKind
from claimsdb.model.spans import Span
from claimsdb.store.read.documents import DocumentFacts, WholeDocument, whole_document
from claimsdb.store.read.records import ClaimRecord
from claimsdb.web.databases import locate, read
from claimsdb.web.glossary import ATTRIBUTIONS
from claimsdb.web.marks import Mark, marked
from claimsdb.web.pages import flags, page, render, sent_json

if TYPE_CHECKING:
    from datasette.app import Datasette

Voice = tuple[str, str | None, str]
ACROSS = {"shared": "what other documents say too", "alone": "what only this one says"}


class SpeakerHere(TypedDict):
    """A speaker, with the number of their claims in the document."""

    name: str
    claims: int


class Voiced(TypedDict):
    """A block with its claims marked, its speakers (name, id, attribution, cues), and the reasons why sentences of it have no claim.

    `within` is the page, note or row that begins with it, if one does; `level` is that of a heading, 0 for other blocks.
    """

    kind: str
    level: int
    within: str | None
    bears_claims: bool
    html: Markup
    voices: list[tuple[str, str | None, str, list[str]]]
    reasons: list[str]


@page
async def document(request: Request, datasette: Datasette) -> Response:
    """One document, as a page or as JSON. A short id redirects to the full one."""
    database, identity, also_in = await locate(datasette, request, "document")
    attributions, speaker = (
        flags(request, "kind", ATTRIBUTIONS) or list(ATTRIBUTIONS),
        request.args.get("speaker") or None,
    )
    silent, across = bool(flags(request, "silent", ("1",))), flags(request, "across", tuple(ACROSS))
    found = await read(datasette, database, lambda reading: whole_document(reading, identity))
    if request.url_vars["json"]:
        return sent_json(datasette, {**found, "database": database.name, "also_in": also_in})
    every = found["claims"]
    shown = [c for c in every if c["attribution"] in attributions and (not speaker or c["speaker_id"] == speaker)]
    if across:
        shared = set(found["elsewhere"]["shared"])
        shown = [c for c in shown if (c["id"] in shared) == (across[0] == "shared")]
    said: dict[str, SpeakerHere] = {}
    for c in every:
        if c["speaker_id"]:
            said.setdefault(c["speaker_id"], {"name": c["speaker"] or "", "claims": 0})["claims"] += 1
    more = {
        "database": database.name,
        "paragraphs": _paragraphs(found, shown, silent, datasette.urls.path("/-/")),
        "counts": {a: sum(c["attribution"] == a for c in every) for a in ATTRIBUTIONS},
        "shown": shown,
        "attributions": attributions,
        "speaker": speaker,
        "speakers": sorted(said.items(), key=lambda s: (-s[1]["claims"], s[1]["name"])),
        "silent": silent,
        "across": across[0] if across else None,
        "ways": ACROSS,
        "web_address": web_address(found["document"]["url"]),
        "about": about(found["document"]),
    }
    head: dict[str, object] = {
        "stated": told(found["provenance"], found["document"]),
        "tags": list(tags(found["document"])),
        "linked": {"@context": "https://schema.org", **linked_document(found["document"])},
    }
    return await render(datasette, request, "document.html", {**found, **more, **head, "also_in": also_in})


def about(facts: DocumentFacts) -> list[str]:
    """The document's publisher, author and dates, those that are known, in this order."""
    changed = facts["modified"] and f"changed {facts['modified'][:10]}"
    return [fact for fact in (facts["publisher"], facts["author"], facts["published"], changed) if fact]


def _paragraphs(found: WholeDocument, shown: list[ClaimRecord], silent: bool, root: str) -> list[Voiced]:
    """The blocks in order, each with its claims marked and its speakers."""
    quiet = found["sentences_without_a_claim"] if silent else []
    marks: dict[int, list[Mark]] = defaultdict(list)
    voices: dict[int, dict[Voice, dict[str, None]]] = defaultdict(dict)
    reasons: dict[int, list[str]] = defaultdict(list)
    blocks = iter(found["blocks"])
    block = next(blocks, None)
    pieces: list[tuple[Span, ClaimRecord | str, str]] = [
        (Span(s["start"], s["end"]), c, "" if k else "c-") for c in shown for k, s in enumerate(c["segments"])
    ]
    pieces += [(Span(s["start"], s["end"]), s["reason"], "") for s in quiet]
    for span, c, first in sorted(pieces, key=lambda p: (p[0].start, -p[0].end)):
        while block and block["end"] <= span.start:
            block = next(blocks, None)
        if block is None:
            break
        if isinstance(c, str):
            marks[block["row"]].append(Mark(span, "span", {"class": "silent", "title": f"no claim: {c}"}))
            reasons[block["row"]].append(c)
            continue
        who = c["speaker"] or joined(c["source"])
        attributes = {"class": f"claim {c['attribution']}", "href": f"{root}claims/{c['id']}", "title": says(c)}
        said = c["attribution"] if c["attribution"] == "asserted" else f"{c['attribution']}, {who or 'unnamed source'}"
        marks[block["row"]].append(
            Mark(span, "a", attributes, {"id": first + c["id"], "data-said": said} if first else {})
        )
        if c["attribution"] != "asserted":
            spoken = voices[block["row"]].setdefault((who or "unnamed source", c["speaker_id"], c["attribution"]), {})
            spoken.setdefault(cues(c))
    withins = [b["within"] for b in found["blocks"]]
    return [
        {
            "kind": b["kind"],
            "level": level,
            "within": b["within"] if b["within"] != before else None,
            "bears_claims": BlockKind(b["kind"]).bears_claims,
            "html": marked(b["text"], b["start"], marks[b["row"]]),
            "voices": [(*voice, list(filter(None, signals))) for voice, signals in voices[b["row"]].items()],
            "reasons": list(dict.fromkeys(reasons[b["row"]])),
        }
        for b, before, level in zip(found["blocks"], (None, *withins), _levels(found), strict=False)
    ]


def _levels(found: WholeDocument) -> list[int]:
    """The levels of the blocks as headings, below that of the page; 0 for those that are none."""
    levels: list[int] = []
    for block in found["blocks"]:
        below = block["kind"] == BlockKind.HEADING and any(levels)
        levels.append(3 if below else 2 if block["kind"] in (BlockKind.TITLE, BlockKind.HEADING) else 0)
    return levels
