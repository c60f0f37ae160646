"""The measures, over findings written by hand, so that every figure can be checked."""

from typing import Any

from claimsdb.learning.evaluation import attributions, claims
from claimsdb.learning.evaluation.measures import Words, paired

TEXT = "Ann said the bridge is safe. “It is old,” said Bo. Cy thinks “new” is good."


def at(words: str, start: int = 0) -> tuple[int, int]:
    begin = TEXT.index(words, start)
    return begin, begin + len(words)


def marked(source: str, cue: str, content: str) -> attributions.Marked:
    start = TEXT.index(source if source in TEXT else content)
    return {
        "source": [at(source)],
        "cue": [at(cue, 0 if cue != "said" else max(start - 20, 0))],
        "content": [at(content)],
    }


def test_attributions() -> None:
    gold = [
        marked("Ann", "said", "the bridge is safe"),
        {"source": [at("Bo")], "cue": [at("said", 40)], "content": [at("“It is old,”")]},
        marked("Cy", "thinks", "“new” is good"),
    ]
    found: list[attributions.Marked] = [
        marked("Ann", "said", "bridge is safe"),
        {"source": [], "cue": [at("said", 40)], "content": [at("It is old,")]},
        {"source": [at("Cy")], "cue": [], "content": [at("good")]},
    ]
    scores = attributions.evaluate([("a", TEXT, gold, found)]).scores
    assert scores["token"]["source"] == {"p": 1.0, "r": 0.6667, "f1": 0.8, "found": 2, "gold": 3}
    assert scores["token"]["cue"] == {"p": 1.0, "r": 0.6667, "f1": 0.8, "found": 2, "gold": 3}
    # found: "bridge is safe", "It is old", and the comma, "good"; not found: "the" and both quotation marks, twice
    assert scores["token"]["content"] == {"p": 1.0, "r": 0.5333, "f1": 0.6957, "found": 8, "gold": 15}
    assert scores["exact"]["content"] == {"p": 0.3333, "r": 0.3333, "f1": 0.3333, "found": 3, "gold": 3}
    assert scores["overlap"]["content"]["f1"] == 1.0
    # Bo has no source; Cy's content shares one word of five, and no cue
    assert scores["relation"] == {"p": 0.3333, "r": 0.3333, "f1": 0.3333, "found": 3, "gold": 3}
    assert scores["relation_recall"] == {
        "quoted": {"recall": 0.0, "gold": 1},
        "mixed": {"recall": 0.0, "gold": 1},
        "indirect": {"recall": 1.0, "gold": 1},
    }


def test_the_worst_document_comes_first() -> None:
    gold = [marked("Ann", "said", "the bridge is safe")]
    made = attributions.evaluate([("good", TEXT, gold, gold), ("bad", TEXT, gold, [])])
    assert [(d["document"], d["f1"]) for d in made.documents] == [("bad", 0.0), ("good", 1.0)]


def claim(segments: list[tuple[int, int]], speaker: str | None = None, **more: Any) -> dict[str, Any]:
    pieces = [
        {
            "start": s,
            "end": e,
            "byte_start": len(TEXT[:s].encode()),
            "byte_end": len(TEXT[:e].encode()),
            "text": TEXT[s:e],
        }
        for s, e in segments
    ]
    start = {
        "document": "news/a.txt",
        "block": "paragraph",
        "segments": pieces,
        "attribution": "reported",
        "source": [],
    }
    return start | {"cue": [], "via": [], "hedged": False, "speaker": speaker} | more


def test_claims() -> None:
    gold = [claim([at("the bridge is safe")], "Ann"), claim([at("“It is old,”")], "Bo", attribution="quoted")]
    found = [claim([at("the bridge is safe.")], "Ann"), claim([at("It is old")], "Ann"), claim([at("Cy thinks")])]
    found[2]["segments"][0]["byte_start"] += 1
    scores = claims.evaluate(gold, found, {"a.txt": TEXT.encode()}).scores
    assert scores["grounding"] == 0.6667
    assert scores["extent_exact"] == {"p": 0.6667, "r": 1.0, "f1": 0.8, "found": 3, "gold": 2}
    assert scores["extent_overlap"] == {"p": 0.6667, "r": 1.0, "f1": 0.8, "found": 3, "gold": 2}
    assert scores["coverage"] == 0.7  # of 4 + 6 gold words, the quotation marks and the comma are not in a claim
    assert scores["noise"] == 0.3  # of 5 + 3 + 2 words: the full stop, "Cy" and "thinks"
    assert (scores["attribution"], scores["block"], scores["hedged"]) == (0.5, 1.0, 1.0)
    assert scores["speaker_b3"] == {"p": 0.5, "r": 1.0, "f1": 0.6667}


def test_words() -> None:
    words = Words('He said “a b” and "c".')
    assert [words.text[s:e] for k, (s, e) in enumerate(words.spans) if words.quoted[k]] == [
        "“",
        "a",
        "b",
        "”",
        '"',
        "c",
        '"',
    ]
    assert words.trimmed((8, 13)) == (9, 12)


def test_pairing_takes_the_heaviest_first_and_each_once() -> None:
    assert paired([(0.5, 0, 0), (0.9, 0, 1), (0.4, 1, 1), (0.3, 1, 0)]) == [(0, 1), (1, 0)]
