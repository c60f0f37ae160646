"""Reading known files into another database, each with the settings that were given for it when it was first read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from claimsdb.ingestion.ingest import ingest
from claimsdb.ingestion.progress import Step, Tell
from claimsdb.model.errors import RecognitionMissingError


class _Settings(NamedTuple):
    encoding: str | None
    columns: tuple[tuple[str, str], ...]
    ocr: str | None = None


def ingest_by_settings(
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
    groups: dict[_Settings, list[Path]] = defaultdict(list)
    for path, settings in files:
        groups[_settings(settings)].append(path)
    steps: list[Step] = []
    last = next(reversed(groups), _Settings(None, ()))
    for group, paths in groups.items() or [(last, [])]:
        done = ingest(
            paths, into,
            sources=sources, speakers=speakers, encoding=group.encoding, columns=dict(group.columns), ocr=_readable(group.ocr), jobs=jobs,
            largest=None, follow=follow, report=report, tell=tell, compare=group == last,
        )  # fmt: skip
        steps += done.steps
    return tuple(steps)


def _readable(languages: str | None) -> str | None:
    """The languages of pictures if the program that reads them is there; without it, they are problems that say how to read them."""
    from claimsdb.pictures.tesseract import found

    try:
        return languages and found(languages).language
    except RecognitionMissingError:
        return None


def _settings(given: str | None) -> _Settings:
    try:
        found = json.loads(given or "{}")
    except ValueError:  # a damaged row
        found = {}
    found = found if isinstance(found, dict) else {}
    encoding, columns = found.get("encoding"), found.get("columns")
    named = columns.items() if isinstance(columns, dict) else ()
    ocr = found.get("ocr")
    return _Settings(
        encoding if isinstance(encoding, str) else None,
        tuple(sorted((r, str(c)) for r, c in named)),
        ocr if isinstance(ocr, str) else None,
    )
