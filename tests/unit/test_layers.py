"""Who may import whom: lower rooms import nothing from higher ones, and what is heavy is imported where it is used."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "claimsdb"
ORDER = "model < english | store < reading | lookup < normalizer | comparison | web < ingestion < learning < cli"
LAYER = {room: k for k, layer in enumerate(ORDER.split("<")) for room in layer.replace("|", " ").split()}
HEAVY = {
    "sqlalchemy",
    "sqlmodel",
    "alembic",
    "datasette",
    "nupunkt",
    "rapidfuzz",
    "py3langid",
    "markdown_it",
    "pyarrow",
    "numpy",
    "onnxruntime",
    "tokenizers",
    "rensa",
    "text_to_num",
    "Stemmer",
}
DOORS = {"onnxruntime": "english/networks/session.py"}
"""The one module or room that imports each of these libraries."""
FILES = sorted(PACKAGE.rglob("*.py"))
ROOMED = [f for f in FILES if f.parent != PACKAGE]


def room(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0]


def imports(file: Path, *, at_the_top: bool = False) -> Iterator[str]:
    """The modules that a file imports; `at_the_top`: when it is itself imported. What only type checkers see is left out."""
    todo: list[ast.AST] = [ast.parse(file.read_text(encoding="utf-8"))]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        for_types = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if not for_types and not (at_the_top and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            todo += ast.iter_child_nodes(node)


def test_no_module_is_loose() -> None:
    assert {f.name for f in PACKAGE.iterdir() if f.is_file()} == {"__init__.py", "__main__.py", "py.typed"}
    assert {f.name for f in PACKAGE.iterdir() if f.is_dir() and f.name != "__pycache__"} == LAYER.keys()


@pytest.mark.parametrize("file", ROOMED, ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_layers(file: Path) -> None:
    here = room(file)
    inner = {name.split(".")[1] for name in imports(file) if name.startswith("claimsdb.")} - {"__version__", here}
    assert {name for name in inner if LAYER[name] >= LAYER[here]} == set()


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library: str) -> None:
    users = {f for f in FILES if library in {name.split(".")[0] for name in imports(f)}}
    assert {f.relative_to(PACKAGE).as_posix() for f in users if not f.is_relative_to(PACKAGE / DOORS[library])} == set()


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
