"""`claimsdb serve`: the database in a browser, through Datasette."""

from __future__ import annotations

import json
import os
import signal
import socket
from io import StringIO
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
    add: Annotated[
        bool, typer.Option("--add", help="Let those who open the link that is printed add pages, files and texts.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="With --add: permit pages in this network and on this machine.")
    ] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open a browser.")] = False,
) -> None:
    """Publish the database with Datasette: facets, full-text search, SQL, canned queries. Ctrl-C stops it."""
    from datasette.cli import cli

    from claimsdb.store.guard import cap_memory
    from claimsdb.store.migrations import open_for_reading
    from claimsdb.web.metadata import metadata_for
    from claimsdb.web.settings import SETTINGS

    open_for_reading(db).dispose()
    cap_memory()
    if port == 0:
        port = _free(host)
    elif not _is_free(host, port):
        raise typer.BadParameter(
            f"Port {port} on {host} is in use or not permitted. Choose another, or 0 for any free port.",
            param_hint="--port",
        )
    log(f"Serving {db} on http://{'[' + host + ']' if ':' in host else host}:{port}/ — stop with Ctrl-C")
    if add:
        log("To add documents, open this link first. It works once; whoever opens it may add until the server stops.")
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, str(value))]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))  # the server finishes its answers
    os.chdir(db.absolute().parent)  # Datasette shows the path that it is given: it shall be the file's name alone
    arguments = [f"./{db.name}", "--host", host, "--port", str(port), *settings, *(["--open"] if open_browser else [])]
    arguments += ["--root"] if add else []
    command = cli.commands["serve"]
    with command.make_context("datasette", arguments) as context:
        plugin: dict[str, object] = {"host": host, "allow_hosts": allow_host or []}
        if add:  # Datasette's --root prints a link that makes its reader root, once
            plugin["add"] = {"allow": {"id": "root"}, "allow_private": allow_private}
        described = metadata_for(db) | {"plugins": {"claimsdb": plugin}}
        context.params["metadata"] = StringIO(json.dumps(described))  # a file would stay if the server were killed
        command.invoke(context)


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
