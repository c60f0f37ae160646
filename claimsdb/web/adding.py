"""Adding documents from the browser: who may, and the command that does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from datasette.utils import actor_matches_allow

from claimsdb.web.commands import command

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request


class Arrival(TypedDict):
    """What became of an address, a file or a text, as the commands print it."""

    address: str
    outcome: str
    path: str | None
    document: str | None
    documents: int
    claims: int | None
    problem: dict[str, Any] | None


def settings(datasette: Datasette) -> dict[str, Any]:
    """The part `add` of the plugin's configuration: `allow`, as in Datasette's metadata, and `allow_private`. Without it nobody may add."""
    found = (datasette.plugin_config("claimsdb") or {}).get("add")
    return found if isinstance(found, dict) else {}


def may_add(datasette: Datasette, request: Request) -> bool:
    """Whether whoever asks has the permission to add documents: nobody, unless the configuration says otherwise."""
    allow = settings(datasette).get("allow")
    return allow is not None and bool(actor_matches_allow(request.actor, allow))


async def capture(datasette: Datasette, database: Database, address: str) -> Arrival:
    """Capture the address and read it. Raises `TooBusyError` if others are being added for too long."""
    private = ["--allow-private"] if settings(datasette).get("allow_private") else []
    return await _run(["capture", *private, "--json", "--db", str(database.path), "--", address])


async def add(database: Database, raw: bytes, stated: dict[str, str]) -> Arrival:
    """Keep the bytes as a file and read it; `stated` are options of `claimsdb ingest -`. Raises `TooBusyError`."""
    options = [f"--{name}={value}" for name, value in stated.items() if value]
    return await _run(["ingest", "-", *options, "--json", "--db", str(database.path)], raw)


async def _run(arguments: Sequence[str], given: bytes = b"") -> Arrival:
    """What became of what the command was given."""
    done = await command(arguments, given)
    if done.told is None:
        problem = {"message": done.said, "remedy": ""}
        return Arrival(
            address="", outcome="problem", path=None, document=None, documents=0, claims=None, problem=problem
        )
    arrival: Arrival = done.told["captures"][0]
    return arrival
