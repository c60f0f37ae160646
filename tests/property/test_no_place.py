"""No reader makes words from nowhere: what has no bytes in the file is white space, whatever the file is, and however damaged."""

import io
import random
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimsdb.model.document import Document
from claimsdb.model.errors import UnreadableError
from claimsdb.model.source_map import How
from claimsdb.reading.read import READERS, read

FILES = Path(__file__).parents[1] / "files"
OWN = {
    "a.txt": b"By Ann Lee\r\n\r\nThe sea is cold.\r\n",
    "a.md": b"---\ntitle: A\n---\n# The sea\n\n1. It is *cold*.\n2. It is deep.\n",
    "a.html": b"<html><ol><li>It is cold.<li>It is <q>deep</q>.</ol><table><tr><td>Sea<td>cold</table><p>The sea is cold today.</html>",
    "a.xhtml": b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>The sea <![CDATA[is]]> cold.</p></body></html>",
    "a.eml": b"From: Ann <a@b.org>\nSubject: =?utf-8?q?The_sea?=\nContent-Type: text/html\n\n<blockquote>Cold.</blockquote><p>No.</p>\n",
    "a.srt": b"1\n00:00:01,000 --> 00:00:02,000\n- It is cold.\n- No.\n\n2\n00:00:02,000 --> 00:00:03,000\nIt is &amp; was.\n",
    "a.vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann Lee>It is cold.\n\n00:02.000 --> 00:03.000\n<v Bo Ek>No.\n",
    "a.tsv": b"start\tend\tspeaker\ttext\n0\t1000\tAnn\tIt is cold.\n1000\t2000\tBo\tNo.\n",
    "a.json": b'{"title": "The sea", "text": "<p>It is \\u0063old.</p><ul><li>No.</li></ul>"}',
    "a.csv": b'title,text\nThe sea,"It is ""cold"".\nNo."\n',
}


def in_two_bytes(raw: bytes) -> bytes:
    """A Word document in UTF-16, with a hyphen that is an element."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            member = old.read(name)
            if name == "word/document.xml":
                text = member.decode().replace("<w:t>", "<w:noBreakHyphen/><w:t>").partition("?>")[2]
                member = f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")
            new.writestr(name, member)
    return made.getvalue()


OWN["utf-16.docx"] = in_two_bytes((FILES / "docx" / "python-docx.docx").read_bytes())
SAMPLES = {**OWN, **{f.name: f.read_bytes() for f in sorted(FILES.rglob("*.*")) if f.suffix not in (".md", ".txt")}}


def from_nowhere(document: Document) -> list[str]:
    """The words of a document that no bytes stand for."""
    runs = (run for run in document.map.runs() if run.how is How.NONE)
    return [words for run in runs if (words := document.text[run.start : run.end]).strip()]


def found(raw: bytes, path: str) -> Document | None:
    try:
        return read(raw, path)
    except UnreadableError:
        return None


@cache
def sample(path: str) -> Document | None:
    return found(SAMPLES[path], path)


def test_every_reader_is_among_the_samples() -> None:
    media = {document.media_type for path in SAMPLES if (document := sample(path))}
    missing = {READERS[one][0] for one in READERS.keys() - media}
    assert missing <= {"scans.picture", "office.opendocument.flat", "mail.outlook", "subtitles.transcripts", "records"}


@pytest.mark.parametrize("path", SAMPLES)
def test_words_have_bytes(path: str) -> None:
    document = sample(path)
    assert document is None or from_nowhere(document) == []
    assert path != "utf-16.docx" or (document is not None and document.text.count("-") > 3)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([name for name, raw in SAMPLES.items() if len(raw) < 20_000]), st.integers(0, 2**32))
def test_words_of_damaged_files_have_bytes(path: str, seed: int) -> None:
    chance, raw = random.Random(seed), bytearray(SAMPLES[path])
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(raw))
        raw[at : at + chance.choice((0, 1, 5))] = chance.randbytes(chance.choice((0, 1, 3)))
    document = found(bytes(raw), path)
    assert document is None or from_nowhere(document) == []
