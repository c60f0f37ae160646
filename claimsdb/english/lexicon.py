"""The classes of words, and how likely each word is the head of a cue, given what follows it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files

from claimsdb.english.words import Classes, Word

WEIGHT = 3.0  # number of sightings that count as much as the rate of the context


def follows(words: Sequence[Word], at: int) -> str:
    """The context after the word at `at` in the lexicon's terms: the next word if it is a function word, else its class.

    A participle or adjective after an auxiliary ("is worried about") has separate contexts, marked "=".
    """
    before = at - 1
    while before >= 0 and words[before].tag == "R":
        before -= 1
    mark = "=" if words[at].tag in "JX" and before >= 0 and words[before].tag == "A" else ""
    if at + 1 >= len(words):
        return mark + "."
    word = words[at + 1]
    if word.tag in "IS" or word.form in (",", ".", ":", "to"):
        return mark + word.form
    if word.tag == "U":
        return mark + ('"' if word.form in ('"', "“", "‘", "``", "''") else "-")
    return mark + word.tag


class Lexicon:
    """The counts, read once. A cue's head is the word with its sense: *expressed* in "has expressed concern about"."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self._data = data
        self._heads: Mapping[str, Mapping[str, list[int]]] = data["heads"]  # type: ignore[assignment]

    @cached_property
    def classes(self) -> Classes:
        """The classes of forms."""
        return Classes(_tags(self._data["forms"]), self._data["pairs"])  # type: ignore[arg-type]

    def chance(self, words: Sequence[Word], at: int) -> float:
        """How likely the word at `at` is the head of a cue, 0 to 1, by its form and its context."""
        counts = self._heads.get(words[at].form)
        if counts is None:
            return 0.0
        hits, seen = counts[""]
        rate = hits / seen
        here = counts.get(follows(words, at))
        if here is None:
            return rate
        return (here[0] + WEIGHT * rate) / (here[1] + WEIGHT)


def _tags(forms: object) -> dict[str, dict[str, int]]:
    """The classes of forms, from their packed notation: "V60X39"."""
    assert isinstance(forms, dict)
    unpacked = {}
    for form, packed in forms.items():
        unpacked[form] = {packed[k]: int(packed[k + 1 : k + 3]) for k in range(0, len(packed), 3)}
    return unpacked


@cache
def default() -> Lexicon:
    """The lexicon in the package."""
    return Lexicon(json.loads(files("claimsdb.english").joinpath("data", "lexicon.json").read_text(encoding="utf-8")))
