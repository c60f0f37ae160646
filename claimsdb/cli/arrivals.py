"""What became of files, addresses and texts, for programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from claimsdb.model.ids import document_id

if TYPE_CHECKING:
    from claimsdb.capture.captured import Captured
    from claimsdb.ingestion.progress import Step, Summary


def counts(done: Summary) -> dict[str, object]:
    """The counts of a run."""
    return {
        "run": done.run,
        "outcome": str(done.outcome),
        "read": sum(s.outcome == "read" for s in done.steps),
        "unchanged": sum(s.outcome == "unchanged" for s in done.steps),
        "problems": sum(s.problem is not None for s in done.steps),
        "claims": sum(s.claims for s in done.steps if s.outcome == "read"),
        "skipped": sum(s.outcome == "skipped" for s in done.steps),
        **{outcome: sum(s.outcome == outcome for s in done.steps) for outcome in ("missing", "moved", "removed")},
        "claims_retired": sum(s.claims for s in done.steps if s.outcome == "removed"),
        "kept_bytes": done.kept,
    }


def arrivals(folder: Path, captured: Sequence[Captured], done: Summary) -> list[dict[str, object]]:
    """What became of the captures in the folder: the document of each, of which a file may hold several, and the first problem."""
    steps: dict[Path, Step] = {}
    inside: dict[Path, list[Step]] = defaultdict(list)
    for step in done.steps:
        if step.file.container is None:
            steps[(step.file.root / step.file.path).resolve()] = step
        else:
            inside[(step.file.root / step.file.container).resolve()].append(step)
    made: list[dict[str, object]] = []
    for one in captured:
        at = (folder / one.path).resolve() if one.path else None
        own = steps.get(at) if at else None
        found = [step for step in (own, *inside.get(at, ())) if step is not None] if at else []
        read = [step for step in found if step.outcome in ("read", "unchanged")]
        problem = one.problem or next((s.problem for s in found if s.problem and (s is own or not read)), None)
        is_read = own is not None and own.outcome in ("read", "unchanged")
        made.append(
            {
                "address": one.address,
                "outcome": one.outcome,
                "path": one.path,
                "document": document_id(one.sha256) if is_read and one.sha256 else None,
                "documents": len(read),
                "claims": sum(step.claims for step in read) if any(step.outcome == "read" for step in read) else None,
                "problem": asdict(problem) if problem else None,
            }
        )
    return made
