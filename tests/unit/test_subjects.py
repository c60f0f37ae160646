import pytest

from claimsdb.english.lexicon import default
from claimsdb.english.subjects import subject
from claimsdb.english.words import Word
from claimsdb.model.spans import Span


def words(sentence: str) -> list[Word]:
    return default().classes.words(sentence, Span(0, len(sentence)))


@pytest.mark.parametrize(
    ("sentence", "cue", "expected"),
    [
        ("On Monday Wang Yi, the top envoy, met the press in Moscow, and promised more.", "promised", "Wang Yi"),
        ("The mayor of the town visited the bridge and warned of its age.", "warned", "The mayor of the town"),
        ("She opened the bridge but later admitted that it was unsafe.", "admitted", "She"),
        ("The mayor, who opened the bridge, left and promised more.", "promised", None),
        ("The bridge was described as safe.", "described", None),
        ("The mayor met the envoys, promised more.", "promised", None),
        ("And promised more.", "promised", None),
    ],
)
def test_subject(sentence: str, cue: str, expected: str | None) -> None:
    at = sentence.index(cue)
    found = subject(words(sentence), Span(at, at + len(cue)))
    assert (found and found.of(sentence)) == expected
