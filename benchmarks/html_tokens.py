"""Runs the scanner of pages over the tokenizer tests of html5lib-tests: characters and their ranges.

    python benchmarks/html_tokens.py FOLDER

FOLDER has the files `*.test` of html5lib-tests; those tests are run that begin in the data state.
"""

import argparse
import json
import re
from pathlib import Path
from typing import Any

from claimsdb.reading.html.references import references
from claimsdb.reading.html.scanner import Kind, scan

SHOWN = 10


def unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)


def characters(page: str) -> tuple[str, bool]:
    """The characters of a page, and whether its ranges are in order, disjoint and inside it."""
    made, at, sound = [], 0, True
    for token in scan(page):
        sound = sound and at <= token.start <= token.end <= len(page)
        at = token.start if token.kind is Kind.COMMENT else token.end
        if token.kind in (Kind.RAW, Kind.CDATA):
            made.append(page[token.start : token.end])
        elif token.kind is Kind.TEXT:
            begin = token.start
            for found in references(page, token.start, token.end):
                sound = sound and page[found.start] == "&" and begin <= found.start < found.end <= token.end
                made += (page[begin : found.start], found.text)
                begin = found.end
            made.append(page[begin : token.end])
    return "".join(made), sound


def cases(folder: Path) -> list[tuple[str, str, str]]:
    found = []
    for file in sorted(folder.glob("*.test")):
        tests: dict[str, Any] = json.loads(file.read_text("utf-8"))
        for test in tests.get("tests", []):
            if "Data state" in test.get("initialStates", ["Data state"]):
                read = unescaped if test.get("doubleEscaped") else str
                page = read(test["input"]).replace("\r\n", "\n").replace("\r", "\n")
                characters = "".join(read(out[1]) for out in test["output"] if out[0] == "Character")
                found.append((f"{file.name}: {test['description']}", page, characters))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    wanted = cases(parser.parse_args().folder)
    wrong = [(name, right, got) for name, page, right in wanted if (got := characters(page)) != (right, True)]
    print(f"{len(wanted) - len(wrong):,} of {len(wanted):,} outputs of characters are right, with their ranges.")
    for name, right, got in wrong[:SHOWN]:
        print(f"{name}: {right!r}, not {got!r}")


if __name__ == "__main__":
    main()
