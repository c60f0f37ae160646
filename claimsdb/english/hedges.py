"""Hedging words: by these a document does not vouch for a claim, without naming a source (section 3 of the standard)."""

from __future__ import annotations

import re

from claimsdb.english.listed import either, listed

_WORDS = re.compile(
    rf"\b(?:{either(listed('hedges', 'distance'))}|(?:is|are|was|were) (?:\w+ly )?(?:{either(listed('hedges', 'to'))}) to"
    rf"|it (?:is|was) (?:{either(listed('hedges', 'it'))}))\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"\bmay\b|(?<=[.!?] )May (?=(?:be|have|not|well|yet|also)\b)")  # not the month, which has a capital
_COULD = re.compile(r"\bcould (?!not\b|never\b|n[’']t\b)")
_SOMEBODY = frozenset(["he", "she", "they", "we", "i", "you", "who"])
_ACT = re.compile(rf"\b(?:{either(listed('hedges', 'act'))})\b", re.IGNORECASE)


def hedge(words: str) -> str | None:
    """The first hedging word in the words (*alleged*, *suspected*, *might*, *is expected to* and the like); None if there is none."""
    found = [m for pattern in (_WORDS, _MAY) if (m := pattern.search(words))]
    found += [m for m in _COULD.finditer(words) if _possible(words[: m.start()])][:1]
    return min(found, key=lambda m: m.start()).group().strip(".!? ") if found else None


def _possible(before: str) -> bool:
    """Whether a *could* after these words expresses possibility and not ability.

    Somebody's ability ("*she* could swim") and the purpose of a thing ("missiles *that* could strike X") do not count.
    """
    return not before.endswith("that ") and before.lower().rpartition(" ")[0].rpartition(" ")[2] not in _SOMEBODY


def hedged(words: str) -> bool:
    """Whether the words hedge their statement."""
    return hedge(words) is not None


def hedged_act(cue: str, named: bool) -> bool:
    """Whether the words of the cue hedge the act itself ("may praise X", "apparently believed X").

    If a source is `named`, hedging verbs are its own ("she suspected X", "he alleged X"), and do not count.
    """
    return (_ACT.search(cue) is not None) if named else hedged(f"{cue} to")  # "is thought", whose *to* is the content's
