"""Pumps for a regular expression: texts made to repeat what it repeats, and then to fail."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

PROBES = "aZé7 \n\t-.,'’“”\"()[]{}<>:;!?$%&/|•*_#=~`@^+\\©\0\u0301中\u3002"
GENERIC = ["A ", "A. ", "1,", "a b ", "the ", "a, ", "A a ", "“a” ", "a\u0301", "- ", "1 ", "\r\n", "[]", "()", "x\n"]
_REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
_SINGLE = {_constants.IN, _constants.LITERAL, _constants.NOT_LITERAL, _constants.ANY, _constants.CATEGORY}
_FEW = 8
TAILS = ("\0", "", " a", "\n\0")
LONG = 5  # code points of a unit


class Pump(NamedTuple):
    """A text: `head`, then `unit` many times, then `tail`."""

    head: str
    unit: str
    tail: str

    def text(self, times: int) -> str:
        """The text with the unit so many times, or less often if the unit is long."""
        return self.head + self.unit * min(times, max(times * LONG // len(self.unit), 1)) + self.tail


def pumps(pattern: re.Pattern[Any]) -> list[Pump]:
    """The pumps of a pattern, in a stable order: first those that repeat a single character.

    Units are single characters of each kind that it distinguishes, pairs of them, what its repeated parts match, and these with what
    leads to them and with what follows.
    """
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = _parser.parse(source, pattern.flags & ~(re.UNICODE if isinstance(pattern.pattern, bytes) else 0))
    walk = _Walk(tree.state)
    repeats = list(walk.repeats(tree, [""], [""]))
    kinds = walk.kinds(tree)
    heads = ["", "a"]
    bodies: list[str] = []
    for before, body, after in repeats:
        heads += before[:1]
        bodies += body
        bodies += [b + u for b in before[:1] for u in body[:1]] + [u + a for u in body[:1] for a in after[:2]]
        bodies += [(b + u + a)[:-1] for b in before[:1] for u in body[:1] for a in after[:1]]
    whole = walk.samples(tree)
    pairs = map("".join, itertools.permutations(kinds, 2))
    units = [*kinds, *_some([*whole, *(w[:-1] for w in whole), *bodies], 60), *GENERIC, *_some(pairs, 30)]
    heads = _some(heads, 9)
    first = [Pump(h, u, "\0") for u in kinds for h in heads]
    return list(dict.fromkeys([*first, *(Pump(h, u, t) for u in units if u for h in heads for t in TAILS)]))


def _some(values: Iterable[str], most: int) -> list[str]:
    """The distinct values, or as many of them, evenly spread."""
    every = list(dict.fromkeys(values))
    return every[:: max(1, -(-len(every) // most))]


class _Walk:
    def __init__(self, state: Any) -> None:
        self._state = state

    def matching(self, node: Any) -> str:
        """The probes that a single-character node matches, or its own characters if it matches none of them."""
        one = _parser.SubPattern(self._state, [node])
        compiled = _compiler.compile(one, self._state.flags)
        found = "".join(c for c in PROBES if compiled.fullmatch(c))
        return found or "".join(_written(node))[:1]

    def kinds(self, tree: Any) -> list[str]:
        """One probe of each kind that the single-character nodes of a pattern distinguish."""
        sets = {self.matching(node) for node in _nodes(tree) if node[0] in _SINGLE - {_constants.LITERAL}}
        literals = dict.fromkeys(chr(node[1]) for node in _nodes(tree) if node[0] is _constants.LITERAL)
        signatures: dict[tuple[bool | str, ...], str] = {}
        for probe in [*PROBES, *(c for c in literals if not c.isalnum())]:
            signature = tuple(probe in s for s in sorted(sets))
            if any(signature) or (probe in literals):
                signatures.setdefault((*signature, probe if probe in literals and not probe.isalnum() else ""), probe)
        return list(signatures.values())

    def samples(self, nodes: Iterable[Any]) -> list[str]:
        """A few strings that a sequence of nodes matches, as far as look-around allows."""
        made = [""]
        for node in nodes:
            some = self._sample(node)
            longest = max(len(made), len(some))
            made = list(dict.fromkeys(made[k % len(made)] + some[k % len(some)] for k in range(longest)))[:_FEW]
        return made

    def _sample(self, node: Any) -> list[str]:
        kind, value = node
        if kind is _constants.LITERAL:
            return [chr(value)]
        if kind in _SINGLE:
            return list(self.matching(node))[:_FEW]
        if kind in _REPEATS:
            least, most, body = value
            some = self.samples(body)
            return [s * max(least, 1) for s in some] if most else [""]
        if kind is _constants.BRANCH:
            return _some((s for branch in value[1] for s in self.samples(branch)[:1]), _FEW)
        if kind is _constants.SUBPATTERN:
            return self.samples(value[3])
        if kind is _constants.ATOMIC_GROUP:
            return self.samples(value)
        if kind is _constants.ASSERT and value[0] > 0:
            return [""]
        return [""]

    def repeats(
        self, nodes: Any, before: list[str], after: list[str]
    ) -> Iterator[tuple[list[str], list[str], list[str]]]:
        """What leads to each repeat, what it repeats, and what follows it."""
        nodes = list(nodes)
        for k, node in enumerate(nodes):
            kind, value = node
            lead = _joined(before, self.samples(nodes[:k]))
            rest = _joined(self.samples(nodes[k + 1 :]), after)
            if kind in _REPEATS:
                _, most, body = value
                some = self.samples(body)
                single = [n for n in body if n[0] in _SINGLE]
                if len(body) == 1 and single:
                    some = list(dict.fromkeys([*some, *self.matching(single[0])[:6]]))
                if most > 1:
                    yield lead, some, rest
                yield from self.repeats(body, lead, rest)
            elif kind is _constants.BRANCH:
                for branch in value[1]:
                    yield from self.repeats(branch, lead, rest)
            elif kind is _constants.SUBPATTERN:
                yield from self.repeats(value[3], lead, rest)
            elif kind is _constants.ATOMIC_GROUP:
                yield from self.repeats(value, lead, rest)
            elif kind in (_constants.ASSERT, _constants.ASSERT_NOT):
                yield from self.repeats(value[1], lead, rest)


def _joined(first: list[str], second: list[str]) -> list[str]:
    longest = max(len(first), len(second))
    return list(dict.fromkeys(first[k % len(first)] + second[k % len(second)] for k in range(longest)))[:_FEW]


def _nodes(tree: Any) -> Iterator[Any]:
    """All nodes of a parsed pattern."""
    for node in tree:
        yield node
        kind, value = node
        if kind in _REPEATS:
            yield from _nodes(value[2])
        elif kind is _constants.BRANCH:
            for branch in value[1]:
                yield from _nodes(branch)
        elif kind is _constants.SUBPATTERN:
            yield from _nodes(value[3])
        elif kind is _constants.ATOMIC_GROUP:
            yield from _nodes(value)
        elif kind in (_constants.ASSERT, _constants.ASSERT_NOT):
            yield from _nodes(value[1])


def _written(node: Any) -> Iterator[str]:
    kind, value = node
    if kind is _constants.LITERAL:
        yield chr(value)
    elif kind is _constants.IN:
        for inner, what in value:
            if inner is _constants.LITERAL:
                yield chr(what)
            elif inner is _constants.RANGE:
                yield chr(what[0])
