"""Distance words: what keeps a document from vouching for a claim without naming a source (section 3 of the standard)."""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"\b(?:alleged|allegedly|suspected|presumed|presumably|so-called|apparent|apparently|reportedly|supposed|supposedly|purported"
    r"|purportedly|ostensibly|seemingly|might|(?:is|are|was|were) (?:\w+ly )?(?:expected|said|believed|thought|understood|rumou?red) to"
    r"|it (?:is|was) (?:believed|thought|understood|rumou?red))\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"\bmay\b|(?<=[.!?] )May (?=(?:be|have|not|well|yet|also)\b)")  # the month has a capital
_COULD = re.compile(  # of possibility: an event, not what a thing is able to do
    r"\bcould (?:not |also |still |well |even |soon |easily |potentially |eventually |yet |then |one day )*"
    r"(?:be|become|have|happen|mean|lead|result|cause|trigger|spark|embroil|prompt|come|go|turn|end|face|lose|try|see|start|begin"
    r"|take|prove|affect|increase|rise|fall|hurt|push|force|spread|escalate|undermine|delay|add|allow|appear|attract|bring|collapse|continue"
    r"|contribute|cost|create|damage|deepen|destroy|disrupt|double|drag|drive|drop|emerge|ensue|erode|erupt|exceed|fail|follow|hit|invite|keep"
    r"|kill|last|leave|look|open|pose|provoke|remain|require|result|return|risk|sink|slip|slow|strain|suffer|threaten"
    r"|topple|triple|weaken|widen|worsen)\b"
)

_ACT = re.compile(
    r"\b(?:may|might|apparently|reportedly|allegedly|seemingly|supposedly|purportedly|ostensibly)\b", re.IGNORECASE
)


def hedge(words: str) -> str | None:
    """The first distance word in the words (*alleged*, *suspected*, *might*, *is expected to* and their like), None where none is."""
    found = [m for pattern in (_WORDS, _MAY, _COULD) if (m := pattern.search(words))]
    return min(found, key=lambda m: m.start()).group().strip(".!? ") if found else None


def hedged(words: str) -> bool:
    """Whether the words hold their statement at a distance."""
    return hedge(words) is not None


def hedged_act(cue: str, named: bool) -> bool:
    """Whether the cue's words hold the act itself at a distance ("may praise X", "apparently believed X").

    Where a source is `named`, verbs of distance are its own ("she suspected X", "he alleged X").
    """
    return (_ACT.search(cue) is not None) if named else hedged(f"{cue} to")  # "is thought", whose *to* is the content's
