"""What follows from the documents alone, remembered for each connection until the database changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NamedTuple, TypeVar, cast

from claimsdb.store.engine import Driver

T = TypeVar("T")
MOST = 8
"""Maximum number of connections of a thread for which something is remembered."""


class _Held(NamedTuple):
    """A connection, which is kept so that no other one has its identity, the state of its database, and what is remembered by name."""

    connection: Driver
    state: tuple[int, int]
    made: dict[str, object]


_of_thread = threading.local()


def remembered(connection: Driver, name: str, make: Callable[[], T]) -> T:
    """What `make` returned for this name when the database was as it is now, or within a transaction, as it is for that."""
    held: dict[int, _Held] = _of_thread.__dict__.setdefault("held", {})
    state = int(connection.execute("PRAGMA data_version").fetchone()[0]), connection.total_changes
    now = held.pop(id(connection), None)
    if now is None or now.connection is not connection or now.state != state:
        now = _Held(connection, state, {})
    held[id(connection)] = now  # the one used last is the last
    while len(held) > MOST:
        del held[next(iter(held))]
    if name not in now.made:
        now.made[name] = make()
    return cast(T, now.made[name])
