"""Where source and content stand around a cue: the patterns of one sentence, tried in order.

`SOURCE CUE [that] CONTENT` · `CONTENT, SOURCE CUE` · `CONTENT, CUE SOURCE` · `According to SOURCE, CONTENT` · `CONTENT, according to
SOURCE` · `SOURCE …, CUE-ing CONTENT` · `SOURCE … and CUE CONTENT` · `SOURCE's CUE PREPOSITION CONTENT`.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimsdb.tagger.lexicon import Lexicon
from claimsdb.tagger.phrases import TIMES, Stretch, clause_verb, following, subject, subject_and_verb, trimmed
from claimsdb.tagger.words import FINITE, Word

OPENING, CLOSING = frozenset('“"‘«„``'), frozenset("”\"’»“''")
GOVERNED = frozenset(["about", "against", "for", "of", "on", "over", "with", "at", "to"])
_HAVE_BE = frozenset(["has", "have", "had", "'ve", "'s", "'d", "is", "are", "was", "were", "be", "been", "being", "am", "'re", "'m"])
_AGENT = "by"
TELLS = frozenset(["tell", "tells", "told", "telling", "ask", "asks", "asked", "asking"])


@dataclass(slots=True)
class Found:
    """An attribution inside one sentence, as stretches of its words.

    `shared`: the source is that of the cue before, or the clause's. `relative`: the pronoun between a source and its cue ("who").
    """

    head: int
    score: float
    cue: Stretch
    source: Stretch | None = None
    content: tuple[Stretch, ...] = ()
    shared: bool = False
    before: bool = False
    relative: Stretch | None = None


def cue_of(words: list[Word], head: int, lexicon: Lexicon) -> Stretch:
    """The cue around its head: auxiliaries, negation and adverbs before it, the noun and preposition it governs after it."""
    low, high = head, head + 1 + lexicon.tail(words, head)
    if words[head].tag not in "NEJ":
        while low > 0 and (
            words[low - 1].tag in "AMR" or (words[low - 1].tag in "XG" and words[low - 1].form in _HAVE_BE)
        ):
            low -= 1
        while low < head and words[low].tag == "R" and low > 0 and words[low - 1].form in (",", '"', "“"):
            low += 1
    if high == head + 1 and high < len(words):
        word = words[high]
        governed = word.form in GOVERNED if words[head].tag not in "NEJ" else word.tag == "I"
        if governed and words[head].form not in lexicon.speech and not _is_time(words, high + 1) and word.tag != "T":
            high += 1
    return low, high


def _supports(words: list[Word], at: int, head: int) -> bool:
    """Whether the word is an auxiliary or adverb of the verb at `head`."""
    word = words[at]
    if word.tag == "M":
        return words[at + 1].tag != "V"
    return word.tag in "AR" or (word.form in _HAVE_BE and words[head].tag in "XG")


def _is_time(words: list[Word], at: int) -> bool:
    return at < len(words) and (words[at].form in TIMES or words[at].tag == "Q")


def content_start(words: list[Word], at: int, high: int, tells: bool) -> tuple[int, bool]:
    """Where the content after a cue begins, and whether it is a clause or a quotation: past addressee, time, *that* and colon."""
    k = at
    limit = min(high, at + 14)
    for j in range(at, limit):
        word = words[j]
        if (
            word.form == "that"
            and word.tag in "SWO"
            and (j == at or tells or words[j - 1].tag in "NEOQRP" or words[j - 1].form == ",")
        ):
            if j + 1 < high:
                return j + 1, True
            break
        if word.form in OPENING and word.tag == "U" and (j == at or words[j - 1].form in (",", ":") or tells):
            return j, True
        if word.form == ":":
            return j + 1, True
        if word.tag in FINITE or word.tag in "TW" or (word.form == "," and j > at):
            break
    while k < high and (words[k].form in TIMES or (words[k].form == "on" and _is_time(words, k + 1))):
        k += 1
    if k < high and words[k].form in ("that", ",", ":"):
        k += 1
    return k, clause_verb(words, k, min(k + 12, high))


def sentence_end(words: list[Word], high: int) -> int:
    """The index after the last word of the content: without a final full stop or comma."""
    while high > 0 and words[high - 1].form in (".", ",", ";", ":", "...", "—", "–", "-", "--"):
        high -= 1
    return high


def phrase_end(words: list[Word], start: int, high: int) -> int:
    """Where a content that is a noun phrase or an infinitive ends: at the first comma, dash or semicolon that no list goes on after."""
    for k in range(start, high):
        word = words[k]
        if word.tag != "U" or k + 1 >= high:
            continue
        new = words[k + 1]
        if word.form in (";", "—", "–", "--"):
            return k
        if word.form == "," and (new.tag in "WSGRI" or (new.tag == "C" and subject_and_verb(words, k + 2, high))):
            return k
        if word.form == "," and subject_and_verb(words, k + 1, high):
            return k
    return high


def according(words: list[Word], at: int, score: float) -> Found | None:
    """The pattern of *according to*."""
    if at + 1 >= len(words) or words[at + 1].form != "to":
        return None
    end = at + 2
    while (
        end < len(words)
        and words[end].form not in (",", ";", "—", "–")
        and not (words[end].tag in "AMV" and end > at + 3)
    ):
        if words[end].form == "." and end == len(words) - 1:
            break
        end += 1
    source = trimmed(words, at + 2, end)
    if source is None:
        return None
    opens = at == 0 or all(w.tag in "CRU" for w in words[:at])
    cue = (at, at + 2)
    if opens:
        start = end + 1 if end < len(words) and words[end].tag == "U" else end
        content: tuple[Stretch, ...] = ((start, sentence_end(words, len(words))),)
    else:
        content = ((0, sentence_end(words, at)),)
        if (
            end < len(words) - 1
            and words[end].form == ","
            and words[at - 1].form == ","
            and clause_verb(words, end, len(words))
        ):
            content += ((end + 1, sentence_end(words, len(words))),)
    content = tuple(c for c in content if c[0] < c[1])
    return Found(at, score, cue, source, content, before=not opens) if content else None


def place(words: list[Word], head: int, score: float, lexicon: Lexicon, low: int) -> Found | None:
    """The attribution of the cue with its head at `head`; nothing before the index `low` (the end of the cue before) is its source."""
    if words[head].form == "according":
        return according(words, head, score)
    if words[head].tag in "NJ" and _acts(words, head):
        words[head] = words[head]._replace(tag="V")
    found = Found(head, score, cue_of(words, head, lexicon))
    if words[head].tag in "NE":
        return _noun(words, found, low)
    if (
        words[head].tag in "XV"
        and words[found.cue[1] - 1 if found.cue[1] - 1 > head else min(head + 1, len(words) - 1)].form == _AGENT
    ):
        return _passive(words, found, low)
    speech = words[head].form in lexicon.speech
    if speech and _said_after(words, found, low):
        return found
    return _said_before(words, found, low)


def _acts(words: list[Word], head: int) -> bool:
    """Whether a word classed as a noun stands where only a verb can: between its subject and a clause or object."""
    if not 0 < head < len(words) - 1:
        return False
    return words[head - 1].tag in "EONWR" and (words[head + 1].tag in "SOD" or words[head + 1].form in ("to", "that"))


def _passive(words: list[Word], found: Found, low: int) -> Found | None:
    """`CONTENT [is] CUE by SOURCE`, and `As CUE by SOURCE, CONTENT`."""
    agent = found.head + 1
    found.cue = (found.cue[0], agent + 1)
    found.source = following(words, agent + 1, len(words))
    if found.source is None:
        return None
    content = subject(words, found.cue[0] - (words[found.cue[0] - 1].form == ","), low) if found.cue[0] > 1 else None
    end = found.source[1]
    if content is None and end < len(words) and words[end].form == ",":
        content = (end + 1, sentence_end(words, len(words)))
    if content is None or content[0] >= content[1]:
        return None
    found.content = (content,)
    return found


def _said_after(words: list[Word], found: Found, low: int) -> bool:
    """`CONTENT, SOURCE CUE` and `CONTENT, CUE SOURCE`: whether the content stands before the cue."""
    first, last = found.cue
    ahead = words[last] if last < len(words) else None
    source = following(words, last, len(words)) if words[first - 1].form in CLOSING | {","} and first else None
    if source is not None and first > 1 and words[first - 1].tag == "U":
        end, stop = first, source[1]
    else:
        source = subject(words, first, low)
        if source is None or source[0] < 2:
            return False
        mark = words[source[0] - 1]
        if mark.tag != "U" or mark.form not in CLOSING | {",", "—", "–", "?", "!"}:
            return False
        told = words[found.head].form in TELLS and mark.form in CLOSING
        if ahead is not None and (
            ahead.form in ("that", ":") or (ahead.tag in "DOENJQ" and ahead.form not in TIMES and not told)
        ):
            return False
        end, stop = source[0], last
    closed = words[end - 1].form in CLOSING and words[end - 1].form != ","
    if not closed and not clause_verb(words, low, end):
        return False
    found.source = source
    found.before = True
    if closed:
        pieces = [(low, end)]
    else:
        pieces = [(low, sentence_end(words, end))]
    more = _after_interruption(words, stop)
    if more is not None:
        pieces.append(more)
    found.content = tuple(p for p in pieces if p[0] < p[1])
    return bool(found.content)


def _after_interruption(words: list[Word], at: int) -> Stretch | None:
    """What goes on after an attribution in mid-sentence: after its comma, or the quotation that opens again."""
    for k in range(at, min(at + 20, len(words) - 1)):
        word = words[k]
        if word.form in OPENING and word.tag == "U" and words[k - 1].form in (",", ":", "."):
            return k, sentence_end(words, len(words))
        if word.form == "," and k == at and words[k + 1].tag not in "GU":
            return k + 1, sentence_end(words, len(words))
    return None


def _said_before(words: list[Word], found: Found, low: int) -> Found | None:
    """`SOURCE CUE CONTENT`, with the source before the cue, shared with another cue, or absent."""
    first, last = found.cue
    tells = words[found.head].form in TELLS
    start, clause = content_start(words, last, len(words), tells)
    end = sentence_end(words, len(words))
    if not clause:
        end = phrase_end(words, start, end)
    announces = words[-1].form == ":" and not clause
    if start < end and not announces:
        found.content = ((start, end),)
    elif words[-1].form != ":":
        return None
    tag = words[found.head].tag
    before = words[first - 1] if first else None
    if (tag == "G" and not any(w.form in _HAVE_BE for w in words[first : found.head])) or (
        (before is not None
        and before.tag in "CT")
        or (tag == "B"
        and not any(w.tag in "AM" for w in words[first : found.head]))
    ):
        found.shared = True
    elif before is not None and before.tag == "W":
        found.relative = (first - 1, first)
        found.source = subject(words, first - 1 - (words[first - 2].form == ","), low) if first > 1 else None
    else:
        found.source = subject(words, first, low)
        if found.source is not None and words[found.source[0] - 1].tag in "IT" and found.source[0] > 0:
            found.source = None
        if found.source is None:
            found.shared = True
    return found


def _noun(words: list[Word], found: Found, low: int) -> Found | None:
    """`SOURCE's CUE PREPOSITION CONTENT`, `CUE by SOURCE PREPOSITION CONTENT`."""
    first, last = found.cue
    if last <= found.head + 1 and not (last < len(words) and words[last].form in ("that", "to")):
        return None
    start = last
    k = first
    while k > low and words[k - 1].tag in "JNR":
        k -= 1
    if words[last - 1].form == _AGENT:
        source = following(words, last, len(words))
        if source is None or source[1] >= len(words) or words[source[1]].tag not in "IS":
            return None
        found.source, start = source, source[1] + 1
    elif k > low and words[k - 1].form in ("his", "her", "their", "its", "our", "my"):
        found.source = (k - 1, k)
    elif k > low and words[k - 1].tag == "P":
        found.source = subject(words, k - 1, low)
    else:
        return None
    if start < len(words) and words[start].form == "that":
        start += 1
    end = start
    while end < len(words) and words[end].tag not in "AMVUW":
        end += 1
    found.cue = (found.head, last)
    found.content = ((start, end),) if end > start else ()
    return found if found.content and found.source else None


__all__ = ["Found", "cue_of", "place"]
