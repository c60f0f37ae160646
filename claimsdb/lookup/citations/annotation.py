"""A claim as a W3C Web Annotation of its file.

The model holds several selectors of one resource for alternatives: here each selects the same words. Several segments are several
resources, which are one target together (`Composite`). Positions count in the file, so the file is the source, by the hash of its bytes
(RFC 6920), and where it was had is said with it (`via`).
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import quote

from claimsdb.lookup.citations.links import shortly
from claimsdb.lookup.citations.wording import as_text, web_address
from claimsdb.model import withheld
from claimsdb.store.read.citations import Place
from claimsdb.store.read.records import ClaimRecord, InFile, Piece, everywhere, ranges_of
from claimsdb.streams.kinds import MARKDOWN, TEXT

Json = dict[str, object]
_MEDIA, _TABLE = "http://www.w3.org/TR/media-frags/", "http://tools.ietf.org/rfc/rfc7111"
_PAGES = "https://www.rfc-editor.org/rfc/rfc8118"
_CSV = re.compile(r"\.csv/", re.IGNORECASE)  # of which the standard says what a row is
_ROW = re.compile(r"row (\d{1,18}+)\b")


def as_annotation(claim: ClaimRecord, place: Place) -> Json:
    """The claim as an annotation: its citation in words is the body, its words in the file are the target.

    Code points are given if the file is a text, for then they count in it. Bytes of a part refine a selector of that part (its name, or
    the row of a table). Of a recording with a web address, the time at which the claim is said is another target.
    """
    address = web_address(place["url"])
    file = f"ni:///sha-256;{urlsafe_b64encode(bytes.fromhex(place['sha256'])).decode().rstrip('=')}"
    of_file: Json = {"type": "SpecificResource", "source": file}
    if address:
        of_file["via"] = address
    items = [of_file | {"selector": one} for segment in claim["segments"] for one in _selectors(segment, claim, place)]
    target: object = items[0] if len(items) == 1 else {"type": "Composite", "items": items}
    if place["seconds"] is not None and address:
        said = _fragment(f"t={shortly(place['seconds'])}", _MEDIA)
        target = [target, {"type": "SpecificResource", "source": address, "selector": said}]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:claimsdb:claim:{claim['id']}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": {"type": "TextualBody", "value": as_text(claim, place), "format": "text/plain"},
        "target": target,
    }


def _selectors(segment: Piece, claim: ClaimRecord, place: Place) -> Iterator[list[Json]]:
    """The alternative selectors of a segment; if it goes on in other parts or on other pages, also those of what is in each."""
    words = [_words(segment, claim, place)]
    if place["media_type"] in (TEXT, MARKDOWN) and "part" not in segment and not _row(place):
        words.insert(0, {"type": "TextPositionSelector", "start": segment["start"], "end": segment["end"]})
    where = [_in_file(one, place) for one in everywhere(segment)]
    if len(where) == 1:
        yield words + where[0]
    else:
        yield words
        yield from filter(None, where)


def _words(segment: Piece, claim: ClaimRecord, place: Place) -> Json:
    """The words of a segment, with up to 32 code points before and after them in the block."""
    before, after = place["prefix"], place["suffix"]
    if len(claim["segments"]) > 1:
        whole, at = before + place["exact"] + after, len(before) + segment["start"] - place["start"]
        end = at + len(segment["text"])
        before, after = withheld.before(whole[max(at - 32, 0) : at]), withheld.after(whole[end : end + 32])
    return {"type": "TextQuoteSelector", "exact": segment["text"], "prefix": before, "suffix": after}


def _in_file(where: InFile, place: Place) -> list[Json]:
    """The selector of the bytes, from the first to the last, refining that of the part or the row that they are in, or of the page.

    There is none if the words follow each other otherwise than their bytes do.
    """
    if "page" in where:
        return [_page(where["page"], where.get("boxes", []), place["heights"])]
    bounds = ranges_of(where)
    if not bounds or any(after[0] < before[1] for before, after in pairwise(bounds)):
        return []
    data: Json = {"type": "DataPositionSelector", "start": bounds[0][0], "end": bounds[-1][1]}
    outer = _fragment(quote(where["part"])) if "part" in where else _row(place)
    return [outer | {"refinedBy": data}] if outer else [data]


def _row(place: Place) -> Json | None:
    row = _ROW.match(place["place"] or "")
    return _fragment(f"row={row[1]}", _TABLE if _CSV.search(place["path"]) else None) if row else None


def _page(number: int, boxes: Sequence[Sequence[float]], heights: Sequence[float | None]) -> Json:
    """The selector of the part of a page that is around the boxes; RFC 8118 counts from the upper left."""
    height = heights[number - 1] if number <= len(heights) else None
    if height is None or not boxes:
        return _fragment(f"page={number}", _PAGES)
    left, bottom = (min(box[k] for box in boxes) for k in (0, 1))
    right, top = (max(box[k] for box in boxes) for k in (2, 3))
    around = ",".join(map(shortly, (left, height - top, right - left, top - bottom)))
    return _fragment(f"page={number}&viewrect={around}", _PAGES)


def _fragment(value: str, standard: str | None = None) -> Json:
    made: Json = {"type": "FragmentSelector", "value": value}
    return made | {"conformsTo": standard} if standard else made
