"""Files of JSON lines: corpora, annotations and exports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]
"""The content of JSON lines, and what is written as JSON: a marked document or claim, the scores of a corpus."""


def objects(path: Path) -> Iterator[Json]:
    """The object in each line of a file, in order."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        yield from map(json.loads, lines)
