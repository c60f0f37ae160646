"""The documentation is correct and complete: examples run with the output shown, and everything users meet is described.

In a `console` block, lines that begin with `$ ` are commands, and the lines below each are its output, in which … matches anything.
Blocks of `python` are run. Commands in other blocks (`sh`) are not run, but they and their options must exist.
"""

import json
import re
import runpy
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from claimsdb.cli.app import app
from tests.conftest import IN_PROCESS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
READ = [p for p in PAGES if "reference" not in p.parts]
"""The pages that are written by hand."""
COMMAND: Any = typer.main.get_command(app)
COMMANDS: dict[str, Any] = COMMAND.commands


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def sessions(page: Path) -> Iterator[tuple[str, str]]:
    """The commands of a page in order, each with the output that the page shows."""
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


def named(pages: list[Path]) -> list[object]:
    return [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in pages]


@pytest.fixture
def place(tmp_path: Path, seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the seeds, which also stand in for the documents in examples."""
    for name in ("seeds", "reports"):
        shutil.copytree(seeded / "seeds", tmp_path / name)
    shutil.copy(min((seeded / "seeds").glob("*.txt")), tmp_path / "report.txt")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERMINAL_WIDTH", "1000")
    monkeypatch.setenv("CLAIMSDB_OUTPUT", "table")
    return tmp_path


def tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


@pytest.mark.parametrize("page", named([p for p in READ if blocks(p, "console")]))
def test_commands_print_what_the_page_shows(place: Path, page: Path) -> None:
    for command, expected in sessions(page):
        program, *arguments = shlex.split(command)
        assert program == "claimsdb", command
        printed = tidy(CliRunner().invoke(app, arguments, default_map=IN_PROCESS).output)
        pattern = ".*".join(map(re.escape, tidy(expected).split("…")))
        if not re.fullmatch(pattern, printed, re.DOTALL):
            pytest.fail(f"{page.name}: $ {command}\n{printed}\n\nThe page shows:\n{expected}", pytrace=False)


@pytest.mark.parametrize("page", named([p for p in READ if blocks(p, "python")]))
def test_python_runs(place: Path, page: Path) -> None:
    (place / "page.py").write_text("\n".join(blocks(page, "python")), "utf-8")
    runpy.run_path("page.py")


def _snippets() -> list[object]:
    """The examples of the guide to analysing that use other people's tools from PyPI, each with the module that it needs."""
    page = ROOT / "docs" / "how-to" / "analyse.md"
    found = [("python", block) for block in blocks(page, "python analyse")]
    found += [("sh", line) for block in blocks(page, "sh analyse") for line in block.splitlines()]
    names = [re.findall(r"import (pandas|duckdb)|(sqlite-utils)", code)[0] for _, code in found]
    modules = ["".join(name).replace("-", "_") for name in names]
    return [
        pytest.param(*one, module, id=f"{module}-{k}")
        for k, (one, module) in enumerate(zip(found, modules, strict=True))
    ]


@pytest.mark.parametrize(("language", "code", "module"), _snippets())
def test_other_tools_read_the_database_as_the_page_says(
    database: Path,
    language: str,
    code: str,
    module: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip(module, reason="it is in the extra test")
    monkeypatch.chdir(database.parent)
    if language == "python":
        (database.parent / "page.py").write_text(code, "utf-8")
        runpy.run_path("page.py")
        assert "quoted" in capsys.readouterr().out
    else:
        from sqlite_utils.cli import cli as sqlite_utils

        done = click_runner().invoke(sqlite_utils, shlex.split(code)[1:])
        assert (done.exit_code, done.exception) == (0, None)
        assert len(done.output.splitlines()) > 2


def click_runner() -> Any:
    from click.testing import CliRunner as Runner

    return Runner()


def command_lines(page: Path) -> Iterator[str]:
    """The `claimsdb` commands of a page, without the commands that they are piped into."""
    indented = re.findall(r"^ {4}(claimsdb .*)$", page.read_text("utf-8"), re.MULTILINE)
    shown = [line for kind in ("sh", "console") for block in blocks(page, kind) for line in block.splitlines()]
    for line in indented + [line.removeprefix("$ ") for line in shown]:
        if line.startswith("claimsdb "):
            yield re.split(r" [|>] ", line)[0]


def exists(line: str) -> None:
    """Fail if the command or one of its options does not exist."""
    _, name, *arguments = shlex.split(line, comments=True)
    command = COMMANDS[name]
    command.make_parser(command.context_class(command, info_name=name)).parse_args(arguments)


@pytest.mark.parametrize("page", named([p for p in PAGES if list(command_lines(p))]))
def test_commands_and_options_exist(page: Path) -> None:
    for line in command_lines(page):
        exists(line)


def test_the_reference_is_made_from_the_code_as_it_is() -> None:
    """It contains every command, option, table, column, error and public name, since it is generated from them."""
    reference = runpy.run_path(str(ROOT / "docs" / "generate.py"))
    pages = {page: page.read_text("utf-8") for page in PAGES if "docs" in page.parts}
    assert [page.name for page, text in pages.items() if reference["written"](text) != text] == [], "make reference"
    assert reference["manual"](app) == reference["MANUAL"].read_text("utf-8"), "make reference"
    commands = pages[ROOT / "docs" / "reference" / "commands.md"]
    options = {o for c in COMMANDS.values() for p in c.params if p.param_type_name == "option" for o in p.opts}
    assert [name for name in COMMANDS if f"### claimsdb {name}\n" not in commands] == []
    assert [option for option in options - {"--help", "-h"} if f"`{option}`" not in commands] == []


@pytest.fixture
def at_hand(database: Path, query: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Make the files in the examples of help texts. Returns the placeholders in examples and their values in this database."""
    place = database.parent
    monkeypatch.chdir(place)
    for folder in ("reports", "interviews", "corpus"):
        (place / folder).mkdir()
    (place / "interviews" / "anna.md").write_text("# Anna\n\n“The bridge is safe,” Anna said.\n", "utf-8")
    gold = {"id": "a", "text": "The bridge is safe.", "attributions": []}
    (place / "corpus" / "dev.jsonl").write_text(json.dumps(gold) + "\n", "utf-8")
    shutil.copy(min((place / "seeds").glob("*.txt")), place / "seeds" / "report.txt")
    (claim,), (other,) = query("SELECT claim_id FROM claims ORDER BY id LIMIT 2")
    read = min((place / "seeds").glob("0*.txt")).name
    return {
        "3f9a": claim,
        "81c2": other,
        "reports/harbour.txt": f"seeds/{read}",
        "/data/news/seeds": str(place / "seeds"),
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_examples_that_work(at_hand: dict[str, str], name: str) -> None:
    examples = re.sub("^Examples?: ", "", COMMANDS[name].epilog or "").split("; ")
    for example in examples:
        assert example.startswith(f"claimsdb {name}"), "every help ends with an example"
        exists(example)
        if name not in ("serve", "capture"):  # one does not end, the other needs the web: they have tests of their own
            for word, here in at_hand.items():
                example = example.replace(word, here)
            done = CliRunner().invoke(app, shlex.split(example)[1:], default_map=IN_PROCESS)
            assert done.exit_code in (0, 1), done.output  # 1: nothing found in the seeds


@pytest.mark.parametrize(
    "page", named([*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "benchmarks").glob("*.md")])
)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_places_for_additions_exist() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    paths = set(re.findall(r"`((?:claimsdb|alembic|tests|benchmarks)/[\w./]*)`", page)) - {
        "claimsdb/german/",  # does not exist yet
        "alembic/__init__.py",  # must not
    }
    assert len(paths) > 15
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []
