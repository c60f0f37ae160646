"""Look-ups take turns: each is work for a whole processor, and other pages must get through meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

from claimsdb.model.errors import TooBusyError

SECONDS = 10
"""How long a look-up waits for its turn, without holding one of Datasette's threads."""
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


@asynccontextmanager
async def in_turn() -> AsyncIterator[None]:
    """Wait until no other look-up of this server runs. Raises `TooBusyError` if that takes too long."""
    turn = _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock())
    try:
        async with asyncio.timeout(SECONDS):
            await turn.acquire()
    except TimeoutError:
        raise TooBusyError(SECONDS) from None
    try:
        yield
    finally:
        turn.release()
