"""Finds the parts that the rules consist of, by inspecting the modules, and switches one off.

A part is a regular expression, a list of words (set, tuple, list or mapping of strings) or a function, bound at a module's top level or
in a class. If it is switched off, an expression never matches, a list is empty, and a function has no effect: it returns the argument
that its result replaces, or else an empty value (an empty list, None, False, 0). A part is switched off wherever its object is bound,
also in tuples of expressions. Objects built from a part when its module was imported do not change; they are parts of their own.
"""

import ast
import importlib
import inspect
import pkgutil
import re
import sys
import types
import typing
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

NEVER = re.compile(r"(?!)")
_MANY = (list, tuple, set, frozenset, Sequence, Iterable, Iterator, Collection)
_WORDS = (set, frozenset, tuple, list, dict, types.MappingProxyType)
_PROPERTIES = (property, types.DynamicClassAttribute)


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its name ("english.hedges._MAY"), its kind, the object that is bound, and the one that replaces it if it is off."""

    name: str
    what: str
    on: Any
    off: Any


@dataclass(frozen=True, slots=True)
class _Binding:
    """A binding: a module or class, and the name in it."""

    owner: Any
    key: str
    value: Any


class Parts:
    """The parts of the modules whose names begin with one of `rooms`, and with none of `without`."""

    def __init__(self, package: str, rooms: Sequence[str], without: Sequence[str] = ()) -> None:
        root = importlib.import_module(package)
        for found in pkgutil.walk_packages(root.__path__, f"{package}."):
            if found.name.startswith((*rooms, *without)):
                importlib.import_module(found.name)
        self._bindings = list(_bindings(package))
        self._caches = {id(b.value): b.value for b in self._bindings if _remembers_texts(b.value)}
        self._held: dict[int, list[_Binding]] | None = None
        self.parts: dict[str, Part] = {}
        self.untried: list[str] = []
        seen: set[int] = set()
        for name, module in sorted(sys.modules.items()):
            if name.startswith(tuple(rooms)) and not name.startswith(tuple(without)):
                self._look(name.removeprefix(f"{package}."), module, name, seen)

    def _look(self, name: str, owner: Any, module: str, seen: set[int]) -> None:
        imported = set() if inspect.isclass(owner) else _imported(owner)
        for key, value in list(vars(owner).items()):
            if key.startswith("__") or id(value) in seen:
                continue
            if inspect.isclass(value):
                if value.__module__ == module:
                    seen.add(id(value))
                    self._look(f"{name}.{key}", value, module, seen)
                continue
            if (function := _function(value)) is not None:
                if function.__module__ == module:
                    seen.add(id(value))
                    self._function(f"{name}.{key}", value, function)
                continue
            if inspect.isclass(owner) or key in imported:
                continue
            for place, inner in _inside(f"{name}.{key}", value):
                if id(inner) not in seen and not inspect.isfunction(inner):
                    seen.add(id(inner))
                    self.parts[place] = Part(place, *_off(inner))

    def _function(self, name: str, value: Any, function: Callable[..., Any]) -> None:
        off = _unchanged(function)
        if off is None:
            self.untried.append(name)
        elif isinstance(value, _PROPERTIES):
            self.parts[name] = Part(name, "function", value, property(off))
        elif isinstance(value, (staticmethod, classmethod)):
            self.parts[name] = Part(name, "function", value, type(value)(off))
        elif hasattr(value, "attrname"):  # a cached property
            self.parts[name] = Part(name, "function", value, property(off))
        else:
            self.parts[name] = Part(name, "function", value, off)

    @contextmanager
    def off(self, part: Part) -> Iterator[None]:
        """Within the context, the part is off."""
        with self._switched({id(part.on): part.off}):
            yield

    @contextmanager
    def watched(self) -> Iterator[set[str]]:
        """Within the context, collect the names of the parts that have an effect: they match, contain a word, or change an argument."""
        used: set[str] = set()
        with self._switched({id(p.on): _watch(p, used) for p in self.parts.values()}):
            yield used

    @contextmanager
    def _switched(self, instead: Mapping[int, Any]) -> Iterator[None]:
        held = {id(b): b for of in instead for b in self._holding(of)}.values()
        changed = [(b, new) for b in held if (new := _replaced(b.value, instead)) is not b.value]
        self._forget()
        try:
            for binding, new in changed:
                setattr(binding.owner, binding.key, new)
            yield
        finally:
            for binding, _ in changed:
                setattr(binding.owner, binding.key, binding.value)
            self._forget()

    def _holding(self, part: int) -> Sequence[_Binding]:
        """The bindings that are the part, or contain it."""
        if self._held is None:
            self._held = {id(p.on): [] for p in self.parts.values()}
            for binding in self._bindings:
                for inner in {id(v) for v in (binding.value, *(v for _, v in _inside("", binding.value)))}:
                    if inner in self._held:
                        self._held[inner].append(binding)
        return self._held[part]

    def _forget(self) -> None:
        """Empty the caches of texts; what is loaded only once stays."""
        for cached in self._caches.values():
            cached.cache_clear()


def _remembers_texts(value: Any) -> bool:
    return hasattr(value, "cache_clear") and bool(inspect.signature(value.__wrapped__).parameters)


def _bindings(package: str) -> Iterator[_Binding]:
    """All bindings in the package's modules and in their classes."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] != package:
            continue
        for key, value in list(vars(module).items()):
            if key.startswith("__"):
                continue
            yield _Binding(module, key, value)
            if inspect.isclass(value) and value.__module__ == name:
                yield from (_Binding(value, k, v) for k, v in list(vars(value).items()) if not k.startswith("__"))


