"""Make the lexicon of words and cues from an attribution corpus (PolNeAR, JSON lines) and a treebank (CoNLL-U).

python -m claimsdb.learning.training.tagger.lexicon POLNEAR.jsonl TREEBANK.conllu -o lexicon.json
"""

from __future__ import annotations

import argparse
import json
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from claimsdb.english.lexicon import follows
from claimsdb.english.words import Classes, Word, guess
from claimsdb.learning.training.tagger.corpus import MarkedText
from claimsdb.model.spans import Span, merge

FORM_SEEN = 2  # sightings that a form needs for an entry
SURE = 4  # minimum sightings of a form, all of them nouns, to be only a noun
CONTEXT_SEEN = 3  # sightings that a context of a head needs
CONTEXT_TELLS = 0.1  # minimum difference of its rate from the head's own
HEAD_SEEN, HEAD_RATE = 2, 0.08  # minimum number of cues, and minimum share of its sightings, for a head
LIGHT = frozenset(
    [
        "be",
        "been",
        "being",
        "is",
        "are",
        "was",
        "were",
        "am",
        "'s",
        "'re",
        "'m",
        "have",
        "has",
        "had",
        "'ve",
        "having",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
    ]
)
_BE = frozenset(["be", "been", "being", "is", "are", "was", "were", "am", "'s", "'re", "'m"])
_GROUPS = {
    **dict.fromkeys(("DT", "PDT", "PRP$", "WP$"), "D"),
    **dict.fromkeys(("NN", "NNS"), "N"),
    **dict.fromkeys(("NNP", "NNPS"), "E"),
    **dict.fromkeys(("VBD", "VBZ", "VBP"), "V"),
    **dict.fromkeys(("JJ", "JJR", "JJS", "AFX"), "J"),
    **dict.fromkeys(("RB", "RBR", "RBS"), "R"),
    **dict.fromkeys(("PRP", "EX"), "O"),
    **dict.fromkeys(("WDT", "WP", "WRB"), "W"),
    **dict.fromkeys(("VB",), "B"),
    "VBG": "G",
    "VBN": "X",
    "MD": "M",
    "CC": "C",
    "CD": "Q",
    "TO": "T",
    "POS": "P",
    "IN": "I",
}


def group(pos: str, penn: str) -> str:
    """The single-letter class of a token with these universal and Penn tags."""
    if pos == "PUNCT" or pos == "SYM":
        return "U"
    if penn == "IN" and pos == "SCONJ":
        return "S"
    if penn == "DT" and pos == "PRON":
        return "O"
    if pos == "AUX" and penn in ("VBD", "VBZ", "VBP"):
        return "A"
    return _GROUPS.get(penn, "F")


def treebank(path: Path) -> Iterator[list[tuple[str, str]]]:
    """The sentences of a CoNLL-U file as lists of form and class."""
    sentence: list[tuple[str, str]] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 10 and fields[0].isdigit():
                sentence.append((fields[1].lower().replace("’", "'"), group(fields[3], fields[4])))
            elif not line.strip() and sentence:
                yield sentence
                sentence = []


def classes(sentences: Iterable[list[tuple[str, str]]]) -> tuple[dict[str, str], dict[str, dict[str, float]]]:
    """The packed classes of the forms seen, and how much more often than by chance one class follows another."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    tags: Counter[str] = Counter()
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        before = "U"
        for form, tag in sentence:
            forms[form][tag] += 1
            tags[tag] += 1
            pairs[before][tag] += 1
            before = tag
    packed = {}
    for form, seen in forms.items():
        total = seen.total()
        if total >= FORM_SEEN and (form[0].isalpha() or form[0] == "'") and not _plain(form, seen):
            shares = [(t, round(99 * n / total)) for t, n in seen.most_common(4) if n / total >= 0.04]
            packed[form] = "".join(f"{t}{n:02d}" for t, n in shares)
    total = tags.total()
    favours = {
        a: {b: round((n / after.total()) / (tags[b] / total), 2) for b, n in sorted(after.items())}
        for a, after in sorted(pairs.items())
    }
    return packed, favours


def _plain(form: str, seen: Counter[str]) -> bool:
    """Whether the class of the form can be guessed without a look-up: a name, or a noun too rare to be sure of."""
    common = set(guess(form, first=False)) == {"N", "J", "V", "B"}
    return set(seen) == {"E"} or (set(seen) == {"N"} and seen.total() < SURE and common)


def head(words: list[Word], low: int, high: int) -> int:
    """The index of the head of the cue that spans the words `[low, high)`: its first full verb, else its first noun, else its start."""
    for wanted in ("VBGX", "NEJ", "I"):
        for k in range(low, high):
            if words[k].tag in wanted and words[k].form not in LIGHT:
                return k
    return low


def _inside(document: MarkedText) -> list[int]:
    """Where contents start and end, alternately: inside them the corpus does not mark cues, so nothing can be learnt there."""
    contents = merge(Span(*piece) for attribution in document["attributions"] for piece in attribution["content"])
    return [edge for span in contents for edge in span]


def cues(documents: Iterable[MarkedText], classed: Classes) -> dict[str, dict[str, dict[str, list[int]]]]:
    """Counts of heads in the corpus: how often each word is the head of a cue, by what follows it."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        text = document["text"]
        words = classed.words(text, Span(0, len(text)))
        starts = [w.start for w in words]
        inside = _inside(document)
        for k, word in enumerate(words):
            if bisect_right(inside, word.start) % 2 == 0:
                seen[word.form][follows(words, k)] += 1
        for attribution in document["attributions"]:
            cue = attribution["cue"]
            if not cue or not attribution["content"]:
                continue
            low, high = bisect_left(starts, cue[0][0]), bisect_left(starts, cue[-1][1])
            if low >= high:
                continue
            at = head(words, low, high)
            form = words[at].form
            if bisect_right(inside, words[at].start) % 2 == 0:
                hits[form][follows(words, at)] += 1
    heads = {}
    for form, counted in hits.items():
        total, of = counted.total(), seen[form].total()
        if total < HEAD_SEEN or total / of < HEAD_RATE:
            continue
        contexts = {f: [counted[f], n] for f, n in sorted(seen[form].items()) if n >= CONTEXT_SEEN}
        telling = {f: pair for f, pair in contexts.items() if abs(pair[0] / pair[1] - total / of) >= CONTEXT_TELLS}
        heads[form] = {"": [total, of]} | telling
    return {"heads": heads}


def main() -> None:
    """Read the corpora named on the command line and write the lexicon."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("attributions", type=Path)
    parser.add_argument("treebank", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    forms, pairs = classes(treebank(args.treebank))
    unpacked = {f: {p[k]: int(p[k + 1 : k + 3]) for k in range(0, len(p), 3)} for f, p in forms.items()}
    with args.attributions.open(encoding="utf-8") as lines:
        found = cues(map(json.loads, lines), Classes(unpacked, pairs))
    data = json.dumps(
        {"forms": forms, "pairs": pairs, **found}, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    args.output.write_text(data + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
