"""The labels of words: which part of an attribution a word begins, continues, ends, or is alone (BIOES)."""

from __future__ import annotations

PARTS = ("source", "cue", "content")
SOURCE, CUE, CONTENT = range(len(PARTS))

NAMES = ("O", *(f"{place}-{part}" for part in PARTS for place in "BIES"))
CONTENTS = [number for number, name in enumerate(NAMES) if name.endswith("-content")]
LABELS = {name: number for number, name in enumerate(NAMES)}


def may_follow(before: int, after: int) -> bool:
    """Whether a word labelled `after` may directly follow one labelled `before` in one paragraph."""
    one, other = NAMES[before], NAMES[after]
    if one[0] in "BI":
        return other[0] in "IE" and other[2:] == one[2:]
    return other[0] in "OBS"


def may_begin(label: int) -> bool:
    """Whether a paragraph's first word may have the label."""
    return NAMES[label][0] in "OBS"


def may_end(label: int) -> bool:
    """Whether a paragraph's last word may have the label."""
    return NAMES[label][0] in "OES"
