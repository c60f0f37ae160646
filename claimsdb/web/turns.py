"""Taking turns at what would hold up others: those who wait hold none of Datasette's few threads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

from claimsdb.model.errors import TooBusyError


class Turns:
    """The turns of one sort of work: `at_once` of it are done at the same time, and others wait for `seconds` at most."""

    def __init__(self, at_once: int, seconds: float) -> None:
        self.at_once, self.seconds = at_once, seconds
        self._free: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Wait for a turn, and have it. Raises `TooBusyError` if that takes too long."""
        free = self._free.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self.at_once))
        try:
            async with asyncio.timeout(self.seconds):
                await free.acquire()
        except TimeoutError:
            raise TooBusyError(self.seconds) from None
        try:
            yield
        finally:
            free.release()


LOOK_UPS = Turns(2, 20)
"""Each look-up holds one of Datasette's three threads for long, and other pages must get through meanwhile."""
COMMANDS = Turns(1, 60)
"""The database has one writer at a time."""
