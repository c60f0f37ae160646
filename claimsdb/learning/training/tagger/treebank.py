"""Universal Dependencies trees (CoNLL-U) as paragraphs labelled with the clauses that are claims of their own.

These follow section 4 of the standard: a coordinated finite clause with its own subject, a non-restrictive relative
clause, a clause of contrast, a parenthesis. Word classes and relations are labels too: learning them teaches the encoder syntax.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer as Pieces

from claimsdb.english.networks.windows import Ints, Paragraph, paragraphs
from claimsdb.english.quotations import quotations
from claimsdb.learning.training.tagger.lexicon import group
from claimsdb.model.spans import Span

CONTRASTS = frozenset(["while", "whereas", "although", "though", "albeit"])
SUBJECTS = ("nsubj", "csubj", "expl")
SET_OFF = frozenset([",", "–", "—", "--", "-", "(", ";"])
IGNORED = -100
TOGETHER = 6  # sentences that are read as one paragraph

CLASSES = {c: k for k, c in enumerate("DNEVJROWBGXMCQTPIASUF")}
RELATIONS = {
    r: k
    for k, r in enumerate(
        "root nsubj obj iobj csubj ccomp xcomp obl vocative expl dislocated advcl advmod discourse aux cop mark nmod appos nummod acl "
        "amod det clf case conj cc fixed flat compound list parataxis orphan goeswith reparandum punct dep".split()
    )
}


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a tree; `head` is the index of its head in the sentence, -1 for the root."""

    form: str
    lemma: str
    pos: str
    penn: str
    finite: bool
    head: int
    relation: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """Sentences read together: their words, and for each word its class, its relation, and whether a clause starts or ends with it."""

    read: list[Paragraph]
    classes: list[Ints]
    relations: list[Ints]
    starts: list[Ints]
    ends: list[Ints]


def sentences(path: Path) -> Iterator[list[Token]]:
    """The sentences of a CoNLL-U file; multiword tokens and empty nodes are left out."""
    made: list[Token] = []
    joined: dict[int, str] = {}  # the last part of a multiword token, and the token's MISC column
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 10:
                if made:
                    yield made
                made, joined = ([], {}) if not line.strip() else (made, joined)
                continue
            number = fields[0]
            if "-" in number:
                first, last = (int(n) for n in number.split("-"))
                joined |= dict.fromkeys(range(first, last), "SpaceAfter=No") | {last: fields[9]}
            elif number.isdigit():
                spaced = "SpaceAfter=No" not in joined.get(int(number), fields[9])
                relation = fields[7].split(":")[0] if fields[7] != "acl:relcl" else fields[7]
                finite = "VerbForm=Fin" in fields[5]
                made.append(
                    Token(fields[1], fields[2], fields[3], fields[4], finite, int(fields[6]) - 1, relation, spaced)
                )
    if made:
        yield made


def clauses(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The clauses of a sentence that are claims of their own, as ranges of tokens without the marks at their ends."""
    children: dict[int, list[int]] = defaultdict(list)
    for k, token in enumerate(tokens):
        children[token.head].append(k)
    found = []
    for k, token in enumerate(tokens):
        if not _own(tokens, children, k, token.relation):
            continue
        low, high = reach(children, k)
        while low < high and tokens[low].pos == "PUNCT":
            low += 1
        while high > low and tokens[high - 1].pos == "PUNCT":
            high -= 1
        before = tokens[low - 1].form if low else ""
        if token.relation == "acl:relcl" and before not in SET_OFF:
            continue
        if token.relation == "parataxis" and before not in SET_OFF - {","}:
            continue
        if (high - low > 1 and low > 0) or (high - low > 1 and token.relation == "advcl"):
            found.append((low, high))
    return found


def _own(tokens: Sequence[Token], children: dict[int, list[int]], k: int, relation: str) -> bool:
    below = children[k]
    finite = tokens[k].finite or any(tokens[c].finite and tokens[c].relation in ("aux", "cop") for c in below)
    subject = any(tokens[c].relation in SUBJECTS for c in below)
    if relation == "advcl":
        return subject and any(tokens[c].relation == "mark" and tokens[c].lemma in CONTRASTS for c in below)
    if relation == "acl:relcl":
        return finite
    if relation == "parataxis":
        return finite and subject
    if relation != "conj" or not finite or not subject:
        return False
    head = tokens[k].head
    clause = any(tokens[c].relation in (*SUBJECTS, "cop", "aux") for c in children[head]) or tokens[head].pos == "VERB"
    at = head
    while at >= 0:  # a clause coordinated inside an adverbial or restrictive clause stays inside
        if tokens[at].relation in ("advcl", "acl", "acl:relcl", "csubj"):
            return False
        at = tokens[at].head
    return clause


def reach(children: dict[int, list[int]], k: int) -> tuple[int, int]:
    """The range of the tokens of a subtree, from its first to its last."""
    low, high, queue = k, k + 1, [k]
    while queue:
        at = queue.pop()
        low, high = min(low, at), max(high, at + 1)
        queue += children[at]
    return low, high


def together(trees: Sequence[Sequence[Token]], tokenizer: Pieces) -> tuple[Paragraph, list[tuple[Span, Token]]]:
    """Sentences as one paragraph, and their tokens with their places in it."""
    text, spans = "", []
    for tree in trees:
        for token in tree:
            spans.append((Span(len(text), len(text) + len(token.form)), token))
            text += token.form + (" " if token.spaced else "")
        text = text.rstrip(" ") + " "
    whole = [Span(0, len(text.rstrip()))]
    (read,) = paragraphs(text, whole, quotations(text, whole), tokenizer)
    return read, spans


def parsed(trees: Sequence[Sequence[Token]], tokenizer: Pieces) -> Parsed:
    """Sentences as one paragraph. Words that do not begin a token get the class and relation `IGNORED`."""
    read, spans = together(trees, tokenizer)
    at_start = {start: k for k, start in enumerate(read.starts)}
    at_end = {end: k for k, end in enumerate(read.ends)}
    size = len(read)
    classes, relations = np.full(size, IGNORED), np.full(size, IGNORED)
    starts, ends = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for span, token in spans:
        if (word := at_start.get(span.start)) is not None:
            classes[word] = CLASSES[group(token.pos, token.penn)]
            relations[word] = RELATIONS.get(token.relation.split(":")[0], IGNORED)
    first = 0
    for tree in trees:
        for low, high in clauses(tree):
            start = at_start.get(spans[first + low][0].start)
            end = at_end.get(spans[first + high - 1][0].end)
            if start is not None and end is not None:
                starts[start], ends[end] = 1, 1
        first += len(tree)
    return Parsed([read], [classes], [relations], [starts], [ends])


def paragraphs_of(path: Path, tokenizer: Pieces) -> list[Parsed]:
    """The treebank's sentences as paragraphs of `TOGETHER` sentences each, in the order of the file."""
    return [parsed(trees, tokenizer) for trees in groups(path)]


def groups(path: Path) -> list[list[list[Token]]]:
    """The treebank's sentences, `TOGETHER` of them at a time, in the order of the file."""
    trees = list(sentences(path))
    return [trees[k : k + TOGETHER] for k in range(0, len(trees), TOGETHER)]
