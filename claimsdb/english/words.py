"""Words with their class: a regular expression for tokens, a table of forms and a table of neighbours for the class.

Classes are single letters, after the Penn tags they group: A finite auxiliary, B base verb, C coordinator, D determiner or possessive,
E name, F particle or interjection, G -ing form, I preposition, J adjective, M modal, N noun, O pronoun, P possessive ending, Q number,
R adverb, S subordinator, T infinitive's *to*, U punctuation, V finite verb, W relative or question word, X past participle.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from claimsdb.english.listed import either, listed
from claimsdb.model.spans import Span

WORD = re.compile(r"[^\W_]+(?:[-’'.&][^\W_]+)*")
"""A word as people count words: letters and figures, and the marks between its parts ("well-known", "don’t", "U.S", "AT&T"). For
counting, comparing and weighting words.
"""
COUNTED = re.compile(r"\w[\w’'-]*")
"""A word for measuring the length of a line: each letter of an abbreviation counts ("U.S." is two)."""
LETTERS = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
"""A word of letters only, with at most an apostrophe: each part of a compound is one. For look-up in lists of words or stems."""
NAME_PART = re.compile(r"[^\W_](?:[\w.&’'-]*\w)?\.?|[,()]")
"""A word of a name, with a full stop that may belong to it ("Mr.", "J.-P."), or a mark that separates a name from a title."""
TOKEN = re.compile(
    r"[’'](?:s|re|ve|ll|d|m)\b"
    r"|n[’']t\b"
    r"|\b(?:[A-Za-z]\.){2,}"
    rf"|\b(?:{either(listed('abbreviations', 'token'))})\."
    r"|[^\W_]+?(?=n[’']t\b)"
    r"|[^\W_](?:\w|[-&./,](?=\w)|[’'](?=\w)(?!(?:s|re|ve|ll|d|m)\b))*"
    r"|``|''|\.{2,}|--+|\S",
    re.IGNORECASE,
)
"""A token to be classed, as in treebanks: clitics are split off ("do", "n’t"), abbreviations keep their full stop, every mark is one."""
LONGEST = 60
"""Maximum length of a word that is part of a name, in code points, for patterns that would otherwise read a text without spaces again and
again. Longer ones are data or addresses.
"""
FINITE = frozenset("AMV")
_FINITE_AUXILIARIES = frozenset(listed("function", "finite"))
_AUXILIARIES = frozenset(listed("function", "auxiliary"))
_SUBJECTS = frozenset(["he", "she", "they", "we", "i", "it"])
_NEAR = 4


class Word(NamedTuple):
    """A token: its start and end in code points of the document, its form in lower case with straight apostrophes, and its class."""

    start: int
    end: int
    form: str
    tag: str


class Classed(NamedTuple):
    """A classed word, with all that the class of the next word depends on.

    `since`: how many words ago the last auxiliary was, capped. `subject`: whether a pronoun that can only be a subject precedes
    the next word, with at most adverbs between.
    """

    word: Word
    since: int
    subject: bool


BEFORE = Classed(Word(-1, -1, "", "U"), _NEAR + 1, False)
"""A stand-in for the word before the first."""


class Classes:
    """Classes forms.

    `forms` gives the classes of each known form with their shares of 99; `pairs` says how much a class favours the next.
    """

    def __init__(self, forms: Mapping[str, Mapping[str, int]], pairs: Mapping[str, Mapping[str, float]]) -> None:
        self._forms, self._pairs = forms, pairs

    def may_be(self, form: str, classes: frozenset[str], share: int = 10) -> bool:
        """Whether the form has one of the classes in at least `share` of 99 sightings."""
        known = self._forms.get(form) or guess(form, first=False)
        return any(known.get(c, 0) >= share for c in classes)

    def is_name(self, form: str) -> bool:
        """Whether the form in lower case is seen as a name more often than not, or not at all."""
        known = self._forms.get(form)
        return known is None or known.get("E", 0) >= 50

    def is_unknown(self, form: str) -> bool:
        """Whether the form in lower case is in no list."""
        return form not in self._forms

    def after(self, before: Classed, token: re.Match[str]) -> Classed:
        """The token, classed by its form and by the word before it."""
        written = token.group()
        form = written.lower().replace("’", "'")
        tags = self._forms.get(form) or guess(written, first=before is BEFORE)
        last, since, subject = before
        if len(tags) == 1:
            (tag,) = tags
        else:
            favours = self._pairs[last.tag]
            # a past participle is rare far from an auxiliary, and looks like the past tense
            lonely = 0.5 if since > _NEAR else 1.0
            tag = max(tags, key=lambda t: tags[t] * favours.get(t, 0.05) * (lonely if t == "X" else 1.0))
        if form in _FINITE_AUXILIARIES and tag in "BVX" and last.tag not in "TM":
            tag = "A"
        elif subject and ((tag == "N" and form.endswith("s")) or (tag == "X" and "V" in tags)):
            tag = "V"
        elif tag in "NJVBXM" and written[0].isupper() and not written.isupper() and not _opens(last):
            tag = "E"
        near = 1 if tag == "A" or form in _AUXILIARIES else min(since + 1, _NEAR + 1)
        subject = form in _SUBJECTS or (subject and tag == "R")
        return Classed(Word(token.start(), token.end(), form, tag), near, subject)

    def words(self, text: str, span: Span) -> list[Word]:
        """The words of a stretch of text, each classed by its form and by the words before it in the stretch."""
        found = []
        before = BEFORE
        for token in TOKEN.finditer(text, *span):
            before = self.after(before, token)
            found.append(before.word)
        return found


def _opens(word: Word) -> bool:
    return word.tag == "U" and word.form != ","


def guess(token: str, first: bool) -> dict[str, int]:
    """The likely classes of a form that is not in the table."""
    if not (token[0].isalnum() or token[0] == "_"):
        return {"U": 99}
    if token[0].isdigit():
        return {"Q": 99}
    if token[0].isupper():
        return {"E": 80, "N": 10, "G": 9} if first else {"E": 99}
    low = token.lower()
    if low.endswith("ing"):
        return {"G": 60, "N": 39}
    if low.endswith("ed"):
        return {"V": 40, "X": 40, "J": 19}
    if low.endswith("ly"):
        return {"R": 90, "J": 9}
    if low.endswith("s") and not low.endswith("ss"):
        return {"N": 64, "V": 35}
    if "-" in low:
        return {"J": 60, "N": 39}
    return {"N": 88, "J": 8, "V": 2, "B": 1}
