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
from claimsdb.tagger.lexicon import default

# In mid-sentence, where a capital is not the sentence's own, and where no other name goes on ("the East China Sea").
_GIVEN_BEFORE = r"(?<![Tt]he )(?<=[a-z,’'] )(?:[A-Z][\w’'-]+\.? )*?(?P<given>[A-Z][\w’'-]+)(?: [A-Z]\.)? (?P<short>SHORT)\b(?! [A-Z])"
_GIVEN_AFTER = r"(?P<title>\b[A-Za-z][\w-]+\.?) (?P<short>SHORT) (?P<given>[A-Z][a-z][\w’'-]*)\b"
_FUNCTION = frozenset("DISCRWO")  # classes of words that are nobody's name
_CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december""".split()
)


@dataclass(slots=True)
class _Record:
    name: str
    proper: bool
    titled: bool = False
    shortened: bool = False
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
                record.shortened |= name.proper and " " not in name.name.of(text) and " " in key
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
    candidates = {s for s in sources if " " in s}
    if short:
        listed = "|".join(sorted(map(re.escape, short), key=len, reverse=True))
        for m in re.compile(_GIVEN_BEFORE.replace("SHORT", listed)).finditer(text):
            if _given(m["given"]):
                candidates.add(f"{m['given']} {m['short']}")
        for m in re.compile(_GIVEN_AFTER.replace("SHORT", listed)).finditer(text):
            if m["title"].rstrip(".").lower() in TITLES and _given(m["given"]):
                candidates.add(f"{m['short']} {m['given']}")
    fits: dict[str, set[str]] = defaultdict(set)
    for full in candidates:
        words = full.split()
        if kind(full, True, False) in _PERSONS and not any(w.lower() in TITLES for w in words):
            fits[words[-1]].add(full)
            fits[words[0]].add(full)
    return {k: _distinct(v) for k, v in fits.items()}


def _given(word: str) -> bool:
    """Whether the word before a surname may be a given name: no title, no weekday or month, no function word, not all capitals."""
    low = word.rstrip(".").lower()
    return not (low in TITLES | PERSONAL | _CALENDAR or word.isupper() or default().classes.may_be(low, _FUNCTION, 50))


def _distinct(names: set[str]) -> set[str]:
    """The names, those that differ in what stands before given name and surname as one ("Rival Ann Lee", "Democrat Ann Lee")."""
    cores = [" ".join(n.split()[-2:]) for n in names]
    return {n if cores.count(core) == 1 else core for n, core in zip(names, cores, strict=True)}


_PERSONS = (SpeakerKind.PERSON, SpeakerKind.UNKNOWN)


def _speaker(record: _Record) -> Speaker:
    what = kind(record.name, record.proper, record.titled or record.shortened)
    return Speaker(
        record.name,
        what,
        tuple(record.mentions),
        tuple(sorted(set(record.roles))),
        local=not re.search(r"\b[A-Z]", record.name),
    )
