"""Counts how often a document's text is analysed on its way to claims, and how often that way goes back up.

    python benchmarks/analysis.py FOLDER

It counts while the files of the folder are normalized, by wrapping the functions that pair quotation marks and that classify words. A
word counts as cut if it is classified in a string that is not the document's own, so that its position is lost.

The way is the modules in the order in which documents enter them. It turns back if the next module is in a higher room than the last;
`model`, the nouns that all rooms share, is left out.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import claimsdb
from claimsdb.english import analysis
from claimsdb.english.words import TOKEN, Classes
from claimsdb.model.document import Document
from claimsdb.model.errors import UnreadableError
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import READERS, read
from claimsdb.streams.kinds import by_name

PACKAGE = Path(claimsdb.__file__).parent
ROOMS = ("english", "reading", "normalizer")
"""The rooms, from the lowest to the highest."""


@contextmanager
def noted(owner: Any, name: str, note: Callable[..., None]) -> Iterator[None]:
    """Within the context, `note` is called with the arguments of each call."""
    original = getattr(owner, name)

    def wrapper(*args: Any) -> Any:
        note(*args)
        return original(*args)

    setattr(owner, name, wrapper)
    try:
        yield
    finally:
        setattr(owner, name, original)


def counted(document: Document, tagger: TrainedTagger) -> Counter[str]:
    """Counts of what is done with documents' text."""
    counts = Counter({"documents": 1})

    def pairs(_: str, spans: Sequence[Any]) -> None:
        counts["pairings"] += 1
        counts["paired"] += sum(s.length for s in spans)

    def classes(_: Classes, __: Any, token: Any) -> None:
        counts["classed"] += 1
        counts["cut"] += token.string != document.reading

    with noted(analysis, "quotations", pairs), noted(Classes, "after", classes):
        made = normalize(document, tagger)
    for block in made.blocks:
        if block.kind.bears_claims:
            counts["length"] += block.span.length
            counts["tokens"] += sum(1 for _ in TOKEN.finditer(document.reading, *block.span))
    return counts


def entered(documents: Sequence[Document], tagger: TrainedTagger) -> list[str]:
    """The modules that the documents enter, each once, in order of entry."""
    way: dict[str, None] = {}

    def look(frame: FrameType, event: str, _: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and frame.f_code.co_name != "<module>" and path.is_relative_to(PACKAGE):
            way.setdefault(path.relative_to(PACKAGE).with_suffix("").as_posix())

    for document in documents:
        sys.setprofile(look)
        normalize(document, tagger)
        sys.setprofile(None)
    return [module for module in way if module.split("/")[0] in ROOMS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    tagger, documents = TrainedTagger(), []
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and by_name(p.name) in READERS):
        try:
            documents.append(read(file.read_bytes(), file.name))
        except UnreadableError as error:
            print(error)
    counts = sum((counted(d, tagger) for d in documents), Counter[str]())
    way, turns = entered(documents[:3], tagger), 0
    for before, after in zip(["", *way], way, strict=False):
        up = bool(before) and ROOMS.index(after.split("/")[0]) > ROOMS.index(before.split("/")[0])
        turns += up
        print(f"{'back to' if up else '':8} {after}")
    print(f"{len(way)} modules on the way, which turns back {turns} times")
    print(f"{counts['documents']} documents, {counts['tokens']} words in claim-bearing blocks")
    print(f"quotation marks paired {counts['pairings'] / counts['documents']:.2f} times a document")
    print(f"text whose marks are paired, to text: {counts['paired'] / counts['length']:.2f}")
    print(f"words classed, to words: {counts['classed'] / counts['tokens']:.2f}, of them cut: {counts['cut']}")


if __name__ == "__main__":
    main()
