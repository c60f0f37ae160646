import pytest

from claimsdb.english.analysis import Analysis
from claimsdb.english.lexicon import default
from claimsdb.english.relatives import ended
from claimsdb.english.subjects import own_subjects, subject
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


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("She said that the port was safe and that the crew of one boat had left.", "and that the crew"),
        ('She said the port was "safe" and that "the crew has left."', "and that"),
        ("It was safe, and that is all.", None),
        ("The dig stopped in April 2023, when war broke out.", "when war"),
        ("The dig stopped, when war broke out.", None),
        ("It was late, so thousands of visitors left.", "so thousands"),
        ('It was late, and the fourth quarter "could look thin".', "and the fourth"),
        ("He did not reply, though on Thursday he told us so.", "though on"),
    ],
)
def test_clauses_with_subjects_of_their_own(sentence: str, clause: str | None) -> None:
    assert list(own_subjects(words(sentence))) == ([] if clause is None else [sentence.index(clause)])


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("Voters, who turned it down in May, have answered.", "who turned it down in May"),
        ("Mr. Ito, who leads the party, soon went to Kenya.", "who leads the party"),
        ("She met Mr. Ito, who leads the party, went home and slept.", "who leads the party, went home and slept"),
        ("Mr. Ito, who came, saw and won, left.", "who came"),
        ("Mr. Ito, who leads the party in the north, left.", "who leads the party in the north"),
    ],
)
def test_where_a_relative_clause_ends(sentence: str, clause: str) -> None:
    start = sentence.index("who")
    found = ended(Analysis(sentence, [], []), Span(start, len(sentence) - 1), 0)
    assert found.of(sentence) == clause
