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
    judge,
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
from claimsdb.cli.words import saying
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


app.command("ingest", epilog=ingest.EXAMPLE)(saying(ingest.ingest, more=True))
app.command("capture", epilog=capture.EXAMPLE)(saying(capture.capture, more=True))
app.command("remove", epilog=remove.EXAMPLE)(saying(remove.remove, more=True))
app.command("list", epilog=browse.LIST_EXAMPLE)(saying(browse.list_claims))
app.command("show", epilog=browse.SHOW_EXAMPLE)(saying(browse.show))
app.command("cite", epilog=cite.EXAMPLE)(saying(cite.cite))
app.command("speakers", epilog=speakers.EXAMPLE)(saying(speakers.speakers))
app.command("groups", epilog=groups.GROUPS_EXAMPLE)(saying(groups.groups))
app.command("judge", epilog=judge.EXAMPLE)(saying(judge.judge))
app.command("conflicts", epilog=groups.CONFLICTS_EXAMPLE)(saying(groups.conflicts))
app.command("origins", epilog=groups.ORIGINS_EXAMPLE)(saying(groups.origins))
app.command("diff", epilog=versions.DIFF_EXAMPLE)(saying(versions.diff))
app.command("history", epilog=versions.HISTORY_EXAMPLE)(saying(versions.history))
app.command("original", epilog=versions.ORIGINAL_EXAMPLE)(saying(versions.original))
app.command("verify", epilog=verify.EXAMPLE)(saying(verify.verify, more=True))
app.command("recover", epilog=recover.EXAMPLE)(saying(recover.recover, more=True))
app.command("problems", epilog=state.PROBLEMS_EXAMPLE)(saying(state.problems))
app.command("runs", epilog=state.RUNS_EXAMPLE)(saying(state.runs))
app.command("stats", epilog=state.STATS_EXAMPLE)(saying(state.stats))
app.command("export", epilog=export.EXAMPLE)(saying(export.export))
app.command("explain", epilog=explain.EXAMPLE)(saying(explain.explain))
app.command("evaluate", epilog=evaluate.EXAMPLE)(saying(evaluate.evaluate))
app.command("migrate", epilog=state.MIGRATE_EXAMPLE)(saying(state.migrate))
app.command("publish", epilog=publish.EXAMPLE)(saying(publish.publish))
app.command("serve", epilog=serve.EXAMPLE)(saying(serve.serve))
