"""Cues by their heads: regular inflections match, and words that only begin like one do not."""

import pytest

from claimsdb.english.cues import heads, typed
from claimsdb.english.hedges import hedge
from claimsdb.english.inflection import forms
from claimsdb.model.attribution import CueType


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("claim", {"claim", "claims", "claimed", "claiming"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("say", {"say", "says", "sayed", "saying"}),
        ("agree", {"agree", "agrees", "agreed", "agreeing"}),
        ("note", {"note", "notes", "noted", "noting"}),
        ("stress", {"stress", "stresses", "stressed", "stressing"}),
        ("plan", {"plan", "plans", "planed", "planing", "planned", "planning"}),
    ],
)
def test_regular_forms(word: str, expected: set[str]) -> None:
    assert forms(word) == expected


@pytest.mark.parametrize(
    "word", ["plane", "planes", "weight", "option", "seed", "wonderful", "state", "states", "not", "city", "direction"]
)
def test_a_word_that_only_begins_like_a_cue_is_none(word: str) -> None:
    assert heads(word) == set()


@pytest.mark.parametrize(
    ("cue", "content", "kind"),
    [
        ("has denied", "that it leaked", CueType.STATEMENT),
        ("stated", "that it leaked", CueType.STATEMENT),
        ("was worrying", "that it leaks", CueType.BELIEF),
        ("is considering", "“closing” it", CueType.INTENTION),
        ("considers", "it closed", CueType.BELIEF),
        ("hopes", "not to close it", CueType.INTENTION),
        ("hoped", "that it closes", CueType.BELIEF),
        ("planned", "to close it", CueType.INTENTION),
    ],
)
def test_the_type_of_a_cue(cue: str, content: str, kind: CueType) -> None:
    assert typed(cue, content)[0] is kind


@pytest.mark.parametrize(
    ("words", "hedged"),
    [
        ("The council could vote in May", True),
        ("It could rain", True),
        ("That could close the port", True),
        ("She could swim", False),
        ("The council could not vote", False),
        ("ships that could carry coal", False),
    ],
)
def test_could_of_possibility(words: str, hedged: bool) -> None:
    assert (hedge(words) == "could") is hedged
