"""Who may import whom: lower layers import nothing from higher ones, and what is heavy is imported where it is used."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "claimsdb"
ORDER = """
    __init__ | errors loading | spans weights | ids dates hedges resources language letters | model
    | columns quotations cue_types quantities origins | readers sources | blocks | metadata sentences | tagger
    | meaning verbs | attributions | speakers segments stances | cutting remainders | claims | normalizer groups | explain files workers
    | locks progress | tables | schema | rows | store | index | across | runs | ingest records
    | citations export verify lookup evaluation | web | cli | __main__
"""
LAYER = {room: k for k, layer in enumerate(ORDER.split("|")) for room in layer.split()}
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
DATABASE = {"sqlalchemy", "sqlmodel", "alembic"}
FILES = sorted(PACKAGE.rglob("*.py"))


def room(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


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


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_layers(file: Path) -> None:
    here = room(file)
    inner = {name.split(".")[1] for name in imports(file) if name.startswith("claimsdb.")} - {"__version__", here}
    if here == "training":  # above everything, and imported by nothing
        return
    assert inner <= LAYER.keys()
    assert {name for name in inner if LAYER[name] >= LAYER[here]} == set()


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_what_is_heavy(file: Path) -> None:
    outer = {name.split(".")[0] for name in imports(file)}
    top = {name.split(".")[0] for name in imports(file, at_the_top=True)}
    if LAYER.get(room(file), 0) < LAYER["tables"] or room(file) == "web":
        assert outer & DATABASE == set()
    if room(file) == "cli":
        assert top & HEAVY == set()


def test_the_command_line_starts_without_what_is_heavy() -> None:
    import subprocess
    import sys

    program = f"import sys, claimsdb.cli.app; print(sorted(set(sys.modules) & {HEAVY!r}))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=PACKAGE.parent
    )
    assert done.stdout == "[]\n"
