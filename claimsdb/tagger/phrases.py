"""Noun phrases found by walking: from a verb left to its subject, from a verb right to what follows it.

Every function works on the words of one sentence; a stretch of words is a half-open pair of indices.
"""

from __future__ import annotations

from claimsdb.tagger.words import FINITE, NOMINAL, Word

Stretch = tuple[int, int]

INNER = frozenset("DQNEJPOGXI")  # classes that may stand inside a noun phrase
MONTHS = "january february march april may june july august september october november december"
DAYS = "monday tuesday wednesday thursday friday saturday sunday"
TIMES = frozenset(
    f"{DAYS} {MONTHS} today yesterday tomorrow tonight week month year morning afternoon evening night".split()
)
SUBJECTS = frozenset(["i", "he", "she", "we", "they", "it", "you", "who", "this", "that", "these", "those", "there"])
_LONGEST = 30  # words that an apposition may have
_JOINING = frozenset([",", "&", "/", "and", "but", "or", "yet", "so", "nor"])
_REACH = 25  # words from a conjunction to the verb of its clause


def clause_verb(words: list[Word], low: int, high: int) -> bool:
    """Whether a finite verb stands among the words."""
    return any(words[k].tag in FINITE for k in range(low, high))


def main_verb(words: list[Word], low: int, high: int) -> bool:
    """Whether a finite verb stands among the words outside relative clauses that commas set off ("Ann, who led the talks," has none)."""
    k = low
    while k < high:
        if words[k].form == "," and k + 1 < high and words[k + 1].tag == "W":
            k += 1
            while k < high and words[k].form != ",":
                k += 1
        elif words[k].tag in FINITE:
            return True
        k += 1
    return False


def subject_and_verb(words: list[Word], at: int, high: int, commas: bool = False) -> bool:
    """Whether a subject and its finite verb follow: a nominal before the verb, and nothing that opens another clause."""
    nominal = False
    for k in range(at, min(high, at + _REACH)):
        word = words[k]
        if word.tag in FINITE:
            return nominal
        if word.tag in "NEO" or word.form in SUBJECTS or word.tag == "Q":
            nominal = True
        elif (
            word.tag in "WST"
            or (word.tag == "C" and k == at)
            or word.form in (";", ":")
            or (word.tag == "G" and not nominal)
            or (word.tag == "U" and not (commas or word.form in "“”\"‘’'"))
        ):
            return False
    return False


def subject(words: list[Word], end: int, low: int) -> Stretch | None:
    """The noun phrase that ends at the index `end`, or None; never before the index `low`."""
    end = _over_adverbs(words, end, low)
    if end <= low:
        return None
    last = words[end - 1]
    if last.form in (",", "—", "–", "--", "-", ")"):
        return _with_apposition(words, end, low)
    if last.tag == "O" or last.form in SUBJECTS:
        return _pronoun(words, end, low)
    start = end
    while start > low:
        word = words[start - 1]
        if (
            word.tag in INNER
            or word.form in ("both", "either")
            or (word.tag == "C" and start - 1 > low and words[start - 2].tag in "NEOQJ")
        ):
            if word.form in SUBJECTS and start < end:
                break
            start -= 1
        elif word.form in ("&", "/") or (word.tag == "R" and start < end and words[start].tag in "JQX"):
            start -= 1
        else:
            break
    return trimmed(words, start, end)


def _over_adverbs(words: list[Word], end: int, low: int) -> int:
    while end > low and (words[end - 1].tag == "R" or words[end - 1].form in TIMES):
        end -= 1
        if end > low + 1 and words[end - 1].form in ("on", "last", "this"):
            end -= 1
    return end


def _pronoun(words: list[Word], end: int, low: int) -> Stretch:
    start = end - 1
    if start - 1 > low and words[start - 1].form == "of" and words[start - 2].tag in "NQDJO":
        start -= 2  # many of them
    return start, end


