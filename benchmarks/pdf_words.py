"""Compares the words of PDFs with those that pdftotext finds (Debian's poppler-utils).

    python benchmarks/pdf_words.py FOLDER [--worst 10]

A word is letters and digits without hyphens, after NFKC, so that a word broken at a line's end is one word to both. For each file: the
share of their words that we have, and of their runs of four words within a line that we have in this order.
"""

import re
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

from claimsdb.model.errors import UnreadableError
from claimsdb.reading.pdf import pages
from claimsdb.reading.reading import Settings

_BROKEN = re.compile(r"(?<=\w)[-\u00ad\u2010]\s*\n\s*(?=\w)")
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words, as both sides are compared."""
    folded = unicodedata.normalize("NFKC", _BROKEN.sub("", text)).casefold()
    return _WORD.findall(re.sub(r"(?<=\w)[-\u00ad\u2010\u2011'’](?=\w)", "", folded))


def runs(given: list[str]) -> list[tuple[str, ...]]:
    return list(zip(given, given[1:], given[2:], given[3:], strict=False))


def compared(path: Path) -> tuple[int, int, int, int, list[str]] | None:
    """Their words, those that we have, their runs, those that we have, and some runs that we do not have."""
    said = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, timeout=60, check=False)
    theirs = said.stdout.decode("utf-8", "replace")
    try:
        ours = pages.read(path.read_bytes(), path.name, Settings()).text
    except UnreadableError:
        ours = ""
    a, b = Counter(words(theirs)), Counter(words(ours))
    if not a:
        return None
    lines = [run for line in _BROKEN.sub("", theirs).split("\n") for run in runs(words(line))]
    have = set(runs(words(ours)))
    missing = [" ".join(run) for run in lines if run not in have]
    return (
        sum(a.values()),
        sum((a & b).values()),
        len(lines),
        len(lines) - len(missing),
        missing or sorted((a - b).elements()),
    )


def main(folder: str, *more: str) -> None:
    worst = int(more[1]) if more else 10
    found = {path.name: made for path in sorted(Path(folder).glob("**/*.pdf")) if (made := compared(path)) is not None}
    total = [sum(made[k] for made in found.values()) for k in range(4)]  # type: ignore[misc]
    print(
        f"{len(found)} files with text: {total[1] / total[0]:.4f} of {total[0]} words, {total[3] / max(total[2], 1):.4f} of {total[2]} runs"
    )
    shares = sorted(found.items(), key=lambda f: (f[1][1] / f[1][0] + f[1][3] / max(f[1][2], 1), f[0]))
    print(f"mean over files: {sum(m[1] / m[0] for m in found.values()) / len(found):.4f} of words")
    for name, (n, ours, all_runs, kept, missing) in shares[:worst]:
        print(f"{name}: {ours}/{n} words, {kept}/{all_runs} runs; not ours: {missing[:4]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
