"""How many characters get the right kind of block: `python benchmarks/blocks.py GOLD.jsonl SOURCES_DIR [-v]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from claimsdb.blocks import blocks
from claimsdb.readers import read


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


def main(gold_path: str, sources: str, *options: str) -> None:
    gold: dict[str, list[dict[str, object]]] = {}
    for line in Path(gold_path).read_text(encoding="utf-8").splitlines():
        block = json.loads(line)
        gold.setdefault(block["document"], []).append(block)
    all_right = all_total = 0
    print("| document | characters | right |\n| --- | --- | --- |")
    for name, expected in gold.items():
        right, total = score(expected, Path(sources) / name, "-v" in options)
        all_right, all_total = all_right + right, all_total + total
        print(f"| {name} | {total} | {right / total:.1%} |")
    print(f"| all | {all_total} | {all_right / all_total:.1%} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
