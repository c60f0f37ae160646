"""Distance words: what keeps a document from vouching for a claim without naming a source (section 3 of the standard)."""

from __future__ import annotations

import re

from claimsdb.english.listed import either, listed

_WORDS = re.compile(
    rf"\b(?:{either(listed('hedges', 'distance'))}|(?:is|are|was|were) (?:\w+ly )?(?:{either(listed('hedges', 'to'))}) to"
    rf"|it (?:is|was) (?:{either(listed('hedges', 'it'))}))\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"\bmay\b|(?<=[.!?] )May (?=(?:be|have|not|well|yet|also)\b)")  # the month has a capital
_COULD = re.compile(r"\bcould (?!not\b|never\b|n[’']t\b)")
_SOMEBODY = frozenset(["he", "she", "they", "we", "i", "you", "who"])
_ACT = re.compile(rf"\b(?:{either(listed('hedges', 'act'))})\b", re.IGNORECASE)


def hedge(words: str) -> str | None:
    """The first distance word in the words (*alleged*, *suspected*, *might*, *is expected to* and their like), None where none is."""
    found = [m for pattern in (_WORDS, _MAY) if (m := pattern.search(words))]
    found += [m for m in _COULD.finditer(words) if _possible(words[: m.start()])][:1]
    return min(found, key=lambda m: m.start()).group().strip(".!? ") if found else None


def _possible(before: str) -> bool:
    """Whether a *could* behind these words is one of possibility, not of ability: what an event or a thing could do, rather than what
    somebody could ("*she* could swim") or what a thing is made for ("missiles *that* could strike X").
    """
    return not before.endswith("that ") and before.lower().rpartition(" ")[0].rpartition(" ")[2] not in _SOMEBODY


def hedged(words: str) -> bool:
    """Whether the words hold their statement at a distance."""
    return hedge(words) is not None


def hedged_act(cue: str, named: bool) -> bool:
    """Whether the cue's words hold the act itself at a distance ("may praise X", "apparently believed X").

    Where a source is `named`, verbs of distance are its own ("she suspected X", "he alleged X").
    """
    return (_ACT.search(cue) is not None) if named else hedged(f"{cue} to")  # "is thought", whose *to* is the content's
