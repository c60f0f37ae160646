"""Texts for a sentence encoder to learn from: texts like claims, and texts like queries.

These are sentences of news and encyclopaedias; stretches of them, like claims, with and without a speaker; the glosses of a dictionary,
for the words that news lacks; questions made from trees and attributions; and a few characteristic words of a sentence.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from claimsdb.english.networks.sentences import CLS, LONGEST, SEP
from claimsdb.english.sentences import sentences
from claimsdb.learning.training.propositions import Entailment
from claimsdb.learning.training.tagger.corpus import MarkedText, documents
from claimsdb.learning.training.tagger.treebank import Token, reach
from claimsdb.learning.training.tagger.treebank import sentences as trees
from claimsdb.learning.training.wordpieces import tokenizer
from claimsdb.model.document import Block, BlockKind
from claimsdb.model.spans import Span, lines

SHORT = re.compile(r"\b(?:[A-Z]\w+|\d[\d,.]*|\w{6,})\b")
"""Words that show what a sentence is about: names, numbers, long ones."""
CUT = re.compile(r"[,;:—–-] | (?=(?:that|and|who|which|but|because|to|when|if)\b)")


def texts(path: Path, chance: random.Random) -> Iterator[str]:
    """The texts of a file: attributed documents or pairs of propositions (.jsonl), trees (.conllu), or WordNet's data."""
    if path.suffix == ".jsonl":
        for one in documents(path):
            yield from _pair(cast(Entailment, one)) if "hypothesis" in one else _document(one, chance)
    elif path.suffix == ".conllu":
        for tree in trees(path):
            whole = _words(tree, range(len(tree)))
            yield whole
            yield from questions(tree)
            yield _telling(whole, chance)
    else:
        for line in path.read_text("utf-8").split("\n"):
            if not line.startswith(" ") and " | " in line:
                yield from (part.strip(' "') for part in line.split(" | ", 1)[1].split("; "))


def _pair(line: Entailment) -> Iterator[str]:
    yield line["hypothesis"]["sentence"]
    yield from line["premise"]


def _document(document: MarkedText, chance: random.Random) -> Iterator[str]:
    text = document["text"]
    for sentence in sentences(text, [Block(BlockKind.PARAGRAPH, span) for span in lines(text, Span(0, len(text)))]):
        whole = " ".join(sentence.span.of(text).split())
        yield whole
        yield stretch(whole, chance)
        yield _telling(whole, chance)
    for a in document["attributions"]:
        source, cue, content = (
            " ".join(" ".join(text[s:e] for s, e in a[part]).split()) for part in ("source", "cue", "content")
        )
        part = stretch(content, chance).strip("“”\"'. ")
        yield f"{source} {cue} {content}"
        yield content
        yield chance.choice(
            [
                f"Who {cue or 'said'} {part}?",
                f"Who said {part}?",
                f"What did {source or 'they'} say about {_telling(content, chance)}?",
                f"Did {source or 'anybody'} say {part}?",
                f"{source}: {part}",
                f"Is it true that {part}?",
                f"How many {_telling(content, chance)}?",
                f"When {_telling(content, chance)}?",
                f"Why {part}?",
            ]
        )


def stretch(whole: str, chance: random.Random) -> str:
    """A part of a sentence, which mostly begins and ends where a clause does."""
    cuts = [0, *(m.end() for m in CUT.finditer(whole)), len(whole)]
    low, high = sorted(chance.sample(cuts, 2)) if len(cuts) > 2 else (0, len(whole))
    return whole[low:high].strip(" ,;:")


def _telling(whole: str, chance: random.Random) -> str:
    """Some of a sentence's characteristic words, in their order."""
    found = SHORT.findall(whole)
    size = min(len(found), chance.randint(2, 6))
    return " ".join(found[k] for k in sorted(chance.sample(range(len(found)), size)))


def questions(tree: Sequence[Token]) -> Iterator[str]:
    """Questions for the subject of each clause whose subject is not a pronoun and precedes its verb."""
    below: dict[int, list[int]] = defaultdict(list)
    for k, token in enumerate(tree):
        below[token.head].append(k)
    for k, token in enumerate(tree):
        if token.relation != "nsubj" or token.pos == "PRON":
            continue
        low, high = reach(below, k)
        first, last = reach(below, token.head)
        rest = [w for w in range(first, last) if not low <= w < high and tree[w].relation not in ("cc", "mark")]
        while rest and tree[rest[-1]].pos == "PUNCT":
            rest.pop()
        if 2 <= len(rest) <= 25 and high <= token.head:
            asks = "Who" if token.pos == "PROPN" else f"Which {token.form}" if token.pos == "NOUN" else "What"
            yield f"{asks} {_words(tree, [w for w in rest if w >= high])}?"


def _words(tree: Sequence[Token], of: Sequence[int]) -> str:
    return "".join(tree[w].form + " " * tree[w].spaced for w in of).strip()


def encoded(all_texts: Sequence[str]) -> list[list[int]]:
    """The pieces of each distinct text with more than two pieces."""
    read = tokenizer().encode_batch(list(dict.fromkeys(all_texts)), add_special_tokens=False)
    return [[CLS, *e.ids[: LONGEST - 2], SEP] for e in read if len(e.ids) > 2]
