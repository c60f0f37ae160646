"""Claims as Web Annotations: held against the model, whose alternatives must select the same words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import claimsdb
from claimsdb.ingestion.ingest import ingest
from tests.annotations import faults

FILE = {"id": "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk", "type": "Text", "format": "text/plain"}
CONTEXT = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "http://example.org/anno1", "type": "Annotation"}
QUOTE = {"type": "TextQuoteSelector", "exact": "quay", "prefix": "the ", "suffix": "."}
PAGE = "http://example.org/page1"
SOUND: list[Any] = [  # in the shapes of the model's examples of each section
    {"target": PAGE},
    {"body": {"type": "TextualBody", "value": "Good.", "format": "text/plain"}, "target": PAGE},
    {"target": {"id": PAGE, "format": "text/html", "language": "en"}},
    {"motivation": "describing", "target": {"source": PAGE, "selector": QUOTE}},
    {"target": {"source": PAGE, "selector": {"type": "TextPositionSelector", "start": 412, "end": 795}}},
    {"target": {"source": PAGE, "selector": {"type": "DataPositionSelector", "start": 4096, "end": 4104}}},
    {"target": {"source": PAGE, "selector": {"type": "FragmentSelector", "value": "t=1", "conformsTo": "http://www.w3.org/TR/media-frags/"}}},
    {"target": {"source": PAGE, "selector": {"type": "FragmentSelector", "value": "para5", "refinedBy": QUOTE}}},
    {"target": {"type": "Composite", "items": [PAGE, {"source": FILE, "selector": [QUOTE]}]}},
]  # fmt: skip
UNSOUND: list[Any] = [
    {},
    {"target": "no address"},
    {"target": PAGE, "motivation": "gossiping"},
    {"target": PAGE, "author": "me"},
    {"target": PAGE, "body": {"type": "TextualBody"}},
    {"target": {"source": [PAGE, PAGE]}},
    {"target": {"source": {**FILE, "type": "Page"}}},
    {"target": {"source": PAGE, "canonical": [PAGE]}},
    {"target": {"source": PAGE, "language": "en"}},
    {"target": {"source": PAGE, "selector": {"type": "TextPositionSelector", "start": 5, "end": 4}}},
    {"target": {"source": PAGE, "selector": {"type": "TextPositionSelector", "start": "1", "end": 4}}},
    {"target": {"source": PAGE, "selector": {**QUOTE, "exact": None}}},
    {"target": {"source": PAGE, "selector": {**QUOTE, "start": 4}}},
    {"target": {"type": "Composite", "items": []}},
]


@pytest.mark.parametrize("made", SOUND, ids=range(len(SOUND)))
def test_what_the_model_has_is_sound(made: Any) -> None:
    assert list(faults(CONTEXT | made)) == []


@pytest.mark.parametrize("made", UNSOUND, ids=range(len(UNSOUND)))
def test_what_it_does_not_have_is_not(made: Any) -> None:
    assert list(faults(CONTEXT | made))


TEXT = """The quay “will,” said Ada Bell, “be closed — café and all.” 😀 The bridge stays.

“It rained,” said Bell, “and the quay sank.”
"""
PAGE_OF_IT = (
    "<!doctype html><title>T</title><h1>Quays</h1><p>“The caf&eacute; <b>on the</b> quay closed,” said Ada Bell.</p>"
)


def test_every_annotation_is_sound_and_its_alternatives_select_the_same_words(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    files = {"a.txt": TEXT, "b.html": PAGE_OF_IT}
    for name, text in files.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    table = "path,url\na.txt,https://example.org/a\nb.html,https://example.org/b\n"
    (tmp_path / "in" / "sources.csv").write_text(table, "utf-8")
    ingest([tmp_path / "in"], tmp_path / "c.db", jobs=0)
    several = 0
    with claimsdb.open(tmp_path / "c.db") as database:
        for claim in database.claims():
            made: Any = json.loads(json.dumps(database.cite(claim["id"]).as_annotation()))
            assert list(faults(made)) == []
            text = files[claim["document"]]
            target = made["target"]
            items = target["items"] if target["type"] == "Composite" else [target]
            several += len(items) > 1
            assert [s["exact"] for item in items for s in item["selector"] if "exact" in s] == [
                segment["text"] for segment in claim["segments"]
            ]
            for item in items:
                assert item["source"].startswith("ni:///sha-256;")
                assert item["via"] == f"https://example.org/{claim['document'][0]}"
                _selects(item["selector"], text)
    assert several


def _selects(selectors: list[Any], text: str) -> None:
    """Check that all selectors of one resource select the same words of the file."""
    by_kind = {selector["type"]: selector for selector in selectors}
    words, data = by_kind["TextQuoteSelector"], by_kind["DataPositionSelector"]
    cut = text.encode()[data["start"] : data["end"]].decode()
    if position := by_kind.get("TextPositionSelector"):
        assert text[position["start"] : position["end"]] == cut == words["exact"]
        assert text[: position["start"]].endswith(words["prefix"])
        assert text[position["end"] :].startswith(words["suffix"])
    else:  # a page, whose source has tags and references between its words
        assert cut.replace("&eacute;", "é").replace("<b>", "").replace("</b>", "") == words["exact"]
