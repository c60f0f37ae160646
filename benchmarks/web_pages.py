"""Measures the reader of pages against trafilatura in one run: the article's text, time, metadata, grounding, and damaged pages.

    python benchmarks/web_pages.py pages FOLDER [TRUTH]       # the article, and the time
    python benchmarks/web_pages.py metadata FOLDER [--sample 100] [--seed 1]
    python benchmarks/web_pages.py damaged FOLDER [--number 1500] [--seed 1]

FOLDER has pages (`*.html`, `*.html.gz`). TRUTH is JSON lines (`file`, `with`: passages of the article, `without`: passages around it), or a
JSON object of pages by id with `articleBody`. Without TRUTH only the time is measured.
"""

import argparse
import gzip
import json
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import trafilatura

from claimsdb.lookup.verify.proofs.proof import proof_of
from claimsdb.model.document import BlockKind, Document
from claimsdb.model.errors import PlacelessError, UnreadableError
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch, portions
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.read import read

ARTICLE = {BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}
SHINGLE = 4
SLOW = 5.0  # seconds


def pages(folder: Path) -> dict[str, bytes]:
    """The pages by name without endings, and by name."""
    found = {}
    for file in sorted([*folder.glob("*.htm*"), *folder.glob("*.html.gz")]):
        raw = file.read_bytes()
        found[file.name.removesuffix(".gz")] = gzip.decompress(raw) if file.suffix == ".gz" else raw
    return found


def document(raw: bytes, path: str) -> Document | None:
    try:
        return read(raw, path)
    except UnreadableError:
        return None


def article(found: Document | None, kinds: set[BlockKind]) -> str:
    """The text of the blocks of these kinds."""
    if found is None:
        return ""
    return "\n".join(block.span.of(found.text) for block in blocks(found) if block.kind in kinds)


def passages(truth: Sequence[dict[str, list[str]]], texts: Sequence[str]) -> tuple[float, float, float]:
    """Precision, recall and F of annotated passages."""
    right = wrong = missed = 0
    for one, text in zip(truth, texts, strict=True):
        said = " ".join(text.split())
        has = [" ".join(words.split()) in said for words in one["with"]]
        right, missed = right + sum(has), missed + len(has) - sum(has)
        wrong += sum(" ".join(words.split()) in said for words in one["without"])
    return measures(right, right + wrong, right + missed)


def measures(right: float, found: float, wanted: float) -> tuple[float, float, float]:
    precision, recall = right / found if found else 1.0, right / wanted if wanted else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))


def by_shingles(wanted: Sequence[str], texts: Sequence[str]) -> tuple[float, float, float]:
    """Precision, recall and F over shingles of words, each page counting the same."""
    right = found = all_wanted = 0.0
    for truth, text in zip(wanted, texts, strict=True):
        a, b = shingles(truth), shingles(text)
        common, extra, lacking = (sum(c.values()) for c in (a & b, b - a, a - b))
        whole = (common + extra + lacking) or 1
        right, found, all_wanted = (
            right + common / whole,
            found + (common + extra) / whole,
            all_wanted + (common + lacking) / whole,
        )
    return measures(right, found, all_wanted)


def theirs(raw: bytes, _: str) -> str:
    return trafilatura.extract(raw, favor_precision=True, include_comments=False) or ""


def timed(
    raws: dict[str, bytes], makers: Sequence[Callable[[bytes, str], object]]
) -> tuple[list[list[object]], list[float]]:
    """What each makes of each page, and its CPU time for all; page by page in turn, since other work slows both."""
    made: list[list[object]] = [[] for _ in makers]
    took = [0.0 for _ in makers]
    for name, raw in [*list(raws.items())[:1], *raws.items()]:  # the first one twice: what it loads does not count
        for k, make in enumerate(makers):
            begin = time.process_time()
            made[k].append(make(raw, name))
            took[k] = 0.0 if len(made[k]) == 1 else took[k] + time.process_time() - begin
    return [one[1:] for one in made], took


