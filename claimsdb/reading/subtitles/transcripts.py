"""Transcripts as data: YouTube's events and Whisper's segments in JSON, lists of texts with their times, and Whisper's tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claimsdb.model.document import Metadata
from claimsdb.model.source_map import How
from claimsdb.model.spans import Span, lines
from claimsdb.reading.json_values import Object, Text, Value, said, stretches
from claimsdb.reading.reading import Reading, Settings
from claimsdb.reading.subtitles.cues import Cue, Line, Piece, Scan, Voice
from claimsdb.reading.subtitles.joining import joined
from claimsdb.streams.encodings.decoding import Decoded, decode, empty

_NOBODY = re.compile(r"(?:speaker|spk|s)?[ _-]?(?:\d+|[A-Z]|unknown)", re.IGNORECASE)
"""Names that a program gives to a voice that it does not know."""
_ROW = re.compile(r"(?P<start>\d{1,12})\t(?P<end>\d{1,12})\t(?P<text>.*)")
_SPOKEN = 0.4  # seconds that the last word of an event takes


def transcript(raw: bytes, decoded: Decoded, value: Value, path: str) -> Reading:
    """Read a transcript, of which `value` is what the decoded file says. Raises `UnreadableError` if it has no text."""
    scan = Scan(list(_cues(decoded.text, cues_of(value) or ())))
    return _reading(raw, decoded, scan, path, Metadata(language=_language(decoded.text, value)))


def read_rows(raw: bytes, path: str, settings: Settings) -> Reading:
    """Read Whisper's table of start, end (in milliseconds) and text, with tabs between them and no quotation marks around them.

    Raises `UnreadableError` if it has no text, `EncodingNameError` for an unknown encoding that is asked for.
    """
    decoded = decode(raw, path, settings.encoding, settings.transport.charset)
    found = (_ROW.fullmatch(decoded.text, *line) for line in lines(decoded.text, Span(0, len(decoded.text))))
    scan = Scan()
    for row in filter(None, found):
        line = Line.of(decoded.text, (Piece(*row.span("text")),))
        scan.cues.append(Cue(str(len(scan.cues) + 1), (line,), int(row["start"]) / 1000, int(row["end"]) / 1000))
    return _reading(raw, decoded, scan, path, Metadata())


def _reading(raw: bytes, decoded: Decoded, scan: Scan, path: str, stated: Metadata) -> Reading:
    made = joined(decoded.text, decoded.map, scan)
    if not made.passages:
        raise empty(path)
    return Reading(
        made.text, made.map, decoded.encoding, made.passages, stated, decoded.problems, stream=raw, places=made.places
    )  # fmt: skip


def cues_of(value: Value) -> list[Object] | None:
    """The objects of which each is a cue; None if the value is no transcript."""
    for name, text, start in (("events", "segs", "tStartMs"), ("segments", "text", "start"), ("", "text", "start")):
        found = value.get(name) if isinstance(value, Object) else value if not name else None
        if isinstance(found, list):
            cues = [one for one in found if isinstance(one, Object) and text in one]
            if cues and all(isinstance(one.get(start), float) for one in cues):
                return cues
    return None


def _cues(text: str, found: Iterable[Object]) -> Iterator[Cue]:
    for number, one in enumerate(found, 1):
        segs = one.get("segs")
        if isinstance(segs, list):
            parts = [seg for seg in segs if isinstance(seg, Object)]
            start = _number(one, "tStartMs") / 1000
            offsets = [_number(seg, "tOffsetMs") / 1000 for seg in parts if "tOffsetMs" in seg]
            end = start + (max(offsets) + _SPOKEN if offsets else _number(one, "dDurationMs") / 1000)
            strings = [seg.get("utf8") for seg in parts]
        else:
            start = _number(one, "start")
            end = _number(one, "end") if "end" in one else start + _number(one, "duration")
            strings = [one.get("text")]
        voice = _voice(text, one.get("speaker"))
        pieces = (piece for string in strings if isinstance(string, Text) for piece in _pieces(text, string))
        yield Cue(str(number), tuple(_lines(text, pieces, voice)), start, end)


def _lines(text: str, pieces: Iterable[Piece], voice: Voice | None) -> Iterator[Line]:
    line: list[Piece] = []
    for piece in pieces:
        line.append(piece)
        if piece.text == "\n":
            yield Line.of(text, line, voice)
            line = []
    if line:
        yield Line.of(text, line, voice)


def _pieces(text: str, string: Text) -> Iterator[Piece]:
    for start, end, words, how in stretches(text, string):
        yield Piece(start, end, None if how is How.LITERAL else words, how)


def _voice(text: str, name: Value) -> Voice | None:
    """The voice that a field names; its closing quotation mark is read as a colon."""
    if not isinstance(name, Text) or not (words := said(text, name).strip()):
        return None
    pieces = () if _NOBODY.fullmatch(words) else tuple(_pieces(text, name))
    return Voice(words, pieces, Span(name.end, name.end + 1))


def _number(of: Object, name: str) -> float:
    value = of.get(name)
    return float(value) if isinstance(value, float) else 0.0


def _language(text: str, value: Value) -> str | None:
    found = value.get("language") if isinstance(value, Object) else None
    words = said(text, found) if isinstance(found, Text) else ""
    return words.lower() if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", words) else None
