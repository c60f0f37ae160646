"""SubRip and WebVTT: timing lines, each with the lines of text below it, in which tags are marks and no words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimsdb.model.document import Metadata
from claimsdb.model.errors import Problem
from claimsdb.model.source_map import How, SourceMap
from claimsdb.model.spans import LINE_END, Span, strip
from claimsdb.reading.html.references import references
from claimsdb.reading.reading import Reading, Settings
from claimsdb.reading.subtitles.cues import Cue, Line, Piece, Row, Scan, Voice
from claimsdb.reading.subtitles.joining import joined
from claimsdb.streams.encodings.decoding import decode, empty

_TIME = r"(?:(\d{1,4}) ?: ?)?([0-5]?\d) ?: ?([0-5]?\d)(?: ?[.,:] ?(\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_TIMES = re.compile(r"\s*\d+ ?: ?\d")
_NUMBER = re.compile(r"\s*\d{1,9}\s*")
_NOT_SHOWN = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")
_LANGUAGE = re.compile(r"language:\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*", re.IGNORECASE)
_SHOWN = 40  # code points of a line in a problem
# What is no word: tags, times of words, and in SubRip codes of another format of subtitles.
_VTT_MARK = re.compile(r"<v(?:\.[^\s>]*+)?+\s++(?P<voice>[^>]++)(?P<colon>>)|(?P<unvoiced></v>)|<[^>]*(?:>|\Z)")
_SRT_MARK = re.compile(r"</?[A-Za-z](?P<voice>)[^<>\n]{0,500}>|\{\\[^{}\n]{0,500}\}|<\d[\d:.]{0,20}>")


def read_srt(raw: bytes, path: str, settings: Settings) -> Reading:
    """Read a SubRip file. Raises `UnreadableError` if it has no text, `EncodingNameError` for an unknown encoding that is asked for."""
    return _read(raw, path, settings, vtt=False)


def read_vtt(raw: bytes, path: str, settings: Settings) -> Reading:
    """Read a WebVTT file; raises what `read_srt` raises."""
    return _read(raw, path, settings, vtt=True)


def _read(raw: bytes, path: str, settings: Settings, *, vtt: bool) -> Reading:
    decoded = decode(raw, path, settings.encoding, settings.transport.charset)
    rows = list(_rows(decoded.text))
    scan = _vtt(decoded.text, rows) if vtt else _srt(decoded.text, rows)
    made = joined(decoded.text, decoded.map, scan)
    if not made.passages:
        raise empty(path)
    problems = (*decoded.problems, *_problems(rows, decoded.map, scan, path))
    return Reading(
        made.text, made.map, decoded.encoding, made.passages, Metadata(language=scan.language), problems,
        stream=raw, places=made.places,
    )  # fmt: skip


def _rows(text: str) -> Iterator[Row]:
    start = 0
    for end in LINE_END.finditer(text):
        yield Row(start, end.start(), end.end(), text[start : end.start()])
        start = end.end()
    if start < len(text):
        yield Row(start, len(text), len(text), text[start:])


def _srt(text: str, rows: Sequence[Row]) -> Scan:
    """The cues of a SubRip file: the number and the timing are above the text, and a blank line is most often below it."""
    scan = Scan()
    begin, number = 0, ""  # of the cue that is open: its first line of text, and its number
    timing: Row | None = None
    for k, row in enumerate([*rows, None]):
        if row is not None and not _is_timing(rows, k):
            continue
        above = k - 1 if row is not None and _is_number(rows, k - 1, begin, number) else k
        lines = [line for inside in rows[begin:above] for line in _lines(text, inside.start, inside.after, _SRT_MARK)]
        if timing is not None:
            scan.cues.append(_cue(number or str(len(scan.cues) + 1), timing, lines, scan))
        else:
            scan.stray += ((0, line) for line in lines if line.plain.strip())
            scan.strays += (r for r in rows[begin:above] if r.words.strip())
        begin, timing, number = k + 1, row, rows[above].words.strip() if above < k else ""
    return scan


def _is_timing(rows: Sequence[Row], k: int) -> bool:
    """Whether a line is a timing, readable or not."""
    words = rows[k].words
    if "-->" not in words:
        return False
    return _TIMES.match(words) is not None or k == 0 or _NUMBER.fullmatch(rows[k - 1].words) is not None


def _is_number(rows: Sequence[Row], k: int, begin: int, before: str) -> bool:
    """Whether a line, which is above a timing, is the number of its cue, and not the last line of the cue before it."""
    if k < begin or not _NUMBER.fullmatch(rows[k].words):
        return False
    return k == begin or not rows[k - 1].words.strip() or rows[k].words.strip() == str(int(before or -2) + 1)


def _vtt(text: str, rows: Sequence[Row]) -> Scan:
    """The cues of a WebVTT file, which is of blocks with blank lines between them."""
    scan = Scan()
    for block in _blocks(rows):
        if block[0].start == 0 and block[0].words.lstrip("\ufeff").startswith("WEBVTT"):
            declared = (match for row in block if (match := _LANGUAGE.fullmatch(row.words)))
            scan.language = next((match[1].lower() for match in declared), None)
            block = [*_from_timing(block)]
        timings = [k for k, row in enumerate(block) if "-->" in row.words]
        if not timings:
            if block and not _NOT_SHOWN.match(block[0].words):
                words = _lines(text, block[0].start, block[-1].after, _VTT_MARK)
                scan.stray += ((len(scan.cues), line) for line in words)
                scan.strays.append(block[0])
            continue
        for k, after in zip(timings, [*timings[1:], len(block)], strict=True):
            said = block[k + 1 : after]
            lines = list(_lines(text, said[0].start, said[-1].after, _VTT_MARK)) if said else []
            name = block[k - 1].words.strip() if k == timings[0] == 1 else ""
            label = name if name.isascii() and _NUMBER.fullmatch(name) else str(len(scan.cues) + 1)
            scan.cues.append(_cue(label, block[k], lines, scan))
    return scan


def _blocks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    block: list[Row] = []
    for row in rows:
        if row.words:
            block.append(row)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _from_timing(block: Sequence[Row]) -> Sequence[Row]:
    """What follows the header of a file that has no blank line below it."""
    return block[next((k for k, row in enumerate(block) if "-->" in row.words), len(block)) :]


def _cue(label: str, timing: Row, lines: Sequence[Line], scan: Scan) -> Cue:
    match = _TIMING.fullmatch(timing.words)
    if match is None:
        scan.bad_times.append(timing)
        return Cue(label, tuple(lines))
    return Cue(label, tuple(lines), *(_seconds(match.groups()[k : k + 4]) for k in (0, 4)))


def _seconds(groups: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = (group or "" for group in groups)
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(fraction.ljust(3, "0")) / 1000


def _lines(text: str, start: int, end: int, marks: re.Pattern[str]) -> Iterator[Line]:
    """The lines of a cue's text, cut where another voice begins, too."""
    pieces: list[Piece] = []
    voice: Voice | None = None
    for mark in [*marks.finditer(text, start, end), None]:
        for line_end in [*LINE_END.finditer(text, start, mark.start() if mark else end), None]:
            stop = line_end.end() if line_end else mark.start() if mark else end
            pieces += _pieces(text, start, stop, refer=marks is _VTT_MARK)
            start = stop
            if line_end and pieces:
                yield Line.of(text, pieces, voice)
                pieces = []
        if mark is None:
            break
        start = mark.end()
        if mark["voice"] or (marks is _VTT_MARK and mark["unvoiced"]):
            if pieces:
                yield Line.of(text, pieces, voice)
            pieces, voice = [], _voice(text, mark) if mark["voice"] else None
    if pieces:
        yield Line.of(text, pieces, voice)


