"""Bytes that are not what they seem: every encoding, marks of another one, damage, and bytes that are no text."""

from __future__ import annotations

import codecs
from random import Random

from tests.hostile.family import Make, add, family
from tests.hostile.prose import forever, sentence

TEXT = "“Größe”, said Dvořák — 他说, сказал он. Ceci n’est pas l’été. "
ENCODINGS = (
    "utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be utf-7 cp1252 latin-1 cp1250 cp1251 koi8-r iso8859-7 cp1255 cp1256 "
    "shift_jis euc_jp iso2022_jp gb18030 big5 euc_kr cp037 cp500 mac-roman hz"
).split()
MARKS = {
    "utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE, "utf-32-be": codecs.BOM_UTF32_BE,
}  # fmt: skip


def prose(r: Random, size: int) -> str:
    return forever(sentence)(r, size) + TEXT


def encoded(name: str) -> Make:
    return lambda r, size: (TEXT + prose(r, size)).encode(name, "ignore")


for _name in ENCODINGS:
    add("encodings", f"in-{_name}", encoded(_name))


def marked(before: bytes, name: str, cut: bool = False) -> Make:
    """Prose in an encoding after the bytes, with an odd number of bytes if it is `cut`."""

    def make(r: Random, size: int) -> bytes:
        raw = before + prose(r, size).encode(name)
        return raw[: size // 4 * 4 - 7] if cut else raw

    return make


for _name, _mark in MARKS.items():
    add("encodings", f"wrong-mark-{_name}", marked(_mark, "utf-16-be" if _name == "utf-8" else "utf-8"))
    add("encodings", f"mark-twice-{_name}", marked(_mark + _mark, _name))
    add("encodings", f"mark-and-odd-bytes-{_name}", marked(_mark, _name, cut=True))


@family("encodings")
def mark_alone(r: Random, _: int) -> bytes:
    return r.choice(list(MARKS.values()))


def scattered(*pieces: bytes) -> Make:
    """Prose in UTF-8 with pieces of bytes that do not belong there."""

    def make(r: Random, size: int) -> bytes:
        raw = prose(r, size).encode()
        return b"".join(raw[at : at + 200] + r.choice(pieces) for at in range(r.randrange(200), len(raw), 200))

    return make


PIECES = {
    "latin-in-utf-8": [b"\xe9", b"\xfc"], "overlong": [b"\xc0\xaf", b"\xe0\x80\xaf"],
    "surrogates": [b"\xed\xa0\x80", b"\xed\xb0\x80"], "lone-continuations": [b"\x80", b"\xbf"],
    "cut-characters": [b"\xe2\x80", b"\xf0\x9f\x98"], "beyond-unicode": [b"\xf4\x90\x80\x80", b"\xff"],
    "marks-in-the-middle": list(MARKS.values()), "mixed-encodings": ["été".encode("cp1252"), "他说".encode("gb18030")],
    "wide-in-the-middle": ["said".encode("utf-16-le"), "said".encode("utf-32-be")],
}  # fmt: skip
for _name, _pieces in PIECES.items():
    add("encodings", _name, scattered(*_pieces))


@family("encodings")
def flipped_bits(r: Random, size: int) -> bytes:
    return bytes(b ^ (1 << r.randrange(8) if r.random() < 0.02 else 0) for b in prose(r, size).encode())


@family("encodings")
def lost_bytes(r: Random, size: int) -> bytes:
    return bytes(b for b in prose(r, size).encode() if r.random() > 0.005)


@family("encodings")
def random_bytes(r: Random, size: int) -> bytes:
    return r.randbytes(size)


@family("encodings")
def random_high_bytes(r: Random, size: int) -> bytes:
    return bytes(r.randrange(128, 256) for _ in range(size))


@family("encodings")
def random_pairs(r: Random, size: int) -> bytes:
    return "".join(chr(r.randrange(0x3000, 0x9FFF)) for _ in range(size // 2)).encode("utf-16-le")


@family("encodings")
def every_byte(_: Random, size: int) -> bytes:
    return bytes(range(256)) * (size // 256 + 1)


@family("encodings")
def empty(_: Random, __: int) -> bytes:
    return b""


@family("encodings")
def one_byte(r: Random, _: int) -> bytes:
    return r.randbytes(1)


@family("encodings")
def a_few_bytes(r: Random, _: int) -> bytes:
    return r.randbytes(r.randrange(2, 12))


@family("encodings")
def one_letter(r: Random, _: int) -> str:
    return r.choice("aA1.“\n€😀")


@family("encodings")
def a_picture(r: Random, size: int) -> bytes:
    return r.choice(
        [b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", b"PK\x03\x04", b"GIF89a", b"\xff\xd8\xff", b"SQLite format 3\0"]
    ) + r.randbytes(size)


@family("encodings")
def ends_in_the_middle(r: Random, size: int) -> bytes:
    return prose(r, size).encode()[: size - 3] + "😀".encode()[:3]
