"""How often the kind of a file is told right by its content: `python benchmarks/file_types.py FOLDER`.

Each file is compared with the ending of its name. The content is given under a name without an ending, and under its own.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from pathlib import Path

from claimsdb.streams.kinds import by_name
from claimsdb.streams.types import type_of


def expected(name: str) -> str | None:
    """The media type that a name promises; a compressed web archive is one."""
    return by_name(name.lower().removesuffix(".gz") if name.lower().endswith((".warc.gz", ".arc.gz")) else name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    files = [(p, expected(p.name)) for p in sorted(folder.rglob("*")) if p.is_file() and by_name(p.name)]
    for title, named in (("without its name", False), ("with its name", True)):
        wrong: dict[str, list[str]] = defaultdict(list)
        right: Counter[str] = Counter()
        began = time.perf_counter()
        for path, promised in files:
            with path.open("rb") as file:
                found = type_of(file, path.name if named else "x")
            if found == promised:
                right[path.suffix] += 1
            else:
                wrong[path.suffix].append(f"{path.name}: {found}")
        spent = (time.perf_counter() - began) / len(files) * 1000
        total = sum(right.values())
        print(f"{title}: {total} of {len(files)} right ({total / len(files):.3f}), {spent:.2f} ms a file")
        for suffix, names in sorted(wrong.items()):
            print(f"  {suffix}: {len(names)} of {len(names) + right[suffix]} wrong\n    " + "\n    ".join(names))


if __name__ == "__main__":
    main()