def _function(value: Any) -> Callable[..., Any] | None:
    """The function itself, or the one that a property or cache wraps."""
    if isinstance(value, _PROPERTIES):
        return value.fget
    if isinstance(value, (staticmethod, classmethod)):
        value = value.__func__
    elif hasattr(value, "attrname"):
        value = value.func
    wrapped = getattr(value, "__wrapped__", value)
    return wrapped if inspect.isfunction(wrapped) else None


def _inside(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The expressions, lists of words and functions that a value is or contains."""
    if isinstance(value, re.Pattern) or _is_words(value) or inspect.isfunction(value):
        yield name, value
    elif type(value) in (tuple, list):
        for number, inner in enumerate(value):
            yield from _inside(f"{name}[{number}]", inner)
    elif type(value) is dict:
        for key, inner in value.items():
            yield from _inside(f"{name}[{key}]", inner)


def _is_words(value: Any) -> bool:
    return type(value) in _WORDS and len(value) > 0 and all(isinstance(word, str) for word in value)


def _off(part: Any) -> tuple[str, Any, Any]:
    """The kind of an expression or a list of words, the object itself, and the one that replaces it if it is off."""
    if isinstance(part, re.Pattern):
        return "expression", part, NEVER
    return "words", part, types.MappingProxyType({}) if isinstance(part, types.MappingProxyType) else type(part)()


def _imported(module: Any) -> set[str]:
    """The names that the module imports from others."""
    tree = ast.parse(inspect.getsource(module))
    return {a.asname or a.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for a in node.names}


def _replaced(value: Any, instead: Mapping[int, Any]) -> Any:
    """The value with the part replaced, or with the part that it contains replaced."""
    if id(value) in instead:
        return instead[id(value)]
    if type(value) in (tuple, list):
        new = [_replaced(v, instead) for v in value]
        return type(value)(new) if any(a is not b for a, b in zip(new, value, strict=True)) else value
    if type(value) is dict:
        new_values = {k: _replaced(v, instead) for k, v in value.items()}
        return new_values if any(new_values[k] is not v for k, v in value.items()) else value
    return value


def _unchanged(function: Callable[..., Any]) -> Callable[..., Any] | None:
    """A function without effect, to replace another; None if the types do not show what that would be."""
    try:
        hints = typing.get_type_hints(function)
    except NameError:
        return None
    if "return" not in hints:
        return None
    result = hints.pop("return")
    names = list(inspect.signature(function).parameters)
    alike = [n for n in names if n in hints and _same(hints[n], result)]
    if alike and (result is not str or len(alike) == 1) and result is not bool and result is not int:
        kept = alike[0] if _many(result) is not None else alike[-1]
        position, convert = names.index(kept), _container(result)

        def argument(*given: Any, **named: Any) -> Any:
            return convert(named[kept] if kept in named else given[position])

        return argument
    known, nothing = _nothing(result)
    if not known:
        return None
    return lambda *_, **__: nothing()


def _nothing(result: Any) -> tuple[bool, Callable[[], Any]]:
    """Whether the type has an empty value, and a function that makes it."""
    if result is type(None) or type(None) in typing.get_args(result):
        return True, lambda: None
    if result is bool:
        return True, lambda: False
    if result is int:
        return True, lambda: 0
    if _many(result) is not None:
        return True, lambda: _container(result)(())
    if typing.get_origin(result) is dict:
        return True, dict
    return False, lambda: None


def _many(kind: Any) -> Any:
    """The type of the elements; None if the type is not a list of any length."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin not in _MANY or (origin is tuple and inner[-1:] != (...,)):
        return None
    return inner[0]


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or (_many(one) is not None and bool(_many(one) == _many(other)))


def _container(kind: Any) -> Callable[[Any], Any]:
    """A function that makes a list of this type from another; other values stay as they are."""
    if _many(kind) is None:
        return lambda value: value
    origin = typing.get_origin(kind)
    if origin is Iterator:
        return iter
    return origin if origin in (list, set, frozenset) else tuple


def _watch(part: Part, used: set[str]) -> Any:
    """The object that replaces a part and reports when it has an effect."""

    def tell() -> None:
        used.add(part.name)

    if part.what == "expression":
        return _Watched(part.on, tell)
    if part.what == "words":
        return _watched_words(part.on, tell)
    if isinstance(part.on, _PROPERTIES):
        assert part.on.fget is not None
        return property(_watched(part.on.fget, part.off.fget, tell))
    if isinstance(part.on, (staticmethod, classmethod)):
        return type(part.on)(_watched(part.on.__func__, part.off.__func__, tell))
    if hasattr(part.on, "attrname"):
        return property(_watched(part.on.func, part.off.fget, tell))
    return _watched(part.on, part.off, tell)


def _watched(on: Callable[..., Any], off: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    @wraps(on)
    def function(*given: Any, **named: Any) -> Any:
        result = on(*given, **named)
        if isinstance(result, Iterator):
            result = list(result)
            if result:
                tell()
            return iter(result)
        if result is None or result != off(*given, **named):
            tell()
        return result

    return function


class _Watched:
    """An expression that reports when it matches."""

    def __init__(self, pattern: re.Pattern[str], tell: Callable[[], None]) -> None:
        self._pattern, self._tell = pattern, tell

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._pattern, name)
        if not callable(value):
            return value

        def method(*given: Any, **named: Any) -> Any:
            result = value(*given, **named)
            if name == "finditer":
                result = list(result)
                if result:
                    self._tell()
                return iter(result)
            if result or name in ("sub", "subn", "split"):
                self._tell()
            return result

        return method


def _watched_words(words: Any, tell: Callable[[], None]) -> Any:
    """A set or mapping that reports when it contains what is looked up; a list reports any use, since anything may be done with it."""
    if not isinstance(words, (frozenset, set, dict)) or type(words) not in (frozenset, set, dict):
        tell()
        return words

    class Watched(type(words)):  # type: ignore[misc]
        def __contains__(self, word: object) -> bool:
            found = super().__contains__(word)
            if found:
                tell()
            return bool(found)

    def telling(name: str) -> Callable[..., Any]:
        def method(self: Any, *given: Any) -> Any:
            tell()
            return getattr(super(Watched, self), name)(*given)

        return method

    for name in (
        "__iter__",
        "__and__",
        "__rand__",
        "__or__",
        "__ror__",
        "isdisjoint",
        "intersection",
        "union",
        "__sub__",
    ):
        if hasattr(type(words), name):
            setattr(Watched, name, telling(name))
    for name in ("get", "__getitem__", "items", "keys", "values"):
        if hasattr(type(words), name):
            setattr(Watched, name, telling(name))
    return Watched(words)
