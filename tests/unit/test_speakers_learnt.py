"""Learning who speaks: the examples that annotated claims give, and weights that are learnt from them."""

import json
from pathlib import Path

from claimsdb.learning.training.speakers.annotated import annotated
from claimsdb.learning.training.speakers.examples import of_speakers
from claimsdb.learning.training.speakers.learn import fit

TEXT = "Senator Ann Lee met Mayor Bo Day. The bridge is safe, she said. She said that it is old."


def claim(source: str, at: int, words: str) -> dict[str, object]:
    def piece(part: str, start: int) -> dict[str, object]:
        begin = TEXT.index(part, start)
        return {"start": begin, "end": begin + len(part), "text": part}

    return {
        "document": "bridge.txt",
        "segments": [piece(words, 0)],
        "source": [piece(source, at)],
        "cue": [piece("said", at)],
        "cue_type": "statement",
        "speaker": "Ann Lee",
        "via": [],
    }


def test_annotated_claims_are_learnt_from(tmp_path: Path) -> None:
    rows = [claim("she", 40, "The bridge is safe"), claim("She", 64, "it is old")]
    (tmp_path / "claims.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (tmp_path / "bridge.txt").write_text(TEXT, "utf-8")
    (document,) = annotated(tmp_path / "claims.jsonl", tmp_path)
    assert [document.speakers[k] for k in document.told] == ["Ann Lee", "Ann Lee"]
    examples = of_speakers(document)
    assert [(e.kind, e.right, len(e.features)) for e in examples] == [("he", (1,), 3), ("he", (0,), 3)]
    weights = fit(examples * 3)
    for example in examples:
        scores = [sum(weights.get(f, 0.0) for f in of) for of in example.features]
        assert scores.index(max(scores)) in example.right
