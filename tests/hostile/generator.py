"""All families, and files drawn from them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tests.hostile import characters, encodings, markup, mixtures, prose, pumps  # noqa: F401 - each adds its families
from tests.hostile.family import FAMILIES as FAMILIES
from tests.hostile.family import Family


def draw(count: int, seed: int, largest: int) -> Iterator[tuple[str, Family, bytes]]:
    """`count` files with their names: of every family in turn, in random order, of random sizes up to `largest` bytes."""
    r = Random(seed)
    waiting: list[Family] = []
    for number in range(count):
        if not waiting:
            waiting = r.sample(list(FAMILIES.values()), len(FAMILIES))
        chosen = waiting.pop()
        size = int(largest ** r.uniform(0.3, 1))
        yield f"{number:04} {chosen.name}{chosen.suffix}", chosen, chosen.file(size, seed + number)
