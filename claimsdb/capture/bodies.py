"""From the payload of a response to the bytes of the page: content codings are undone, up to a size."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

from claimsdb.model.errors import CaptureError

CODINGS = ("gzip", "deflate")
"""The codings that are asked for: those that can be undone in bounded memory."""
_GZIP, _ZLIB, _RAW = 31, 15, -15
"""The window bits with which zlib knows the three formats."""


def decoded(payload: bytes, codings: Sequence[str], address: str, most: int | None) -> bytes:
    """The payload without its content codings, which are named in the order in which they were applied.

    Raises `CaptureError` if a coding is unknown or broken, or the result has more than `most` bytes.
    """
    for coding in reversed(codings):
        match coding.lower().removeprefix("x-"):
            case "identity":
                pass
            case "gzip":
                payload = _inflated(payload, _GZIP, address, most)
            case "deflate":  # some servers leave out the header of zlib
                bits = _ZLIB if payload[:1] and payload[0] & 15 == 8 and int.from_bytes(payload[:2]) % 31 == 0 else _RAW
                payload = _inflated(payload, bits, address, most)
            case _:
                what = f"It came in the coding {coding[:40]!r}, which was not asked for."
                raise CaptureError(address, what, "Save the page in a browser, and ingest the file.")
    return payload


def codings_of(header: str) -> list[str]:
    """The names in a Content-Encoding header."""
    return [name for name in re.split(r"[\s,]+", header) if name]


def too_large(address: str, most: int) -> CaptureError:
    """The error about a page of more than `most` bytes."""
    return CaptureError(address, f"It has more than {most:,} bytes.", "Allow more with --largest, if you need it.")


def _inflated(payload: bytes, bits: int, address: str, most: int | None) -> bytes:
    made = bytearray()
    rest = payload
    while rest:
        one = zlib.decompressobj(bits)
        try:
            made += one.decompress(rest, 0 if most is None else most + 1 - len(made))
        except zlib.error as error:
            if made:  # bytes after the last member, which every browser ignores
                break
            raise CaptureError(address, f"Its compression is broken ({error}).", "Capture it again later.") from None
        if most is not None and len(made) > most:
            raise too_large(address, most)
        if not one.eof:
            raise CaptureError(address, "Its compression ends too early.", "Capture it again later.")
        rest = one.unused_data if bits == _GZIP else b""
    return bytes(made)
