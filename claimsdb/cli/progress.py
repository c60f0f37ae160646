"""The progress bar of long commands."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from claimsdb.cli.common import printable

if TYPE_CHECKING:
    from claimsdb.ingestion.files import Found
    from claimsdb.ingestion.progress import Step


@contextmanager
def progress_of(
    what: str,
) -> Iterator[tuple[Callable[[Found], None], Callable[[Step], None], Callable[[str, int, int], None]]]:
    """A progress bar on standard error, if that is a terminal, for the documents and the later tasks; problems are
    printed above it.
    """
    progress = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True,
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

    def tell(doing: str, done: int, of: int) -> None:
        progress.update(task, description=doing, completed=done, total=of)

    with progress:
        yield begin, report, tell
