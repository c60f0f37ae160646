"""Running commands of the terminal for pages that change the database, one at a time.

The command is the one of the terminal, so that there is one way in; pages stay quick while it works, and write nothing themselves.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

from claimsdb.web.turns import COMMANDS

_ERROR = "claimsdb: "
"""How a line begins in which a command says what is wrong."""


class Done(NamedTuple):
    """The JSON that a command printed, and what it said to people; if it printed none, it failed, and `said` is why."""

    told: Any
    said: str


async def command(arguments: Sequence[str], given: bytes = b"") -> Done:
    """Run a command that prints JSON, with these bytes as its input. Raises `TooBusyError` if others run for too long."""
    async with COMMANDS.one():  # also if whoever asked has gone: what was begun ends
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
