"""Where a person looks for words, in words: "page 3 (iii), lines 4–6", "footnotes, paragraph 2", "cue 12, 0:03"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimsdb.model.document import Place
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span


def within(places: Intervals[Place], spans: Iterable[Span]) -> list[Place]:
    """The places of these spans, in the order of the spans."""
    return [place for span in spans for _, place in places.over(span)]


def where(found: Sequence[Place]) -> str | None:
    """Where these places are, from the first to the last; None if there are none."""
    if not found:
        return None
    first, last = found[0], found[-1]
    note = next((place.note for place in found if place.note), "")
    if _name(first) == _name(last):
        return _joined(first.within, f"{first.unit} {first.label}", note)
    if (first.within, first.unit) == (last.within, last.unit):
        return _joined(first.within, f"{first.unit}s {first.label}{_through(first, last)}{last.label}", note)
    return f"{_joined(*_parts(first))} to {_joined(*_parts(last))}"


def seconds(found: Iterable[Place]) -> float | None:
    """The time at which the first of these places that has one is said."""
    return next((place.seconds for place in found if place.seconds is not None), None)


def joined(*places: str | None) -> str | None:
    """Places from the outside in, as one; None if there are none."""
    return _joined(*(place or "" for place in places)) or None


def _parts(place: Place) -> tuple[str, str, str]:
    return place.within, f"{place.unit} {place.label}", place.note


def _name(place: Place) -> tuple[str, str, str]:
    return place.within, place.unit, place.label


def _through(first: Place, last: Place) -> str:
    return "–" if first.label.isdecimal() and last.label.isdecimal() else " to "


def _joined(*words: str) -> str:
    return ", ".join(filter(None, (word.strip() for word in words)))
