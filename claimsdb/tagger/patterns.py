"""Where source and content stand around a cue: the patterns of one sentence, tried in order.

`SOURCE CUE [that] CONTENT` · `CONTENT, SOURCE CUE` · `CONTENT, CUE SOURCE` · `According to SOURCE, CONTENT` ·
`CONTENT, according to SOURCE` · `SOURCE …, CUE-ing CONTENT` · `SOURCE … and CUE CONTENT` · `CONTENT is CUE by SOURCE` ·
`SOURCE's CUE PREPOSITION CONTENT` · `CONTENT reportedly CONTENT`.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimsdb.tagger.contents import CLOSING, after_interruption, content_start, phrase_end, sentence_end
from claimsdb.tagger.cues import HAVE_BE, TELLS, cue_of, describes, is_hearsay, is_predicative, is_verb
from claimsdb.tagger.lexicon import Lexicon
from claimsdb.tagger.phrases import TIMES, Stretch, clause_verb, following, main_verb, nearest, subject, trimmed
from claimsdb.tagger.words import FINITE, Word

UNSURE = 0.5  # below this chance a verb is a cue only by its place after speech
_POSSESSIVES = frozenset(["his", "her", "their", "its", "our", "my"])
_PAUSES = frozenset([",", "—", "–", "?", "!"])


@dataclass(slots=True)
class Found:
    """An attribution inside one sentence, as stretches of its words.

    `shared`: the source is that of the cue before, or the clause's. `relative`: the pronoun between a source and its cue ("who").
    `hearsay`: the cue names no source and has the clause around it, with its cues, for content.
    """

    head: int
    score: float
    cue: Stretch
    source: Stretch | None = None
    content: tuple[Stretch, ...] = ()
    shared: bool = False
    relative: Stretch | None = None
    hearsay: bool = False


def place(words: list[Word], head: int, score: float, lexicon: Lexicon, low: int, spoken: bool) -> Found | None:
    """The attribution of the cue with its head at `head`, or None; its source does not begin before the index `low`.

    `spoken`: speech that ends in a comma stands before the clause, so that any verb is a cue.
    """
    if words[head].form == "according":
        return _according(words, head, score)
    if is_hearsay(words, head, lexicon):
        return _hearsay(words, head, score, low)
    if describes(words, head):
        return None
    if words[head].tag in "NJ" and is_verb(words, head):
        words[head] = words[head]._replace(tag="V")
    elif is_predicative(words, head):
        words[head] = words[head]._replace(tag="X")
    found = Found(head, score, cue_of(words, head, lexicon))
    if words[head].tag in "NE":
        return _noun(words, found, low)
    if words[head].tag in "XV" and head + 1 < len(words) and words[head + 1].form == "by":
        return _passive(words, found, low)
    if (spoken or words[head].form in lexicon.speech) and _content_first(words, found, low):
        return found
    if spoken and lexicon.chance(words, head) < UNSURE:
        return None
    return _cue_first(words, found, low, lexicon)


def _according(words: list[Word], at: int, score: float) -> Found | None:
    """`According to SOURCE, CONTENT` and `CONTENT, according to SOURCE`."""
    if at + 1 >= len(words) or words[at + 1].form != "to":
        return None
    end = at + 2
    while end < len(words) and words[end].form not in (",", ";", "—", "–") and end < sentence_end(words, len(words)):
        if words[end].tag in "AMV" and end > at + 3:
            break
        end += 1
    source = trimmed(words, at + 2, end)
    if source is None:
        return None
    content: tuple[Stretch, ...] = ((0, sentence_end(words, at)),)
    rest = (end + (words[end : end + 1] != [] and words[end].tag == "U"), sentence_end(words, len(words)))
    if all(w.tag in "CRU" for w in words[:at]):
        content = (rest,)
    elif words[at - 1].form == "," and words[end : end + 1] and words[end].form == "," and clause_verb(words, *rest):
        content += (rest,)
    content = tuple(c for c in content if c[0] < c[1])
    return Found(at, score, (at, at + 2), source, content) if content else None


def _hearsay(words: list[Word], at: int, score: float, low: int) -> Found | None:
    """`CONTENT reportedly CONTENT`: the clause around an adverb of hearsay."""
    start, end = at, at + 1
    while start > low and words[start - 1].tag not in "US":
        start -= 1
    while end < len(words) and words[end].form not in (";", "—", "–"):
        if words[end].form == "," and end + 1 < len(words) and words[end + 1].tag in "WSC":
            break
        end += 1
    content = tuple(c for c in ((start, at), (at + 1, sentence_end(words, end))) if c[0] < c[1])
    return Found(at, score, (at, at + 1), None, content, hearsay=True) if content else None


def _passive(words: list[Word], found: Found, low: int) -> Found | None:
    """`CONTENT [is] CUE by SOURCE`, and `As CUE by SOURCE, CONTENT`."""
    first, agent = found.cue[0], found.head + 1
    found.cue = (first, agent + 1)
    found.source = following(words, agent + 1, len(words))
    if found.source is None:
        return None
    content = subject(words, first - (words[first - 1].form == ","), low) if first > 1 else None
    end = found.source[1]
    if content is None and end < len(words) and words[end].form == ",":
        content = (end + 1, sentence_end(words, len(words)))
    if content is None or content[0] >= content[1]:
        return None
    found.content = (content,)
    return found


def _content_first(words: list[Word], found: Found, low: int) -> bool:
    """`CONTENT, SOURCE CUE` and `CONTENT, CUE SOURCE`: whether the content stands before the cue."""
    first, last = found.cue
    end, stop = first, last
    inverted = first > 1 and words[first - 1].form in CLOSING | {","}
    source = following(words, last, len(words)) if inverted else None
    if source is not None and source[1] < len(words) and words[source[1]].tag in FINITE:
        source = None  # "said prices may rise": the subject of what is said
    if source is not None:
        stop = source[1]
    else:
        source = subject(words, first, low)
        if source is None or source[0] < 2:
            return False
        end = source[0]
        mark = words[end - 1]
        if mark.tag != "U" or mark.form not in CLOSING | _PAUSES:
            return False
        if last < len(words):
            ahead = words[last]
            told = words[found.head].form in TELLS and mark.form in CLOSING
            if ahead.form in ("that", ":") or (ahead.tag in "DOENJQ" and ahead.form not in TIMES and not told):
                return False
    closed = words[end - 1].form in CLOSING
    if not closed and not main_verb(words, low, end):
        return False
    found.source = source
    pieces = [(low, end if closed else sentence_end(words, end)), after_interruption(words, stop)]
    found.content = tuple(p for p in pieces if p is not None and p[0] < p[1])
    return bool(found.content)


def _cue_first(words: list[Word], found: Found, low: int, lexicon: Lexicon) -> Found | None:
    """`SOURCE CUE CONTENT`, with the source before the cue, shared with another cue, or absent."""
    first, last = found.cue
    start, sure = content_start(words, last, len(words), words[found.head].form in TELLS)
    end = sentence_end(words, len(words))
    if not sure:
        end = phrase_end(words, start, end)
    announces = words[-1].form == ":"
    if start < end and (sure or not announces):
        found.content = ((start, end),)
    elif not announces:
        return None
    tag = words[found.head].tag
    before = words[first - 1] if first else None
    supported = any(w.form in HAVE_BE or w.tag in "AM" for w in words[first : found.head])
    if tag == "G" and not supported:
        found.source = nearest(words, subject(words, first, low)) if before and before.tag in "NEO" else None
    elif before is not None and before.tag == "W":
        found.relative = (first - 1, first)
        found.source = subject(words, first - 1 - (words[first - 2].form == ","), low) if first > 1 else None
    elif not (before is not None and before.tag in "CT") and not (tag == "B" and not supported):
        found.source = subject(words, first, low)
        if found.source is not None and found.source[0] > 0:
            opener = words[found.source[0] - 1]
            if opener.tag in "IT":
                found.source = None
            elif opener.form in ("which", "whom") and found.content and words[found.head].form in lexicon.speech:
                # "which he said were …": the pronoun is the first piece of what he said
                found.content = ((found.source[0] - 1, found.source[0]), *found.content)
    found.shared = found.source is None
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
    if words[last - 1].form == "by":
        source = following(words, last, len(words))
        if source is None or source[1] >= len(words) or words[source[1]].tag not in "IS":
            return None
        found.source, start = source, source[1] + 1
    elif k > low and words[k - 1].form in _POSSESSIVES:
        found.source = (k - 1, k)
    elif k > low and words[k - 1].tag == "P":
        found.source = subject(words, k - 1, low)
    if found.source is None:
        return None
    if start < len(words) and words[start].form == "that":
        start += 1
    end = start
    while end < len(words) and words[end].tag not in "AMVUW":
        end += 1
    found.cue = (found.head, last)
    found.content = ((start, end),) if end > start else ()
    return found if found.content else None
