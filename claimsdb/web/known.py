"""Databases of Datasette's that remember their schema: Datasette asks for it table by table, in hundreds of trips to its threads a page.

What they remember is valid as long as SQLite's `schema_version` is the same, which is read once for each request.
"""

from __future__ import annotations

import asyncio
import copy
import threading
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.database import Database

from claimsdb.model.errors import NotServedError
from claimsdb.store import borrowed
from claimsdb.store.borrowed import State
from claimsdb.store.engine import Driver
from claimsdb.store.guard import out_of_memory

if TYPE_CHECKING:
    from datasette.app import Datasette

File = tuple[int, int]
"""A file's device and number."""
Answer = Callable[..., Awaitable[Any]]
_SCHEMA = (
    "attached_databases",
    "foreign_keys_for_table",
    "fts_table",
    "get_all_foreign_keys",
    "get_table_definition",
    "get_view_definition",
    "hidden_table_names",
    "label_column_for_table",
    "primary_keys",
    "table_column_details",
    "table_columns",
    "table_exists",
    "table_names",
    "view_exists",
    "view_names",
)
"""Datasette's methods whose answers follow from the schema (and from the metadata, which do not change)."""
_OF_TABLES = (
    "foreign_keys_for_table",
    "fts_table",
    "get_table_definition",
    "get_view_definition",
    "primary_keys",
    "table_column_details",
    "table_columns",
    "table_exists",
)
"""Those that every page of a table asks, about the table."""
_MOST = 2000
"""Maximum number of answers to remember: some are about names of tables that do not exist, from addresses."""
_held = threading.local()
_states: ContextVar[dict[str, State]] = ContextVar("states")


def begin_request() -> None:
    """Look at the databases anew, in this task and in those that it starts."""
    _states.set({})


async def state(database: Database) -> State:
    """The schema's version and whether the database is ours, read once for each request."""
    states = _states.get({})
    if database.name not in states:
        states[database.name] = await database.execute_fn(borrowed.state)
    return states[database.name]


class KnownDatabase(Database):  # type: ignore[misc]
    """A database file whose schema is read once, whose tables are counted in one trip, and which is opened again if it is replaced."""

    def __init__(self, datasette: Datasette, path: str, is_mutable: bool) -> None:
        super().__init__(datasette, path=path, is_mutable=is_mutable)
        self.was_ours = False
        """Whether it has been a database of ours since the server started."""
        self._version: tuple[File, int] | None = None
        self._known: dict[Hashable, object] = {}
        self._asking: dict[Hashable, asyncio.Lock] = {}

    def file(self) -> File:
        """What tells the file from one that replaces it. Raises `NotServedError` if there is none."""
        try:
            found = Path(self.path).stat()
        except OSError:
            raise NotServedError(self.name, "is not there") from None
        return found.st_dev, found.st_ino

    async def execute_fn(self, fn: Callable[[Driver], Any]) -> Any:
        """What `fn` returns for this thread's connection. Raises `NotServedError`."""

        def work() -> Any:
            try:
                return fn(self._connection())
            except MemoryError:
                raise out_of_memory() from None

        if self.ds.executor is None:
            return work()
        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, work)

    def _connection(self) -> Driver:
        """The connection of this thread, which is opened again if another file has come to its path."""
        opened: dict[KnownDatabase, tuple[File, Driver]] = _held.__dict__.setdefault("opened", {})
        now = self.file()
        if self in opened and opened[self][0] != now:
            _, stale = opened.pop(self)
            self._all_file_connections.remove(stale)
            borrowed.close(stale)
        if self not in opened:
            connection = self.connect()
            self.ds._prepare_connection(connection, self.name)
            opened[self] = now, connection
        return opened[self][1]

    async def execute(self, sql: str, params: Any = None, *how: Any, **more: Any) -> Any:
        """The rows of a statement; those of Datasette's own about names are remembered. Readers' statements have named parameters."""

        async def ask() -> object:
            return await super(KnownDatabase, self).execute(sql, params, *how, **more)

        return await (self.once((sql, params), ask) if sql == borrowed.SPELT and isinstance(params, tuple) else ask())

    async def learn(self) -> None:
        """Ask for the whole schema, while there are no requests: the first ones would wait for hundreds of trips."""
        begin_request()
        for table in (*await self.table_names(), *await self.view_names()):
            await self.execute(borrowed.SPELT, (table,))
            for name in _OF_TABLES:
                await getattr(self, name)(table)
        await self.hidden_table_names()
        await self.get_all_foreign_keys()
        await self.attached_databases()

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """The number of rows of each table; None for a table that takes longer than `limit` milliseconds to count."""
        tables: Sequence[str] = await self.table_names()
        found: dict[str, int | None] = await self.execute_fn(lambda driver: borrowed.counts(driver, tables, limit))
        return found

    async def attached_databases(self) -> list[Any]:
        """The attached databases, without the one of temporary tables, in which look-ups keep what they are comparing."""
        return [database for database in await super().attached_databases() if database.name != "temp"]

    async def label_column_for_table(self, table: str) -> str | None:
        """The column whose words Datasette shows for keys of the table; none if the table is not public, since it asks for nobody."""
        if await self.ds.permission_allowed(None, "view-table", (self.name, table), default=None) is False:
            return None
        found: str | None = await super().label_column_for_table(table)
        return found

    async def once(self, key: Hashable, ask: Callable[[], Awaitable[object]]) -> object:
        """The answer to a question about the schema, asked the first time and then remembered."""
        version = self.file(), (await state(self)).schema
        if version != self._version or len(self._asking) > _MOST:
            self._version, self._known, self._asking = version, {}, {}
        known = self._known
        async with self._asking.setdefault(
            key, asyncio.Lock()
        ):  # many requests may come before the first has its answer
            if key not in known:
                known[key] = await ask()
        return copy.copy(known[key])


def _remembering(name: str, answer: Answer) -> Answer:
    async def remembered(self: KnownDatabase, *about: Hashable) -> object:
        return await self.once((name, *about), lambda: answer(self, *about))

    return remembered


for _name in _SCHEMA:
    if _answer := getattr(KnownDatabase, _name, None):  # versions of Datasette differ in some
        setattr(KnownDatabase, _name, _remembering(_name, _answer))


async def remember_schemas(datasette: Datasette) -> None:
    """Put such databases in the place of Datasette's own, in the same order, and let them learn their schemas."""
    for name, database in list(datasette.databases.items()):
        route = database.route
        datasette.remove_database(name)
        if type(database) is Database and not database.is_memory:
            database = KnownDatabase(datasette, database.path, database.is_mutable)
        datasette.add_database(database, name=name, route=route)
    for database in datasette.databases.values():
        if isinstance(database, KnownDatabase):
            with suppress(Exception):  # what is wrong with a database is told to those who ask for its pages
                await database.learn()
