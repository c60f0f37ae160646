"""Groups as stars: independent of the order of links and of other connected parts; a chain does not become one group."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.comparison.claims.agreement import Agreement
from claimsdb.comparison.claims.enumerations import MOST, Apart, lines
from claimsdb.comparison.claims.stars import linked, parts, stars
from claimsdb.comparison.claims.values import exclude, numbers
from claimsdb.comparison.origins.independence import assigned, origins
from claimsdb.english.quantities.quantities import quantities
from claimsdb.model.spans import Span

Pair = tuple[str, str, float]
NOTHING = Agreement({}, {}, {})
STATED = (
    "",
    "3 boats",
    "4 boats",
    "at least 3 boats",
    "3 boats on Monday",
    "on Tuesday",
    "3 boats and 5 cars",
    "6 cars",
)


@st.composite
def pairs(draw: st.DrawFn) -> list[Pair]:
    names = st.sampled_from("abcdefghijkl")
    found = draw(
        st.dictionaries(st.frozensets(names, min_size=2, max_size=2), st.sampled_from([0.5, 0.7, 0.9]), max_size=25)
    )
    return [(*sorted(two), score) for two, score in found.items()]  # type: ignore[misc]


@given(pairs(), st.randoms())
def test_order_does_not_matter_and_parts_do_not_meet(links: Sequence[Pair], rng: object) -> None:
    whole = stars(linked(links), {}, NOTHING)
    shuffled = list(links)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert stars(linked((b, a, s) for a, b, s in shuffled), {}, NOTHING) == whole
    net = linked(links)
    alone: dict[str, list[str]] = {}
    for part in parts(net):
        alone |= stars({c: net[c] for c in part}, {}, NOTHING)
    assert alone == whole


@given(pairs())
def test_every_linked_claim_is_in_a_group_and_linked_to_its_centre(links: Sequence[Pair]) -> None:
    net, made = linked(links), stars(linked(links), {}, NOTHING)
    assert {c for centre, satellites in made.items() for c in (centre, *satellites)} == set(net)
    for centre, satellites in made.items():
        assert satellites
        assert set(satellites) <= set(net[centre])
        inside = {c: {d: s for d, s in net[c].items() if d in satellites} for c in satellites}
        assert [sorted(satellites)] == parts(inside)  # they are connected without it


def test_a_chain_does_not_melt() -> None:
    chain = linked([(a, b, 0.9) for a, b in zip("abcdefg", "bcdefgh", strict=False)])
    assert max(len(s) + 1 for s in stars(chain, {}, NOTHING).values()) == 2


def test_a_claim_of_two_things_is_in_two_groups() -> None:
    both = [("both", one, 0.9) for one in ("a", "b", "c", "x", "y")]
    net = linked([*both, ("a", "b", 0.9), ("b", "c", 0.9), ("x", "y", 0.9)])
    assert stars(net, {}, NOTHING) == {"both": ["a", "b", "c"], "x": ["both", "y"]}


def test_nearly_the_same_joins_if_a_sure_link_leads_to_the_group() -> None:
    sure = linked([("a", "b", 0.9), ("a", "c", 0.9), ("b", "c", 0.9), ("c", "d", 0.9)])
    assert stars(sure, {}, NOTHING) == {"c": ["a", "b"], "d": ["c"]}
    assert stars(sure, linked([("c", "e", 0.4), ("b", "d", 0.4)]), NOTHING) == {"c": ["a", "b", "d"]}
    sure = linked([("a", "b", 0.9), ("a", "c", 0.9), ("b", "c", 0.9), ("b", "d", 0.8)])
    assert stars(sure, {}, NOTHING) == {"b": ["a", "c"], "d": ["b"]}
    assert stars(sure, linked([("a", "d", 0.4), ("a", "e", 0.4)]), NOTHING) == {"b": ["a", "c", "d"]}


@given(pairs(), pairs(), st.lists(st.sampled_from(STATED), min_size=12, max_size=12), pairs(), st.randoms())
def test_claims_of_a_group_agree(
    links: list[Pair], near: list[Pair], stated: Sequence[str], conflicting: list[Pair], rng: object
) -> None:
    values = {c: quantities(text, Span(0, len(text)), None) for c, text in zip("abcdefghijkl", stated, strict=True)}
    net, against = linked(links), {c: set(of) for c, of in linked(conflicting).items()}
    made = stars(net, linked(near), Agreement(values, against, net))
    rng.shuffle(links)  # type: ignore[attr-defined]
    again = linked(links)
    assert made == stars(again, linked(near), Agreement(values, against, again))
    for centre, satellites in made.items():
        for one, other in combinations([centre, *satellites], 2):
            assert other not in against.get(one, ())
            assert not exclude(values[one], values[other])
            assert not exclude(values[other], values[one])
        assert numbers(values[centre]) or not any(numbers(values[c]) for c in satellites)


def test_a_claim_without_a_number_is_no_line_of_a_series() -> None:
    def groups(count: int) -> dict[str, list[str]]:
        days = {f"day {k}": quantities(text := f"fell by {k}.2%", Span(0, len(text)), None) for k in range(count)}
        net = linked([("moved", day, 0.9) for day in days] + [("moved", "again", 0.6), ("again", "day 0", 0.6)])
        return stars(net, {}, Agreement(days, {}, net))

    assert groups(1) == {"day 0": ["again", "moved"]}
    assert groups(2) == {"moved": ["again"], "day 0": ["again", "moved"], "day 1": ["moved"]}
    assert groups(3) == {"moved": ["again"], "day 0": ["again"]}


@pytest.mark.parametrize(
    ("links", "several", "expected"),
    [
        ([(1, 2), (2, 3)], set(), [{1, 2, 3}]),
        ([(1, 2), (2, 3)], {2}, [{1, 2}, {2, 3}]),
        ([(1, 2), (2, 3), (1, 3)], {2}, [{1, 2, 3}]),
        ([(1, 2)], {1, 2}, [{1, 2}]),
        ([(1, 2), (2, 3), (4, 3)], {3}, [{1, 2, 3}, {3, 4}]),
    ],
)
def test_a_digest_belongs_to_each_of_its_origins_and_joins_none(
    links: list[tuple[int, int]], several: set[int], expected: list[set[int]]
) -> None:
    assert [set(o) for o in origins(links, several)] == expected


@pytest.mark.parametrize(
    ("documents", "belongs", "count"),
    [
        ({1, 2, 3}, {}, 3),
        ({1, 2, 3}, {1: [9], 2: [9]}, 2),
        ({1, 2, 3}, {1: [9], 2: [9, 8], 3: [8]}, 2),
        ({1, 2}, {1: [9], 2: [9, 8]}, 1),
        ({1, 2, 3}, {1: [9, 8], 2: [8, 7], 3: [7, 8]}, 1),
    ],
)
def test_independent_origins(documents: set[int], belongs: dict[int, list[int]], count: int) -> None:
    made = assigned(documents, belongs)
    assert made.keys() == documents
    assert set(made.values()) == set(range(1, count + 1))


SLOTS = st.dictionaries(
    st.integers(0, 80), st.tuples(st.sampled_from("abc"), st.integers(1, 30).map(str)), min_size=18, max_size=60
)


@given(SLOTS)
def test_lines_are_kept_apart_as_their_slots_say(slots: dict[int, tuple[str, str]]) -> None:
    found = lines(slots)
    assert bool(found) == (len(set(slots.values())) > MOST)
    a, b = np.array(list(combinations(sorted(slots), 2)), np.int64).T
    for one, other, apart in zip(a.tolist(), b.tolist(), Apart(81, [found])(a, b).tolist(), strict=True):
        differ = [k for k in (0, 1) if slots[one][k] != slots[other][k]]
        rest = slots[one][1 - differ[0]] if differ else ""
        many = len(differ) == 1 and len({s[differ[0]] for s in slots.values() if s[1 - differ[0]] == rest}) > MOST
        assert apart == (bool(found) and (many or len(differ) == 2))
