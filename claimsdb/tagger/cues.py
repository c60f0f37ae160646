"""The extent of a cue around its head, and which likely heads are none."""

from __future__ import annotations

from claimsdb.tagger.lexicon import Lexicon
from claimsdb.tagger.phrases import Stretch, is_time
from claimsdb.tagger.words import Word

TELLS = frozenset(["tell", "tells", "told", "telling", "ask", "asks", "asked", "asking"])
ADVERB = 0.3  # the chance from which an adverb is a cue of its own
_GOVERNED = frozenset(["about", "against", "for", "of", "on", "over", "with", "at", "to"])
_HAVE = frozenset(["has", "have", "had", "having", "'ve", "'s", "'d"])
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am", "'re", "'m"])
HAVE_BE = _HAVE | _BE
_NAMING = frozenset(["known", "named", "called", "dubbed", "titled", "nicknamed", "entitled"])
_DISTANCE = frozenset(["alleged", "suspected", "presumed", "supposed"])
_WHERE = frozenset(["in", "at", "from", "during", "over"])


def cue_of(words: list[Word], head: int, lexicon: Lexicon) -> Stretch:
    """The cue around its head: auxiliaries, negation and adverbs before it, the noun and preposition it governs after it."""
    low, high = head, head + 1 + lexicon.tail(words, head)
    if words[head].tag not in "NEJ":
        while low > 0 and _supports(words, low - 1, head) and not is_hearsay(words, low - 1, lexicon):
            low -= 1
        while low < head and words[low].tag == "R" and low > 0 and words[low - 1].tag == "U":
            low += 1
    if high == head + 1 and high < len(words) and words[head].form not in lexicon.speech:
        word = words[high]
        governed = word.tag == "I" if words[head].tag in "NEJ" else word.form in _GOVERNED
        if governed and word.tag != "T" and not is_time(words, high + 1):
            high += 1
    if high > head + 1 and words[high - 1].form == "to" and high < len(words) and words[high].tag in "BR":
        high -= 1  # the infinitive's own
    return low, high


def _supports(words: list[Word], at: int, head: int) -> bool:
    """Whether the word is an auxiliary or an adverb of the verb at `head`."""
    word = words[at]
    if word.tag == "M":
        return words[at + 1].tag in "ABR"
    return word.tag in "AR" or (word.form in HAVE_BE and words[head].tag in "XG")


def is_hearsay(words: list[Word], at: int, lexicon: Lexicon) -> bool:
    """Whether the word is an adverb of hearsay (*reportedly*): a cue without a source."""
    return words[at].tag == "R" and words[at].form.endswith("edly") and lexicon.chance(words, at) >= ADVERB


def describes(words: list[Word], head: int) -> bool:
    """Whether a participle only describes the noun after it ("their suspected use"), or gives a name ("known as")."""
    if head + 1 >= len(words):
        return False
    word, ahead = words[head], words[head + 1]
    before = head - 1
    while before >= 0 and words[before].tag == "R":
        before -= 1
    if word.form in _NAMING and (
        ahead.form == "as" or (word.tag == "X" and before >= 0 and words[before].tag in "NE,U")
    ):
        return True
    if word.tag == "X" and ahead.form in _WHERE and before >= 0 and words[before].tag in "NE":
        return True
    if word.form in _DISTANCE and before >= 0 and words[before].tag in "CUI":
        return True
    return word.form.endswith("ed") and ahead.tag in "NEJ" and before >= 0 and words[before].tag in "DPGIJQ"


def is_predicative(words: list[Word], head: int) -> bool:
    """Whether an adjective is said of a subject ("is increasingly worried about"), so that it acts as a verb does."""
    before = head - 1
    while before > 0 and words[before].tag == "R":
        before -= 1
    return words[head].tag == "J" and before > 0 and words[before].form in _BE


def is_verb(words: list[Word], head: int) -> bool:
    """Whether a word classed as a noun stands where only a verb can: between its subject and a clause or object."""
    if not 0 < head < len(words) - 1:
        return False
    ahead = words[head + 1]
    return words[head - 1].tag in "EONWR" and (ahead.tag in "SOD" or ahead.form in ("to", "that"))
