"""Where a content begins and ends in its sentence."""

from __future__ import annotations

from claimsdb.tagger.phrases import TIMES, Stretch, clause_verb, is_time, subject_and_verb
from claimsdb.tagger.words import FINITE, Word

OPENING = frozenset(("“", '"', "‘", "«", "„", "``", "''"))
CLOSING = frozenset(("”", '"', "’", "»", "“", "''"))
_WHEN = frozenset(["on", "in", "last", "this", "next", "late", "early"])
_FINAL = frozenset([".", ",", ";", ":", "...", "—", "–", "-", "--"])
_SHORT = 6  # words and marks of a quotation that is only a word or two of a phrase
_REACH = 14  # words that an addressee and a time may take between a cue and its content


def content_start(words: list[Word], at: int, high: int, tells: bool) -> tuple[int, bool]:
    """Where the content after a cue begins: past the addressee, the time, *that* and a colon; whether a clause or quotation is sure."""
    for j in range(at, min(high, at + _REACH)):
        word = words[j]
        if (
            word.form == "that"
            and word.tag in "SWO"
            and (j == at or tells or words[at].tag in "IRU" or is_time(words, at))
        ):
            if j + 1 < high:
                return j + 1, True
            break
        if word.tag == "U" and word.form in OPENING and (j == at or tells or words[j - 1].form in (",", ":")):
            return j, not any(w.form in CLOSING for w in words[j + 1 : j + _SHORT])
        if word.form == ":":
            return j + 1, True
        if word.tag in FINITE or word.tag in "TW" or (word.form == "," and j > at):
            break
    k = at
    while k < high and (words[k].form in TIMES or (words[k].form in _WHEN and is_time(words, k + 1))):
        k += 1
        if k < high and words[k].tag == "Q" and words[k - 1].form in TIMES | _WHEN:
            k += 1
    while k < high and words[k].form in ("that", ",", ":"):
        k += 1
    return k, clause_verb(words, k, min(k + 12, high))


def sentence_end(words: list[Word], high: int) -> int:
    """The index after the last word of the content: without a final full stop or comma."""
    while high > 0 and words[high - 1].form in _FINAL:
        high -= 1
    return high


def phrase_end(words: list[Word], start: int, high: int) -> int:
    """Where a content that is a noun phrase or an infinitive ends: at the first comma, dash or semicolon that no list goes on after."""
    for k in range(start, high - 1):
        word, new = words[k], words[k + 1]
        if word.form in (";", "—", "–", "--"):
            return k
        if word.form == "," and (
            new.tag in "WSGRI"
            or (new.tag == "C" and subject_and_verb(words, k + 2, high))
            or subject_and_verb(words, k + 1, high)
        ):
            return k
    return high


def after_interruption(words: list[Word], at: int) -> Stretch | None:
    """What goes on after an attribution in mid-sentence: after its comma, or the quotation that opens again."""
    for k in range(at, min(at + 20, len(words) - 1)):
        word = words[k]
        if word.tag == "U" and word.form in OPENING and words[k - 1].form in (",", ":", "."):
            return k, sentence_end(words, len(words))
        if word.form == "," and k == at and words[k + 1].tag == "W":
            return None  # the document's own word about the source
        if word.form == "," and k == at and (words[k + 1].tag in "SIAM" or subject_and_verb(words, k + 1, len(words))):
            return k + 1, sentence_end(words, len(words))
    return None
