"""Manners towards servers: what their robots.txt forbids is not asked, and each host is asked at most so often (RFC 9309)."""

from __future__ import annotations

import time
from collections.abc import Callable

from protego import Protego

from claimsdb.capture.addresses import host_of, robots_of
from claimsdb.capture.fetch import AGENT, Fetched
from claimsdb.model.errors import CaptureError

_LONGEST = 30.0
"""The longest pause in seconds that a robots.txt can ask for."""


class Manners:
    """When an address may be asked; `ask` fetches a robots.txt, `pause` is the time in seconds between two requests to a host.

    If `robots` is false, no robots.txt is read.
    """

    def __init__(self, ask: Callable[[str], Fetched], pause: float, robots: bool) -> None:
        self._ask, self._pause, self._robots = ask, pause, robots
        self._rules: dict[str, Protego | Fetched] = {}
        self._next: dict[str, float] = {}

    def before(self, address: str) -> None:
        """Wait until the address may be asked. Raises `CaptureError` if it must not be."""
        pause = self._pause
        if self._robots:
            rules = self._of(address)
            if isinstance(rules, Fetched):
                raise _untold(address, rules)
            if not rules.can_fetch(address, AGENT):
                remedy = (
                    "Save the page in a browser and ingest the file, or capture it with --ignore-robots if you may."
                )
                raise CaptureError(address, "Its robots.txt does not permit programs to read it.", remedy)
            pause = max(pause, min(rules.crawl_delay(AGENT) or 0, _LONGEST))
        self.wait(address, pause)

    def wait(self, address: str, pause: float | None = None) -> None:
        """Wait for the host's turn, and count this request."""
        host, now = host_of(address), time.monotonic()
        ready = self._next.get(host, now)
        if ready > now:
            time.sleep(ready - now)
        self._next[host] = max(ready, now) + (self._pause if pause is None else pause)

    def ready(self, address: str) -> float:
        """When the host may be asked next, on the monotonic clock; 0 if it has not been asked."""
        return self._next.get(host_of(address), 0)

    def _of(self, address: str) -> Protego | Fetched:
        """The rules for the address, or why they cannot be had. Without a robots.txt, everything is permitted."""
        where = robots_of(address)
        if where not in self._rules:
            got = self._ask(where)
            if got.fault is None:
                self._rules[where] = Protego.parse(got.body.decode("utf-8", "replace"))
            elif got.status is not None and 400 <= got.status < 500 and got.status != 429:
                self._rules[where] = Protego.parse("")
            else:
                self._rules[where] = got
        return self._rules[where]


def _untold(address: str, robots: Fetched) -> CaptureError:
    """The error about a robots.txt that cannot be had, so that everything is forbidden; if its host does not answer, that is the error."""
    assert robots.fault is not None
    if not robots.exchanges:
        return CaptureError(address, robots.fault.message, robots.fault.remedy)
    what = f"Its robots.txt, which says what programs may read, cannot be had: {robots.fault.message}"
    return CaptureError(address, what, "Capture it again later, or with --ignore-robots.")
