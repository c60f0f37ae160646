"""Reading known files into another database, each with the encoding that was given for it when it was first read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from claimsdb.ingestion.ingest import ingest
from claimsdb.ingestion.progress import Step, Tell


def ingest_by_encoding(
    files: Iterable[tuple[Path, str | None]],
    into: Path,
    *,
    sources: Path | None = None,
    speakers: Path | None = None,
    jobs: int | None = None,
    follow: bool = False,
    report: Callable[[Step], None] = lambda _: None,
    tell: Tell = lambda *_: None,
) -> tuple[Step, ...]:
    """Ingest the paths, each with the settings of the run that read it, whatever the files' size, and compare them at the end.

    For the other parameters, see `ingest`.
    """
    groups: dict[str | None, list[Path]] = defaultdict(list)
    for path, settings in files:
        groups[_encoding(settings)].append(path)
    steps: list[Step] = []
    last = next(reversed(groups), None)
    for encoding, paths in groups.items() or [(last, [])]:
        done = ingest(
            paths, into,
            sources=sources, speakers=speakers, encoding=encoding, jobs=jobs, largest=None, follow=follow, report=report, tell=tell,
            compare=encoding == last,
        )  # fmt: skip
        steps += done.steps
    return tuple(steps)


def _encoding(settings: str | None) -> str | None:
    try:
        found = json.loads(settings or "{}").get("encoding")
    except (ValueError, AttributeError):  # a damaged row
        return None
    return found if isinstance(found, str) else None
