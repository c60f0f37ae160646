"""Every regular expression of the package, and how the code applies it."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import claimsdb

ANYWHERE = frozenset(["search", "finditer", "findall", "sub", "subn", "split"])
METHODS = ANYWHERE | {"match", "fullmatch"}
Pattern = re.Pattern[str] | re.Pattern[bytes]


@dataclasses.dataclass(frozen=True, slots=True)
class Applied:
    """A pattern, where it is ("english.words.TOKEN"), and the ways in which it is applied: "anywhere", "match", "fullmatch"."""

    name: str
    pattern: Pattern
    ways: frozenset[str]


def collected() -> tuple[list[Applied], set[str]]:
    """The patterns, each once, and the functions that make patterns of what they are given."""
    names: dict[Pattern, str] = {}
    ways: dict[Pattern, set[str]] = {}
    makers: set[str] = set()
    trees = [(module, ast.parse(Path(module.__file__ or "").read_text("utf-8"))) for module in _modules()]
    for module, tree in trees:
        own = {n.id for s in tree.body for n in ast.walk(s) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        own |= {s.name for s in tree.body if isinstance(s, ast.FunctionDef)}
        for name in sorted(own & vars(module).keys()):
            for path, pattern in _held(vars(module)[name], f"{_short(module)}.{name}"):
                names.setdefault(pattern, path)
    for module, tree in trees:
        for function, way, used in _uses(tree, module):
            if used is None:
                makers.add(f"{_short(module)}.{function}")
                continue
            names.setdefault(used, f"{_short(module)}.{function}")
            if way != "compile":
                ways.setdefault(used, set()).add("anywhere" if way in ANYWHERE else way)
    return [Applied(name, p, _ways(ways.get(p, set()))) for p, name in names.items()], makers


def _modules() -> Iterator[ModuleType]:
    """All modules that can be imported without the extras."""
    for found in pkgutil.walk_packages(claimsdb.__path__, "claimsdb."):
        if not found.name.endswith("__main__"):
            try:
                yield importlib.import_module(found.name)
            except ModuleNotFoundError:
                if not found.name.startswith("claimsdb.learning.training."):  # needs the extra "train"
                    raise


def _short(module: ModuleType) -> str:
    return module.__name__.removeprefix("claimsdb.")


def _ways(seen: set[str]) -> frozenset[str]:
    """The ways that were seen; all of them, if the pattern is also passed somewhere."""
    return frozenset(seen if seen and "passed" not in seen else ("anywhere", "match", "fullmatch"))


def _held(value: object, path: str) -> Iterator[tuple[str, Pattern]]:
    """The patterns in a value of a module: in collections, in our objects, and in the results of cached functions without parameters."""
    if isinstance(value, re.Pattern):
        yield path, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _held(one, f"{path}[{key!r}]")
            yield from _held(key, f"{path}[{key!r}]")
    elif isinstance(value, tuple | list | set | frozenset):
        for k, one in enumerate(value):
            yield from _held(one, f"{path}[{k}]")
    elif callable(value) and hasattr(value, "cache_info"):
        signature = inspect.signature(value)
        if "Pattern" in str(signature.return_annotation) and not signature.parameters:
            yield from _held(value(), f"{path}()")
    elif type(value).__module__.startswith("claimsdb."):
        for name in sorted({*getattr(value, "__dict__", ()), *getattr(type(value), "__slots__", ())}):
            yield from _held(getattr(value, name, None), f"{path}.{name}")


def _uses(tree: ast.Module, module: ModuleType) -> Iterator[tuple[str, str, Pattern | None]]:
    """Each use of a pattern: the function that uses it, the method ("passed" if it is not called there), and the pattern.

    The pattern is None if the function makes it of what it is given.
    """
    within: dict[ast.AST, ast.FunctionDef] = {}
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        within |= dict.fromkeys(ast.walk(function), function)  # of nested ones the innermost, which comes last
    called: set[ast.AST] = set()
    for node in ast.walk(tree):
        inside = within.get(node)
        where = inside.name if inside else ""
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and _named(node.func.value, module) is re
        ):
            if inside and node.func.attr in METHODS | {"compile"}:
                yield where, node.func.attr, _made(node, node.func.attr, inside, module)
        elif isinstance(node, ast.Attribute) and node.attr in METHODS:
            called.add(node.value)
            if isinstance(value := _named(node.value, module), re.Pattern):
                yield where, node.attr, value
        elif (
            isinstance(node, ast.Name | ast.Attribute)
            and node not in called
            and isinstance(node.ctx, ast.Load)
            and isinstance(value := _named(node, module), re.Pattern)
        ):
            yield where, "passed", value


def _made(call: ast.Call, method: str, inside: ast.FunctionDef, module: ModuleType) -> Pattern | None:
    """The pattern of a call of `re` in a function; None if it is not made of constants and the module's names."""
    names = {n.arg for n in ast.walk(inside) if isinstance(n, ast.arg)}
    names |= {n.id for n in ast.walk(inside) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    known = {name: value for name, value in vars(module).items() if name not in names}
    given = dict(zip(inspect.signature(getattr(re, method)).parameters, call.args, strict=False))
    given |= {k.arg: k.value for k in call.keywords if k.arg}
    try:
        flags = _evaluated(given["flags"], known) if "flags" in given else 0
        return re.compile(_evaluated(given["pattern"], known), flags)
    except NameError:
        return None


def _evaluated(node: ast.expr, known: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "", "eval"), known)


def _named(node: ast.expr, module: ModuleType) -> Any:
    """The value of a name of the module, with or without attributes; None for any other expression."""
    if isinstance(node, ast.Name):
        return vars(module).get(node.id)
    return getattr(_named(node.value, module), node.attr, None) if isinstance(node, ast.Attribute) else None
