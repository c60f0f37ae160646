"""The way back: from the path of a document to its bytes, on the disk or in a file there, and how anybody finds them by hand."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.store.contents import LARGEST, contents
from claimsdb.store.contents import opened as opened_file
from claimsdb.store.walking import walk
from claimsdb.streams.expanding import expanded
from claimsdb.streams.member import Limits, Member, Step

_LARGEST = 1_000_000_000
"""Number of bytes that a container in another may have, if nothing else is said."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A document's bytes, and the file on the disk that they are from.

    `offset` is where they begin in that file, if they are there as they are. Otherwise `commands` are shell commands that print them if
    each reads what the one before prints; `{}` in the first stands for the file. There are none if no common command does. `member` is what
    its container knows of it, if it has one.
    """

    raw: bytes
    file: Path
    offset: int | None = 0
    commands: tuple[str, ...] = ()
    member: Member | None = None


def place_of(root: Path, path: str) -> tuple[str, str]:
    """The path of the file on the disk that a path in the folder leads to or into, and the path of the document in that file."""
    parts = path.split("/")
    for n in range(1, len(parts)):
        if (root / "/".join(parts[:n])).is_file():
            return "/".join(parts[:n]), "/".join(parts[n:])
    return path, ""


def opened(
    root: Path,
    path: str,
    *,
    hashed: str | None = None,
    follow: bool = False,
    most: int | None = LARGEST,
    columns: Mapping[str, str] = MappingProxyType({}),
    encoding: str | None = None,
) -> Opened:
    """The document at `path` in the folder `root`; if a file has several versions of it, the one with this SHA-256, or else the last.

    A link out of the folder is followed only if `follow`. `columns` says which column of a record has which role, and `encoding` in which
    encoding a table of text is, if somebody said so when it was read.

    Raises `UnreadableError` if it cannot be read, or has more than `most` bytes.
    """
    file, inner = place_of(root, path)
    if not inner:
        return Opened(contents(root, path, follow=follow, most=most), root / path)
    last: Member | None = None
    for member in _members(root, file, follow, _limits(most, inner, columns, encoding)):
        if member.path == inner:
            last = member
            if sha256(member.raw).hexdigest() == hashed or (hashed is None and not member.earlier):
                break
    return _as_opened(root, file, inner, last)


class Opener:
    """Opens the documents at many paths. It goes on in the file of the last one: they are asked for in the order that they have there."""

    def __init__(self, *, follow: bool = False, most: int | None = LARGEST) -> None:
        """For the parameters, see `opened`."""
        self._follow, self._most = follow, most
        self._at: tuple[Path, str, str | None] | None = None
        self._rest: Generator[Member] = _nothing()
        self._seen: set[str] = set()

    def opened(self, root: Path, path: str, encoding: str | None = None) -> Opened:
        """The document at `path` in the folder `root`, the last version of it in its file; for `encoding`, see `opened`.

        Raises `UnreadableError`.
        """
        file, inner = place_of(root, path)
        if not inner:
            return Opened(contents(root, path, follow=self._follow, most=self._most), root / path)
        is_new = self._at != (root, file, encoding)
        if is_new:
            self._at, self._seen = (root, file, encoding), set()
            self._begin(root, file, encoding)
        found = self._next(inner)
        if found is None and inner in self._seen and not is_new:  # it was before the last one
            self._begin(root, file, encoding)
            found = self._next(inner)
        return _as_opened(root, file, inner, found)

    def _begin(self, root: Path, file: str, encoding: str | None) -> None:
        self._rest.close()
        self._rest = _members(root, file, self._follow, _limits(self._most, encoding=encoding))

    def _next(self, inner: str) -> Member | None:
        for member in self._rest:
            self._seen.add(member.path)
            if member.path == inner and not member.earlier:
                return member
        return None


def paths_in(root: Path, path: str, *, follow: bool = False) -> frozenset[str]:
    """The paths of the documents in a file, which begin below it."""
    return frozenset(member.path for member in _members(root, path, follow, _limits(LARGEST)))


def hashes(root: Path, most: int | None = LARGEST) -> Iterator[tuple[str, str]]:
    """The paths of all documents in a folder and in the files there, each with the SHA-256 of its bytes."""
    for place, problem in walk(root, root, follow=False):
        if problem is None:
            path = place.relative_to(root).as_posix()
            with suppress(UnreadableError):  # a file that holds others may be larger
                yield path, sha256(contents(root, path, most=most)).hexdigest()
            for member in _members(root, path, False, _limits(most)):
                if member.path:
                    yield f"{path}/{member.path}", sha256(member.raw).hexdigest()


def _limits(
    most: int | None,
    only: str | None = None,
    columns: Mapping[str, str] = MappingProxyType({}),
    encoding: str | None = None,
) -> Limits:
    """The limits of reading again what has been read before: what holds a document may be larger than it is."""
    largest = None if most is None else max(most, _LARGEST)
    return Limits(largest, only=only, fields=columns, encoding=encoding, finds=True)


def _nothing() -> Generator[Member]:
    yield from ()


def _members(root: Path, path: str, follow: bool, limits: Limits) -> Generator[Member]:
    """The documents in a file, without the problems; none if it cannot be read."""
    try:
        with opened_file(root, path, follow=follow) as file:
            for one in expanded(file, path, limits):
                if isinstance(one, Member):
                    yield one
    except UnreadableError:
        return


def _as_opened(root: Path, file: str, inner: str, member: Member | None) -> Opened:
    """Raises `UnreadableError` if there is no such member."""
    if member is None:
        what, remedy = f"There is no {inner} in it.", "Put the file back as it was."
        raise UnreadableError(Problem("unreadable", f"{file}/{inner}", what, remedy))
    return Opened(member.raw, root / file, *by_hand(member.steps), member)


def by_hand(steps: tuple[Step, ...]) -> tuple[int | None, tuple[str, ...]]:
    """Where the bytes at the end of these steps begin in the file, or else the commands that print them."""
    offset, size, commands = 0, None, list[str]()
    for step in steps:
        if step.offset is not None:
            offset, size = offset + step.offset, step.size
            continue
        if size is not None:
            commands += _cut(offset, size, not commands)
        filter_ = step.piped if commands else step.command
        if not filter_:
            return None, ()
        commands.append(filter_)
        offset, size = 0, None
    if not commands:
        return offset, ()
    return None, (*commands, *(_cut(offset, size, False) if size is not None else ()))


def _cut(offset: int, size: int, first: bool) -> tuple[str, str]:
    return f"tail -c +{offset + 1}{' {}' if first else ''}", f"head -c {size}"
