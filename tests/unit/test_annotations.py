"""Annotated documents, stored without their texts. The libraries for training are not needed."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from claimsdb.learning.training.claims.annotations import join, lines, main, store
from claimsdb.learning.training.claims.records import AnnotationError

TEXT = """The ferry, which carries 90 cars, will stop in May.

The harbour board said on Monday, according to Ana Ruiz, that the quay is \u201csinking fast\u201d.
"""
FERRY = ["The ferry", "will stop in May"]
QUAY = {"source": ["The harbour board"], "cue": ["said on Monday"], "speaker": "harbour board"}
RUIZ = {"source": ["Ana Ruiz"], "cue": ["according to"], "speaker": "Ms. Ruiz"}


def spans(*pieces: str) -> list[dict[str, Any]]:
    made = []
    for words in pieces:
        start = TEXT.index(words)
        end = start + len(words)
        low, high = (len(TEXT[:at].encode()) for at in (start, end))
        made.append({"start": start, "end": end, "byte_start": low, "byte_end": high, "text": words})
    return made


def act(of: dict[str, Any]) -> dict[str, Any]:
    return {"source": spans(*of.get("source", ())), "cue": spans(*of.get("cue", ())), "speaker": of.get("speaker")}


def claim(pieces: Sequence[str], of: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {"attribution": "asserted", "cue_type": None, "via": [], "hedged": False, "quotes": []}
    return {"document": "a.txt", "block": "paragraph", "segments": spans(*pieces), **act(of or {}), **plain, **more}


CLAIMS_OF_TEXT = [
    claim(FERRY),
    claim(["which carries 90 cars"]),
    claim(
        ["the quay is \u201csinking fast"],
        QUAY,
        attribution="reported",
        cue_type="statement",
        via=[act(RUIZ)],
        hedged=True,
        quotes=spans("sinking fast"),
    ),
]


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    """What was annotated, a corpus with its text, and a folder for stored annotations."""
    annotated, corpora, stored = (tmp_path / name for name in ("annotated", "corpora", "stored"))
    first, second = TEXT[:-1].split("\n\n")
    whole = f"{first}\n\nA line between.\n\n{second}"
    at = whole.index(second)
    ranges = [[0, len(first)], [at, len(whole)]]
    about = {"document": "a.txt", "sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "set": "develop", "text": TEXT}
    about["from"] = {"corpus": "news/train", "id": "one", "ranges": ranges, "append": "\n"}  # type: ignore[assignment]
    start = TEXT.index(second)
    rows = {
        "documents": [about],
        "claims": CLAIMS_OF_TEXT,
        "blocks": [
            {"document": "a.txt", "kind": "paragraph", "start": 0, "end": len(first)},
            {"document": "a.txt", "kind": "paragraph", "start": start, "end": start + len(second)},
        ],
        "ledger": [
            {
                "document": "a.txt",
                "start": TEXT.index("that"),
                "end": TEXT.index(" the quay"),
                "reason": "complementizer",
            }
        ],
    }
    for folder in (annotated, corpora / "news", stored):
        folder.mkdir(parents=True)
    for name, of in rows.items():
        (annotated / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in of), "utf-8")
    (corpora / "news/train.jsonl").write_text(json.dumps({"id": "one", "text": whole}) + "\n", "utf-8")
    return annotated, corpora, stored


def test_annotations_are_stored_without_texts_and_joined_again(
    folders: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    annotated, corpora, stored = folders
    store(annotated, stored / "news.jsonl")
    kept = (stored / "news.jsonl").read_text("utf-8")
    assert [word for word in ("ferry", "quay", "Ruiz", "harbour") if word in kept] == []
    out = tmp_path / "joined"
    main(["join", "--corpora", str(corpora), "--out", str(out), "--annotated", str(stored)])
    assert (out / "docs/a.txt").read_text("utf-8") == TEXT
    for name in ("blocks", "ledger"):
        assert list(lines(out / f"{name}.jsonl")) == list(lines(annotated / f"{name}.jsonl"))
    wanted = [*lines(annotated / "claims.jsonl")]
    wanted[2]["via"][0]["speaker"] = "speaker 1"  # a name that does not stand in the text is not kept
    assert list(lines(out / "claims.jsonl")) == wanted


def test_a_text_that_is_missing_or_differs_is_named(folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    annotated, corpora, stored = folders
    store(annotated, stored / "news.jsonl")
    corpus, out = corpora / "news/train.jsonl", tmp_path / "joined"
    corpus.write_text(corpus.read_text("utf-8").replace("90 cars", "80 cars"), "utf-8")
    with pytest.raises(
        AnnotationError, match=r"a\.txt: its text differs from the one that was annotated: one of news/train"
    ):
        join(corpora, out, "develop", [stored / "news.jsonl"])
    corpus.write_text("", "utf-8")
    with pytest.raises(AnnotationError, match=r"a\.txt: its text is missing: one of news/train"):
        join(corpora, out, "develop", [stored / "news.jsonl"])
    assert not out.exists()


def test_texts_of_a_treebank(tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    tree = "# newdoc id = w-1\n# newpar id = w-1-p1\n# text = One.\n\n# text = Two.\n\n# newpar id = w-1-p2\n# text = Three.\n"
    (tmp_path / "web/train.conllu").write_text(tree, "utf-8")
    from claimsdb.learning.training.claims.corpora import texts

    assert texts(tmp_path, "web/train") == {"w-1": "One. Two.\n\nThree."}
