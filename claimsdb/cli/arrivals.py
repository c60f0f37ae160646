"""What became of files, addresses and texts, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from claimsdb.model.ids import document_id

if TYPE_CHECKING:
    from claimsdb.capture.captured import Captured
    from claimsdb.ingestion.progress import Summary


def counts(done: Summary) -> dict[str, object]:
    """The counts of a run."""
    return {
        "run": done.run,
        "outcome": str(done.outcome),
        "read": sum(s.outcome == "read" for s in done.steps),
        "unchanged": sum(s.outcome == "unchanged" for s in done.steps),
        "problems": sum(s.problem is not None for s in done.steps),
        "claims": sum(s.claims for s in done.steps),
        "skipped": sum(s.outcome == "skipped" for s in done.steps),
        "kept_bytes": done.kept,
    }


def arrivals(folder: Path, captured: Sequence[Captured], done: Summary) -> list[dict[str, object]]:
    """What became of the captures in the folder: the document of each, and the problem with it, if there is one."""
    steps = {(step.file.root / step.file.path).resolve(): step for step in done.steps}
    made: list[dict[str, object]] = []
    for one in captured:
        step = steps.get((folder / one.path).resolve()) if one.path else None
        problem = one.problem or (step.problem if step else None)
        is_read = step is not None and step.outcome != "problem"
        made.append(
            {
                "address": one.address,
                "outcome": one.outcome,
                "path": one.path,
                "document": document_id(one.sha256) if is_read and one.sha256 else None,
                "claims": step.claims if step is not None and step.outcome == "read" else None,
                "problem": asdict(problem) if problem else None,
            }
        )
    return made
