"""Imports: lower rooms import nothing from higher ones, and heavy modules are imported only when they are used."""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "claimsdb"
ORDER = (
    "model < english | store < streams < pictures < reading | lookup < normalizer | comparison | web | capture < ingestion < learning "
    "< cli"
)
LAYER = {room: k for k, layer in enumerate(ORDER.split("<")) for room in layer.replace("|", " ").split()}
HEAVY = {
    "sqlalchemy",
    "sqlmodel",
    "alembic",
    "datasette",
    "nupunkt",
    "rapidfuzz",
    "py3langid",
    "ftfy",
    "markdown_it",
    "pyarrow",
    "numpy",
    "onnxruntime",
    "tokenizers",
    "rensa",
    "text_to_num",
    "Stemmer",
    "httpx",
    "httpcore",
    "warcio",
    "feedparser",
    "protego",
    "PIL",
}
DOORS = {
    "onnxruntime": ("english/networks/session.py",),
    "sqlalchemy": ("store",),
    "sqlmodel": ("store",),
    "alembic": ("store",),
    "sqlite3": ("store",),
    "datasette": ("web", "cli/serve.py"),
    "typer": ("cli",),
    "httpx": ("capture",),
    "httpcore": ("capture",),
    "warcio": ("capture", "streams"),
    "rich": ("cli",),
    "PIL": ("pictures",),
}
"""The only modules or rooms that may import each of these libraries, even for types."""
SQL = re.compile(
    r"\b(SELECT|INSERT INTO|INSERT OR|UPDATE \w+|DELETE FROM|CREATE|PRAGMA|WITH RECURSIVE|WHERE|JOIN)\b|\bselect\b.+\bfrom\b"
)
FILES = sorted(PACKAGE.rglob("*.py"))
ROOMED = [f for f in FILES if f.parent != PACKAGE]


def room(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0]


def imports(file: Path, *, at_the_top: bool = False, for_types: bool = False) -> Iterator[str]:
    """The modules that a file imports, only those at import time if `at_the_top`. Imports for type checkers are left out unless
    `for_types`.
    """
    todo: list[ast.AST] = [ast.parse(file.read_text(encoding="utf-8"))]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        unseen = not for_types and isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if not unseen and not (at_the_top and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            todo += ast.iter_child_nodes(node)


@functools.cache
def libraries(file: Path) -> frozenset[str]:
    """The first names of all modules that a file imports, also for type checkers."""
    return frozenset(name.split(".")[0] for name in imports(file, for_types=True))


def test_no_module_is_loose() -> None:
    assert {f.name for f in PACKAGE.iterdir() if f.is_file()} == {
        "__init__.py",
        "__init__.pyi",
        "__main__.py",
        "py.typed",
    }
    assert {f.name for f in PACKAGE.iterdir() if f.is_dir() and f.name != "__pycache__"} == LAYER.keys()


@pytest.mark.parametrize("file", ROOMED, ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_layers(file: Path) -> None:
    here = room(file)
    inner = {name.split(".")[1] for name in imports(file) if name.startswith("claimsdb.")} - {here}
    assert {name for name in inner if LAYER[name] >= LAYER[here]} == set()


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library: str) -> None:
    doors = [PACKAGE / door for door in DOORS[library]]
    users = [f for f in FILES if library in libraries(f)]
    assert users
    outside = [f for f in users if not any(f.is_relative_to(door) for door in doors)]
    assert [f.relative_to(PACKAGE).as_posix() for f in outside] == []


def strings(file: Path) -> Iterator[str]:
    """The strings of a file that are not docstrings; an f-string gives several pieces."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_sql_is_in_the_store_alone() -> None:
    assert any(SQL.search(text) for text in strings(PACKAGE / "store/read/claims.py"))
    outside = [f for f in ROOMED if room(f) != "store"]
    assert {
        (f.relative_to(PACKAGE).as_posix(), text) for f in outside for text in strings(f) if SQL.search(text)
    } == set()


@pytest.mark.parametrize("file", [f for f in ROOMED if room(f) == "cli"], ids=lambda f: f.name)
def test_commands_import_what_is_heavy_when_they_run(file: Path) -> None:
    assert {name.split(".")[0] for name in imports(file, at_the_top=True)} & HEAVY == set()


def test_the_command_line_starts_without_what_is_heavy() -> None:
    import subprocess
    import sys

    program = f"import sys, claimsdb.cli.app; print(sorted(set(sys.modules) & {HEAVY!r}))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=PACKAGE.parent
    )
    assert done.stdout == "[]\n"
