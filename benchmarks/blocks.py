"""Measures how many characters, without white space, get the right kind of block.

    python benchmarks/blocks.py GOLD.jsonl SOURCES_DIR [SOURCES_DIR ...] [-v]

GOLD.jsonl has a block per line: `{"document": file name, "kind", "start", "end"}`, with offsets in code points.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.read import read


def score(gold: list[dict[str, object]], source: Path, verbose: bool) -> tuple[int, int]:
    document = read(source.read_bytes(), source.name)
    found = {i: block.kind.value for block in blocks(document) for i in range(block.span.start, block.span.end)}
    right = total = 0
    for block in gold:
        start, end = int(str(block["start"])), int(str(block["end"]))
        kinds = [found.get(i) for i in range(start, end) if not document.text[i].isspace()]
        good = sum(kind == block["kind"] for kind in kinds)
        right, total = right + good, total + len(kinds)
        if verbose and good < len(kinds):
            wrong = sorted({str(kind) for kind in kinds if kind != block["kind"]})
            print(f"  {block['kind']} taken for {', '.join(wrong)}: {document.text[start:end][:90]!r}")
    return right, total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("sources", type=Path, nargs="+", help="folders with the documents")
    parser.add_argument("-v", "--verbose", action="store_true", help="show what is wrong")
    args = parser.parse_args()
    gold: dict[str, list[dict[str, object]]] = {}
    for line in args.gold.read_text(encoding="utf-8").split("\n"):
        if line:
            block = json.loads(line)
            gold.setdefault(block["document"], []).append(block)
    all_right = all_total = 0
    print("| document | characters | right |\n| --- | --- | --- |")
    for name, expected in gold.items():
        source = next(place / name for place in args.sources if (place / name).exists())
        right, total = score(expected, source, args.verbose)
        all_right, all_total = all_right + right, all_total + total
        print(f"| {name} | {total} | {right / total:.1%} |")
    print(f"| all | {all_total} | {all_right / all_total:.1%} |")


if __name__ == "__main__":
    main()
