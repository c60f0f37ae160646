"""`claimsdb serve`: databases in a browser, through Datasette."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Annotated, NamedTuple
from urllib.parse import SplitResult, urlsplit

import typer

from claimsdb.cli.common import DEFAULT, log

EXAMPLE = (
    "Examples: claimsdb serve --db claims.db --port 8010 --open; "
    "claimsdb serve --db news.db --db speeches.db --base-url https://example.org/words/"
)

_SEGMENTS = re.compile(r"(?:[\w~-][\w.~-]*(?:/[\w~-][\w.~-]*)*)?", re.ASCII)
"""Paths that are the same in every address: nothing in them is ever escaped."""


class Robots(StrEnum):
    """What search engines may list."""

    ALLOW = "allow"
    DENY = "deny"


def serve(
    db: Annotated[
        list[Path] | None,
        typer.Option(
            "--db",
            help="The claims database. Repeatable. Default: claims.db.",
            envvar="CLAIMSDB_DB",
            show_default=False,
        ),
    ] = None,
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
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url",
            metavar="URL",
            help="Address or path at which a reverse proxy offers the pages: https://example.org/words/ or /words/.",
            show_default=False,
        ),
    ] = None,
    metadata: Annotated[
        Path | None,
        typer.Option(
            help="Title, description, licence and more for the pages, in YAML or JSON as for Datasette.",
            show_default=False,
        ),
    ] = None,
    robots: Annotated[
        Robots, typer.Option(help="What search engines may list: pages of claims, documents and speakers, or nothing.")
    ] = Robots.ALLOW,
    add: Annotated[
        bool, typer.Option("--add", help="Let those who open the link that is printed add pages, files and texts.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="With --add: permit pages in this network and on this machine.")
    ] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open a browser.")] = False,
) -> None:
    """Publish databases with Datasette: facets, full-text search, SQL, canned queries. Ctrl-C stops it.

    Exits with 0 when it is stopped, and with 2 if it cannot start. For a server that others reach, see the guide to publishing.
    """
    from datasette.cli import cli

    from claimsdb.store.guard import cap_memory
    from claimsdb.store.migrations import open_for_reading
    from claimsdb.web import prefixes
    from claimsdb.web.metadata import metadata_for, metadata_of
    from claimsdb.web.settings import SETTINGS

    databases = db or [DEFAULT]
    for one in databases:
        open_for_reading(one).dispose()
    described = metadata_for(*databases, own=metadata_of(metadata) if metadata else None)
    site = Site.at(base_url)
    if wrong := prefixes.objection(site.path, [one.stem for one in databases]):
        raise typer.BadParameter(wrong, param_hint="--base-url")
    cap_memory()
    if port == 0:
        port = _free(host)
    elif not _is_free(host, port):
        raise typer.BadParameter(
            f"Port {port} on {host} is in use or not permitted. Choose another, or 0 for any free port.",
            param_hint="--port",
        )
    at = f"http://{'[' + host + ']' if ':' in host else host}:{port}{site.path}"
    log(f"Serving {', '.join(map(str, databases))} on {at} — stop with Ctrl-C")
    if add:
        log("To add documents, open this link first. It works once; whoever opens it may add until the server stops.")
    settings = {**SETTINGS, "base_url": site.path, "force_https_urls": "on" if site.secure else "off"}
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))  # the server finishes its answers
    folder = databases[0].absolute().parent
    files = [os.path.join(".", os.path.relpath(one.absolute(), folder)) for one in databases]  # noqa: PTH118 (keeps ./)
    os.chdir(folder)  # Datasette shows the paths that it is given: they shall say nothing of what is around
    arguments = [*files, "--host", host, "--port", str(port), *(["--open"] if open_browser else [])]
    arguments += [word for name, value in settings.items() for word in ("--setting", name, str(value))]
    arguments += ["--root"] if add else []
    command = cli.commands["serve"]
    with command.make_context("datasette", arguments) as context:
        plugin: dict[str, object] = {
            "host": host,
            "allow_hosts": [*(allow_host or []), *([site.host] if site.host else [])],
            "robots": robots.value,
        }
        if add:  # Datasette's --root prints a link that makes its reader root, once
            plugin["add"] = {"allow": {"id": "root"}, "allow_private": allow_private}
        plugins = described.get("plugins") or {}
        described["plugins"] = {**plugins, "claimsdb": {**(plugins.get("claimsdb") or {}), **plugin}}
        context.params["metadata"] = StringIO(
            json.dumps(described, default=str)
        )  # a file would stay if the server were killed
        command.invoke(context)


class Site(NamedTuple):
    """Where people find the pages: the path, with `/` at both ends, and the host, if it is known, and whether that is asked by HTTPS."""

    path: str
    host: str | None = None
    secure: bool = False

    @classmethod
    def at(cls, given: str | None) -> Site:
        """The site at an address or a path. Raises `typer.BadParameter` for anything else."""
        try:
            parts = urlsplit(given or "/")
            is_address = (
                parts.scheme in ("http", "https")
                and bool(parts.hostname)
                and parts.port != 0
                and " " not in parts.netloc
            )
        except ValueError:  # the port is not one, or the brackets of an IPv6 address do not match
            parts, is_address = SplitResult("", "", "", "", ""), False
        is_path = not parts.scheme and not parts.netloc and parts.path.startswith("/")
        inner = parts.path.strip("/")
        if not (is_address or is_path) or parts.query or parts.fragment or not _SEGMENTS.fullmatch(inner):
            raise typer.BadParameter(
                f"{given!r} is not an address such as https://example.org/words/ or a path such as /words/.",
                param_hint="--base-url",
            )
        return cls(f"/{inner}/" if inner else "/", parts.hostname, parts.scheme == "https")


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
