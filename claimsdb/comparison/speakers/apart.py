"""Speakers of one name who are not shown to be one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from claimsdb.comparison.speakers.records import Record
from claimsdb.model.attribution import SpeakerKind


def strangers(short: Record, documents: Collection[int], of_a_body: bool) -> list[set[int]]:
    """The documents in which a surname is a person's of whom nothing more is known, in groups that name a common office.

    The name's own record stays with the body that has the name too, if there is one ("Jordan"), or else with the largest group of several;
    a surname without an office may be anybody's.
    """
    persons = {d for d in documents if short.read_as[d] is SpeakerKind.PERSON}
    if len(short.documents) < 2 and not of_a_body:
        return []
    by_office: dict[str, set[int]] = defaultdict(set)
    for document in persons:
        for office in short.offices.get(document, ()):
            by_office[office].add(document)
    groups: list[set[int]] = []
    for together in (*by_office.values(), *({d} for d in persons)):
        met = [g for g in groups if g & together]
        groups = [g for g in groups if not g & together] + [together.union(*met)]
    largest = max(map(len, groups), default=0)
    return groups if of_a_body or largest < 2 else _without_one(groups, largest)


def _without_one(groups: list[set[int]], size: int) -> list[set[int]]:
    """All groups but the one of this size, if only one has it."""
    largest = [g for g in groups if len(g) == size]
    return [g for g in groups if g is not largest[0] or len(largest) > 1]


def namesakes(full: Record) -> list[set[int]]:
    """The documents in which titles show that a full name is a woman's, if others show that it is a man's, or the other way round.

    What more documents show keeps the name's own record.
    """
    shown = {gender: {d for d, g in full.genders.items() if g == {gender}} for gender in ("he", "she")}
    fewer, more = sorted(shown.values(), key=len)
    return [] if not fewer else [fewer] if len(fewer) < len(more) else [fewer, more]
