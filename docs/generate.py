"""The reference, written from the code: each block between `<!-- begin: NAME -->` and `<!-- end: NAME -->` in a page of these docs.

python docs/generate.py            write the blocks
python docs/generate.py --check    exit with 1 if one of them is out of date
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import yaml
from typer.models import ArgumentInfo, OptionInfo

import claimsdb
from claimsdb.cli.app import app
from claimsdb.cli.manual import manual
from claimsdb.model import errors
from claimsdb.model.ids import PICTURES
from claimsdb.reading.read import READERS
from claimsdb.store.read.records import SHAPES, keys
from claimsdb.streams.containers import CONTAINERS
from claimsdb.streams.kinds import KINDS
from claimsdb.web.glossary import WORDS

DOCS = Path(__file__).parent
MANUAL = DOCS / "man" / "claimsdb.1"
_BLOCK = re.compile(r"(<!-- begin: ([\w-]+) -->\n).*?(<!-- end: \2 -->)", re.S)
_LONG = 100  # characters of a signature on one line


def commands() -> Iterator[str]:
    """Every command with its arguments, options and examples."""
    for command in app.registered_commands:
        assert command.callback
        yield f"### claimsdb {command.name}\n\n{_flow(inspect.getdoc(command.callback))}\n"
        parameters = inspect.signature(command.callback, eval_str=True).parameters.values()
        yield _table(("argument or option", "meaning"), [_parameter(p) for p in parameters])
        if command.epilog:
            yield "```sh\n" + re.sub("^Examples?: ", "", command.epilog).replace("; ", "\n") + "\n```\n"


def _parameter(parameter: inspect.Parameter) -> tuple[str, str]:
    """How a parameter of a command is given, and what it means."""
    kind, info = get_args(parameter.annotation)[:2]
    needed = parameter.default is parameter.empty
    default = f"Default: `{getattr(parameter.default, 'value', parameter.default)}`." if _shown(parameter, info) else ""
    said = " ".join(filter(None, (info.help, "Required." if needed else default)))
    if isinstance(info, ArgumentInfo):
        return f"`{info.metavar or parameter.name.upper()}`", said
    said_names = [
        d for d in (info.default, *(info.param_decls or ())) if isinstance(d, str)
    ]  # typer moves the first one
    names = ", ".join(f"`{name}`" for name in said_names or (f"--{parameter.name.replace('_', '-')}",))
    return f"{names}{_values(kind)}", said


def _shown(parameter: inspect.Parameter, info: OptionInfo | ArgumentInfo) -> bool:
    return bool(info.show_default) and parameter.default not in (parameter.empty, None, False, ())


def _values(kind: Any) -> str:
    """The values that an option takes: none for a switch, the words of an enumeration, else their type."""
    one = next(k for k in _leaves(kind) if k is not type(None))
    if issubclass(one, Enum):
        return " " + " ".join(f"`{word.value}`" for word in one)
    return "" if one is bool else f" {'NUMBER' if one is int else 'PATH' if one is Path else 'TEXT'}"


def _leaves(kind: Any) -> Iterator[type]:
    """The plain types inside a union or a list."""
    parts = get_args(kind)
    if not parts:
        yield kind
    for part in parts:
        yield from _leaves(part)


def tables() -> Iterator[str]:
    """Every table and view with its columns, and every canned query, as `metadata.yml` describes them."""
    metadata = yaml.safe_load((DOCS.parent / "metadata.yml").read_text(encoding="utf-8"))
    (database,) = metadata["databases"].values()
    for name, table in database["tables"].items():
        kind = " (inner table)" if table.get("hidden") else ""
        yield f"### {name}{kind}\n\n{_flow(table.get('description'))}\n"
        yield _table(("column", "meaning"), [(f"`{c}`", _flow(text)) for c, text in table.get("columns", {}).items()])
    yield "## Canned queries\n"
    rows = [
        (f"`{name}`", f"{query['title']}. {_flow(query.get('description'))}", ", ".join(f"`{p}`" for p in query.get("params", ())))
        for name, query in database["queries"].items()
    ]  # fmt: skip
    yield _table(("query", "what it answers", "parameters"), rows)


def failures() -> Iterator[str]:
    """Every error, with its message: facts in braces."""
    for name, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, errors.ClaimsdbError) and kind is not errors.ClaimsdbError:
            yield f"### {name}\n\n{_flow(inspect.getdoc(kind))}\n\n> {_escaped(_message(kind))}\n"


def _message(kind: type[errors.ClaimsdbError]) -> str:
    """The message of an error that is made from the names of its facts."""
    special: dict[str, object] = {
        "problem": errors.Problem("{code}", "{path}", "{message}", "{remedy}"),
        "candidates": [("{id}", "{words}")],
        "tried": ["{path}"],
        "faults": [("{path}", "{line}", "{what}", "{remedy}")],
    }
    facts = [p for p in inspect.signature(kind).parameters.values() if p.default is p.empty]
    made: Callable[..., Exception] = kind
    return _flow(
        str(made(*(special.get(p.name, f"{{{p.name}}}") for p in facts))).replace("'{", "{").replace("}'", "}")
    )


def api() -> Iterator[str]:
    """Every public name of `claimsdb`, with its signature and what it says of itself; of classes also the public methods."""
    for name in getattr(claimsdb, "__all__", ()):
        thing = getattr(claimsdb, name)
        if not (inspect.isclass(thing) or inspect.isfunction(thing)):
            continue
        yield f"### claimsdb.{name}\n\n{_described(name, thing)}\n"
        if inspect.isclass(thing) and not issubclass(thing, BaseException):
            yield from (f"```python\n{_title(n, m)}\n```\n\n{_flow(inspect.getdoc(m))}\n" for n, m in _members(thing))


def _described(name: str, thing: Any) -> str:
    if inspect.isclass(thing) and issubclass(thing, BaseException | str):
        return _flow(inspect.getdoc(thing))
    return f"```python\n{_title(name, thing)}\n```\n\n{inspect.getdoc(thing) or ''}"


def _title(name: str, thing: Any) -> str:
    if isinstance(thing, property):
        return name
    try:
        made = inspect.signature(thing)
    except (TypeError, ValueError):
        return name
    shown = [_shown_as_written(p) for p in made.parameters.values() if p.name != "self"]
    returned = made.empty if made.return_annotation in (None, "None", made.empty) else _Words(made.return_annotation)
    line = f"{name}{made.replace(parameters=shown, return_annotation=returned)}"
    if len(line) <= _LONG:
        return line
    rows: list[str] = []
    for p in shown:
        rows += ["*"] if p.kind is p.KEYWORD_ONLY and "*" not in rows else []
        rows.append(str(p))
    end = "" if returned is made.empty else f" -> {returned}"
    return f"{name}(\n" + "".join(f"    {row},\n" for row in rows) + f"){end}"


class _Words(str):
    """Words that a signature shows without quotation marks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _shown_as_written(parameter: inspect.Parameter) -> inspect.Parameter:
    """The parameter with its annotation as the source has it, and without the address of a function that is its default."""
    annotation = _Words(parameter.annotation) if isinstance(parameter.annotation, str) else parameter.annotation
    default = _Words("…") if inspect.isfunction(parameter.default) else parameter.default
    return parameter.replace(annotation=annotation, default=default)


