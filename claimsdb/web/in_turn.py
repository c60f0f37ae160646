"""Look-ups take turns: each holds one of Datasette's few threads for long, and other pages must get through meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

from claimsdb.model.errors import TooBusyError

AT_ONCE = 2
"""How many look-ups run at once; Datasette has three threads."""
SECONDS = 20
"""How long a look-up waits for its turn, without holding one of Datasette's threads."""
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


@asynccontextmanager
async def in_turn() -> AsyncIterator[None]:
    """Wait until fewer than `AT_ONCE` look-ups of this server run. Raises `TooBusyError` if that takes too long."""
    turn = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    try:
        async with asyncio.timeout(SECONDS):
            await turn.acquire()
    except TimeoutError:
        raise TooBusyError(SECONDS) from None
    try:
        yield
    finally:
        turn.release()
