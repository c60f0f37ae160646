"""What became of claims when their document changed: each status, exactly."""

import re

import pytest

from claimsdb.english.tokens import Tokens
from claimsdb.lookup.versions.succession import successions
from claimsdb.model.spans import Span
from claimsdb.model.succession import Statement, Succession, SuccessionStatus, Version

HARBOUR = "The harbour will close in May. Two cranes were sold last year. The union has 4,000 members. Nobody was hurt in the fire."


def version(text: str, *claims: str, speaker: str | None = None) -> Version:
    """A version whose claims are these words, at their first place or at the one after `@`; by default, its sentences."""
    made = []
    for key, given in enumerate(claims or re.findall(r"[^.\s][^.]*", text)):
        words, _, nth = given.partition("@")
        segments, at = [], 0
        for part in words.split(" … "):
            for _ in range(int(nth or 1)):
                at = text.index(part, at) + 1
            segments.append(Span(at - 1, at - 1 + len(part)))
        made.append(Statement(key, tuple(segments), "reported" if speaker else "asserted", speaker))
    return Version(text, tuple(made))


def told(old: Version, new: Version) -> list[tuple[str | None, str, str | None]]:
    """Each claim, what became of it, and its successor, in words."""

    def words(of: Version, key: int | None) -> str | None:
        return None if key is None else " … ".join(s.of(of.text) for s in of.claims[key].segments)

    return [(words(old, s.claim), s.status.value, words(new, s.successor)) for s in successions(old, new)]


def changed(old: Version, new: Version) -> list[tuple[str | None, str, str | None]]:
    return [one for one in told(old, new) if one[1] != "same"]


def test_nothing_but_typesetting_changed() -> None:
    new = HARBOUR.replace(". ", ".\n\n").replace("4,000", "4,\u00ad000").replace("May", "Ma\u200by")
    assert {s.status for s in successions(version(HARBOUR), version(new))} == {SuccessionStatus.SAME}
    assert told(version("“The crane – it’s old.”", "it’s old"), version('"The crane -- it\'s old."', "it's old")) == [
        ("it’s old", "same", "it's old")
    ]


def test_inserted_and_deleted() -> None:
    new = HARBOUR.replace("Two cranes were sold last year. ", "").replace("Nobody", "A ship sank off the cape. Nobody")
    assert changed(version(HARBOUR), version(new)) == [
        ("Two cranes were sold last year", "gone", None),
        (None, "new", "A ship sank off the cape"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4,000", "5,000"),
        ("The union", "The guild"),
        ("has 4,000", "never had 4,000"),
        ("4,000 members", "4,000 members and friends"),
        ("4,000 members", "members"),
        ("union", "Union"),
    ],
)
def test_edited(old: str, new: str) -> None:
    text = HARBOUR.replace(old, new)
    (one,) = changed(version(HARBOUR), version(text))
    assert one == ("The union has 4,000 members", "edited", "The union has 4,000 members".replace(old, new))


@pytest.mark.parametrize("end", [".", ". . . ."])
def test_moved_and_a_look_alike(end: str) -> None:
    *others, last = HARBOUR.removesuffix(".").split(". ")
    here = version(f"{'. '.join(others)}. {last}{end}")
    moved = f"{last}{end} {'. '.join(others)}."
    assert changed(here, version(moved)) == [("Nobody was hurt in the fire", "moved", "Nobody was hurt in the fire")]
    like = moved.replace("Nobody", "Somebody")
    assert changed(here, version(like)) == [
        ("Nobody was hurt in the fire", "gone", None),
        (None, "new", "Somebody was hurt in the fire"),
    ]


def test_a_sentence_that_changed_in_a_paragraph_that_moved() -> None:
    first, second, *rest = HARBOUR.split(". ")
    long = "The mayor opened the new bridge on Monday. Ships may pass again. The fog has gone. The lock is open."
    new = f"{long} {'. '.join(rest)} {first}. {second.replace('Two', 'Three')}."
    fates = {claim: change for claim, change, _ in told(version(f"{HARBOUR} {long}"), version(new))}
    assert [fates[claim] for claim in (first, second, "The fog has gone")] == ["moved", "edited", "same"]


def test_duplicates() -> None:
    twice = f"{HARBOUR} Two cranes were sold last year."
    second = version(twice, *HARBOUR.rstrip(".").split(". "), "Two cranes were sold last year@2")
    assert changed(version(HARBOUR), second) == [(None, "new", "Two cranes were sold last year")]
    assert changed(second, version(HARBOUR)) == [("Two cranes were sold last year", "gone", None)]
    without = HARBOUR.replace("Two cranes were sold last year. ", "")
    new = f"Two cranes were sold last year. {without} It rained. Two cranes were sold last year."
    got = [s for s in successions(version(HARBOUR), version(new)) if s.status is SuccessionStatus.AMBIGUOUS]
    assert [(s.claim, s.words) for s in got] == [(1, None), (1, None)]
    assert len({s.successor for s in got}) == 2


