"""Compares sentence splitters by the sentence ends that they find in CoNLL-U treebanks.

    python benchmarks/sentence_ends.py CORPORA/ud_pud/test.conllu CORPORA/ud_ewt/dev.conllu

A splitter is given one paragraph at a time, its sentences joined with single spaces (with nothing after `SpaceAfter=No`). The last end of
a paragraph cannot be missed, so inner ends are reported separately. If a treebank does not mark paragraphs, its sentences are joined in
order to pseudo-paragraphs of three, four and five in turn. A splitter that is not installed is skipped.
"""

from __future__ import annotations

import argparse
import importlib
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from itertools import cycle
from pathlib import Path
from typing import Any

Splitter = Callable[[str], list[str]]
Paragraph = list[tuple[str, bool]]  # a sentence's text, and whether a space follows it


def _load(name: str) -> Any:
    return importlib.import_module(name)


def _claimsdb() -> Splitter:
    split, model, spans = (
        _load("claimsdb.english.sentences").sentences,
        _load("claimsdb.model"),
        _load("claimsdb.model.spans"),
    )

    def run(text: str) -> list[str]:
        block = model.Block(model.BlockKind.PARAGRAPH, spans.Span(0, len(text)))
        return [sentence.span.of(text) for sentence in split(text, [block])]

    return run


def _nupunkt() -> Splitter:
    spans = _load("nupunkt").sent_spans
    return lambda text: [text[a:b] for a, b in spans(text)]


def _syntok() -> Splitter:
    process = _load("syntok.segmenter").process

    def run(text: str) -> list[str]:
        starts = [sentence[0].offset for paragraph in process(text) for sentence in paragraph if sentence]
        return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]

    return run


def _sentencex() -> Splitter:
    boundaries = _load("sentencex").get_sentence_boundaries
    return lambda text: [text[b["start_index"] : b["end_index"]] for b in boundaries("en", text)]


def _pysbd() -> Splitter:
    segmenter = _load("pysbd").Segmenter(language="en", clean=False)
    return lambda text: list(segmenter.segment(text))


def _segtok() -> Splitter:
    split = _load("segtok.segmenter").split_single
    return lambda text: list(split(text))


def _spacy() -> Splitter:
    pipeline = _load("spacy").blank("en")
    pipeline.add_pipe("sentencizer")
    return lambda text: [sentence.text for sentence in pipeline(text).sents]


def _blingfire() -> Splitter:
    split = _load("blingfire").text_to_sentences
    return lambda text: str(split(text)).split("\n")


def _nltk() -> Splitter:
    """Punkt without its model, which would have to be downloaded."""
    tokenizer = _load("nltk.tokenize.punkt").PunktSentenceTokenizer()
    return lambda text: [text[a:b] for a, b in tokenizer.span_tokenize(text)]


def _uniseg() -> Splitter:
    split = _load("uniseg.sentencebreak").sentences
    return lambda text: list(split(text))


SPLITTERS: dict[str, Callable[[], Splitter]] = {
    "claimsdb": _claimsdb,
    "nupunkt": _nupunkt,
    "syntok": _syntok,
    "sentencex": _sentencex,
    "pysbd": _pysbd,
    "segtok": _segtok,
    "spacy": _spacy,
    "blingfire": _blingfire,
    "nltk": _nltk,
    "uniseg": _uniseg,
}


def paragraphs(path: Path) -> list[Paragraph]:
    """The paragraphs of a treebank, or pseudo-paragraphs if it does not mark any."""
    found: list[Paragraph] = []
    marked = False
    fresh = True
    for part in path.read_text(encoding="utf-8").split("\n\n"):
        rows = part.strip("\n").split("\n")
        text = next((row[9:] for row in rows if row.startswith("# text = ")), None)
        if text is None:
            continue
        marked |= any(row.startswith("# newpar") for row in rows)
        fresh |= any(row.startswith(("# newdoc", "# newpar")) for row in rows)
        words = [row.split("\t") for row in rows if row[0] != "#"]
        closed = "SpaceAfter=No" in words[-1][9].split("|")
        if fresh:
            found.append([])
        found[-1].append((text, not closed))
        fresh = False
    return found if marked else list(_grouped([sentence for paragraph in found for sentence in paragraph]))


def _grouped(sentences: Paragraph) -> Iterator[Paragraph]:
    at = 0
    for size in cycle((3, 4, 5)):
        if at >= len(sentences):
            return
        yield [(text, True) for text, _ in sentences[at : at + size]]
        at += size


def ends(sentences: list[str]) -> set[int]:
    """The ends of sentences, counted in characters that are not white space, so that splitters may trim it."""
    at, found = 0, set()
    for sentence in sentences:
        at += len("".join(sentence.split()))
        found.add(at)
    return found - {0}


def prf(right: int, found: int, gold: int) -> str:
    """Precision, recall and F1 in per cent, as cells of a table."""
    precision, recall = right / max(found, 1), right / max(gold, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return " | ".join(f"{100 * value:.1f}" for value in (precision, recall, f1))


def measure(name: str, split: Splitter, treebank: list[Paragraph], show: bool) -> str:
    """A row of the table."""
    counts, altered, words, seconds = [0] * 6, 0, 0, 0.0
    for paragraph in treebank:
        text = "".join(sentence + " " * spaced for sentence, spaced in paragraph).strip()
        words += len(text.split())
        began = time.perf_counter()
        result = split(text)
        seconds += time.perf_counter() - began
        gold, found = ends([sentence for sentence, _ in paragraph]), ends(result)
        whole = max(gold)
        altered += max(found, default=0) != whole
        if show and gold != found:
            print("MISSED" if gold - found else "EXTRA", *(repr(r) for r in result), sep="\n    ")
        inner = found - {whole}, gold - {whole}
        counts = [
            c + len(s) for c, s in zip(counts, (gold & found, found, gold, inner[0] & inner[1], *inner), strict=True)
        ]
    note = f" ({altered} paragraphs altered)" if altered else ""
    return f"| {name}{note} | {prf(*counts[3:])} | {prf(*counts[:3])} | {words / seconds:,.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebanks", nargs="+", type=Path, metavar="PATH.conllu")
    parser.add_argument("--only", action="append", choices=SPLITTERS, help="this splitter (repeatable)")
    parser.add_argument("--errors", action="store_true", help="print every paragraph that was split differently")
    options = parser.parse_args()
    splitters: dict[str, Splitter] = {}
    for name in options.only or SPLITTERS:
        try:
            began = time.perf_counter()
            splitters[name] = SPLITTERS[name]()
            splitters[name]("Ready. Steady.")
            print(f"{name} {_version(name)}: ready in {1000 * (time.perf_counter() - began):.0f} ms")
        except ImportError as error:
            print(f"{name}: skipped, not installed ({error})")
    for path in options.treebanks:
        treebank = paragraphs(path)
        sentences = sum(map(len, treebank))
        print(f"\n{path.parent.name}/{path.name}: {len(treebank)} paragraphs, {sentences} sentences\n")
        print("| splitter | inner P | R | F1 | all P | R | F1 | words/s |\n| --- " + "| ---: " * 7 + "|")
        for name, split in splitters.items():
            print(measure(name, split, treebank, options.errors))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(this checkout)"


if __name__ == "__main__":
    main()