def _voice(text: str, mark: re.Match[str]) -> Voice:
    start, end = strip(text, Span(*mark.span("voice")))
    pieces = tuple(_pieces(text, start, end, refer=True))
    return Voice(Line.of(text, pieces).plain, pieces, Span(*mark.span("colon")))


def _pieces(text: str, start: int, end: int, *, refer: bool) -> Iterator[Piece]:
    for found in references(text, start, end) if refer and text.find("&", start, end) >= 0 else ():
        if start < found.start:
            yield Piece(start, found.start)
        yield Piece(found.start, found.end, found.text, How.REFERENCE)
        start = found.end
    if start < end:
        yield Piece(start, end)


def _problems(rows: Sequence[Row], to_bytes: SourceMap, scan: Scan, path: str) -> Iterator[Problem]:
    for code, found, what, remedy in (
        (
            "cue_time",
            scan.bad_times,
            "is not a time that can be read: its cue has none",
            "Write it as 00:00:01,000 --> 00:00:04,000.",
        ),
        ("cue_stray", scan.strays, "belongs to no cue: it gives no claims", "Put a timing above it, or remove it."),
    ):
        if found:
            several = f", one of {len(found):,} such lines," if len(found) > 1 else ""
            shown = found[0].words.strip()[:_SHOWN]
            what = f"Line {rows.index(found[0]) + 1} ({shown!r}){several} {what}."
            yield Problem(code, path, what, remedy, to_bytes.byte(found[0].start))
