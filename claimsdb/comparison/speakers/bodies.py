"""Names of bodies: acronyms with the names that they stand for, last words alone, and whose a body is ("the Lee campaign")."""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Iterable, Iterator

from claimsdb.comparison.speakers.names import PersonName, person_name
from claimsdb.comparison.speakers.records import BODIES, PERSONAL, Record

_ACRONYM = re.compile(r"(?:[A-Z]\.?){3,6}")
_LITTLE = frozenset("of the for and on to in de at".split())
_ELECTION = re.compile(r"\b(?:presidential|election|reelection|re-election) ")
_SMALL = string.ascii_lowercase + " -"
_BODY_OF = re.compile(r"(?P<body>[a-z][a-z -]*) of (?P<owner>[^a-z](?s:.*))")


def spelt_out(records: Iterable[Record]) -> list[tuple[Record, Record]]:
    """Acronyms, each with the one name of a body that has its initials; none that several have."""
    acronyms, initials = list[Record](), defaultdict[str, list[Record]](list)
    for record in records:
        if record.key is None:
            continue
        if _ACRONYM.fullmatch(record.name) and record.kinds <= BODIES | PERSONAL:
            acronyms.append(record)
        elif record.kinds <= BODIES and len(words := _main(record.name)) > 2 and all(w[0].isupper() for w in words):
            initials["".join(w[0] for w in words)].append(record)
    return [(a, of[0]) for a in acronyms if len(of := initials[a.name.replace(".", "")]) == 1]


def _main(name: str) -> list[str]:
    return [w for w in name.split() if w.lower() not in _LITTLE]


def shortened(records: Iterable[Record]) -> Iterator[tuple[Record, Record, int]]:
    """Bodies by their last word alone ("the Post"), each with the one body of that name that a document names, and that document."""
    short: list[Record] = []
    whole: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.key is None or not record.kinds <= BODIES:
            continue
        *before, last = record.folded.split()
        if before:
            whole[last].append(record)
        elif not _ACRONYM.fullmatch(record.name):
            short.append(record)
    for record in short:
        for document in sorted(record.documents):
            if len(named := [w for w in whole[record.folded] if document in w.documents]) == 1:
                yield record, named[0], document


def owned(record: Record) -> tuple[PersonName, str] | None:
    """Whose a body is, and what ("Ann Lee’s campaign", "campaign of Ann Lee"); None if its name does not say so."""
    name = _ELECTION.sub("", record.name)
    if not record.kinds <= BODIES:
        return None
    if found := _BODY_OF.fullmatch(name):
        whose, body = found["owner"], found["body"]
    else:  # the body is all of the small words at the end
        capitals = name.rstrip(_SMALL)
        rest, _, body = name[len(capitals) :].partition(" ")
        whose = re.sub(r"[’']s?$", "", capitals + rest)
    owner = person_name(whose) if body[:1].isalpha() and not whose[:1].islower() else None
    return (owner, body) if owner else None
