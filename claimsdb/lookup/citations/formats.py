"""A citation in the formats that other tools read: BibTeX, CSL-JSON, W3C Web Annotation, a URL with a text fragment.

Every function takes a claim and its place; `citation.Citation` holds both.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from types import MappingProxyType
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from claimsdb.lookup.citations.wording import as_markdown, as_text, web_address
from claimsdb.store.read.citations import Place
from claimsdb.store.read.records import ClaimRecord, InFile, Piece, everywhere, ranges_of

Json = dict[str, object]
_WORDS = 5
"""Number of words at each end by which a text fragment gives a long passage."""
_LONG = 160  # code points: a longer passage is given by its ends
_MEDIA, _TABLE = "http://www.w3.org/TR/media-frags/", "http://tools.ietf.org/rfc/rfc7111"
_PAGES = "https://www.rfc-editor.org/rfc/rfc8118"
_CSV = re.compile(r"\.csv/", re.IGNORECASE)  # of which the standard says what a row is
_ROW = re.compile(r"row (\d+)\b")
_YOUTUBE = re.compile(r"(?:www\.|m\.)?youtube(?:-nocookie)?\.com|youtu\.be")
_LATEX = str.maketrans(
    {c: "\\" + c for c in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


def as_bibtex(claim: ClaimRecord, place: Place) -> str:
    """The document as a BibTeX entry, the claim and its place in the note; for tools that read UTF-8 (biber)."""
    fields = {
        "title": place["title"] or place["path"],
        "author": place["author"],
        "publisher": place["publisher"],
        "date": place["published"] and place["published"][:10],
        "url": web_address(place["url"]),
        "note": as_text(claim, place),
    }
    lines = [f"  {name} = {{{_latex(value, name)}}}" for name, value in fields.items() if value]
    return f"@misc{{claim-{claim['id']},\n" + ",\n".join(lines) + "\n}"


def as_csl(claim: ClaimRecord, place: Place) -> Json:
    """The document as a CSL-JSON item, the claim and its place in the note."""
    item: Json = {"id": f"claim-{claim['id']}", "type": "article", "title": place["title"] or place["path"]}
    if place["author"]:
        item["author"] = [{"literal": place["author"]}]
    if place["publisher"]:
        item["container-title"] = place["publisher"]
    if place["published"]:
        item["issued"] = {"date-parts": [[int(part) for part in place["published"][:10].split("-")]]}
    if address := web_address(place["url"]):
        item["URL"] = address
    return item | {"note": as_text(claim, place)}


def as_annotation(claim: ClaimRecord, place: Place) -> Json:
    """The claim as a W3C Web Annotation of its file: of its web address, if it has one, and `canonical` names its bytes (RFC 6920).

    Selectors of the whole claim come first: its code points in the text, its words, and each range of its bytes. If it has several
    segments, the code points and the ranges of each follow. Bytes of a part refine a selector of that part (its name, or the row of a
    table), and of what is drawn, each page and the box around the words on it are selected. A claim that is said has its time.
    """
    name = f"ni:///sha-256;{urlsafe_b64encode(bytes.fromhex(place['sha256'])).decode().rstrip('=')}"
    quotation = {key: place[key] for key in ("exact", "prefix", "suffix")}
    selectors: list[Json] = [_points(place), {"type": "TextQuoteSelector", **quotation}]
    if place["seconds"] is not None:
        selectors.append(_fragment_selector(f"t={_number(place['seconds'])}", _MEDIA))
    row = _ROW.match(place["place"] or "")
    inside = _fragment_selector(f"row={row[1]}", _TABLE if _CSV.search(place["path"]) else None) if row else None
    for where in place["where"]:
        selectors += _in_file(where, place, inside)
    for segment in claim["segments"] if len(claim["segments"]) > 1 else ():
        selectors.append(_points(segment))
        for where in everywhere(segment):
            selectors += _in_file(where, place, inside)
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:claimsdb:claim:{claim['id']}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": {"type": "TextualBody", "value": as_text(claim, place), "format": "text/plain"},
        "target": {"source": web_address(place["url"]) or name, "canonical": name, "selector": selectors},
    }


def _points(of: Place | Piece) -> Json:
    return {"type": "TextPositionSelector", "start": of["start"], "end": of["end"]}


def _in_file(where: InFile, place: Place, inside: Json | None) -> list[Json]:
    """The selectors of the ranges of bytes, refining that of the part or the row (`inside`) that they are in, or of the page."""
    if "page" in where:
        return [_page(where["page"], where.get("boxes", []), place["heights"])]
    bounds = ranges_of(where)
    made: list[Json] = [{"type": "DataPositionSelector", "start": start, "end": end} for start, end in bounds]
    outer = _fragment_selector(quote(where["part"])) if "part" in where else inside
    return made if outer is None else [outer | {"refinedBy": one} for one in made]


def _page(number: int, boxes: Sequence[Sequence[float]], heights: Sequence[float | None]) -> Json:
    """The selector of the part of a page that is around the boxes; RFC 8118 counts from the upper left."""
    height = heights[number - 1] if number <= len(heights) else None
    if height is None or not boxes:
        return _fragment_selector(f"page={number}", _PAGES)
    left, bottom = (min(box[k] for box in boxes) for k in (0, 1))
    right, top = (max(box[k] for box in boxes) for k in (2, 3))
    around = ",".join(map(_number, (left, height - top, right - left, top - bottom)))
    return _fragment_selector(f"page={number}&viewrect={around}", _PAGES)


def _fragment_selector(value: str, standard: str | None = None) -> Json:
    made: Json = {"type": "FragmentSelector", "value": value}
    return made | {"conformsTo": standard} if standard else made


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


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
    parts, time = urlsplit(address), _number(seconds)
    if _YOUTUBE.fullmatch(parts.hostname or ""):
        query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "t"]
        return urlunsplit(parts._replace(query=urlencode([*query, ("t", f"{int(seconds)}s")]), fragment=""))
    return urlunsplit(parts._replace(fragment=f"t={time}"))


FORMATS: MappingProxyType[str, tuple[str, Callable[[ClaimRecord, Place], str | None]]] = MappingProxyType(
    {
        "text": ("Plain text", as_text),
        "markdown": ("Markdown", as_markdown),
        "bibtex": ("BibTeX", as_bibtex),
        "csl": ("CSL-JSON", lambda claim, place: _json([as_csl(claim, place)])),
        "annotation": ("Web Annotation", lambda claim, place: _json(as_annotation(claim, place))),
        "url": ("Link to the words", lambda claim, place: fragment_url(place)),
    }
)
"""The formats by name: a label, and a function that makes the citation, or None if the document has no web address to link to."""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _latex(value: str, field: str) -> str:
    return value if field == "url" else " ".join(value.split()).translate(_LATEX)


def _fragment(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")
