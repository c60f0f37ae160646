"""Subtitles and transcripts: the same words whoever wrote the file, each with its time, its speaker and its bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pysubs2
import pytest
import webvtt

from claimsdb.model.document import Document
from claimsdb.normalizer.normalize import analyse
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.read import read
from tests.proving import prove

CUES = [
    (1.0, 3.0, "The council said that\nthe café was"),
    (3.0, 5.5, "safe. It had cost"),
    (5.5, 7.0, "three million pounds."),
    (12.0, 14.0, "Nobody was hurt."),
]
TEXT = "The council said that the café was safe. It had cost three million pounds.\n\nNobody was hurt."
PLACES = [
    ("0:01", 1.0, "The council said that the café was"),
    ("0:03", 3.0, "safe. It had cost"),
    ("0:05", 5.5, "three million pounds."),
    ("0:12", 12.0, "Nobody was hurt."),
]


def times(seconds: float, mark: str = ",", hours: bool = True) -> str:
    minutes, left = divmod(round(seconds * 1000), 60_000)
    return ("00:" if hours else "") + f"{minutes:02}:{left // 1000:02}{mark}{left % 1000:03}"


def by_pysubs2(kind: str) -> bytes:
    made = pysubs2.SSAFile()
    for start, end, words in CUES:
        made.append(pysubs2.SSAEvent(int(start * 1000), int(end * 1000), words.replace("\n", r"\N")))
    return made.to_string(kind).encode()


def by_webvtt(kind: str) -> bytes:
    made, out = webvtt.WebVTT(), StringIO()
    for start, end, words in CUES:
        made.captions.append(webvtt.Caption(times(start, "."), times(end, "."), words))
    made.write(out, format=kind)
    return out.getvalue().encode()


def srt(end: str = "\n", numbers: bool = True, blank: str = "\n") -> str:
    made = ""
    for number, (start, until, words) in enumerate(CUES, 1):
        made += f"{number}\n" if numbers else ""
        made += f"{times(start)} --> {times(until)}\n{words}\n{blank}"
    return made.replace("\n", end)


def vtt(header: str = "WEBVTT\n\n", name: str = "", hours: bool = True, words_of: Callable[[str], str] = str) -> str:
    return header + "".join(
        f"{name.format(number)}{times(start, '.', hours)} --> {times(end, '.', hours)} align:start\n{words_of(words)}\n\n"
        for number, (start, end, words) in enumerate(CUES, 1)
    )


def tagged(words: str) -> str:
    return (
        "<i>" + words.replace("café", "<c.red>caf&eacute;</c>").replace("three", "<00:00:06.000><b>th</b>ree") + "</i>"
    )


def youtube() -> object:
    def event(start: float, end: float, words: str) -> dict[str, Any]:
        segs = [{"utf8": word, "tOffsetMs": 10 * k} if k else {"utf8": word} for k, word in enumerate(words.split(" "))]
        for seg in segs[1:]:
            seg["utf8"] = f" {seg['utf8']}"
        return {"tStartMs": int(start * 1000), "dDurationMs": int((end - start) * 1000), "wWinId": 1, "segs": segs}

    return {"wireMagic": "pb3", "events": [{"tStartMs": 0, "id": 1}, *(event(*cue) for cue in CUES)]}


def whisper() -> object:
    segments = [
        {"id": k, "start": a, "end": b, "text": f" {words}", "words": [{"word": words}]}
        for k, (a, b, words) in enumerate(CUES)
    ]
    return {"text": TEXT, "segments": segments, "language": "en"}


def listed() -> object:
    return [{"text": words, "start": start, "duration": end - start} for start, end, words in CUES]


SRT: dict[str, bytes] = {
    "pysubs2": by_pysubs2("srt"),
    "webvtt-py": by_webvtt("srt"),
    "plain": srt().encode(),
    "Windows": srt("\r\n").encode("cp1252"),
    "byte-order mark": b"\xef\xbb\xbf" + srt().encode(),
    "UTF-16": b"\xff\xfe" + srt("\r\n").encode("utf-16-le"),
    "old Mac": srt("\r").encode(),
    "without numbers": srt(numbers=False).encode(),
    "without blank lines": srt(blank="").encode(),
    "tags": srt().replace("The council", "{\\an8}<i>The <font color='#fff'>council</font></i>").encode(),
    "spaces": srt().replace(" --> ", "-->").replace("\n\n", " \n \n").encode(),
}
VTT: dict[str, bytes] = {
    "pysubs2": by_pysubs2("vtt"),
    "webvtt-py": by_webvtt("vtt"),
    "minutes": vtt(hours=False).encode(),
    "names": vtt(name="intro-{}\n").encode(),
    "stream": vtt("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n\n").encode(),
    "comments": vtt("WEBVTT - talk\n\nNOTE\nmade by hand\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:a\n\n").encode(),
    "tags": vtt(words_of=tagged).encode(),
    "Windows": vtt().replace("\n", "\r\n").encode(),
    "byte-order mark": b"\xef\xbb\xbf" + vtt().encode(),
    "no blank line": vtt("WEBVTT\n").encode(),
}
JSON: dict[str, bytes] = {
    "YouTube": json.dumps(youtube()).encode(),
    "YouTube, indented": json.dumps(youtube(), indent=2, ensure_ascii=False).encode(),
    "Whisper": json.dumps(whisper(), ensure_ascii=False).encode(),
    "Whisper, escaped": json.dumps(whisper()).encode(),
    "list": json.dumps(listed()).encode(),
    "list, byte-order mark": b"\xef\xbb\xbf" + json.dumps(listed(), ensure_ascii=False).encode(),
}  # fmt: skip


ROWS = "".join(f"{int(1000 * a)}\t{int(1000 * b)}\t{' '.join(words.split())}\n" for a, b, words in CUES)
TSV = {"Whisper": f"start\tend\ttext\n{ROWS}".encode()}


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        pytest.param(raw, path, id=f"{path}: {name}")
        for files, path in ((SRT, "a.srt"), (VTT, "a.vtt"), (JSON, "a.json"), (TSV, "a.tsv"))
        for name, raw in files.items()
    ],
)
def test_cues_are_read_as_sentences_whoever_wrote_them(raw: bytes, path: str) -> None:
    document = read(raw, path)
    assert document.text == TEXT
    assert [(p.note, p.seconds, p.span.of(TEXT)) for p in document.places] == PLACES
    assert {p.unit for p in document.places} == {"cue"}
    assert [p.label for p in document.places] == ["1", "2", "3", "4"]
    assert document.problems == ()
    prove(document)


def told(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, b.span.of(document.text)) for b in blocks(document)]


def test_times_and_words_are_those_of_other_readers() -> None:
    theirs = pysubs2.SSAFile.from_string(SRT["tags"].decode())
    ours = read(SRT["tags"], "a.srt")
    assert [(p.seconds, p.span.of(ours.text)) for p in ours.places] == [
        (event.start / 1000, event.plaintext.replace("\n", " ")) for event in theirs
    ]
    captions = webvtt.from_buffer(StringIO(VTT["tags"].decode()))
    ours = read(VTT["tags"], "a.vtt")
    assert [(times(p.seconds or 0, "."), p.span.of(ours.text)) for p in ours.places] == [
        (caption.start, caption.text.replace("\n", " ").replace("&eacute;", "é")) for caption in captions.captions
    ]


def test_captions_that_roll_are_read_once() -> None:
    raw = b"""WEBVTT
