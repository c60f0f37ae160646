"""Latin letters beyond English, for patterns: names may begin with Š and Ö."""

from __future__ import annotations

_LATIN = [chr(at) for at in range(0xC0, 0x250)]
_UPPER, _LOWER = ("".join(c for c in _LATIN if test(c)) for test in (str.isupper, str.islower))


def latin(pattern: str) -> str:
    """The pattern with *A-Z* and *a-z* extended to all Latin letters of that case, up to U+024F."""
    return pattern.replace("A-Z", f"A-Z{_UPPER}").replace("a-z", f"a-z{_LOWER}")
