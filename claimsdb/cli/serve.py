"""`claimsdb serve`: the database in a browser, through Datasette."""

from __future__ import annotations

import socket
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from claimsdb.cli.common import DEFAULT, Database, log

EXAMPLE = "Example: claimsdb serve --db claims.db --port 8010 --open"


def serve(
    db: Database = DEFAULT,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port (0: any free port).")] = 8001,
    host: Annotated[
        str, typer.Option(help="The address to listen on. The default is reachable from this machine only.")
    ] = "127.0.0.1",
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host", help="Another name to answer to, such as that of a reverse proxy. Can be repeated."
        ),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open a browser.")] = False,
) -> None:
    """Publish the database with Datasette: facets, full-text search, SQL, canned queries. Ctrl-C stops it."""
    from datasette.cli import cli

    from claimsdb.store.migrations import open_for_reading
    from claimsdb.web.metadata import write_metadata
    from claimsdb.web.settings import SETTINGS

    open_for_reading(db).dispose()
    if port == 0:
        port = _free(host)
    elif not _is_free(host, port):
        raise typer.BadParameter(
            f"Port {port} on {host} is in use or not permitted. Choose another, or 0 for any free port.",
            param_hint="--port",
        )
    log(f"Serving {db} on http://{'[' + host + ']' if ':' in host else host}:{port}/ — stop with Ctrl-C")
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, str(value))]
    with TemporaryDirectory(prefix="claimsdb-") as folder:
        described = write_metadata(db, Path(folder), {"host": host, "allow_hosts": allow_host or []})
        arguments = ["serve", str(db), "--metadata", str(described), "--host", host, "--port", str(port), *settings]
        cli.main([*arguments, *(["--open"] if open_browser else [])], standalone_mode=False)


def _free(host: str) -> int:
    with socket.socket(_family(host)) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _is_free(host: str, port: int) -> bool:
    with socket.socket(_family(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
