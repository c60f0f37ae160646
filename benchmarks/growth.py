"""Measures how the time to read a hostile file grows with its size, family by family, and prints a table.

    python benchmarks/growth.py [--sizes 8,16,32,64] [--limit 60] [FAMILY…]

Each file is read and normalized in this process, and its processor seconds are counted. The exponent is the slope of the logarithm of the
seconds over that of the size, by least squares, without the seconds that a file of one sentence takes; 1 is linear. A file that takes
longer than the limit is given up, with those of its family that are larger.
"""

import argparse
import gc
import math
import signal
import time
from collections.abc import Sequence

import numpy as np

from claimsdb.model.errors import UnreadableError
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read
from tests.hostile.generator import FAMILIES

TAGGER = TrainedTagger()
FEWEST = 0.05  # seconds; what takes less at the largest size is not worth an exponent


class LateError(Exception):
    """A file took longer than the limit."""


def late(*_: object) -> None:
    raise LateError


def seconds(raw: bytes, path: str, limit: float = 60) -> float:
    """Processor seconds to read and normalize a file; infinite if they reach the limit."""
    gc.collect()
    signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, limit)
    start = time.process_time()
    try:
        normalize(read(raw, path), TAGGER)
    except UnreadableError:
        pass
    except LateError:
        return math.inf
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - start


def exponent(sizes: Sequence[int], took: Sequence[float], fixed: float) -> float | None:
    """The slope of log seconds over log size; None if it is too quick to tell, infinite if a file reached the limit."""
    if math.inf in took:
        return math.inf
    if took[-1] < FEWEST or len(sizes) < 2:
        return None
    slope, _ = np.polyfit(np.log(sizes), np.log([max(t - fixed, 1e-4) for t in took]), 1)
    return float(slope)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", nargs="*", help="names of families, or beginnings of names (default: all)")
    parser.add_argument("--sizes", default="8,16,32,64", help="sizes in KB")
    parser.add_argument("--limit", type=float, default=60, help="processor seconds after which a file is given up")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    sizes = [int(size) * 1024 for size in args.sizes.split(",")]
    chosen = [f for f in FAMILIES.values() if not args.families or f.name.startswith(tuple(args.families))]
    few = b"Anna Weber, who is the mayor of Berlin, said on Monday that two bridges would close in May."
    seconds(few, "few.txt")
    seconds(few, "few.md")
    fixed = min(seconds(few, "few.txt") for _ in range(5))
    print(f"| family | {' | '.join(f'{size // 1024} KB' for size in sizes)} | exponent |")
    print(f"| --- |{' ---: |' * (len(sizes) + 1)}", flush=True)
    for family in chosen:
        took: list[float] = []
        for size in sizes:
            raw = family.file(size, args.seed)
            took.append(math.inf if math.inf in took else seconds(raw, f"{family.name}{family.suffix}", args.limit))
        slope = exponent(sizes, took, fixed)
        cells = [f"> {args.limit:.0f}" if t == math.inf else f"{t:.2f}" for t in took]
        told = "" if slope is None else "" if slope == math.inf else f"{slope:.2f}"
        print(f"| {family.name} | {' | '.join(cells)} | {told} |", flush=True)


if __name__ == "__main__":
    main()
