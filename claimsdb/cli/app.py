"""The typer application with all commands; they import heavy modules when they run."""

from __future__ import annotations

from typing import Annotated

import typer

from claimsdb.cli import (
    browse,
    capture,
    cite,
    evaluate,
    explain,
    export,
    groups,
    ingest,
    publish,
    recover,
    remove,
    serve,
    speakers,
    state,
    verify,
    versions,
)
from claimsdb.cli.exit_codes import Commands
from claimsdb.model.version import __version__

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
app.command("capture", epilog=capture.EXAMPLE)(capture.capture)
app.command("remove", epilog=remove.EXAMPLE)(remove.remove)
app.command("list", epilog=browse.LIST_EXAMPLE)(browse.list_claims)
app.command("show", epilog=browse.SHOW_EXAMPLE)(browse.show)
app.command("cite", epilog=cite.EXAMPLE)(cite.cite)
app.command("speakers", epilog=speakers.EXAMPLE)(speakers.speakers)
app.command("groups", epilog=groups.GROUPS_EXAMPLE)(groups.groups)
app.command("conflicts", epilog=groups.CONFLICTS_EXAMPLE)(groups.conflicts)
app.command("origins", epilog=groups.ORIGINS_EXAMPLE)(groups.origins)
app.command("diff", epilog=versions.DIFF_EXAMPLE)(versions.diff)
app.command("history", epilog=versions.HISTORY_EXAMPLE)(versions.history)
app.command("original", epilog=versions.ORIGINAL_EXAMPLE)(versions.original)
app.command("verify", epilog=verify.EXAMPLE)(verify.verify)
app.command("recover", epilog=recover.EXAMPLE)(recover.recover)
app.command("problems", epilog=state.PROBLEMS_EXAMPLE)(state.problems)
app.command("runs", epilog=state.RUNS_EXAMPLE)(state.runs)
app.command("stats", epilog=state.STATS_EXAMPLE)(state.stats)
app.command("export", epilog=export.EXAMPLE)(export.export)
app.command("explain", epilog=explain.EXAMPLE)(explain.explain)
app.command("evaluate", epilog=evaluate.EXAMPLE)(evaluate.evaluate)
app.command("migrate", epilog=state.MIGRATE_EXAMPLE)(state.migrate)
app.command("publish", epilog=publish.EXAMPLE)(publish.publish)
app.command("serve", epilog=serve.EXAMPLE)(serve.serve)