def _with_apposition(words: list[Word], end: int, low: int) -> Stretch | None:
    """A noun phrase with what is set off after it: "Ann Lee, the minister," before a verb."""
    mark = "(" if words[end - 1].form == ")" else words[end - 1].form
    for k in range(end - 2, max(low, end - _LONGEST), -1):
        if words[k].form != mark:
            continue
        inner = words[k + 1] if k + 1 < end - 1 else None
        if inner is None or (clause_verb(words, k + 1, end - 1) and inner.tag != "W"):
            return None
        head = subject(words, k, low)
        if head is not None and words[head[1] - 1].tag in NOMINAL and head[1] == k:
            return head[0], end if mark == "(" else end - 1
        return None
    return None


def trimmed(words: list[Word], start: int, end: int) -> Stretch | None:
    """The stretch without what cannot begin or end a noun phrase (conjunctions, a circumstance of time or place), or None."""
    while start < end:
        word = words[start]
        if word.tag in "PRSF" or word.form in _JOINING:
            start += 1
        elif word.tag in "IGX":
            following = _past_phrase(words, start + 1, end)
            start = following if following < end else start + 1
        elif word.form in ("last", "this", "next", "earlier") and start + 2 < end and words[start + 1].form in TIMES:
            start += 2
        elif (
            word.form in TIMES
            and start + 1 < end
            and words[start + 1].tag in "DEO"
            and words[start + 1].form not in TIMES
        ):
            start += 1
        else:
            break
    while end > start and (words[end - 1].tag in "ICRDGP" and words[end - 1].form != "this"):
        end -= 1
    if start >= end or not any(w.tag in NOMINAL or w.tag == "D" or w.tag == "J" for w in words[start:end]):
        return None
    return start, end


def _past_phrase(words: list[Word], start: int, end: int) -> int:
    """The index where a new noun phrase begins after the first one of the stretch and what hangs on it; `end` if none does."""
    k = start
    if k < end and words[k].tag == "Q" and k + 1 < end and words[k + 1].tag in "DEO":
        return k + 1
    while k < end and words[k].tag in "DJQ" and words[k].form not in TIMES:
        k += 1
    while k < end and (words[k].tag in "NEP" or words[k].form in TIMES):
        k += 1
        if words[k - 1].form in TIMES and k < end and words[k].form not in TIMES:
            k += words[k].tag == "Q"
            break
    if k < end and words[k].tag == "I":
        return _past_phrase(words, k + 1, end)
    return k


def following(words: list[Word], start: int, high: int) -> Stretch | None:
    """The noun phrase that begins at `start`, with its appositions, to a finite verb, a quotation or the sentence's end; or None."""
    k = start
    while k < high and words[k].tag in "DJQR":
        k += 1
    if (k >= high or words[k].tag not in "NEOXG") and not (k > start and words[k - 1].tag in "DQ"):
        return None
    if k < high and words[k].tag == "O":
        return start, k + 1
    while k < high:
        word = words[k]
        if word.tag in FINITE or word.tag in "SW" or word.tag == "U" or word.tag == "T":
            break
        if word.tag == "I" and word.form not in ("of", "for") and not _names(words, k, high):
            break
        if word.form in TIMES:
            break
        k += 1
    while k > start and words[k - 1].tag in "ICR":
        k -= 1
    return (start, k) if k > start else None


def _names(words: list[Word], at: int, high: int) -> bool:
    """Whether the preposition at `at` leads to a place or body that belongs to the name before it."""
    k = at + 1
    while k < high and words[k].tag in "DJ":
        k += 1
    return words[at].form in ("at", "with", "from", "of") and k < high and words[k].tag in "EN"


def is_time(words: list[Word], at: int) -> bool:
    """Whether the word at `at` is a day, a month, a year or the like."""
    return at < len(words) and (words[at].form in TIMES or words[at].tag == "Q")


def nearest(words: list[Word], phrase: Stretch | None) -> Stretch | None:
    """The last noun phrase of the stretch: what stands after its last preposition other than *of*."""
    if phrase is None:
        return None
    start = max((k + 1 for k in range(*phrase) if words[k].tag == "I" and words[k].form != "of"), default=phrase[0])
    return (start, phrase[1]) if start < phrase[1] else phrase
