"""Compares the words read from office files and books with those that pandoc reads, and checks that each run is in its file.

    python benchmarks/office_words.py FOLDER [--worst 10]

FOLDER has DOCX, ODT, EPUB and RTF files, at any depth. Words are letters and digits; marks of lists and notes are
none. For each kind: the share of pandoc's words that we have, and of its sequences of four words within a paragraph or a cell; then the
files that differ most. Runs that are from the file are proved by the code that verifies claims, which no reader uses.
Pandoc must be installed; nothing else needs it.
"""

import argparse
import re
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from claimsdb.lookup.verify.proofs.proof import proof_of
from claimsdb.model.document import Document
from claimsdb.model.errors import UnreadableError
from claimsdb.model.source_map import How
from claimsdb.model.spans import Span
from claimsdb.reading.read import read

KINDS = ("docx", "odt", "epub", "rtf")
INLINE = frozenset(
    {"a", "b", "code", "em", "i", "q", "small", "span", "strong", "sub", "sup", "u", "del", "s", "mark", "kbd", "var"}
)
SIZE = 4
COUNTS = ("words", "found", "runs", "kept", "ours", "proved", "unproved")
_WORD = re.compile(r"[^\W_]+")


class Lines(HTMLParser):
    """The lines of a page of pandoc's: the text between the tags of blocks, without the marks of notes."""

    def __init__(self) -> None:
        super().__init__()
        self.made = [""]
        self._marks = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or the mark of a note."""
        named = (dict(attrs).get("class") or "").split()
        if tag == "a" and (self._marks or "footnote-ref" in named or "footnote-back" in named):
            self._marks += 1
        if tag not in INLINE:
            self.made.append("")

    def handle_endtag(self, tag: str) -> None:
        """Begin a line, or end the mark of a note."""
        self._marks -= self._marks > 0 and tag == "a"
        if tag not in INLINE:
            self.made.append("")

    def handle_data(self, data: str) -> None:
        """Take words that are not the mark of a note."""
        if not self._marks:
            self.made[-1] += data


@dataclass
class Compared:
    """One file: their words and ours of them, their sequences and ours of them, some that are not ours, and our runs and the false ones."""

    name: str
    words: int
    found: int
    runs: int
    kept: int
    missing: list[str]
    ours: int
    proved: int
    unproved: int
    seconds: float

    @property
    def score(self) -> float:
        """How much is ours: 2 for everything."""
        return self.found / max(self.words, 1) + (self.kept / self.runs if self.runs else 1)


def words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def sequences(given: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(given[k:] for k in range(SIZE)), strict=False))


def by_pandoc(path: Path) -> list[str] | None:
    command = ["pandoc", "--track-changes=accept", "--wrap=none", "-t", "html", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        return None
    lines = Lines()
    lines.feed(done.stdout)
    return lines.made


def read_file(path: Path) -> tuple[Document | None, float]:
    raw = path.read_bytes()
    begun = time.perf_counter()
    try:
        made: Document | None = read(raw, path.name)
    except UnreadableError:
        made = None
    return made, time.perf_counter() - begun


def proved(path: Path, made: Document) -> tuple[int, int]:
    """How many runs are from the file, and how many of them it does not prove."""
    proof = proof_of(made.media_type, path.read_bytes(), made.encoding, made.parts)
    spans = [Span(run.start, run.end) for run in made.map.runs() if run.how is not How.NONE]
    return len(spans), sum(proof.words(made.stretch(span)) != span.of(made.text) for span in spans)


def compared(path: Path) -> Compared | None:
    lines = by_pandoc(path)
    made, seconds = read_file(path)
    text = made.text if made else ""
    given = [words(line) for line in lines or ()]
    theirs, ours = Counter(word for line in given for word in line), Counter(words(text))
    have = set(sequences(words(text)))
    runs = [run for line in given for run in sequences(line)]
    missing = [" ".join(run) for run in runs if run not in have]
    n, wrong = proved(path, made) if made else (0, 0)
    if lines is None:
        print(f"{path.name}: pandoc cannot read it; {ours.total()} words are ours")
        return None
    return Compared(
        path.name, theirs.total(), (theirs & ours).total(), len(runs), len(runs) - len(missing),
        missing or sorted((theirs - ours).elements()), ours.total(), n, wrong, seconds,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=10)
    given = parser.parse_args()
    for kind in KINDS:
        paths = sorted(given.folder.rglob(f"*.{kind}"))
        found = [made for path in paths if (made := compared(path)) is not None]
        if not found:
            continue
        total = {name: sum(getattr(made, name) for made in found) for name in COUNTS}
        words_found, kept = total["found"] / max(total["words"], 1), total["kept"] / max(total["runs"], 1)
        print(
            f"{kind}: {len(found)} files; {words_found:.4f} of {total['words']} words, {kept:.4f} of {total['runs']} sequences"
        )
        seconds = sum(made.seconds for made in found)
        print(
            f"  {total['unproved']} of {total['proved']} runs are not in their files; {total['ours'] / seconds:,.0f} words a second"
        )
        for made in sorted((made for made in found if made.words), key=lambda made: made.score)[: given.worst]:
            if made.score < 2:
                print(
                    f"  {made.name}: {made.found}/{made.words} words, {made.kept}/{made.runs} sequences; not ours: {made.missing[:5]}"
                )


if __name__ == "__main__":
    main()
