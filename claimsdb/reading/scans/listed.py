"""Pages by their numbers, in words."""

from __future__ import annotations

from collections.abc import Sequence


def listed(numbers: Sequence[int]) -> str:
    """The pages with these numbers, from 0, as ranges: "Pages 1–3, 7 are"."""
    ranges: list[tuple[int, int]] = []
    for n in numbers:
        if ranges and ranges[-1][1] == n - 1:
            ranges[-1] = ranges[-1][0], n
        else:
            ranges.append((n, n))
    shown = ", ".join(f"{a + 1}" if a == b else f"{a + 1}–{b + 1}" for a, b in ranges[:20])
    more = ", …" if len(ranges) > 20 else ""
    return f"Page {shown} is" if len(numbers) == 1 else f"Pages {shown}{more} are"
