"""Damaged files of all kinds: `python benchmarks/damaged_files.py FOLDER [--number 2000] [--seed 1]`.

Files of the folder are cut, changed in places, and mixed with others of their kind, in ways that follow from the seed. Each is read in a
process of its own, with what is in it. Every one must become documents or problems: no crash, none over 10 seconds of processor time, none
with more than 1 GB of memory, and no words that are not in the bytes, by the proof of their kind.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from claimsdb.ingestion.files import SourceFile
from claimsdb.ingestion.supply import supply
from claimsdb.lookup.verify.proofs.proof import proof_of
from claimsdb.model.document import Document
from claimsdb.model.errors import PlacelessError, Problem, UnreadableError
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.read import read
from claimsdb.streams.member import Limits

SECONDS, MEMORY = 10, 1_000_000_000
_LARGEST = 5_000_000  # bytes of a file to damage


def damaged(raw: bytes, other: bytes, rng: random.Random) -> bytes:
    """The bytes with one kind of damage, or two."""
    made = bytearray(raw)
    for _ in range(rng.choice((1, 1, 2))):
        at, size = rng.randrange(len(made) + 1), rng.randrange(1, 2 + len(made) // rng.choice((2, 10, 100)))
        match rng.choice(("cut", "cut", "flip", "flip", "drop", "zero", "repeat", "splice", "head", "number")):
            case "cut":
                del made[at:]
            case "flip":
                for _ in range(rng.choice((1, 3, 30))):
                    if made:
                        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
            case "drop":
                del made[at : at + size]
            case "zero":
                made[at : at + size] = bytes(len(made[at : at + size]))
            case "repeat":
                made[at:at] = made[at : at + size] * rng.choice((1, 5))
            case "splice":
                cut = rng.randrange(len(other) + 1)
                made[at:] = other[cut:]
            case "head":
                made[: min(size, 512)] = rng.randbytes(min(size, 512))
            case _:  # a length that lies
                made[at : at + 4] = rng.choice((b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0", b"9999"))
    return bytes(made)


def outcome(file: SourceFile) -> dict[str, object]:
    """What reading the file gives: the number of documents, and of problems by code; and the blocks whose words are not in the bytes."""
    documents, problems = 0, Counter[str]()
    unproved: list[str] = []
    for at, one in supply(file, Limits()):
        try:
            if isinstance(one, Problem):
                problems[one.code] += 1
            else:
                made = read(one.raw, at.path, media_type=one.media_type, fields=one.fields)
                documents += 1
                problems.update(p.code for p in made.problems)
                unproved += not_proved(made, one.raw)
        except UnreadableError as error:
            problems[error.problem.code] += 1
    return {"documents": documents, "problems": dict(problems), "unproved": unproved[:3]}


def not_proved(document: Document, raw: bytes) -> Iterator[str]:
    """The words of the blocks that other code than the reader's does not find in the bytes."""
    proof = proof_of(document.media_type, raw, document.encoding, document.parts)
    for block in blocks(document):
        words = block.span.of(document.text)
        with suppress(PlacelessError):  # they come from no bytes, and give no claims
            if proof.words(document.stretch(block.span)) != words:
                yield words[:80]


def tried(file: SourceFile) -> tuple[dict[str, object], float, int]:
    """The outcome in a process of its own, the seconds of processor time that it took, and the bytes of memory."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (3 * SECONDS, 3 * SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (8 * MEMORY, 8 * MEMORY))
        try:
            said = outcome(file)
        except BaseException:
            said = {"crash": traceback.format_exc()[-300:]}
        os.write(writing, json.dumps(said).encode()[:60_000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        raw = pipe.read()
    _, status, used = os.wait4(child, 0)
    ended = f"it ended with status {status}"
    return json.loads(raw or json.dumps({"crash": ended})), used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--number", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="A folder for the files that fail.")
    given = parser.parse_args(arguments)
    kinds: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(p for p in given.folder.rglob("*") if p.is_file() and 0 < p.stat().st_size <= _LARGEST):
        kinds[path.suffix.lower()].append(path)
    rng, failed, slowest, largest = random.Random(given.seed), 0, 0.0, 0
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    warm(kinds)
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for k in range(given.number):
            kind = sorted(kinds)[k % len(kinds)]
            path, other = rng.choice(kinds[kind]), rng.choice(kinds[kind])
            raw = damaged(path.read_bytes(), other.read_bytes(), rng)
            place = root / f"{k:04}-{path.name}"
            place.write_bytes(raw)
            said, seconds, memory = tried(SourceFile(root, "folder", place.name))
            slowest, largest = max(slowest, seconds), max(largest, memory)
            wrong = (
                ["crash"] * ("crash" in said)
                + ["slow"] * (seconds > SECONDS)
                + ["memory"] * (memory > MEMORY)
                + ["unproved"] * bool(said.get("unproved"))
                + ["silence"] * (not said.get("documents") and not said.get("problems") and "crash" not in said)
            )
            counted[kind].update(wrong or ["document" if said["documents"] else "problem"])
            if wrong:
                failed += 1
                print(
                    f"{place.name}: {', '.join(wrong)}; {seconds:.1f} s, {memory / 1e6:.0f} MB; {said}", file=sys.stderr
                )
                if given.keep:
                    given.keep.mkdir(parents=True, exist_ok=True)
                    (given.keep / place.name).write_bytes(raw)
            place.unlink()
    for kind, counts in sorted(counted.items()):
        print(f"{kind or '(none)':>8}: " + ", ".join(f"{n} {what}" for what, n in counts.most_common()))
    print(f"{given.number} files, {failed} failed; slowest {slowest:.1f} s, most memory {largest / 1e6:.0f} MB")
    return 1 if failed else 0


def warm(kinds: dict[str, list[Path]]) -> None:
    """Load what the kinds need, so that each process does not load it again."""
    for paths in kinds.values():
        for path in paths[:3]:
            try:
                outcome(SourceFile(path.parent, "folder", path.name))
            except Exception as error:
                print(f"{path.name} as it is: {error!r}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
