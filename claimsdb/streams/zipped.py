"""ZIP archives."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from claimsdb.model.errors import Problem
from claimsdb.streams import faults, unlisted
from claimsdb.streams.directories import directory
from claimsdb.streams.faults import BombError
from claimsdb.streams.member import Limits, Member, Step
from claimsdb.streams.names import Names, is_hidden
from claimsdb.streams.shell import pattern_of
from claimsdb.streams.types import HEAD, too_large

_CHUNK = 1 << 16


def members(file: BinaryIO, path: str, limits: Limits) -> Iterator[Member | Problem]:
    """The members of a ZIP archive, in the order of its directory; if that cannot be read, those that are whole by their own headers."""
    found = directory(file)
    if found.is_vast:
        yield faults.too_many(path)
        return
    try:
        if found.is_another:
            raise zipfile.BadZipFile("its directory is that of another file")
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        yield from unlisted.members(file, path, limits, error)
        return
    packed, made, names = file.seek(0, 2), 0, Names(path)
    for info in archive.infolist():
        if info.is_dir() or is_hidden(info.filename) or not limits.wants(info.filename.removeprefix("./")):
            continue
        name = names.taken(info.filename)
        if isinstance(name, Problem):
            yield name
            continue
        at = f"{path}/{name}"
        if info.flag_bits & 1:
            yield faults.encrypted(at)
        elif stat.S_ISLNK(info.external_attr >> 16):
            yield faults.not_a_file(at, "a link")
        elif limits.exceeds(info.file_size):
            yield too_large(at, _head(archive, info), limits)
        else:
            try:
                raw = _read(archive, info, limits)
            except Exception as error:  # a damaged member makes the library meet anything
                yield faults.of_error(at, error)
                continue
            made += len(raw)
            if limits.is_bomb(made, packed):  # members may share their bytes
                yield faults.bomb(path)
                return
            yield Member(name, raw, steps=(step_to(file, info, len(raw)),))


def _head(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """How a member begins; nothing if it is damaged."""
    with suppress(Exception), archive.open(info) as opened:
        return opened.read(HEAD)
    return b""


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> bytes:
    """The bytes of a member, whose checksum is right. Raises `BombError`, and whatever the library meets."""
    made = bytearray()
    with archive.open(info) as opened:
        while chunk := opened.read(_CHUNK):
            made += chunk
            if limits.is_bomb(len(made), info.compress_size):
                raise BombError
    return bytes(made)


def step_to(file: BinaryIO, info: zipfile.ZipInfo, size: int) -> Step:
    """The step from an archive to a member of `size` bytes."""
    if info.compress_type == zipfile.ZIP_STORED:
        file.seek(info.header_offset + 26)
        lengths = file.read(4)
        offset = info.header_offset + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        return Step(offset, size)
    name = pattern_of(info.filename)
    return Step(command=f"unzip -p {{}} {name}", piped=f"bsdtar -xOf - {name}")