Kind: captions
Language: en

00:00:00.000 --> 00:00:02.310 align:start position:0%
 
hello<00:00:00.480><c> and</c><00:00:00.640><c> welcome</c>

00:00:02.310 --> 00:00:02.320 align:start position:0%
hello and welcome
 

00:00:02.320 --> 00:00:04.550 align:start position:0%
hello and welcome
to<00:00:02.560><c> the</c><00:00:02.700><c> council</c>

00:00:04.550 --> 00:00:04.560 align:start position:0%
to the council
 

00:00:04.560 --> 00:00:06.560 align:start position:0%
to the council
to<00:00:05.560><c> the</c><00:00:05.800><c> council</c>
"""  # noqa: W293
    document = read(raw, "a.vtt")
    assert document.text == "hello and welcome to the council to the council"
    assert [(p.label, p.span.of(document.text)) for p in document.places] == [
        ("1", "hello and welcome"), ("3", "to the council"), ("5", "to the council"),
    ]  # fmt: skip
    assert document.stated.language == "en"
    assert document.map.ranges(document.places[1].span)[0][0] == raw.index(b"to<")
    prove(document)


def test_captions_that_grow_are_read_once_and_what_is_said_twice_is_read_twice() -> None:
    growing = [
        "Good evening",
        "Good evening and welcome",
        "Good evening and welcome\nto the news.",
        "to the news.\nIt rains.",
    ]
    cues = [f"{k + 1}\n00:00:0{k},000 --> 00:00:0{k + 1},000\n{words}\n" for k, words in enumerate(growing)]
    assert read("\n".join(cues).encode(), "a.srt").text == "Good evening and welcome to the news. It rains."
    twice = [f"{k}\n00:00:0{k},000 --> 00:00:0{k + 1},000\nNo.\n" for k in range(3)]
    assert read("\n".join(twice).encode(), "a.srt").text == "No. No. No."


def test_voices_are_labels_of_turns() -> None:
    raw = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.first.loud Anna &amp; Bo>The bridge\n\n"
        "00:02.000 --> 00:03.000\n<v Anna &amp; Bo>is safe.</v> <v Tom>Is it?</v>\n\n00:03.000 --> 00:04.000\nYes.\n"
    )
    document = read(raw.encode(), "a.vtt")
    assert document.text == "Anna & Bo: The bridge is safe.\n\nTom: Is it?\n\nYes."
    prove(document)
    segments = [
        {"start": 0, "end": 1, "speaker": 'Ann "A" Lee', "text": " It is safe."},
        {"start": 1, "end": 2, "speaker": "SPEAKER_01", "text": " Is it?"},
        {"start": 2, "end": 3, "speaker": "SPEAKER_02", "text": " It is."},
    ]
    document = read(json.dumps({"segments": segments}).encode(), "a.json")
    assert document.text == 'Ann "A" Lee: It is safe.\n\nIs it?\n\nIt is.'
    assert [p.role for p in document.passages] == ["speech", "turn", "turn"]
    prove(document)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["- Is it safe?\n- It is."], "Is it safe?\n\nIt is."),
        (["-Is it safe?\n-It is."], "Is it safe?\n\nIt is."),
        (["It is at\n-5 degrees."], "It is at -5 degrees."),
        (["ANNA: It is", "safe. TOM is here.", "TOM: I am."], "ANNA: It is safe. TOM is here.\n\nTOM: I am."),
        ([">> It is safe. >> Is it?"], ">> It is safe.\n\n>> Is it?"),
        (["I thought...", "...that it was."], "I thought... ...that it was."),
    ],
)
def test_another_speaker_begins_a_paragraph(lines: list[str], text: str) -> None:
    cues = (f"{k}\n00:00:0{k},000 --> 00:00:0{k + 1},000\n{words}\n" for k, words in enumerate(lines))
    document = read("\n".join(cues).encode(), "a.srt")
    assert document.text == text
    prove(document)


def test_nobody_is_given_the_words_of_a_speaker_who_is_not_named() -> None:
    said = [
        "ANN LEE: Did he resign, you ask? He did.",
        "- The mayor resigned.\n- He did not resign.",
        "ANN LEE: We will see.",
    ]
    cues = (f"{k}\n00:00:0{k},000 --> 00:00:0{k + 1},000\n{words}\n" for k, words in enumerate(said))
    document = read("\n".join(cues).encode(), "a.srt")
    assert [p.role for p in document.passages] == ["speech", "turn", "turn", "speech"]
    turns = {p.span.start for p in document.passages if p.role == "turn"}
    _, layout = analyse(document.reading, blocks(document), turns=turns)
    assert [(bool(f.source), " ".join(s.of(document.text) for s in f.content)) for f in layout.frames] == [
        (True, "Did he resign, you ask? He did."),
        (False, "The mayor resigned."),
        (False, "He did not resign."),
        (True, "We will see."),
    ]


def test_sounds_and_songs_bear_no_claims() -> None:
    said = [
        "[Applause]",
        "The council [coughs] said",
        "(DOOR SLAMS) that it",
        "was safe.",
        "♪ La la la ♪",
        "(laughter)",
        "It was (so far).",
    ]
    cues = (f"{k}\n00:00:0{k},000 --> 00:00:0{k + 1},000\n{words}\n" for k, words in enumerate(said))
    document = read("\n".join(cues).encode(), "a.srt")
    assert told(document) == [
        ("boilerplate", "[Applause]"),
        ("paragraph", "The council [coughs] said (DOOR SLAMS) that it was safe."),
        ("boilerplate", "♪ La la la ♪"),
        ("boilerplate", "(laughter)"),
        ("paragraph", "It was (so far)."),
    ]
    assert " ".join(document.reading.split()[1:10]) == "The council said that it was safe. ♪ La"
    prove(document)


def test_a_faulty_cue_is_named_and_the_rest_is_read() -> None:
    raw = "1\n00:00:0x,000 --> 00:00:02,000\nIt is safe.\n\nnonsense\n\n2\n00:00:09,000 --> 00:00:99,000\nNobody was hurt.\n"
    document = read(raw.encode(), "a.srt")
    assert document.text == "It is safe. nonsense Nobody was hurt."
    assert [(p.label, p.note, p.seconds) for p in document.places] == [("1", "", None), ("2", "", None)]
    (problem,) = document.problems
    assert (problem.code, problem.byte) == ("cue_time", 2)
    assert problem.message.startswith("Line 2 ('00:00:0x,000 --> 00:00:02,000'), one of 2 such lines, is not a time")
    stray = read(b"WEBVTT\n\nthis is lost\nor is it\n\n00:01.000 --> 00:02.000\nIt is safe.\n", "a.vtt")
    assert told(stray) == [("boilerplate", "this is lost"), ("boilerplate", "or is it"), ("paragraph", "It is safe.")]
    assert [(p.code, p.byte) for p in stray.problems] == [("cue_stray", 8)]


def test_a_line_of_digits_is_text_unless_it_numbers_a_cue() -> None:
    raw = b"1\n00:00:01,000 --> 00:00:02,000\nIt was in\n1984\n\n2\n00:00:02,000 --> 00:00:03,000\nand later in\n1990\n"
    assert read(raw, "a.srt").text == "It was in 1984 and later in 1990"


@pytest.mark.parametrize(
    "form", ["{0} {1}", "{0}\n{1}", "[{0}] {1}", "[{0}] ANN LEE: {1}", "[{0}.000 --> 0:59.000]  {1}", "({0})\t{1}"]
)
def test_a_text_with_a_time_in_each_line_is_a_transcript(form: str) -> None:
    said = [("0:03", "The bridge will"), ("0:07", "close in May."), ("1:02:03", "Nobody was hurt.")]
    text = "Council meeting\n" + "".join(form.format(*line) + "\n" for line in said)
    document = read(text.encode(), "a.txt")
    assert document.text == text
    label = "ANN LEE: " if "ANN" in form else ""
    assert [(p.label, p.note, p.seconds, p.span.of(text)) for p in document.places] == [
        ("1", "0:03", 3.0, f"{label}The bridge will"),
        ("2", "0:07", 7.0, f"{label}close in May."),
        ("3", "1:02:03", 3723.0, f"{label}Nobody was hurt."),
    ]
    speech = [" ".join(p.span.of(document.reading).split()) for p in document.passages if p.role == "speech"]
    assert speech == (
        [f"{label}{words}" for _, words in said] if label else ["The bridge will close in May.", "Nobody was hurt."]
    )


def test_a_list_of_times_of_day_is_none() -> None:
    text = "9:00 The mayor will speak.\n10:30 The council will vote.\n12:00 Lunch.\n"
    assert read(text.encode(), "a.txt").places == ()


def test_captions_without_marks_are_cut_at_pauses() -> None:
    said = ["we met on", "friday and", "then we left", "nobody came"]
    starts = [0.0, 2.0, 6.0, 8.0]
    cues = [{"text": words, "start": start, "duration": 2.0} for words, start in zip(said, starts, strict=True)]
    assert read(json.dumps(cues).encode(), "a.json").text == "we met on friday and\n\nthen we left nobody came"
