"""Lessons of claims, and annotations without their texts. The libraries for training are not needed."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from claimsdb.english.networks.claims import said
from claimsdb.english.networks.files import load, manifest
from claimsdb.english.networks.labels import ACTS, CLAIMS
from claimsdb.english.networks.tagger import Reading
from claimsdb.english.networks.ties import KINDS
from claimsdb.learning.jsonl import objects
from claimsdb.learning.training.claims.annotations import join, main, store
from claimsdb.learning.training.claims.lessons import Lesson, lesson
from claimsdb.learning.training.claims.records import AnnotationError
from claimsdb.learning.training.claims.trees import tree_lesson
from claimsdb.learning.training.tagger.treebank import sentences
from tests.unit.test_training_data import TREE

MODEL = load(manifest())
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


def words(of: Lesson, paragraph: int, low: int, high: int) -> str:
    return TEXT[of.read[paragraph].starts[low] : of.read[paragraph].ends[high - 1]]


@pytest.fixture
def made() -> Lesson:
    return lesson("a.txt", TEXT.encode(), CLAIMS_OF_TEXT, MODEL.tokenizer)


def test_a_clause_interrupts_its_host(made: Lesson) -> None:
    found = [CLAIMS.names[k] for k in made.claims[0]]
    assert found == [
        *["begins", "inside", "outside", "interrupts", "within", "within", "within", "outside"],
        *["returns", "inside", "inside", "inside", "outside"],
    ]


def test_sources_cues_and_ties(made: Lesson) -> None:
    assert made.acts is not None
    found = [ACTS.names[k] for k in made.acts[1]]
    assert found[:9] == [*["B-source", "I-source", "E-source", "B-cue", "I-cue", "E-cue", "O", "B-cue", "E-cue"]]
    ties = {
        (KINDS[t.kind], words(made, *_ends(t.pointing)), words(made, *_ends(t.to)) if t.to else None) for t in made.ties
    }
    assert ties == {
        ("owner", "The ferry", None),
        ("owner", "which carries 90 cars", None),
        ("owner", "the quay is \u201csinking fast", "said on Monday"),
        ("source", "said on Monday", "The harbour board"),
        ("source", "according to", "Ana Ruiz"),
        ("outer", "said on Monday", "according to"),
        ("outer", "according to", None),
    }


def _ends(of: Any) -> tuple[int, int, int]:
    return of.paragraph, of.low, of.high


def read_again(of: Lesson) -> list[tuple[Any, ...]]:
    """The pieces of the claims that the program reads if its network is sure of the labels."""
    reading = Reading([len(p) for p in of.read])
    scores = []
    for row in of.claims:
        sure = np.zeros((len(row), len(CLAIMS)), np.float32)
        sure[np.arange(len(row)), row] = 50
        outside = np.zeros((len(row), len(ACTS)), np.float32)
        outside[:, 0] = 50
        scores.append((sure, outside))
    told = said(of.read, of.begins, scores, (MODEL.claims, MODEL.acts), _Still(reading), MODEL.ties)
    return [one.pieces for one in told.claims]


class _Still:
    """States of a network that has nothing to tie."""

    def __init__(self, reading: Reading) -> None:
        self.window, self.paragraphs = reading.window, lambda window: (0, 0)

    def tie(self, window: int, paragraph: int, word: int) -> Any:
        from claimsdb.english.networks.ties import TIES

        return np.zeros(TIES, np.float32)


def test_paragraphs_alone_keep_the_ties_inside_them(made: Lesson) -> None:
    part = made.part(1, 2)
    assert [p.starts for p in part.read] == [made.read[1].starts]
    assert [s.paragraph for s in (*part.cues, *part.sources)] == [0] * (len(made.cues) + len(made.sources))
    inside = [t for t in made.ties if t.pointing.paragraph == 1]
    assert [(t.kind, _ends(t.pointing)[1:], t.to and _ends(t.to)[1:]) for t in part.ties] == [
        (t.kind, _ends(t.pointing)[1:], t.to and _ends(t.to)[1:]) for t in inside
    ]
    assert made.part(0, 1).cues == []


def test_the_program_reads_the_claims_from_their_labels(made: Lesson, tmp_path: Path) -> None:
    assert read_again(made) == [tuple(one.pieces) for one in made.told]
    assert [one.number for one in made.told] == [0, 1, 2]
    (tmp_path / "tree.conllu").write_text(TREE, "utf-8")
    tree = tree_lesson(list(sentences(tmp_path / "tree.conllu")), MODEL.tokenizer)
    assert read_again(tree) == [tuple(one.pieces) for one in tree.told]
    assert len(tree.told) == 3


def test_what_two_clauses_interrupt_is_cut() -> None:
    """Labels can only tell that a claim goes on that is one of the last two."""
    claims = [claim(FERRY), claim(["which"]), claim(["carries 90 cars"])]
    found = lesson("a.txt", TEXT.encode(), claims, MODEL.tokenizer)
    assert [[words(found, *_ends(p)) for p in one.pieces] for one in found.told] == [
        ["The ferry"],
        ["which"],
        ["carries 90 cars"],
        ["will stop in May"],
    ]
    assert [one.number for one in found.told] == [0, 1, 2, 0]


def test_claims_of_another_text_are_refused() -> None:
    with pytest.raises(AnnotationError, match=r"a\.txt: there is no 'The ferry' at code point 0"):
        lesson("a.txt", f"So: {TEXT}".encode(), CLAIMS_OF_TEXT, MODEL.tokenizer)


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
        assert list(objects(out / f"{name}.jsonl")) == list(objects(annotated / f"{name}.jsonl"))
    wanted = [*objects(annotated / "claims.jsonl")]
    wanted[2]["via"][0]["speaker"] = "speaker 1"  # a name that does not stand in the text is not kept
    assert list(objects(out / "claims.jsonl")) == wanted


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
