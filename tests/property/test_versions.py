"""Versions of generated texts: whatever is edited, no claim is found where its words are not."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from claimsdb.english.tokens import Tokens
from claimsdb.lookup.versions.chains import equal, heaviest
from claimsdb.lookup.versions.succession import successions
from claimsdb.model.succession import Statement, SuccessionStatus, Version

WORDS = (
    "the",
    "bridge",
    "Lee",
    "said",
    "5",
    "1.5",
    "not",
    "“old”",
    "U.S.",
    "e\u0301",
    "\u00ad",
    "--",
    "ship",
    "a",
    "rose",
)
ENDS = (". ", ".\n\n", "? ", "\n", ", ", " ")
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)
texts = st.lists(st.tuples(sentences, st.sampled_from(ENDS)), max_size=12).map(
    lambda parts: "".join(map("".join, parts))
)
seeds = st.integers(0, 2**32)


def with_claims(text: str, by: random.Random) -> Version:
    """The text with claims of one or two segments anywhere, which may overlap; like all claims, they consist of whole words."""
    tokens, made = Tokens(text), []
    for key in range(by.randint(0, 8)):
        at = sorted(by.randint(0, len(tokens)) for _ in range(by.choice((2, 2, 4))))
        segments = tuple(tokens.span(range(a, b)) for a, b in zip(at[::2], at[1::2], strict=True) if a < b)
        if segments:
            made.append(Statement(key, segments))
    return Version(text, tuple(made))


def edited(text: str, by: random.Random) -> str:
    """The text after some edits of words and stretches."""
    parts = text.split(" ")
    for _ in range(by.randint(0, 6)):
        a, b = sorted(by.randint(0, len(parts)) for _ in range(2))
        taken = parts[a : min(b, a + 9)]
        way = by.choice(("delete", "duplicate", "move", "replace", "insert"))
        if way in ("delete", "move"):
            del parts[a : a + len(taken)]
        if way in ("duplicate", "move"):
            at = by.randint(0, len(parts))
            parts[at:at] = taken
        if way == "replace" and taken:
            parts[a] = by.choice(WORDS)
        if way == "insert":
            parts.insert(a, by.choice(WORDS))
    return " ".join(parts)


def keys(text: str, claim: Statement) -> list[list[str]]:
    tokens = Tokens(text)
    return [[tokens.keys[n] for n in tokens.inside(s)] for s in claim.segments]


def holds(sought: list[list[str]], found: list[str]) -> bool:
    """Whether the runs of tokens are in these, one after the other."""
    at = 0
    for run in sought:
        while found[at : at + len(run)] != run:
            at += 1
            if at > len(found):
                return False
        at += len(run)
    return True


@given(texts, texts, seeds)
def test_every_claim_is_told_and_its_words_are_where_it_says(text: str, other: str, seed: int) -> None:
    by = random.Random(seed)
    old = with_claims(text, by)
    new = with_claims(by.choice((edited(text, by), edited(edited(text, by), by), other)), by)
    found = successions(old, new)
    assert {s.claim for s in found} - {None} == {c.key for c in old.claims}
    assert {s.successor for s in found} - {None} == {c.key for c in new.claims}
    of_claim = {c.key: c for c in old.claims}
    for one in found:
        assert (one.claim is None) <= (
            one.status in (SuccessionStatus.NEW, SuccessionStatus.SAME, SuccessionStatus.MOVED)
        )
        assert (one.status is SuccessionStatus.NEW) <= (one.claim is None)
        assert (one.words is None) == (one.status in (SuccessionStatus.GONE, SuccessionStatus.AMBIGUOUS))
        if one.claim is not None and one.status in (SuccessionStatus.SAME, SuccessionStatus.MOVED):
            assert one.words is not None
            assert holds(keys(text, of_claim[one.claim]), Tokens(one.words.of(new.text)).keys)
    assert {(s.claim, s.status) for s in successions(old, Version(new.text))} >= {
        (s.claim, s.status) for s in found if s.status is SuccessionStatus.GONE
    }


@given(texts, seeds)
def test_the_same_text_has_the_same_claims(text: str, seed: int) -> None:
    version = with_claims(text, random.Random(seed))
    assert {one.status for one in successions(version, version)} <= {SuccessionStatus.SAME}


@given(st.lists(st.sampled_from("abcdefg")), st.lists(st.sampled_from("abcdefg")))
def test_equal_items_are_in_order(old: list[str], new: list[str]) -> None:
    pairs = equal(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))
    assert len(equal(old, old)) == len(old)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 5).map(float)), max_size=9).map(sorted))
def test_the_heaviest_chain(pairs: list[tuple[int, int, float]]) -> None:
    def weight(chain: list[tuple[int, int, float]]) -> float:
        best = 0.0
        for k, (i, j, own) in enumerate(chain):
            best = max(best, own + weight([p for p in chain[k + 1 :] if p[0] > i and p[1] > j]))
        return best

    chain = heaviest(pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(chain))
    heights = {(i, j): max(w for a, b, w in pairs if (a, b) == (i, j)) for i, j, _ in pairs}
    assert sum(heights[pair] for pair in chain) == weight(pairs)
