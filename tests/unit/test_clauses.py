import pytest

from claimsdb.spans import Span
from claimsdb.tagger.clauses import clauses
from claimsdb.tagger.lexicon import default


def found(text: str) -> list[str]:
    words = default().classes.words(text, Span(0, len(text)))
    return [text[words[a].start : words[b - 1].end] for a, b in clauses(words)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The boats fish near the rocks, which are owned by the town.", ["which are owned by the town"]),
        ("Lee, who won in May, is the mayor.", ["who won in May"]),
        (
            "The new drills, which included boats from Leith and Oban, have focused on rescue.",
            ["which included boats from Leith and Oban"],
        ),
        ("The town, where he was born, is small, and it has no school.", ["where he was born", "and it has no school"]),
        ("Lee led one team, while Park led the other.", ["while Park led the other"]),
        ("Although he lost, Park stayed.", ["Although he lost"]),
        ("Rents were high, but the mayor lowered them.", ["but the mayor lowered them"]),
        ("The town is small; its people are poor.", ["its people are poor"]),
        ("The mayor – he was elected in May – resigned.", ["he was elected in May"]),
        ("The yard builds boats (it also repairs engines).", ["it also repairs engines"]),
        ("He came, and she left, but the dog stayed.", ["and she left", "but the dog stayed"]),
    ],
)
def test_split(sentence: str, expected: list[str]) -> None:
    assert found(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The men, women and children who live there want peace.",
        "She bought bread, sold eggs and went home.",
        "The brigade was founded in 2018, and is now training two crews.",
        "If the war breaks out and the army moves, the town will fall.",
        "The bridge that the town built is closed.",
        "Lee said that rents and the price of bread were rising.",
        "The harbour (built in 1890) is closed.",
    ],
)
def test_whole(sentence: str) -> None:
    assert found(sentence) == []
