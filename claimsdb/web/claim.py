"""The page of one claim, `/-/claims/<id>`: its words in context, who says it, its location, how to cite it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from claimsdb.lookup.alike.corroboration import Corroboration, corroboration
from claimsdb.lookup.citations.citation import cited
from claimsdb.lookup.citations.embedded import linked_claim, tags
from claimsdb.lookup.citations.formats import FORMATS, available
from claimsdb.lookup.citations.wording import bytes_of, joined, web_address
from claimsdb.lookup.picture import can_be_drawn, pages_of
from claimsdb.lookup.verify.by_hand import ShownRecord, look, shown
from claimsdb.lookup.versions.links import Links, links
from claimsdb.model.spans import Span
from claimsdb.model.withheld import elided
from claimsdb.store.engine import Connection
from claimsdb.store.read.claim_facts import ClaimFacts, Neighbour, Paragraph, claim_in_place
from claimsdb.store.read.claims import EarlierFinding, earlier_findings
from claimsdb.store.read.elsewhere import ClaimElsewhere
from claimsdb.store.read.files import segments_of
from claimsdb.store.read.joined_names import JoinedName, join_of_claim
from claimsdb.store.read.records import CitationRecord, ClaimRecord, everywhere
from claimsdb.web.databases import locate, read
from claimsdb.web.marks import Mark, marked
from claimsdb.web.pages import absolute, page, render, sent_json

if TYPE_CHECKING:
    from datasette.app import Datasette


_PAGES = 4
"""The most pictures of pages that a claim is shown with."""


class Form(TypedDict):
    """A citation in one format: the display name of the format, and the text."""

    name: str
    text: str


class ClaimPage(TypedDict):
    """Everything that a claim's page shows: its record, its citation in each format, its location, its neighbours."""

    claim: ClaimRecord
    citation: CitationRecord
    formats: dict[str, Form]
    facts: ClaimFacts
    blocks: list[Paragraph]
    before: Neighbour | None
    after: Neighbour | None
    earlier: list[EarlierFinding]
    elsewhere: ClaimElsewhere
    same_as: JoinedName | None
    versions: Links


class _File(NamedTuple):
    """The pages of a claim's file that can be shown as pictures, and how anybody sees its words there."""

    pages: list[int]
    by_hand: ShownRecord


@page
async def claim(request: Request, datasette: Datasette) -> Response:
    """One claim, as a page or as JSON. A short id redirects to the full one."""
    database, identity, also_in = await locate(datasette, request, "claim")
    is_json = bool(request.url_vars["json"])

    def gather(connection: Connection) -> tuple[ClaimPage, Corroboration, _File | None]:
        of_file = None if is_json else _in_file(connection, Path(database.path), identity)
        return read_claim(connection, identity), corroboration(connection, identity), of_file

    found, also, file = await read(datasette, database, gather)
    if file is None:
        return sent_json(datasette, {**found, "corroboration": also, "database": database.name, "also_in": also_in})
    record, facts = found["claim"], found["facts"]
    marks = list(_marks(record))
    where = [where for segment in record["segments"] for where in everywhere(segment)]
    paragraphs = [{**b, "html": Markup(elided(marked(b["text"], b["start"], marks)))} for b in found["blocks"]]
    more = {
        "database": database.name,
        "also_in": also_in,
        "paragraphs": paragraphs,
        "source": joined(record["source"]),
        "cue": joined(record["cue"]),
        "chain": [{**v, "words": joined(v["source"]), "signal": joined(v["cue"])} for v in record["via"]],
        "web_address": web_address(facts["url"]),
        "offsets": [[*filter(None, map(bytes_of, everywhere(s)))] for s in record["segments"]],
        "by_hand": [*filter(None, (segment["command"] for segment in file.by_hand["segments"]))],
        "in_folder": file.by_hand["file"] is not None,
        "pages": file.pages[:_PAGES],
        "look": [look(w, facts["media_type"]) for w in where if "page" in w],
    }
    address = absolute(request, datasette, f"/-/claims/{record['id']}")
    out: dict[str, object] = {
        "tags": list(tags(facts, found["formats"]["text"]["text"])),
        "linked": linked_claim(record, facts, address),
        "address": address,
        "oembed": f"{absolute(request, datasette, '/-/oembed')}?{urlencode({'url': address})}",
        "styled": {name: form.label for name, form in available().items() if form.styled},
    }
    return await render(datasette, request, "claim.html", {**found, **_reasons(also, identity), **more, **out})


def _reasons(also: Corroboration, identity: str) -> dict[str, object]:
    """Why other claims are held for the same as this one, by their ids, and whether it is standing text."""
    claims = [c for g in also["groups"] for o in g["origins"] for c in o["claims"]]
    whys = {c["id"]: c["why"] for c in claims}
    return {"corroboration": also, "whys": whys, "standing": any(c["standing"] for c in claims if c["id"] == identity)}


def _in_file(connection: Connection, database: Path, identity: str) -> _File:
    """The claim in its file, at which it looks."""
    pages = sorted(pages_of(segments_of(connection, identity)))
    drawn = pages if pages and can_be_drawn(connection, database, identity) else []
    return _File(drawn, shown(connection, database, identity, on_page=True).as_record())


def read_claim(connection: Connection, identity: str) -> ClaimPage:
    """Everything that the page of the claim with this id shows."""
    (found,) = cited(connection, [identity])
    around = claim_in_place(connection, identity)
    return {
        "claim": found.claim,
        "citation": found.as_record(),
        "formats": {name: {"name": FORMATS[name].label, "text": text} for name, text in found.formatted().items()},
        "facts": around["facts"],
        "blocks": around["blocks"],
        "before": around["before"],
        "after": around["after"],
        "earlier": earlier_findings(connection, identity),
        "elsewhere": around["elsewhere"],
        "same_as": join_of_claim(connection, identity),
        "versions": links(connection, identity),
    }


def _marks(record: ClaimRecord) -> Iterator[Mark]:
    """Marks for the claim's segments and quotes, and for the sources and cues of its attribution and those that it comes through."""
    parts = [("segment " + record["attribution"], record["segments"]), ("quote", record["quotes"])]
    parts += [("source", record["source"]), ("cue", record["cue"])]
    for outer in record["via"]:
        parts += [("source outer", outer["source"]), ("cue outer", outer["cue"])]
    for name, pieces in parts:
        for k, piece in enumerate(pieces):
            first = {"id": "claim"} if name.startswith("segment") and k == 0 else {}
            yield Mark(Span(piece["start"], piece["end"]), "mark", {"class": name}, first)
