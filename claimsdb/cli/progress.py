"""The progress bar of long commands."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from claimsdb.cli.common import counted, printable
from claimsdb.cli.words import is_quiet, is_verbose

if TYPE_CHECKING:
    from claimsdb.ingestion.files import Found
    from claimsdb.ingestion.progress import Step


def told(step: Step) -> str:
    """What became of a file, in a line."""
    more = (
        f": {counted(step.claims, 'claim')}"
        if step.outcome in ("read", "removed")
        else f": {step.note}"
        if step.note
        else ""
    )
    return printable(f"{step.outcome}: {step.file.path}{more}")


@contextmanager
def progress_of(
    what: str,
) -> Iterator[tuple[Callable[[Found], None], Callable[[Step], None], Callable[[str, int, int], None]]]:
    """A progress bar on standard error, if that is a terminal, for the documents and the later tasks; problems are
    printed above it.
    """
    progress = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), disable=is_quiet() or not sys.stderr.isatty(), transient=True,
    )  # fmt: skip
    task = progress.add_task(what, total=None)
    inside: str | None = None
    files: int | None = None
    done = 0
    counted: Counter[str | None] = Counter()

    def begin(found: Found) -> None:
        nonlocal files
        files = len(found.files)
        progress.update(task, total=files)

    def report(step: Step) -> None:
        nonlocal inside, done
        first = inside != (inside := step.file.container)
        counted[inside] += 1
        doing = f"{what} {printable(inside)}: {counted[inside]:,}" if inside else what
        done += first or inside is None  # a file of many counts with its first
        progress.update(task, completed=done, total=files, description=doing)
        if step.problem is not None:
            progress.console.print(
                f"problem: {printable(str(step.problem))}", markup=False, highlight=False, soft_wrap=True
            )
        elif is_verbose():
            progress.console.print(told(step), markup=False, highlight=False, soft_wrap=True)

    def tell(doing: str, done: int, of: int) -> None:
        progress.update(task, description=doing, completed=done, total=of)

    with progress:
        yield begin, report, tell
