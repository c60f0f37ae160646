"""A citation in words: who says what, in which document, exactly where, or shortly where."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from claimsdb.english.months import MONTHS
from claimsdb.english.quotations import SPEECH
from claimsdb.model.spans import LINE_END
from claimsdb.store.read.citations import Place
from claimsdb.store.read.records import ClaimRecord, InFile, Piece, Via, ranges_of

_MOST = 5
"""Maximum number of byte ranges that are written out."""
_INSIDE = str.maketrans({"“": "‘", "„": "‘", "‟": "‘", "”": "’"})
_STRAIGHT = re.compile(r'(?<![^\s(\[“‘—–-])"')  # one that opens; any other closes
_CLOSING = "\"”’»')"
_STOPS = (".", "!", "?", "…")
_NUMBERED = re.compile(r"^(\s*\d+)\.")  # would begin a list


def as_text(claim: ClaimRecord, place: Place) -> str:
    """The citation in plain words, in one line: who says what, in which document, exactly where."""
    title = in_marks(place["title"]) if place["title"] else place["path"]
    known = (place["author"], title, place["publisher"], place["published"], _where(place))
    return f"{_said(claim)} {', '.join(filter(None, known))}."


def as_short(claim: ClaimRecord, place: Place) -> str:
    """The citation as newsrooms print it: `Sun Weidong, quoted in The Example, 22 February 2023`."""
    where = " ".join((place["publisher"] or "").split()) or (
        in_marks(place["title"]) if place["title"] else place["path"]
    )
    date = day_in_words(place["published"])
    if claim["attribution"] == "asserted":
        return ", ".join(filter(None, (" ".join((place["author"] or "").split()), where, date)))
    via = [f"via {_through(one)}" for one in claim["via"]]
    how = f"{'quoted' if claim['attribution'] == 'quoted' else 'as reported'} in {where}"
    return ", ".join(filter(None, (_name(claim), *via, how, date)))


def day_in_words(stated: str | None) -> str:
    """A date as precise as it is known, `22 February 2023`; empty if it is not."""
    year, month, day, *_ = [*(stated or "")[:10].split("-"), "", ""]
    if not (month.isdecimal() and 1 <= int(month) <= 12):
        return year
    return " ".join(filter(None, (day.lstrip("0"), MONTHS[int(month) - 1].capitalize(), year)))


def in_marks(text: str) -> str:
    """The text in one line, in quotation marks; those inside it become single ones."""
    inner = " ".join(text.split()).translate(_INSIDE)
    return "“" + _STRAIGHT.sub("‘", inner).replace('"', "’") + "”"


def as_markdown(claim: ClaimRecord, place: Place) -> str:
    """The citation as a Markdown block quotation with its source below; everything that could become other markup is escaped."""
    quoted = "\n".join(f"> {escape_markdown(line)}" for line in LINE_END.split(claim["text"]))
    title = _published(place, escape_markdown)
    if address := web_address(place["url"]):
        title = f"[{title}](<{address}>)"
    return f"{quoted}\n>\n> — {escape_markdown(says(claim))}. {title}, {escape_markdown(_where(place))}."


def says(claim: ClaimRecord) -> str:
    """Who says the claim, in which words, and through whom: `Shigeo Yamada (reported, “denied”), via media reports (“according to”)`.

    The words are those of the cue: without them, a denial would read as a statement.
    """
    signal = joined(claim["cue"])
    if claim["attribution"] == "asserted":
        if claim["cue_type"] == "intention" and claim["source"]:
            return f"asserted by the document; says what {_name(claim)} intends ({in_marks(signal)})"
        words = joined(sorted(claim["source"] + claim["cue"], key=lambda piece: piece["start"]))
        return "asserted by the document" + (f" ({in_marks(words)})" if signal else "")
    said = f"{_name(claim)} ({claim['attribution']}" + (f", {in_marks(signal)})" if signal else ")")
    return ", via ".join((said, *map(_through, claim["via"])))


def cues(claim: ClaimRecord) -> str:
    """The cue of the claim, and those of the attributions that it comes through: `denied, via “was told”`."""
    signals = [joined(v["cue"]) for v in claim["via"]]
    return ", ".join(filter(None, (joined(claim["cue"]), *(f"via {in_marks(signal)}" for signal in signals if signal))))


def escape_markdown(text: str) -> str:
    """One line of text with everything escaped that Markdown could read as markup."""
    return _NUMBERED.sub(r"\1\.", "".join("\\" + c if c in r"\`*_{}[]()<>#+-!|~&=" else c for c in text))


def web_address(url: str | None) -> str | None:
    """A document's address on the web; None if it has none, or one that is not a web address (`javascript:` and the like)."""
    url = (url or "").strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s<>{}\\\"]", url) else None


def quotation(claim: ClaimRecord) -> str:
    """The words of a claim in one line, in quotation marks: those that it has, if it is a quotation, or else ours."""
    text = " ".join(claim["text"].split())
    return text if claim["attribution"] == "quoted" and text.startswith(tuple(SPEECH)) else in_marks(text)


def _said(claim: ClaimRecord) -> str:
    text = quotation(claim)
    return f"{says(claim)}: {text}{'' if text.rstrip(_CLOSING).endswith(_STOPS) else '.'}"


def _through(via: Via) -> str:
    name, signal = via["speaker"] or joined(via["source"]), joined(via["cue"])
    if not name or not signal:
        return name or (in_marks(signal) if signal else "unnamed source")
    return f"{name} ({in_marks(signal)})"


def _name(claim: ClaimRecord) -> str:
    return claim["speaker"] or joined(claim["source"]) or "unnamed source"


def joined(pieces: Sequence[Piece]) -> str:
    """The words of the pieces in one line, with an ellipsis for what is between them."""
    return " ".join(" … ".join(p["text"] for p in pieces).split())


def _published(place: Place, escape: Callable[[str], str]) -> str:
    title, path, author, publisher, published = (
        value and escape(value)
        for value in (place["title"], place["path"], place["author"], place["publisher"], place["published"])
    )
    return ", ".join(v for v in (author, f"*{title}*" if title else path, publisher, published) if v)


def _where(place: Place) -> str:
    words = place["place"] or f"line {place['line']}, column {place['column']}"
    offsets = (f"characters {place['start']}–{place['end']}", *filter(None, map(bytes_of, place["where"])))
    return f"{place['path']}, {words} ({', '.join(offsets)}; sha256 {place['sha256'][:12]}…)"


def bytes_of(where: InFile) -> str:
    """The byte ranges of the words; only the first and the last byte and the number of ranges, if they are many; nothing for a page."""
    ranges, of = ranges_of(where), f" of {where['part']}" if "part" in where else ""
    if len(ranges) > _MOST:
        return f"bytes {where['byte_start']}–{where['byte_end']} in {len(ranges)} ranges{of}"
    return f"bytes {', '.join(f'{start}–{end}' for start, end in ranges)}{of}" if ranges else ""
