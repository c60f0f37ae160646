"""Ingests hostile files and measures what each costs: processor seconds and memory, by family.

    python benchmarks/hostile.py 2000 [--seed 16] [--largest 200000] [--worst 20]

Each file is read and normalized in this process, as a reader of `claimsdb ingest` does. With --run, all are then ingested in one run, with
comparison, by a separate process, and verified. Prints the worst files, the faults, and what the run told.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from claimsdb.ingestion.engines.work import Task, work
from claimsdb.model.document import Metadata
from claimsdb.model.errors import Problem
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from tests.hostile.generator import draw


def peak() -> float:
    """The most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--largest", type=int, default=200_000, help="maximum size of a file in bytes")
    parser.add_argument("--worst", type=int, default=20, help="number of files to list")
    parser.add_argument("--run", action="store_true", help="ingest all in one run, too, with comparison")
    args = parser.parse_args()
    took: list[tuple[float, int, str]] = []
    total: dict[str, float] = defaultdict(float)
    faults: list[Problem] = []
    tagger = TrainedTagger()
    with TemporaryDirectory() as place:
        work(Task("warm.txt", b"Anna Weber said on Monday that it was so.", None, Metadata()), tagger)
        started = peak()
        for name, family, raw in draw(args.count, args.seed, args.largest):
            start, before = time.process_time(), peak()
            result = work(Task(name, raw, None, Metadata()), tagger)
            seconds = time.process_time() - start
            took.append((seconds, len(raw), name))
            total[family.kind] += seconds
            if isinstance(result, Problem) and result.code == "internal":
                faults.append(result)
            if peak() > before + 50:
                print(f"{peak():.0f} MB after {name} of {len(raw)} bytes", flush=True)
            if args.run:
                (Path(place) / name).write_bytes(raw)
        for seconds, size, name in sorted(took, reverse=True)[: args.worst]:
            print(f"{seconds:7.2f} s  {size:7} bytes  {name}")
        print(
            f"{len(took)} files, {sum(s for s, _, _ in took):.0f} s, peak {peak():.0f} MB ({started:.0f} at the start)"
        )
        print(", ".join(f"{kind} {seconds:.0f} s" for kind, seconds in total.items()))
        print(f"{len(faults)} faults of claimsdb", *map(str, faults), sep="\n")
        if args.run:
            command = [sys.executable, "-m", "claimsdb"]
            database = ["--db", str(Path(place) / "claims.db")]
            start = time.perf_counter()
            done = subprocess.run([*command, "ingest", place, *database, "--json"], capture_output=True, check=False)
            print(f"exit code {done.returncode}, {time.perf_counter() - start:.0f} s:", json.loads(done.stdout))
            print(subprocess.run([*command, "verify", *database], capture_output=True, check=False).stdout.decode())


if __name__ == "__main__":
    main()
