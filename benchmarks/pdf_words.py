"""Compares the words of PDFs with those that pdftotext finds (Debian's poppler-utils).

    python benchmarks/pdf_words.py FOLDER [--worst 10] [--apart BEGINNING …]

A word is letters and digits without hyphens, after NFKC, so that a word broken at a line's end is one word to both. For each file: the
share of their words that we have, and of their runs of four words within a line that we have in this order. Files whose names begin with
one of the beginnings are counted apart: those that pdftotext itself reads wrongly.
"""

import argparse
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Sequence
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


def main(folder: Path, worst: int, apart: list[str]) -> None:
    found = {path.name: made for path in sorted(folder.glob("**/*.pdf")) if (made := compared(path)) is not None}
    if not found:
        raise SystemExit(f"{folder}: There are no PDFs with text in this folder.")
    odd = {name for name in found if name.startswith(tuple(apart))}
    print(f"all files: {said([*found.values()])}")
    for which, names in (("without those apart", found.keys() - odd), ("those apart", odd)):
        if odd and names:
            print(f"{which}: {said([found[name] for name in names])}")
    shares = sorted(found.items(), key=lambda f: (f[1][1] / f[1][0] + (f[1][3] / f[1][2] if f[1][2] else 1), f[0]))
    for name, (n, ours, all_runs, kept, missing) in shares[:worst]:
        print(f"{name}: {ours}/{n} words, {kept}/{all_runs} runs; not ours: {missing[:4]}")


def said(of: Sequence[tuple[int, int, int, int, list[str]]]) -> str:
    theirs, ours, runs, kept = (sum(made[k] for made in of) for k in range(4))  # type: ignore[misc]
    mean = sum(made[1] / made[0] for made in of) / len(of)
    return (
        f"{len(of)} files, {ours / theirs:.4f} of {theirs} words ({mean:.4f} in the mean over files), "
        f"{kept / max(runs, 1):.4f} of {runs} runs"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--apart", nargs="*", default=[], metavar="BEGINNING")
    main(**vars(parser.parse_args()))
