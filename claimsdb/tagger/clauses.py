"""Clauses that are claims of their own: non-restrictive relatives, contrasts, coordinated clauses with a subject, parentheses.

Works on the words of one sentence, by punctuation, conjunctions and finite verbs. What shares its subject, restrictive
relatives, complements and lists stay whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimsdb.tagger.phrases import SUBJECTS, Stretch, subject_and_verb
from claimsdb.tagger.words import FINITE, Word

DASHES = frozenset(["—", "–", "-", "--"])
RELATIVES = frozenset(["which", "who", "whose", "whom", "where"])
CONTRASTS = frozenset(["while", "whereas", "although", "though", "albeit"])
COORDINATORS = frozenset(["and", "but", "or", "yet", "so", "nor"])
ADVERBIAL = frozenset(
    ["if", "because", "when", "after", "before", "since", "unless", "until", "once", "as", "that", "whether"]
)


def clauses(words: list[Word], limits: Sequence[int] | None = None) -> list[Stretch]:
    """The clauses of a sentence, sorted. `limits` gives for each word the index where the quotation around it ends."""
    size = len(words)
    while size and words[size - 1].form in (".", "!", "?"):
        size -= 1
    found: list[Stretch] = []
    finite = [0]  # how many finite verbs stand before each word
    for word in words:
        finite.append(finite[-1] + (word.tag in FINITE))
    last_split = 0
    for at in range(size):
        high = min(size, limits[at]) if limits else size
        low = max((e for s, e in found if e <= at), default=0)
        end = None
        start = at
        if _relative(words, at):
            start = at
            end = _relative_end(words, finite, at, high, last_split)
        elif words[at].form in CONTRASTS:
            end = _contrast_end(words, finite, at, high)
        elif words[at].form in COORDINATORS and words[at].tag in "CRS" and at > 0:
            end = _coordinated_end(words, finite, at, high, max(low, last_split))
        elif words[at].form == ";" and at + 1 < high and finite[high] > finite[at]:
            start, end = at + 1, _next_mark(words, at + 1, high, ";")
            if finite[end] == finite[at]:
                end = None
        elif words[at].form in DASHES | {"("} and at > 0:
            start, end = at + 1, _parenthesis_end(words, finite, at, high)
        if end is None:
            continue
        end = _close(words, start, end)
        if end - start < 2 or any(s < start < e < end for s, e in found):
            continue
        if (words[start].form in COORDINATORS and words[at].tag in "CRS") or words[at].form == ";":
            found = [
                (s, _close(words, s, start) if s < start < e and words[s].form in COORDINATORS else e) for s, e in found
            ]
            last_split = start
        found.append((start, end))
    return sorted(set(found))


def _close(words: list[Word], start: int, end: int) -> int:
    """The end without the comma, dash or bracket that closes the clause."""
    while end > start and (words[end - 1].form in DASHES or words[end - 1].form in (",", ";", ".", ":", ")")):
        end -= 1
    return end


def _next_mark(words: list[Word], at: int, high: int, mark: str) -> int:
    for k in range(at, high):
        if words[k].form == mark:
            return k
    return high


def _relative(words: list[Word], at: int) -> bool:
    """Whether a non-restrictive relative clause begins at the word: after a comma or dash, perhaps with "some of" before it."""
    if not 2 <= at < len(words):
        return False
    set_off = words[at - 1].form == "," or words[at - 1].form in DASHES
    if words[at].form in RELATIVES:
        return set_off
    for k in range(at + 1, min(at + 4, len(words))):
        if words[k].form in ("which", "whom", "whose"):
            return set_off and words[k - 1].tag == "I" and all(w.tag in "DQNIJ" for w in words[at:k])
    return False


def _relative_end(words: list[Word], finite: list[int], at: int, high: int, low: int) -> int | None:
    """Where the relative clause ends: before the verb that its host still needs, else before a new clause or at the end."""
    opener = words[at - 1].form
    host_has_verb = finite[at] > finite[low]
    for k in range(at + 2, high):
        word = words[k]
        if finite[k] == finite[at] or word.tag != "U":
            continue
        if (opener in DASHES and word.form in DASHES) or word.form == ";":
            return k
        if word.form != "," or opener in DASHES:
            continue
        after = k + 1
        while after < high and words[after].tag == "R":
            after += 1
        if after >= high:
            return k
        new = words[after]
        if new.tag in FINITE or _relative(words, k + 1) or new.form in CONTRASTS:
            return k
        if new.form in ("and", "but") and subject_and_verb(words, after + 1, high):
            return k
        if host_has_verb and new.form not in ("and", "or") and _whole(words, k + 1, high) and new.tag in "GXIS":
            return k
        if not host_has_verb and finite[high] == finite[k]:
            return k
    return high if finite[high] > finite[at] else None


def _whole(words: list[Word], at: int, high: int) -> bool:
    """Whether no further comma follows, so that what stands here is no item of a list."""
    return all(words[k].form != "," for k in range(at, high))


def _contrast_end(words: list[Word], finite: list[int], at: int, high: int) -> int | None:
    """Where a clause of contrast ends, or None where it has no subject and verb of its own."""
    if not subject_and_verb(words, at + 1, high, commas=True):
        return None
    opens = at == 0 or (
        all(w.tag in "UCR" for w in words[max(0, at - 2) : at]) and words[at - 1].form not in (",", "—", "–")
    )
    for k in range(at + 2, high):
        if words[k].form in DASHES | {";"} and finite[k] > finite[at]:
            return k
        if words[k].form == "," and finite[k] > finite[at] and (opens or (at > 1 and words[at - 1].form == ",")):
            if opens and subject_and_verb(words, k + 1, high, commas=True):
                return k
            if not opens and k + 1 < high and words[k + 1].tag in FINITE:
                return k
    return high if not opens else None


def _coordinated_end(words: list[Word], finite: list[int], at: int, high: int, low: int) -> int | None:
    """Where a coordinated clause with its own subject ends, or None where only words or verb phrases are coordinated."""
    word, before = words[at], words[at - 1]
    if finite[at] == finite[low] or not subject_and_verb(words, at + 1, high):
        return None
    set_off = before.form in (",", ";") or before.form in DASHES
    if not set_off:
        first = words[at + 1]
        if word.form in ("or", "so", "yet", "nor") or not (
            first.form in SUBJECTS or (first.tag == "D" and before.tag not in "IDJ")
        ):
            return None
        if first.form not in SUBJECTS and words[at - 1].tag in FINITE:
            return None
        opener = max((k for k in range(low, at) if words[k].tag in "SW"), default=low)
        if finite[at] == finite[opener]:  # "said that A and the B were": coordinated subjects
            return None
    elif word.form == "so" and words[at + 1].form == "that":
        return None
    if _inside_adverbial(words, finite, at, low):
        return None
    return high


def _inside_adverbial(words: list[Word], finite: list[int], at: int, low: int) -> bool:
    """Whether the words before the conjunction are only an adverbial clause that the main clause still follows ("If A and B, …")."""
    k = low
    while k < at and words[k].tag in "UCR":
        k += 1
    if k >= at or words[k].form not in ADVERBIAL or words[k].tag not in "SWI":
        return False
    comma = _next_mark(words, k, at, ",")
    return comma >= at - 1 or finite[at] == finite[comma]


def _parenthesis_end(words: list[Word], finite: list[int], at: int, high: int) -> int | None:
    """Where what is set off by dashes or brackets ends, if it is a clause with subject and verb."""
    mark = words[at].form
    if mark == "(":
        end = _next_mark(words, at + 1, high, ")")
        if end >= high:
            return None
    else:
        if words[at].start == words[at - 1].end and words[at].form == "-":
            return None
        end = _next_mark(words, at + 1, high, mark)
    if _relative(words, at + 1) or (words[at + 1 : at + 2] and words[at + 1].form in COORDINATORS):
        return None
    return end if subject_and_verb(words, at + 1, end) else None