def _members(kind: type) -> list[tuple[str, Any]]:
    """The public methods and properties that a class defines itself and describes, in the order of its source."""
    fields = {f.name for f in dataclasses.fields(kind)} if dataclasses.is_dataclass(kind) else set()
    own = {n: m for n, m in vars(kind).items() if not n.startswith("_") and n not in fields}
    return [(n, m) for n, m in own.items() if (inspect.isfunction(m) or isinstance(m, property)) and inspect.getdoc(m)]


def records() -> str:
    """The kinds of records that an export writes, with their columns."""
    return _table(
        ("records", "columns"),
        [(f"`{kind}`", ", ".join(f"`{c}`" for c in keys(shape))) for kind, shape in SHAPES.items()],
    )


def kinds() -> str:
    """The kinds of files that are read, or that hold documents that are."""
    rows = [
        (
            kind.name,
            ", ".join(f"`.{e}`" for e in kind.endings),
            f"`{media}`",
            "its documents" if media in CONTAINERS else "with `--ocr`" if media in PICTURES else "itself",
        )
        for media, kind in KINDS.items()
        if media in READERS or media in CONTAINERS
    ]
    return _table(("kind", "usual endings", "media type", "read"), rows)


def words() -> str:
    """The words of the pages."""
    return _table(("word", "meaning"), list(WORDS.items()))


def _flow(text: str | None) -> str:
    """The text in one line for each paragraph."""
    parts = re.split(r"\n\s*\n", inspect.cleandoc(text or ""))
    return "\n\n".join(" ".join(part.split()) for part in parts)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *(tuple(_escaped(cell).replace("\n\n", " ") for cell in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


BLOCKS: dict[str, Callable[[], str | Iterator[str]]] = {
    "commands": commands,
    "tables": tables,
    "errors": failures,
    "api": api,
    "records": records,
    "kinds": kinds,
    "words": words,
}


def written(page: str) -> str:
    """The page with each of its blocks made anew. Raises `KeyError` for a block that nothing makes."""

    def block(found: re.Match[str]) -> str:
        made = BLOCKS[found[2]]()
        return found[1] + (made if isinstance(made, str) else "\n".join(made)) + found[3]

    return _BLOCK.sub(block, page)


def main(check: bool) -> int:
    """Write the pages that are out of date, or only name them; their number."""
    stale = 0
    for path in sorted(DOCS.rglob("*.md")):
        page = path.read_text(encoding="utf-8")
        new = written(page)
        if new != page:
            stale += 1
            print(f"{path.relative_to(DOCS.parent)} {'is out of date: run make reference' if check else 'written'}")
            if not check:
                path.write_text(new, encoding="utf-8")
    if not MANUAL.exists() or MANUAL.read_text(encoding="utf-8") != manual(app):
        stale += 1
        print(f"{MANUAL.relative_to(DOCS.parent)} {'is out of date: run make reference' if check else 'written'}")
        if not check:
            MANUAL.parent.mkdir(exist_ok=True)
            MANUAL.write_text(manual(app), encoding="utf-8")
    return stale if check else 0


if __name__ == "__main__":
    sys.exit(1 if main(check="--check" in sys.argv[1:]) else 0)
