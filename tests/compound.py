"""Microsoft's compound files, written for tests: storages and streams, all in sectors of their own."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _LEAST = 512, 4096  # smaller streams are in sectors of 64 bytes
_MINI = 64

Tree = Mapping[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """The file with these streams; a storage is a mapping of its own."""
    entries: list[dict[str, Any]] = [{"name": "Root Entry", "kind": 5, "child": _FREE, "right": _FREE, "data": b""}]

    def add(of: int, inside: Tree) -> None:
        last = None
        for name, what in sorted(inside.items(), key=lambda pair: (len(pair[0]), pair[0].upper())):
            at = len(entries)
            data = what if isinstance(what, bytes) else b""
            entries.append(
                {
                    "name": name,
                    "kind": 2 if isinstance(what, bytes) else 1,
                    "child": _FREE,
                    "right": _FREE,
                    "data": data,
                }
            )
            if last is None:
                entries[of]["child"] = at
            else:
                entries[last]["right"] = at
            last = at
            if not isinstance(what, bytes):
                add(at, what)

    add(0, tree)
    mini, minifat, large, fat = bytearray(), list[int](), bytearray(), list[int]()
    for entry in entries[1:]:
        small = len(entry["data"]) < _LEAST
        size = _MINI if small else _SECTOR
        entry["start"] = _chain(entry["data"], size, mini if small else large, minifat if small else fat)
    entries[0]["start"] = _chain(bytes(mini), _SECTOR, large, fat)
    entries[0]["data"] = bytes(mini)
    first_minifat = _chain(struct.pack(f"<{len(minifat)}I", *minifat), _SECTOR, large, fat, b"\xff")
    directory = b"".join(map(_entry, entries))
    first_directory = _chain(directory, _SECTOR, large, fat)
    count = 1
    while count * (_SECTOR // 4) < len(fat) + count:
        count += 1
    at = len(fat)
    fat += [_FAT] * count
    fat += [_FREE] * (count * _SECTOR // 4 - len(fat))
    header = struct.pack(
        "<8s16s5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, count, first_directory, 0, _LEAST, first_minifat, -(-len(minifat) * 4 // _SECTOR), _END, 0,
    )  # fmt: skip
    difat = [*range(at, at + count), *[_FREE] * (109 - count)]
    return header + struct.pack("<109I", *difat) + large + struct.pack(f"<{len(fat)}I", *fat)


def _chain(data: bytes, size: int, to: bytearray, table: list[int], padding: bytes = b"\0") -> int:
    """Write the data into sectors; the number of the first one."""
    if not data:
        return _END
    first = len(table)
    count = -(-len(data) // size)
    table += [*range(first + 1, first + count), _END]
    to += data.ljust(count * size, padding)
    return first


def _entry(entry: dict[str, Any]) -> bytes:
    name = entry["name"].encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ", name, len(name), entry["kind"], 1, _FREE, entry["right"], entry["child"],
        b"", 0, 0, 0, entry["start"], len(entry["data"]),
    )  # fmt: skip
