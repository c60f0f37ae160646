"""Capturing: from addresses and feeds to files in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from claimsdb.capture.addresses import checked
from claimsdb.capture.captured import Captured
from claimsdb.capture.feeds import in_feed
from claimsdb.capture.fetch import Fetched, Limits, fetch
from claimsdb.capture.folder import Captures
from claimsdb.capture.given import is_address
from claimsdb.capture.manners import Manners
from claimsdb.model.errors import CaptureError, UnreadableError
from claimsdb.store.contents import contents


@dataclass(frozen=True, slots=True)
class Asking:
    """How addresses are asked: within `limits`, with `pause` seconds between requests to a host, and (`robots`) as robots.txt permits."""

    limits: Limits = field(default_factory=Limits)
    pause: float = 1
    robots: bool = True


def capture(
    addresses: Iterable[str],
    into: Path,
    *,
    feeds: Iterable[str] = (),
    asking: Asking | None = None,
    begin: Callable[[int], None] = lambda _: None,
    report: Callable[[Captured], None] = lambda _: None,
) -> tuple[Captured, ...]:
    """Fetch the addresses, and those in the feeds (addresses or files), into the folder `into`, which is made if it is missing.

    An address has one path in the folder, whatever it gives: new bytes replace the file, and the earlier ones are kept in the archive,
    where every exchange is. A failure is a problem of its address, and the rest goes on. `begin` is called with the number of addresses,
    `report` with each when it is done. Raises `OSError` if the folder cannot be written, `SourcesError` if its table is faulty.
    """
    asking = asking or Asking()
    captures, context = Captures(into), httpx.create_ssl_context()
    # What a robots.txt says applies to pages; it is itself asked with the same pauses.
    manners = Manners(lambda a: fetch(a, asking.limits, context, manners.wait), asking.pause, asking.robots)
    done: list[Captured] = []

    def ask(address: str) -> Fetched:
        return fetch(address, asking.limits, context, manners.before)

    def finish(result: Captured) -> None:
        done.append(result)
        report(result)

    wanted = list(addresses)
    for feed in feeds:
        found = _in_feed(feed, ask, captures)
        if isinstance(found, Captured):
            finish(found)
        else:
            wanted += found
    waiting: dict[str, None] = {}
    for given in wanted:
        try:
            waiting[checked(given)] = None
        except CaptureError as error:
            finish(Captured(error.problem.path, "problem", problem=error.problem))
    begin(len(done) + len(waiting))
    while waiting:
        address = min(waiting, key=manners.ready)  # the hosts take turns
        del waiting[address]
        finish(captures.keep(address, ask(address)))
    return tuple(done)


def _in_feed(feed: str, ask: Callable[[str], Fetched], captures: Captures) -> list[str] | Captured:
    """The addresses in a feed, or the problem with it."""
    if not is_address(feed):
        try:
            return in_feed(contents(Path(feed).parent, Path(feed).name, follow=True), feed)
        except (CaptureError, UnreadableError) as error:
            return Captured(feed, "problem", problem=replace(error.problem, path=feed))
    try:
        address = checked(feed)
        fetched = ask(address)
        if fetched.fault is not None:
            return captures.keep(address, fetched)
        found = in_feed(fetched.body, fetched.final, fetched.content_type)
    except CaptureError as error:
        return Captured(error.problem.path, "problem", problem=error.problem)
    captures.settle(address)
    return found
