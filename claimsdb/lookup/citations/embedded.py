"""What the head of a page says of a document for programs that collect citations: Highwire tags, as Zotero reads them, and JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claimsdb.lookup.citations.item import date_parts, item_of, written, written_date
from claimsdb.lookup.citations.names import PARTICLE
from claimsdb.lookup.citations.ris import written_name
from claimsdb.lookup.citations.wording import joined
from claimsdb.store.read.records import ClaimRecord

Json = dict[str, object]
_ZOTERO = {
    "article-newspaper": ("newspaperArticle", "NewsArticle"),
    "webpage": ("webpage", "WebPage"),
    "post": ("forumPost", "SocialMediaPosting"),
    "post-weblog": ("blogPost", "BlogPosting"),
    "interview": ("interview", "CreativeWork"),
    "broadcast": ("tvBroadcast", "CreativeWork"),
    "personal_communication": ("email", "EmailMessage"),
    "report": ("report", "Report"),
    "book": ("book", "Book"),
    "document": ("document", "DigitalDocument"),
}
"""What Zotero and schema.org call the types of CSL."""


def tags(document: Mapping[str, Any], note: str | None = None) -> Iterator[tuple[str, str]]:
    """The names and contents of the meta elements of a document (`item_of`); `note` goes where Zotero keeps abstracts."""
    item = item_of(document)
    yield "z:itemType", _ZOTERO[str(item["type"])][0]
    yield "citation_title", str(item["title"])
    names: Any = item.get("author", [])
    for name in names:
        yield "citation_author", written_name(name)
    if issued := "/".join(written_date(item, "issued")):
        yield "citation_publication_date", issued
    if "container-title" in item:
        yield "citation_journal_title", str(item["container-title"])
    if "publisher" in item:
        report = item["type"] == "report"
        yield "citation_technical_report_institution" if report else "citation_publisher", str(item["publisher"])
    for name, key in (("citation_public_url", "URL"), ("citation_language", "language")):
        if key in item:
            yield name, str(item[key])
    if note:
        yield "citation_abstract", note


def linked_document(document: Mapping[str, Any]) -> Json:
    """The document as schema.org describes works, without a context."""
    item = item_of(document)
    names: Any = item.get("author", [])
    outlet = item.get("container-title") or item.get("publisher")
    made: Json = {
        "@type": _ZOTERO[str(item["type"])][1],
        "name": item["title"],
        "author": [_linked_name(name) for name in names],
        "publisher": {"@type": "Organization", "name": outlet} if outlet else None,
        "datePublished": "-".join(written_date(item, "issued")),
        "dateModified": "-".join(written(date_parts(document.get("modified")))),
        "inLanguage": item.get("language"),
        "url": item.get("URL"),
    }
    return {key: value for key, value in made.items() if value}


def linked_claim(claim: ClaimRecord, document: Mapping[str, Any], address: str) -> Json:
    """The claim as schema.org describes claims; `address` is that of its page."""
    who = claim["speaker"] or joined(claim["source"])
    made: Json = {
        "@context": "https://schema.org",
        "@type": "Claim",
        "identifier": f"urn:claimsdb:claim:{claim['id']}",
        "url": address,
        "text": claim["text"],
        "appearance": linked_document(document),
    }
    return made | {"author": {"@type": "Thing", "name": who}} if who and claim["attribution"] != "asserted" else made


def _linked_name(name: Mapping[str, str]) -> Json:
    if "literal" in name:
        return {"@type": "Thing", "name": name["literal"]}
    given, particle = name.get("given", ""), name.get(PARTICLE, "")
    whole = " ".join(filter(None, (given, particle, name["family"], name.get("suffix"))))
    return {"@type": "Person", "name": whole, "familyName": name["family"], "givenName": given}