def test_a_clause_in_another_sentence() -> None:
    quote = "we shall never give the old northern harbour to the bank"
    old = version(f"The mayor said: {quote}. {HARBOUR}", quote)
    new = version(
        f"{HARBOUR} In a letter to all households in town, the council wrote that {quote}, come what may.", quote
    )
    assert told(old, new) == [(quote, "moved", quote)]


def test_a_look_alike_of_a_quotation_and_of_who_says_it() -> None:
    quote = "I shall never give the old northern harbour to the bank"
    text = f"{HARBOUR} {' '.join(f'Lee said that {n} ships came.' for n in range(20))} "
    old, new = f"“{quote},” Lee said Friday. {text}", f"{text}“{quote},” Lee said Monday."
    assert [change for claim, change, _ in told(version(old, quote), version(new, "Two cranes")) if claim] == ["gone"]


def test_segments_around_an_interruption() -> None:
    old = version("The crane, said Lee, is old and rusty.", "The crane … is old and rusty")
    new = version("The crane, said Kim on Monday, is old and rusty.", "The crane … is old and rusty")
    assert told(old, new) == [("The crane … is old and rusty", "same", "The crane … is old and rusty")]
    gone = version("The crane, said Lee, is new and shiny.", "The crane … is new and shiny")
    assert [change for _, change, _ in told(old, gone)] == ["edited"]


def test_divided_joined_and_unread_claims() -> None:
    text = "The cranes are old and the ships are late and nobody cares."
    parts = ("The cranes are old", "the ships are late and nobody cares")
    longest_first = parts[::-1]
    whole = text.rstrip(".")
    assert told(version(text, whole), version(text, *parts)) == [(whole, "same", part) for part in longest_first]
    assert told(version(text, *parts), version(text, whole)) == [(part, "same", whole) for part in parts]
    assert told(version(text, parts[0]), version(text, *parts)) == [
        (parts[0], "same", parts[0]),
        (None, "same", parts[1]),
    ]
    assert told(version(text, *parts), Version(text)) == [(part, "same", None) for part in parts]


def test_the_place_of_the_words() -> None:
    new = f"It rained. {HARBOUR}"
    assert [s.words and s.words.of(new) for s in successions(version(HARBOUR), Version(new))] == HARBOUR.rstrip(
        "."
    ).split(". ")


def reattributed(before: Statement, after: Statement, texts: tuple[str, str]) -> bool:
    (one,) = successions(Version(texts[0], (before,)), Version(texts[1], (after,)))
    assert one.status is SuccessionStatus.SAME
    return one.reattributed


def test_who_says_it() -> None:
    text = "Bo Lee and Kim Yu met. He said the union has 4,000 members."
    at = (Span(text.index("the union"), len(text) - 1),)
    lee = Statement(0, at, "reported", "Bo Lee", "He")
    for other, changed in (
        (Statement(0, at, "reported", "Lee", "He"), False),
        (Statement(0, at, "quoted", "Bo Lee", "He"), True),
        (Statement(0, at, "reported", "Kim Yu", "He"), False),  # the reader means somebody else by the same words
        (Statement(0, at, "reported", None, "He"), False),
        (Statement(0, at, "reported", None, "She"), True),
        (Statement(0, at, "reported", "Kim Yu", "She"), True),
        (Statement(0, at), True),
    ):
        assert reattributed(lee, other, (text, text)) is changed
    renamed = text.replace("Bo Lee", "Al Fo")
    before = Statement(0, tuple(s.shift(-1) for s in at), "reported", "Al Fo", "He")
    assert reattributed(lee, before, (text, renamed))


def test_texts_without_words() -> None:
    nothing = Version("")
    assert successions(nothing, nothing) == []
    assert successions(version("It rained."), nothing) == [Succession(0, None, SuccessionStatus.GONE)]
    assert [s.status for s in successions(nothing, version("It rained."))] == [SuccessionStatus.NEW]


def test_tokens_keep_what_changes_the_meaning() -> None:
    for one, other in (("1.5", "15"), ("$5", "5"), ("US", "us"), ("-5", "5"), ("Lee?", "Lee."), ("e\u0301", "e")):
        assert Tokens(one).keys != Tokens(other).keys
    assert Tokens("e\u0301t\u00e9").keys == Tokens("\u00e9te\u0301").keys
