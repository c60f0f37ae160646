"""Two wordings, word by word: nothing is lost, and nothing is invented."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from claimsdb.english.tokens import Tokens
from claimsdb.lookup.versions.wordings import MOST, edits

wordings = st.lists(st.sampled_from(("a", "b", "5", "“c”", "-", "  d\n", "\u00ad", "É"))).map(" ".join)


@given(wordings, wordings)
def test_each_wording_is_what_it_keeps_and_what_is_its_own(old: str, new: str) -> None:
    found = edits(old, new)
    for text, other in ((old, "insert"), (new, "delete")):
        said = " ".join(e["text"] for e in found if e["edit"] != other)
        assert Tokens(said).keys == Tokens(text).keys
    assert all(a["edit"] != b["edit"] for a, b in pairwise(found))
    assert {e["edit"] for e in edits(old, old)} <= {"equal"}


def test_very_long_wordings_are_not_compared_word_by_word() -> None:
    old, new = "a " * (MOST + 1), "a b"
    assert [(e["edit"], e["text"]) for e in edits(old, new)] == [("delete", old), ("insert", new)]
