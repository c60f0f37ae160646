"""The regular forms of a word."""

from __future__ import annotations

_VOWELS = frozenset("aeiou")
_OTHERS = frozenset(["seed"])
"""Regular forms that are other words."""


def forms(word: str) -> frozenset[str]:
    """The word with the endings of plural, third person, past and participle. Spellings that do not exist do little harm.

    A last consonant after one vowel is both doubled and left single ("planned", "reported"), as only the stress would decide.
    """
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return frozenset([word, f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"])
    if word.endswith("e"):
        kept = word if word.endswith(("ee", "oe", "ye")) else word[:-1]
        return frozenset([word, f"{word}s", f"{word}d", f"{kept}ing"]) - _OTHERS
    found = {
        word,
        f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{word}s",
        f"{word}ed",
        f"{word}ing",
    }
    if len(word) > 2 and word[-1] not in "aeiouwxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS | {""}:
        found |= {f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"}
    return frozenset(found)
