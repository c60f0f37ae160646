"""From sources to speakers: one record however a document names it, and none where it does not say who.

A full name makes a speaker; a title with a surname, or a given name, is the one full name in the document's sources and text that fits.
Where none or several fit, or the source is a pronoun, the attribution stays unresolved, with the reason: never the nearest name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from claimsdb.model import Attribution, Speaker, SpeakerKind
from claimsdb.names import PERSONAL, TITLES, Name, kind, parse
from claimsdb.spans import Span

_FULL_NAME = re.compile(
    r"\b[A-Z][\w’'-]*\w(?: [A-Z]\.)?(?: (?:van|von|de|der|den|del|bin|al|el))*(?: [A-Z][\w’'-]*\w){1,2}\b"
)


@dataclass(slots=True)
class _Record:
    name: str
    proper: bool
    titled: bool = False
    mentions: list[Span] = field(default_factory=list)
    roles: list[Span] = field(default_factory=list)


def fold(name: str) -> str:
    """A name for comparison: one case, one kind of apostrophe, single spaces, no possessive."""
    return re.sub(r"'s$", "", " ".join(name.replace("’", "'").casefold().split()))


def resolve(text: str, found: Sequence[Attribution]) -> tuple[list[Speaker], list[Attribution]]:
    """The document's speakers, by first mention, and the attributions with theirs or with why they have none."""
    parsed = {s: parse(text, s) for a in found for s in a.source}
    fulls = _full_names(text, [p for p in parsed.values() if p is not None])
    records: dict[str, _Record] = {}
    keys: list[str | None] = []
    reasons: list[str | None] = []
    for attribution in found:
        key, reason = None, None
        for span in attribution.source:
            key, reason = _identify(text, span, parsed[span], fulls)
            name = parsed[span]
            if key is not None and name is not None:
                record = records.setdefault(fold(key), _Record(key, name.proper))
                record.titled |= name.titled
                record.mentions.append(span)
                record.roles += name.role
                break
        keys.append(fold(key) if key else None)
        reasons.append(reason)
    order = {key: k for k, key in enumerate(records)}
    speakers = [_speaker(r) for r in records.values()]
    linked = [
        replace(a, speaker=order[key] if key else None, unresolved=None if key else reason)
        for a, key, reason in zip(found, keys, reasons, strict=True)
    ]
    return speakers, linked


def _identify(text: str, span: Span, name: Name | None, fulls: dict[str, set[str]]) -> tuple[str | None, str | None]:
    if name is None:
        return None, f"pronoun: {span.of(text)}"
    words = " ".join(name.name.of(text).split())
    bare = re.sub(r"[’']s?$", "", words)
    if not name.proper or " " in bare:
        return bare, None
    fits = sorted(fulls.get(bare, ()))
    if len(fits) == 1:
        return fits[0], None
    if len(fits) > 1:
        return None, f"ambiguous: {bare} may be {' or '.join(fits)}"
    return bare, None


def _full_names(text: str, names: Sequence[Name]) -> dict[str, set[str]]:
    """Short names (surname, given name) to the full names of persons in the document that they may stand for."""
    sources = {
        " ".join(n.name.of(text).split())
        for n in names
        if n.proper and kind(n.name.of(text), True, n.titled) in _PERSONS
    }
    short = {re.sub(r"[’']s?$", "", s) for s in sources if " " not in s}
    running: dict[str, int] = defaultdict(int)
    for m in _FULL_NAME.finditer(text):
        words = m.group().split()
        while words and words[0].rstrip(".").lower() in TITLES | PERSONAL:
            words = words[1:]
        if len(words) > 1 and (words[-1] in short or words[0] in short):
            running[re.sub(r"[’']s?$", "", " ".join(words))] += 1
    candidates = {s for s in sources if " " in s} | set(running)
    fits: dict[str, set[str]] = defaultdict(set)
    for full in candidates:
        words = full.split()
        if kind(full, True, False) in _PERSONS and not any(w.lower() in TITLES for w in words):
            fits[words[-1]].add(full)
            fits[words[0]].add(full)
    return {k: _longest(v) for k, v in fits.items()}


def _longest(names: set[str]) -> set[str]:
    """The names without those that are part of another of them ("Bob Corker" beside "Bob H. Corker" stays: it is no part)."""
    return {n for n in names if not any(n != other and f" {n} " in f" {other} " for other in names)}


_PERSONS = (SpeakerKind.PERSON, SpeakerKind.UNKNOWN)


def _speaker(record: _Record) -> Speaker:
    what = kind(record.name, record.proper, record.titled)
    return Speaker(record.name, what, tuple(record.mentions), tuple(sorted(set(record.roles))), local=not record.proper)
