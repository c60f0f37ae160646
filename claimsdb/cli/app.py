"""All commands gathered; what is heavy is imported inside them."""

from __future__ import annotations

from typing import Annotated

import typer

from claimsdb import __version__
from claimsdb.cli import across, browse, check, cite, evaluate, explain, export, ingest, manage, serve
from claimsdb.cli.edges import Commands

app = typer.Typer(
    name="claimsdb",
    cls=Commands,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Every claim in your documents, with its exact place and who said it.",
    epilog="Start with: claimsdb ingest FOLDER, then: claimsdb serve",
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"claimsdb {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


app.command("ingest", epilog=ingest.EXAMPLE)(ingest.ingest)
app.command("list", epilog=browse.LIST_EXAMPLE)(browse.list_claims)
app.command("show", epilog=browse.SHOW_EXAMPLE)(browse.show)
app.command("cite", epilog=cite.EXAMPLE)(cite.cite)
app.command("groups", epilog=across.GROUPS_EXAMPLE)(across.groups)
app.command("conflicts", epilog=across.CONFLICTS_EXAMPLE)(across.conflicts)
app.command("origins", epilog=across.ORIGINS_EXAMPLE)(across.origins)
app.command("verify", epilog=check.EXAMPLE)(check.verify)
app.command("problems", epilog=manage.PROBLEMS_EXAMPLE)(manage.problems)
app.command("runs", epilog=manage.RUNS_EXAMPLE)(manage.runs)
app.command("stats", epilog=manage.STATS_EXAMPLE)(manage.stats)
app.command("export", epilog=export.EXAMPLE)(export.export)
app.command("explain", epilog=explain.EXAMPLE)(explain.explain)
app.command("evaluate", epilog=evaluate.EXAMPLE)(evaluate.evaluate)
app.command("migrate", epilog=manage.MIGRATE_EXAMPLE)(manage.migrate)
app.command("serve", epilog=serve.EXAMPLE)(serve.serve)
