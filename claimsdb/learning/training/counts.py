"""Count how often each word of the lists in `claimsdb/english/data` is seen, so that no count there is made by hand.

    python -m claimsdb.learning.training.counts TRAIN.jsonl

reads PolNeAR's training part and writes the column `count` of every list anew. A word is counted as a whole word, in any case; names and
codes as they are spelt; an abbreviation with its full stop; a cue's head in the cues alone, in all its forms.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from claimsdb.english import cues, listed
from claimsdb.english.words import LETTERS
from claimsdb.learning.training.tagger.corpus import documents

DATA = Path(listed.__file__).parent / "data"
SPELT = ("agencies", "countries", "institutions")
"""The lists whose words are recognised by their capitals."""


def counted(name: str, words: Sequence[str], texts: Sequence[str], spoken: Sequence[str]) -> list[int]:
    """How often each word of the list is in the texts; for a cue's head, in the words of cues (`spoken`)."""
    if name == "cues":
        found = Counter(head for cue in spoken for word in LETTERS.findall(cue.lower()) for head in cues.heads(word))
        return [found[word] for word in words]
    every = "\n".join(texts)
    if name not in SPELT:
        every = every.lower().replace("’", "'")
    stop = "." if name == "abbreviations" else ""
    return [_whole(every, (word if name in SPELT else word.lower()) + stop) for word in words]


def _whole(text: str, word: str) -> int:
    """How often the word is in the text without a letter or digit on either side."""
    before, after = (word[0].isalnum(), word[-1].isalnum())
    return sum(
        not (before and text[m.start() - 1 : m.start()].isalnum())
        and not (after and text[m.end() : m.end() + 1].isalnum())
        for m in re.finditer(re.escape(word), text)
    )


def main(corpus: Path) -> None:
    """Count, and write the lists."""
    read = list(documents(corpus))
    texts = [d["text"] for d in read]
    spoken = [" ".join(d["text"][a:b] for a, b in one["cue"]) for d in read for one in d["attributions"]]
    for path in sorted(DATA.glob("*.tsv")):
        lines = listed.entries(path.stem)
        rewrite(path, counted(path.stem, [line.word for line in lines], texts, spoken))


def rewrite(path: Path, counts: Iterable[int]) -> None:
    """Rewrite the list with these counts, one for each line."""
    header, *lines = path.read_text("utf-8").splitlines()
    made = [line.rpartition("\t")[0] + f"\t{count}" for line, count in zip(lines, counts, strict=True)]
    path.write_text("\n".join([header, *made]) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