def compare(folder: Path, truth: Path | None) -> None:
    raws = pages(folder)
    annotated: list[dict[str, list[str]]] = []
    bodies: list[str] = []
    if truth is not None and truth.suffix == ".jsonl":
        lines = [json.loads(line) for line in truth.read_text("utf-8").splitlines()]
        annotated, raws = lines, {line["file"]: raws[line["file"]] for line in lines}
    elif truth is not None:
        of_page = json.loads(truth.read_text("utf-8"))
        bodies, raws = (
            [one["articleBody"] for one in of_page.values()],
            {f"{key}.html": raws[f"{key}.html"] for key in of_page},
        )
    (extracted, ours), (their_time, our_time) = timed(raws, (theirs, document))
    documents = [one if isinstance(one, Document) else None for one in ours]
    print(
        f"{len(raws)} pages. CPU a page: trafilatura {their_time / len(raws) * 1e3:.1f} ms, the reader {our_time / len(raws) * 1e3:.1f} ms:"
    )
    print(f"{our_time / their_time:.2f} times as long.\n")
    print("| text | precision | recall | F |\n| --- | --- | --- | --- |")
    rows = {
        "trafilatura, precision": [str(text) for text in extracted],
        "article": [article(one, ARTICLE) for one in documents],
        "article without its title": [
            article(one, ARTICLE - {BlockKind.TITLE, BlockKind.STANDFIRST}) for one in documents
        ],
        "all but boilerplate": [article(one, set(BlockKind) - {BlockKind.BOILERPLATE}) for one in documents],
    }
    for name, texts in rows.items():
        if annotated:
            print(f"| {name} | {' | '.join(f'{v:.4f}' for v in passages(annotated, texts))} |")
        if bodies:
            print(f"| {name} | {' | '.join(f'{v:.4f}' for v in by_shingles(bodies, texts))} |")
    if annotated:
        agreed = by_shingles(rows["trafilatura, precision"], rows["article without its title"])[2]
        print(f"\nShingles of {SHINGLE} words, the article against trafilatura's: F {agreed:.4f}.")


def unproved(raw: bytes, found: Document) -> Iterator[str]:
    """The words of blocks, and of parts of them, that do not follow from their bytes by other code than the reader's."""
    proof = proof_of(found.media_type, raw, found.encoding)
    for block in blocks(found):
        third = block.span.length // 3
        for span in {block.span, Span(block.span.start + third, block.span.end - third)}:
            try:
                stretch = Stretch(span, Span(*found.map.hull(span)), span.of(found.text), portions(found.map, span))
            except PlacelessError:
                if span.of(found.text).strip():
                    yield span.of(found.text)
                continue
            if proof.words(stretch) != stretch.text:
                yield stretch.text


def damages(raws: Sequence[bytes], number: int, seed: int) -> Iterator[bytes]:
    """Damaged pages: truncated, with flipped bits, spliced, with deleted and doubled stretches."""
    chance = random.Random(seed)
    for _ in range(number):
        raw = bytearray(chance.choice(raws))
        for _ in range(chance.randint(1, 4)):
            at, length = chance.randrange(len(raw) + 1), chance.randint(1, 4096)
            match chance.randrange(6):
                case 0:
                    del raw[at:]
                case 1:
                    for k in (chance.randrange(len(raw) or 1) for _ in range(chance.randint(1, 200))):
                        if k < len(raw):
                            raw[k] ^= 1 << chance.randrange(8)
                case 2:
                    other = chance.choice(raws)
                    begin = chance.randrange(len(other))
                    raw[at:at] = other[begin : begin + length * 8]
                case 3:
                    del raw[at : at + length]
                case 4:
                    raw[at:at] = raw[at : at + length] * chance.randint(1, 20)
                case _:
                    raw[at:at] = chance.choice(
                        [
                            b"<",
                            b"<!--",
                            b"<script>",
                            b'"',
                            b"&#",
                            b"</div>" * 999,
                            b"<svg>",
                            b"<table><tr>" * 300,
                            b"\0",
                            b"\xff",
                        ]
                    )
        yield bytes(raw)


def damaged(folder: Path, number: int, seed: int) -> None:
    counts: Counter[str] = Counter()
    slowest = 0.0
    raws = list(pages(folder).values())
    for raw in (*raws, *damages(raws, number, seed)):
        begin = time.perf_counter()
        try:
            found = document(raw, "page.html")
        except Exception as error:
            counts[f"crashed: {error!r}"] += 1
            continue
        took = time.perf_counter() - begin
        slowest = max(slowest, took)
        counts["slow"] += took > SLOW
        counts["unreadable"] += found is None
        counts["blocks"] += 0 if found is None else len(blocks(found))
        wrong = [] if found is None else list(unproved(raw, found))
        counts["blocks or parts of them not proved"] += len(wrong)
        for words in wrong[:1]:
            print(f"not proved: {words[:200]!r}")
        counts["pages"] += 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(", ".join(f"{name}: {count:,}" for name, count in counts.items()))
    print(f"The slowest took {slowest:.1f} s; the highest use of memory was {memory:.0f} MB.")


def metadata(folder: Path, sample: int, seed: int) -> None:
    raws = pages(folder)
    for name in random.Random(seed).sample(sorted(raws), min(sample, len(raws))):
        found = document(raws[name], name)
        if found is not None:
            stated = found.stated
            print(
                json.dumps(
                    {"file": name, **dict(zip(stated.__slots__, stated.values(), strict=True))}, ensure_ascii=False
                )
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["pages", "metadata", "damaged"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("truth", type=Path, nargs="?")
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--number", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.what == "pages":
        compare(given.folder, given.truth)
    elif given.what == "metadata":
        metadata(given.folder, given.sample, given.seed)
    else:
        damaged(given.folder, given.number, given.seed)


if __name__ == "__main__":
    main()
