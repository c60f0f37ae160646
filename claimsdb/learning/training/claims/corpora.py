"""The texts of the corpora from which documents were annotated, as the annotators read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from claimsdb.learning.jsonl import objects

DOCUMENT, PARAGRAPH, SENTENCE = "# newdoc id = ", "# newpar", "# text = "


def texts(folder: Path, corpus: str) -> dict[str, str]:
    """The texts of a corpus ("gum/train") by name, from `gum/train.jsonl` (`id`, `text`) or `gum/train.conllu` in the folder.

    Raises `FileNotFoundError` if the folder has neither.
    """
    trees = folder / f"{corpus}.conllu"
    return dict(_treebank(trees) if trees.exists() else _lines(folder / f"{corpus}.jsonl"))


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for document in objects(path):
        yield document["id"], document["text"]


def _treebank(path: Path) -> Iterator[tuple[str, str]]:
    """The texts of a treebank: sentences with spaces between them, paragraphs with blank lines."""
    made: dict[str, list[list[str]]] = {}
    paragraphs: list[list[str]] = []
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if line.startswith(DOCUMENT):
                paragraphs = made[line.removeprefix(DOCUMENT).strip()] = []
            elif line.startswith(PARAGRAPH):
                paragraphs.append([])
            elif line.startswith(SENTENCE):
                if not paragraphs:
                    paragraphs.append([])
                paragraphs[-1].append(line.removeprefix(SENTENCE).rstrip("\n"))
    for name, read in made.items():
        yield name, "\n\n".join(" ".join(sentences) for sentences in read)
