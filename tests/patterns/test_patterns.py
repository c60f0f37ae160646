"""Regular expressions: each takes time in proportion to the length of the text, whatever the text."""

from __future__ import annotations

import functools
import random
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf

import pytest

from claimsdb.normalizer.speakers.full_names import with_given
from tests.patterns.collected import Applied, collected
from tests.patterns.pumps import Pump, pumps

# The functions that make patterns of a text's words, with an example of each pattern. Other such functions make
# patterns of word lists, and what they make is among those collected, or they read no documents.
NAMES = ["Ann Lee", "Lee", "O'Neill", "Ann Mary Lee", "Ann-Mary", "A", "a"]
MADE = {
    "normalizer.speakers.full_names.with_given": [*with_given(NAMES)],
    "reading.html.authors._written": [re.compile(r"a\.?\s+a", re.IGNORECASE)],
    "lookup.citations.styles._once": [re.compile(r"(?<![^\s“‘(])a\ a(?![^\s”’.,)])", re.IGNORECASE)],
    "lookup.nations._pattern": [re.compile(r"(?<!\w)(?:a\ a|aa|a)(?:s|[’']s?)?(?!\w)")],
    "lookup.passages._places": [re.compile(r"(?<!\S)a\ a\ a(?!\S)"), re.compile(r"aaa")],
}
OTHERS = {"english.countries._pattern", "english.quantities.calendar.__init__", "learning.training.counts._whole"}

MANY = 320_000
"""How often a unit is repeated if a pattern may be slow."""
DOUBTS = {4_000: 0.004, 20_000: 0.1, 80_000: 1.0}
"""Repetitions that are tried first, and the seconds of processor time that only patterns in doubt exceed."""
PARTS = 4
"""Tests among which the patterns are divided, so that no process has all of them."""
GUARD = 20.0
"""Seconds of processor time in which `MANY` repetitions must end. Linear patterns take at most 2, and a quadratic one that exceeds
all of `DOUBTS` takes 25 or more.
"""


@functools.cache
def every() -> list[Applied]:
    found, makers = collected()
    assert makers == MADE.keys() | OTHERS, "patterns are at module level, so that this test finds them"
    made = [Applied(name, p, frozenset(["anywhere"])) for name, some in MADE.items() for p in some]
    return [*found, *made]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(
    "most",
    [
        pytest.param(60, marks=pytest.mark.slow),
        pytest.param(100_000, marks=[pytest.mark.hostile, pytest.mark.timeout(0)]),
    ],
)
def test_each_pattern_takes_time_in_proportion_to_the_text(most: int, part: int) -> None:
    slow = []
    for one in every()[part::PARTS]:
        for way in sorted(one.ways):
            found = next((p for p in _drawn(pumps(one.pattern), most, one.name) if _is_slow(one, way, p)), None)
            if found:
                slow.append((one.name, way, found))
    assert slow == []


def _drawn(of: list[Pump], most: int, seed: str) -> list[Pump]:
    """At most so many of the pumps: half of them the first ones, which repeat one character."""
    return of if len(of) <= most else of[: most // 2] + random.Random(seed).sample(of[most // 2 :], most - most // 2)


def _is_slow(one: Applied, way: str, pump: Pump) -> bool:
    doubted = all(_seconds(one, way, pump.text(times)) > quick for times, quick in DOUBTS.items())
    return doubted and _seconds(one, way, pump.text(MANY)) == inf


def _seconds(one: Applied, way: str, text: str) -> float:
    """The processor time for a pattern and a text, infinite if it exceeds `GUARD`."""
    begun = time.process_time()
    try:
        with _guarded():
            _applied(one.pattern, way, text)
    except _ExpiredError:
        return inf
    return time.process_time() - begun


def _applied(pattern: re.Pattern[str] | re.Pattern[bytes], way: str, text: str) -> None:
    given = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
    if way == "anywhere":
        for _ in pattern.finditer(given):  # type: ignore[arg-type]
            pass
    else:
        getattr(pattern, way)(given)


class _ExpiredError(Exception):
    pass


@contextmanager
def _guarded() -> Iterator[None]:
    """Ends what takes longer than `GUARD`: `re` looks for signals while it matches."""

    def expire(*_: object) -> None:
        raise _ExpiredError

    before: Callable[..., object] | int | None = signal.signal(signal.SIGVTALRM, expire)
    signal.setitimer(signal.ITIMER_VIRTUAL, GUARD)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
