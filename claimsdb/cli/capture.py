"""`claimsdb capture`: web pages kept as files, with their provenance, and read."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import claimsdb
from claimsdb.capture.given import default_folder
from claimsdb.cli.arrivals import arrivals, counts
from claimsdb.cli.common import DEFAULT, AsJson, Database, log, print_json
from claimsdb.cli.progress import progress_of
from claimsdb.ingestion.loading import loading

if TYPE_CHECKING:
    from claimsdb.capture.captured import Captured
    from claimsdb.ingestion.progress import Step

EXAMPLE = "Examples: claimsdb capture https://example.org/news/1 --to captures; claimsdb capture --feed https://example.org/rss.xml"


def capture(
    addresses: Annotated[list[str] | None, typer.Argument(help="Addresses of web pages.", show_default=False)] = None,
    to: Annotated[
        Path | None,
        typer.Option(help="Folder that keeps the pages. Default: captures, next to the database.", show_default=False),
    ] = None,
    feed: Annotated[
        list[str] | None,
        typer.Option(help="An RSS or Atom feed, by its address or as a file. Can be repeated.", show_default=False),
    ] = None,
    from_file: Annotated[
        Path | None,
        typer.Option("--from", help="A file with an address on each line (-: standard input).", show_default=False),
    ] = None,
    db: Database = DEFAULT,
    pause: Annotated[float, typer.Option(min=0, help="Seconds between two requests to a host.")] = 1,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds that an answer may take in all.")] = 60,
    largest: Annotated[
        str, typer.Option(metavar="SIZE", help="The largest page that is kept; none for no limit.")
    ] = "64MB",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Permit addresses in this network and on this machine.")
    ] = False,
    ignore_robots: Annotated[
        bool, typer.Option("--ignore-robots", help="Ask for pages that a robots.txt keeps from programs.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch web pages into a folder, with their addresses and times in captures.csv and all exchanges in WARC files, and read them.

    A second capture of an address with other bytes is a new version of the document; claims of the old one stay citable. The folder
    can be read again on any machine with `claimsdb ingest FOLDER`. Exits with 1 if an address cannot be captured or read.
    """
    with loading():
        read_into = claimsdb.ingest
        from claimsdb.capture.capture import Asking
        from claimsdb.capture.capture import capture as fetch_into
        from claimsdb.capture.captured import paths_of
        from claimsdb.capture.fetch import Limits

    wanted = [*(addresses or []), *_listed(from_file)]
    if not wanted and not feed:
        raise typer.BadParameter("Name an address, or a list with --from, or a feed with --feed.")
    folder, most = to or default_folder(db), claimsdb.Budget.bytes_of(largest)
    limits = Limits(silence=min(20, timeout), whole=timeout, largest=most, private=allow_private)
    captured: list[Captured] = []
    with progress_of("Capturing") as (begin, report, tell):
        total = len(wanted)

        def expect(count: int) -> None:
            nonlocal total
            total = count

        def arrived(result: Captured) -> None:
            captured.append(result)
            tell("Capturing", len(captured), total)

        def read(step: Step) -> None:
            report(replace(step, problem=None) if _is_of_earlier(step, captured) else step)

        asking = Asking(limits, pause, not ignore_robots)
        fetch_into(wanted, folder, feeds=feed or (), asking=asking, begin=expect, report=arrived)
        tell("Reading", 0, 0)
        done = read_into(paths_of(folder, captured), db, largest=most, begin=begin, report=read, tell=tell)
    told = {(s.problem.path, s.problem.message) for s in done.steps if s.problem}
    for problem in (c.problem for c in captured if c.problem):
        if (problem.path, problem.message) not in told:  # not an address that can be noted
            log(f"problem: {problem}", always=True)
    failed = sum(c.problem is not None for c in captured)
    faulty = [s for s in done.steps if s.problem and s.problem.code != "capture"]
    summary = counts(done) | {"problems": failed + len(faulty), "captures": arrivals(folder, captured, done)}
    if as_json:
        print_json(summary)
    else:
        by = {outcome: sum(c.outcome == outcome for c in captured) for outcome in ("new", "changed", "unchanged")}
        log(
            f"{by['new']} new pages, {by['changed']} changed, {by['unchanged']} unchanged, {failed} not captured. "
            f"Run {done.run}: {summary['claims']} claims read, {len(faulty)} files with problems. Folder: {folder}. Database: {db}"
        )
    raise typer.Exit(1 if summary["problems"] else 0)


def _listed(file: Path | None) -> list[str]:
    """The addresses in the file."""
    from claimsdb.capture.feeds import in_list

    if file is None:
        return []
    raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    return in_list(raw.decode("utf-8", "replace"))


def _is_of_earlier(step: Step, captured: list[Captured]) -> bool:
    """Whether it is a problem with an address that this run did not ask for."""
    return (
        step.problem is not None
        and step.problem.code == "capture"
        and all(c.address != step.problem.path for c in captured)
    )
