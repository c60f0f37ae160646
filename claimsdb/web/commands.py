"""Running commands of the terminal for pages that change the database, one at a time.

The command is the one of the terminal, so that there is one way in; pages stay quick while it works, and write nothing themselves.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from claimsdb.model.errors import TooBusyError

_SECONDS = 60
_ERROR = "claimsdb: "
"""How a line begins in which a command says what is wrong."""
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


class Done(NamedTuple):
    """The JSON that a command printed, and what it said to people; if it printed none, it failed, and `said` is why."""

    told: Any
    said: str


async def command(arguments: Sequence[str], given: bytes = b"") -> Done:
    """Run a command that prints JSON, with these bytes as its input. Raises `TooBusyError` if others run for too long."""
    async with _in_turn():  # also if whoever asked has gone: what was begun ends
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "claimsdb", *arguments,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, said = await process.communicate(given)
    lines = said.decode("utf-8", "replace").splitlines()
    errors = [line.removeprefix(_ERROR) for line in lines if line.startswith(_ERROR)]
    try:
        return Done(json.loads(out), "")
    except ValueError:
        if not errors:  # it crashed, or was killed
            print(*lines, f"claimsdb {arguments[0]} ended with {process.returncode}", sep="\n", file=sys.stderr)
        return Done(None, errors[-1] if errors else "The command failed. The server's log says how.")


@asynccontextmanager
async def _in_turn() -> AsyncIterator[None]:
    """Wait until nothing else is being written through this server, since the database has one writer at a time."""
    turn = _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock())
    try:
        async with asyncio.timeout(_SECONDS):
            await turn.acquire()
    except TimeoutError:
        raise TooBusyError(_SECONDS) from None
    try:
        yield
    finally:
        turn.release()
